#include "desk/assistant/spans.hpp"

#include "desk/knowledge/rules.hpp"
#include "guard/marker.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace keydesk::desk {

namespace {

bool digit(char c)
{
    return c >= '0' && c <= '9';
}
bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool letter(char c)
{
    return upper(c) || (c >= 'a' && c <= 'z');
}
bool alnum(char c)
{
    return digit(c) || letter(c);
}
bool ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

/// What a word of addresses and numbers is made of.
bool of_word(char c)
{
    constexpr std::string_view kMarks = "@.:/-_?#&=%+~$\\!*'";
    return alnum(c) || (ascii(c) && kMarks.contains(c));
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out) {
        if (upper(c)) c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

/// Ends of host names that impostors and everybody else use; "config.json" is none.
bool known_end(std::string_view label)
{
    constexpr std::array<std::string_view, 60> kEnds{
        "com",      "net",     "org",     "io",    "app",   "xyz",   "info", "top",     "site",
        "online",   "cc",      "me",      "co",    "cn",    "ru",    "uk",   "finance", "wallet",
        "exchange", "support", "help",    "link",  "vip",   "club",  "dev",  "tech",    "pro",
        "biz",      "to",      "ly",      "gg",    "ai",    "tv",    "us",   "eu",      "de",
        "fr",       "jp",      "kr",      "hk",    "tw",    "sg",    "in",   "live",    "store",
        "shop",     "space",   "website", "cloud", "world", "money", "cash", "network", "example",
        "fun",      "icu",     "work",    "page",  "im",    "is"};
    return label.starts_with("xn--") || std::ranges::find(kEnds, label) != kEnds.end();
}

bool is_host(std::string_view text)
{
    auto host = lower(text);
    std::size_t labels = 0, numbers = 0;
    std::string_view rest{host}, label;
    while (true) {
        auto dot = rest.find('.');
        label = rest.substr(0, dot);
        if (label.empty() ||
            !std::ranges::all_of(label, [](char c) { return alnum(c) || c == '-'; }))
            return false;
        ++labels;
        numbers += std::ranges::all_of(label, digit);
        if (dot == std::string_view::npos) break;
        rest.remove_prefix(dot + 1);
    }
    return (labels == 4 && numbers == 4) || (labels >= 2 && known_end(label));
}

/// Hashes, addresses, ids: nobody writes a word of twenty letters with digits in it.
bool is_code(std::string_view word)
{
    if (word.starts_with("0x") && word.size() >= 8) return true;
    auto plain = std::ranges::all_of(word, [](char c) { return alnum(c) || c == '_'; });
    auto digits = std::ranges::count_if(word, digit);
    if (plain && word.size() >= 32) return true;
    return word.size() >= 20 && digits >= 2 &&
           std::ranges::all_of(word, [](char c) { return alnum(c) || c == '-' || c == ':'; });
}

std::size_t run_end(std::string_view text, std::size_t at)
{
    while (at < text.size() && of_word(text[at])) ++at;
    return at;
}

std::string_view trimmed_end(std::string_view word)
{
    constexpr std::string_view kEnds = ".,:;!?'*~";
    while (!word.empty() && kEnds.contains(word.back())) word.remove_suffix(1);
    return word;
}

std::optional<TextSpan> link_at(std::string_view text, std::size_t at, std::string_view word)
{
    auto scheme = word.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    auto size = trimmed_end(word).size();
    // A host in other letters than ours: all of it up to the next space.
    if (size <= scheme + 3) {
        size = word.size();
        while (at + size < text.size() && text[at + size] > ' ') ++size;
        // Bytes of other letters are negative where char is signed.
        while (at + size < text.size() && !ascii(text[at + size])) ++size;
    }
    return TextSpan{at, size, SpanKind::link};
}

/// Digits with what people put between them, when somebody would dial them.
std::optional<TextSpan> phone_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view kBetween = " -().+";
    auto end = at;
    while (end < text.size() && (digit(text[end]) || kBetween.contains(text[end]))) ++end;
    while (end > at && !digit(text[end - 1])) --end;
    if (end < text.size() && letter(text[end])) return std::nullopt;
    auto before = at - std::min<std::size_t>(at, 24);
    while (before < at && !ascii(text[before]) && (text[before] & 0x40) == 0) ++before;
    for (auto i = at; i > before; --i) {
        if (!digit(text[i - 1])) continue;
        before = i;
        break;
    }
    if (!holds_phone_number(text.substr(before, end - before))) return std::nullopt;
    return TextSpan{at, end - at, SpanKind::phone};
}

std::optional<TextSpan> number_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view kInside = ".,:/-";
    auto end = at;
    if (end < text.size() && (text[end] == '$' || text[end] == '+')) ++end;
    if (end >= text.size() || !digit(text[end])) return std::nullopt;
    while (end < text.size() &&
           (digit(text[end]) ||
            (kInside.contains(text[end]) && end + 1 < text.size() && digit(text[end + 1])))) {
        ++end;
    }
    if (end < text.size() && text[end] == '%') ++end;
    auto unit = end < text.size() && text[end] == ' ' ? end + 1 : end;
    auto last = unit;
    while (last < text.size() && upper(text[last])) ++last;
    bool asset =
        last - unit >= 2 && last - unit <= 6 && (last == text.size() || !alnum(text[last]));
    return TextSpan{at, (asset ? last : end) - at, SpanKind::number};
}

/// A whole word of ASCII; `at` is where it begins.
std::optional<TextSpan> word_at(std::string_view text, std::size_t at)
{
    auto word = text.substr(at, run_end(text, at) - at);
    if (auto link = link_at(text, at, word)) return link;
    auto bare = trimmed_end(word);
    auto sign = bare.find('@');
    if (sign == 0 && bare.size() >= 4) return TextSpan{at, bare.size(), SpanKind::handle};
    if (sign != std::string_view::npos && sign > 0 && bare.substr(sign).contains('.'))
        return TextSpan{at, bare.size(), SpanKind::mail};
    if (is_host(host_of(bare))) return TextSpan{at, bare.size(), SpanKind::link};
    auto code = bare.substr(0, std::min(bare.size(), bare.find_first_of("/=?&#.\\")));
    if (is_code(code)) return TextSpan{at, code.size(), SpanKind::code};
    return std::nullopt;
}

std::size_t name_at(std::string_view text, std::size_t at, const std::vector<std::string>& names)
{
    std::size_t found = 0;
    for (const auto& name : names) {
        // One letter is no name, and one Chinese character stands in many words.
        if (name.size() < 4 || !text.substr(at).starts_with(name)) continue;
        auto end = at + name.size();
        bool inside = (at > 0 && alnum(text[at - 1]) && alnum(name.front())) ||
                      (end < text.size() && alnum(text[end]) && alnum(name.back()));
        if (!inside) found = std::max(found, name.size());
    }
    return found;
}

std::optional<TextSpan> span_at(
    std::string_view text, std::size_t at, const std::vector<std::string>& names)
{
    auto here = text.substr(at);
    if (auto marker = guard::marker_at(text, at); marker.bytes > 0)
        return TextSpan{at, marker.bytes, SpanKind::marker};
    if (here.starts_with("\u27e6") || here.starts_with("\u27e7"))
        return TextSpan{at, 3, SpanKind::bracket};
    if (auto size = name_at(text, at, names)) return TextSpan{at, size, SpanKind::name};
    bool begins = at == 0 || !of_word(text[at - 1]) || text[at - 1] == '\'';
    if (!begins || !of_word(text[at])) return std::nullopt;
    if (auto word = word_at(text, at)) return word;
    if (!digit(text[at]) && text[at] != '+' && text[at] != '$') return std::nullopt;
    if (auto phone = phone_at(text, at)) return phone;
    return number_at(text, at);
}

std::string_view label_of(SpanKind kind)
{
    if (kind == SpanKind::mail) return "email";
    return kind == SpanKind::phone ? "phone" : "name";
}

}  // namespace

std::vector<TextSpan> spans_of(std::string_view text, const std::vector<std::string>& names)
{
    std::vector<TextSpan> spans;
    for (std::size_t at = 0; at < text.size();) {
        auto span = span_at(text, at, names);
        if (span) spans.push_back(*span);
        at += span ? std::max<std::size_t>(span->size, 1) : 1;
    }
    return spans;
}

std::string host_of(std::string_view link)
{
    auto scheme = link.find("://");
    if (scheme != std::string_view::npos) link.remove_prefix(scheme + 3);
    link = link.substr(0, link.find_first_of("/\\?#"));
    auto user = link.rfind('@');
    if (user != std::string_view::npos) link.remove_prefix(user + 1);
    return lower(link.substr(0, link.find(':')));
}

std::string cover_people(
    std::string_view text, const std::vector<std::string>& names, std::vector<Taken>& taken)
{
    std::string out;
    std::size_t done = 0;
    for (const auto& span : spans_of(text, names)) {
        bool person = span.kind == SpanKind::mail || span.kind == SpanKind::phone ||
                      span.kind == SpanKind::name;
        if (!person) continue;
        out += text.substr(done, span.begin - done);
        done = span.begin + span.size;
        auto original = text.substr(span.begin, span.size);
        auto known = std::ranges::find(taken, original, &Taken::original);
        if (known == taken.end()) {
            auto token = "[" + std::string{label_of(span.kind)} + " " +
                         std::to_string(taken.size() + 1) + "]";
            known = taken.insert(taken.end(), {std::move(token), std::string{original}});
        }
        out += known->token;
    }
    return out += text.substr(done);
}

Covered cover_all(std::string_view text)
{
    Covered out;
    std::size_t done = 0;
    for (const auto& span : spans_of(text)) {
        out.text += text.substr(done, span.begin - done);
        done = span.begin + span.size;
        auto token = "\u27e6" + std::to_string(out.taken.size() + 1) + "\u27e7";
        out.text += token;
        out.taken.push_back({token, std::string{text.substr(span.begin, span.size)}});
    }
    out.text += text.substr(done);
    return out;
}

Restored uncover(std::string_view text, const std::vector<Taken>& taken)
{
    constexpr std::string_view kOpen = "\u27e6", kClose = "\u27e7";
    Restored out;
    std::vector<int> seen(taken.size());
    while (true) {
        auto open = text.find(kOpen);
        out.text += text.substr(0, open);
        if (open == std::string_view::npos) break;
        auto close = text.find(kClose, open);
        if (close == std::string_view::npos) return {};
        auto token = text.substr(open, close + kClose.size() - open);
        auto known = std::ranges::find(taken, token, &Taken::token);
        if (known == taken.end()) return {};
        if (++seen[static_cast<std::size_t>(known - taken.begin())] > 1) return {};
        out.text += known->original;
        text.remove_prefix(close + kClose.size());
    }
    out.whole = std::ranges::all_of(seen, [](int times) { return times == 1; });
    return out;
}

}  // namespace keydesk::desk
