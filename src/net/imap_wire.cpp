#include "net/imap_wire.hpp"

#include "net/imap_words.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::net::imap {

namespace {

Error no_imap(const char* what)
{
    return {ErrorKind::bad_reply, std::string{"no IMAP: "} + what};
}

/// The size that a line announces at its end: "… {310}" or "… {310+}"; nothing when none.
std::optional<std::size_t> announced(std::string_view line)
{
    if (!line.ends_with('}')) return std::nullopt;
    auto open = line.rfind('{');
    if (open == line.npos) return std::nullopt;
    auto digits = line.substr(open + 1, line.size() - open - 2);
    if (digits.ends_with('+')) digits.remove_suffix(1);
    std::size_t size = 0;
    const auto* end = digits.data() + digits.size();
    auto read = std::from_chars(digits.data(), end, size);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return size;
}

/// A status line ends in a text for people, where "{5}" announces nothing.
bool holds_no_literal(std::string_view line)
{
    if (line.starts_with('+')) return true;
    auto space = line.find(' ');
    if (space == line.npos) return true;
    auto word = upper(line.substr(space + 1, line.find(' ', space + 1) - space - 1));
    return is_status(word);
}

/// Walks one response.
class Walk {
public:
    Walk(std::string_view bytes, std::size_t deepest) : rest_{bytes}, deepest_{deepest} {}

    bool over() const noexcept { return rest_.empty(); }
    char front() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }
    std::string_view rest() const noexcept { return rest_; }
    void skip_spaces()
    {
        while (front() == ' ') rest_.remove_prefix(1);
    }
    bool skip(char c)
    {
        if (front() != c || rest_.empty()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view word()
    {
        auto size = std::min(rest_.find(' '), rest_.size());
        auto word = rest_.substr(0, size);
        rest_.remove_prefix(size);
        skip_spaces();
        return word;
    }
    /// Values up to `end` ('\0': to the end of all), which is taken.
    Result<std::vector<Value>> values(char end, std::size_t depth = 0)
    {
        std::vector<Value> all;
        while (true) {
            skip_spaces();
            if (over() && end != '\0') return fail(no_imap("a list without its end"));
            if (over() || skip(end)) return all;
            auto one = value(end, depth);
            if (!one) return fail(one.error());
            all.push_back(std::move(*one));
        }
    }

private:
    Result<Value> value(char end, std::size_t depth)
    {
        if (skip('(')) {
            if (depth >= deepest_) return fail(no_imap("nested too deep"));
            auto list = values(')', depth + 1);
            if (!list) return fail(list.error());
            return Value{.kind = Value::Kind::list, .list = std::move(*list)};
        }
        if (front() == '"') return quoted_text();
        if (front() == '{') return literal();
        return atom(end);
    }
    Result<Value> quoted_text()
    {
        rest_.remove_prefix(1);
        Value value{.kind = Value::Kind::text};
        while (!over()) {
            char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return value;
            if (c == '\\' && !over()) {
                c = rest_.front();
                rest_.remove_prefix(1);
            }
            value.text += c;
        }
        return fail(no_imap("a string without its end"));
    }
    Result<Value> literal()
    {
        auto line = rest_.substr(0, rest_.find("\r\n"));
        auto size = announced(line);
        if (!size || line.rfind('{') != 0) return fail(no_imap("a broken literal"));
        auto body = rest_.substr(std::min(line.size() + 2, rest_.size()));
        if (body.size() < *size) return fail(no_imap("a short literal"));
        rest_ = body.substr(*size);
        return Value{.kind = Value::Kind::text, .text = std::string{body.substr(0, *size)}};
    }
    Result<Value> atom(char end)
    {
        std::size_t size = 0;
        // BODY[HEADER.FIELDS (TO)] is one word: spaces and lists inside brackets belong to it.
        for (bool bracket = false; size < rest_.size(); ++size) {
            char c = rest_[size];
            if (c == '[' && end != ']') bracket = true;
            if (c == ']' && bracket)
                bracket = false;
            else if (!bracket && (c == ' ' || c == '(' || c == ')' || c == '"' || c == end))
                break;
            if (c == '\r' || c == '\n') return fail(no_imap("a line's end inside a word"));
        }
        if (size == 0) return fail(no_imap("a word was expected"));
        Value value{.text = std::string{rest_.substr(0, size)}};
        rest_.remove_prefix(size);
        if (upper(value.text) == "NIL") value = Value{.kind = Value::Kind::nil};
        return value;
    }

    std::string_view rest_;
    std::size_t deepest_;
};

Result<void> read_status(Walk& walk, Response& response)
{
    if (walk.skip('[')) {
        auto values = walk.values(']', 0);
        if (!values) return fail(values.error());
        if (!values->empty()) {
            response.code = upper(values->front().text);
            values->erase(values->begin());
            response.code_values = std::move(*values);
        }
        walk.skip_spaces();
    }
    response.text = walk.rest();
    return {};
}

}  // namespace

std::optional<std::uint64_t> Value::number() const
{
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, number);
    if (kind != Kind::atom || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

bool Response::status() const noexcept
{
    return is_status(name);
}

const Value* Response::item(std::string_view wanted) const noexcept
{
    if (values.empty() || values.front().kind != Value::Kind::list) return nullptr;
    const auto& pairs = values.front().list;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
        if (upper(pairs[i].text) == wanted) return &pairs[i + 1];
    }
    return nullptr;
}

Result<bool> Reader::find_end()
{
    while (true) {
        if (at_ > buffer_.size()) return false;  // Inside a literal.
        auto end = buffer_.find("\r\n", at_);
        if (end == buffer_.npos) {
            // The CR may be the last byte so far.
            at_ = std::max(from_, buffer_.empty() ? 0 : buffer_.size() - 1);
            if (buffer_.size() - literals_ > limits_.line) return fail(no_imap("an endless line"));
            return false;
        }
        auto line = std::string_view{buffer_}.substr(from_, end - from_);
        auto size = announced(line);
        if (!size || (from_ == 0 && holds_no_literal(line))) {
            at_ = end;
            return true;
        }
        if (*size > limits_.literal - std::min(literals_, limits_.literal)) {
            return fail(no_imap("a literal over the limit"));
        }
        if (end - literals_ > limits_.line) return fail(no_imap("an endless line"));
        literals_ += *size;
        from_ = at_ = end + 2 + *size;
    }
}

Result<std::optional<Response>> Reader::next()
{
    auto found = find_end();
    if (!found) return fail(found.error());
    if (!*found) return std::nullopt;
    auto response = read_response(std::string_view{buffer_}.substr(0, at_), limits_.depth);
    buffer_.erase(0, at_ + 2);
    at_ = from_ = literals_ = 0;
    if (!response) return fail(response.error());
    return std::optional{std::move(*response)};
}

Result<Response> read_response(std::string_view bytes, std::size_t deepest)
{
    Walk walk{bytes, deepest};
    Response response;
    response.tag = walk.word();
    if (response.tag.empty()) return fail(no_imap("an empty line"));
    if (response.tag == "+") {
        response.text = walk.rest();
        return response;
    }
    auto first = walk.word();
    Value maybe_number{.text = std::string{first}};
    if (response.tag == "*") response.number = maybe_number.number();
    response.name = upper(response.number ? walk.word() : first);
    if (response.name.empty()) return fail(no_imap("a response without a name"));
    if (response.status()) {
        auto read = read_status(walk, response);
        if (!read) return fail(read.error());
        return response;
    }
    if (response.tag != "*") return fail(no_imap("a tag without a status"));
    auto values = walk.values('\0');
    if (!values) return fail(values.error());
    response.values = std::move(*values);
    return response;
}

}  // namespace keydesk::net::imap
