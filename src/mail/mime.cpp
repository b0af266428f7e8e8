#include "mail/mime.hpp"

#include "base/trim.hpp"
#include "mail/charset.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace keydesk::mail {

namespace {

/// Continuations beyond this are not believed.
constexpr std::size_t kMostPieces = 500;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// Up to the next ";" that stands outside quotes.
std::string_view take_piece(std::string_view& rest) noexcept
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        if (rest[i] == '\\' && quoted) {
            ++i;
        } else if (rest[i] == '"') {
            quoted = !quoted;
        } else if (rest[i] == ';' && !quoted) {
            break;
        }
    }
    const auto piece = rest.substr(0, i);
    rest.remove_prefix(std::min(rest.size(), i + 1));
    return piece;
}

/// Backslashes of paths stay ("C:\a"): only \" and \\ are escapes in practice.
std::string unquoted(std::string_view value)
{
    if (!value.starts_with('"')) return std::string{value};
    value.remove_prefix(1);
    std::string out;
    for (std::size_t i = 0; i < value.size() && value[i] != '"'; ++i) {
        const bool escape = value[i] == '\\' && i + 1 < value.size() &&
                            (value[i + 1] == '"' || value[i + 1] == '\\');
        if (escape) ++i;
        out += value[i];
    }
    return out;
}

/// Of a value that RFC 2231 cuts: name*0*, name*1, ….
struct Piece {
    bool encoded = false;
    std::string text;
};
using Pieces = std::map<std::size_t, Piece>;

struct PieceName {
    std::string name;
    std::size_t number = 0;
    bool encoded = false;
};

std::optional<PieceName> piece_name(std::string_view name)
{
    PieceName out;
    if (name.ends_with('*')) {
        out.encoded = true;
        name.remove_suffix(1);
    }
    const auto star = name.find('*');
    out.name = name.substr(0, star);
    if (star == name.npos) return out.encoded ? std::optional{out} : std::nullopt;
    for (const char c : name.substr(star + 1)) {
        if (c < '0' || c > '9' || out.number >= kMostPieces) return std::nullopt;
        out.number = out.number * 10 + static_cast<std::size_t>(c - '0');
    }
    return out;
}

/// "UTF-8'zh'%E4%BD…" and what follows it.
std::string joined(const Pieces& pieces)
{
    std::string charset, bytes;
    bool labelled = false;
    for (const auto& [number, piece] : pieces) {
        std::string_view text = piece.text;
        if (piece.encoded && !labelled) {
            labelled = true;
            const auto first = text.find('\'');
            const auto second = first == text.npos ? text.npos : text.find('\'', first + 1);
            if (second != text.npos) {
                charset = text.substr(0, first);
                text.remove_prefix(second + 1);
            }
        }
        bytes += piece.encoded ? decode_percent(text) : std::string{text};
    }
    if (!labelled) return decode_header(bytes);
    auto text = decode(bytes, charset).text;
    // "%0D%0A" must not become a line break of ours, nor "%00" an end.
    std::ranges::replace_if(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; }, ' ');
    return text;
}

}  // namespace

std::string_view field(const Fields& fields, std::string_view name) noexcept
{
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

bool has_field(const Fields& fields, std::string_view name) noexcept
{
    return std::ranges::find(fields, name, &Field::name) != fields.end();
}

Fields read_fields(std::string_view block, std::size_t* end)
{
    Fields fields;
    std::size_t at = 0;
    while (at < block.size()) {
        const auto line_end = std::min(block.find('\n', at), block.size());
        const auto line = block.substr(at, line_end - at);
        const auto next = std::min(line_end + 1, block.size());
        if (line.empty() || line == "\r") {
            at = next;
            break;
        }
        const auto colon = line.find(':');
        if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
            fields.back().value.append("\n").append(line);
        } else if (colon != line.npos) {
            auto name = lower(trimmed(line.substr(0, colon)));
            fields.push_back({std::move(name), std::string{trimmed(line.substr(colon + 1))}});
        }
        at = next;
    }
    if (end != nullptr) *end = at;
    return fields;
}

std::string_view Parametrised::parameter(std::string_view name) const noexcept
{
    return field(parameters, name);
}

Parametrised read_parameters(std::string_view raw)
{
    Parametrised out;
    out.value = lower(trimmed(take_piece(raw)));
    if (auto comment = out.value.find('('); comment != out.value.npos) {
        out.value = trimmed(std::string_view{out.value}.substr(0, comment));
    }
    std::map<std::string, Pieces> cut;
    while (!raw.empty()) {
        const auto piece = take_piece(raw);
        const auto equals = piece.find('=');
        if (equals == piece.npos) continue;
        auto name = lower(trimmed(piece.substr(0, equals)));
        auto value = unquoted(trimmed(piece.substr(equals + 1)));
        if (auto part = piece_name(name)) {
            cut[part->name].try_emplace(part->number, Piece{part->encoded, std::move(value)});
        } else if (!has_field(out.parameters, name)) {
            out.parameters.push_back({std::move(name), decode_header(value)});
        }
    }
    // The cut form is the better one where both are there (RFC 6266 says so for HTTP).
    for (const auto& [name, pieces] : cut) {
        std::erase_if(out.parameters, [&](const Field& one) { return one.name == name; });
        out.parameters.push_back({name, joined(pieces)});
    }
    return out;
}

std::vector<std::string> read_message_ids(std::string_view raw)
{
    std::vector<std::string> ids;
    auto keep = [&](std::string_view id) {
        std::string whole;
        for (const char c : id) {
            if (static_cast<unsigned char>(c) > ' ' && c != '\x7F') whole += c;
        }
        if (!whole.empty()) ids.push_back(make_valid_utf8(whole));
    };
    while (!raw.empty()) {
        const auto open = raw.find('<');
        auto before = raw.substr(0, open);
        while (!before.empty()) {
            const auto word_end = std::min(before.find_first_of(" \t\r\n,"), before.size());
            const auto word = before.substr(0, word_end);
            if (word.find('@') != word.npos) keep(word);
            before.remove_prefix(std::min(before.size(), word_end + 1));
        }
        if (open == raw.npos) break;
        const auto close = raw.find_first_of("<>", open + 1);
        keep(raw.substr(open + 1, close == raw.npos ? close : close - open - 1));
        if (close == raw.npos) break;
        raw.remove_prefix(raw[close] == '<' ? close : close + 1);
    }
    return ids;
}

std::string read_comment(std::string_view raw, std::size_t& at)
{
    std::string out;
    int depth = 0;
    for (; at < raw.size(); ++at) {
        const char c = raw[at];
        if (c == '\\' && at + 1 < raw.size()) {
            out += raw[++at];
            continue;
        }
        if (c == '(' && depth++ == 0) continue;
        if (c == ')' && --depth == 0) break;
        out += c;
    }
    return out;
}

}  // namespace keydesk::mail
