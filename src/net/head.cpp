#include "net/head.hpp"

#include "base/trim.hpp"
#include "net/headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace keydesk::net {

namespace {

constexpr std::array<std::string_view, 7> kMethods{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t kMaxFields = 100;
constexpr std::size_t kMaxChunkExtra = 4096;

bool token_byte(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
}

bool token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, token_byte);
}

bool value_byte(char c)
{
    auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7F) || c == '\t';
}

/// Whether a comma-separated list holds that word.
bool lists(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        if (same_name(trimmed(list.substr(0, comma), " \t"), word)) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

/// The next line without its CRLF; nothing when a CR or LF stands alone.
std::optional<std::string_view> take_line(std::string_view& text)
{
    auto end = text.find_first_of("\r\n");
    if (end == text.npos || !text.substr(end).starts_with("\r\n")) return std::nullopt;
    auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    return line;
}

int read_request_line(std::string_view line, Head& head)
{
    auto first = line.find(' ');
    auto last = line.rfind(' ');
    if (first == line.npos || first == last) return 400;
    auto method = line.substr(0, first);
    auto version = line.substr(last + 1);
    head.target = line.substr(first + 1, last - first - 1);
    bool visible = std::ranges::all_of(
        head.target, [](char c) { return value_byte(c) && c != ' ' && c != '\t'; });
    if (!token(method) || head.target.empty() || !visible) return 400;

    if (version.size() != 8 || !version.starts_with("HTTP/")) return 400;
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
    head.minor = version.back() - '0';

    auto known = std::ranges::find(kMethods, method);
    if (known == kMethods.end()) return 501;
    head.method = static_cast<Method>(known - kMethods.begin());
    return 0;
}

int read_fields(std::string_view text, Head& head)
{
    while (true) {
        auto line = take_line(text);
        if (!line) return 400;
        if (line->empty()) return text.empty() ? 0 : 400;
        auto colon = line->find(':');
        if (colon == line->npos) return 400;
        auto name = line->substr(0, colon);  // A folded line begins with a space: no token.
        auto value = trimmed(line->substr(colon + 1), " \t");
        if (!token(name) || !std::ranges::all_of(value, value_byte)) return 400;
        if (head.fields.size() == kMaxFields) return 431;
        head.fields.emplace_back(name, value);
    }
}

/// How long the body is. Whatever two servers could understand differently is refused.
int judge_framing(Head& head)
{
    std::string_view length;
    std::string_view coding;
    std::size_t lengths = 0;
    std::size_t codings = 0;
    std::size_t hosts = 0;
    for (const auto& [name, value] : head.fields) {
        if (same_name(name, "content-length")) length = value, ++lengths;
        if (same_name(name, "transfer-encoding")) coding = value, ++codings;
        if (same_name(name, "host")) ++hosts;
    }
    if (hosts > 1 || (hosts == 0 && head.minor == 1)) return 400;
    if (lengths + codings > 1) return 400;
    if (codings == 1) {
        if (head.minor == 0) return 400;
        if (!same_name(coding, "chunked")) return 501;
        head.length = std::nullopt;
    }
    if (lengths == 1) {
        std::uint64_t number = 0;
        auto end = length.data() + length.size();
        auto [stop, error] = std::from_chars(length.data(), end, number);
        if (error != std::errc{} || stop != end) return 400;
        head.length = number;
    }
    return 0;
}

void judge_connection(Head& head)
{
    bool close = false;
    bool keep = false;
    bool upgrade = false;
    for (const auto& [name, value] : head.fields) {
        if (!same_name(name, "connection")) continue;
        close = close || lists(value, "close");
        keep = keep || lists(value, "keep-alive");
        upgrade = upgrade || lists(value, "upgrade");
    }
    head.keep_alive = !close && (head.minor == 1 || keep);
    head.expects_continue = head.minor == 1 && same_name(head.get("expect"), "100-continue");
    head.wants_upgrade = upgrade && head.minor == 1 && head.method == Method::get &&
                         lists(head.get("upgrade"), "websocket");
}

}  // namespace

std::string_view name_of(Method method) noexcept
{
    return kMethods[static_cast<std::size_t>(method)];
}

std::string_view Head::get(std::string_view name) const noexcept
{
    for (const auto& [key, value] : fields) {
        if (same_name(key, name)) return value;
    }
    return {};
}

std::expected<Head, int> parse_head(std::string text)
{
    Head head;
    head.text = std::make_shared<const std::string>(std::move(text));
    std::string_view rest = *head.text;
    head.fields.reserve(std::min<std::size_t>(kMaxFields, rest.size() / 32 + 2));
    auto line = take_line(rest);
    if (!line) return std::unexpected{400};
    int status = read_request_line(*line, head);
    if (status == 0) status = read_fields(rest, head);
    if (status == 0) status = judge_framing(head);
    if (status != 0) return std::unexpected{status};
    judge_connection(head);
    return head;
}

std::optional<std::size_t> find_head_end(std::string_view text, std::size_t seen) noexcept
{
    auto at = text.find("\r\n\r\n", seen > 3 ? seen - 3 : 0);
    if (at == text.npos) return std::nullopt;
    return at + 4;
}

std::optional<ChunkReader::Step> ChunkReader::feed(std::string_view in)
{
    Step step;
    while (step.used < in.size() && state_ != State::done) {
        if (state_ == State::data) {
            auto size = std::min<std::uint64_t>(left_, in.size() - step.used);
            step.body = in.substr(step.used, size);
            step.used += size;
            left_ -= size;
            if (left_ == 0) state_ = State::data_cr;
            return step;
        }
        if (!take_line_byte(in[step.used++])) return std::nullopt;
    }
    return step;
}

bool ChunkReader::take_line_byte(char byte)
{
    switch (state_) {
        case State::size: {
            int digit = -1;
            if (byte >= '0' && byte <= '9') digit = byte - '0';
            if (byte >= 'a' && byte <= 'f') digit = byte - 'a' + 10;
            if (byte >= 'A' && byte <= 'F') digit = byte - 'A' + 10;
            if (digit >= 0) {
                left_ = left_ * 16 + static_cast<unsigned>(digit);
                return ++digits_ <= 15;
            }
            if (digits_ == 0) return false;
            if (byte == '\r')
                state_ = State::size_lf;
            else if (byte == ';')
                state_ = State::extension;
            else
                return false;
            return true;
        }
        case State::extension:
            if (byte == '\r')
                state_ = State::size_lf;
            else if (!value_byte(byte))
                return false;
            return ++extra_ <= kMaxChunkExtra;
        case State::size_lf:
            state_ = left_ == 0 ? State::trailer : State::data;
            digits_ = 0;
            return byte == '\n';
        case State::data_cr:
            state_ = State::data_lf;
            return byte == '\r';
        case State::data_lf:
            state_ = State::size;
            return byte == '\n';
        case State::trailer:
            if (cr_) {
                if (byte != '\n') return false;
                cr_ = false;
                if (column_ == 0) state_ = State::done;
                column_ = 0;
                return true;
            }
            if (byte == '\r')
                cr_ = true;
            else if (!value_byte(byte))
                return false;
            else
                ++column_;
            return ++extra_ <= kMaxChunkExtra;
        case State::data:
        case State::done:
            break;
    }
    return false;
}

}  // namespace keydesk::net
