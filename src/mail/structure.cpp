#include "mail/structure.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <unordered_set>

namespace keydesk::mail {

namespace {

/// What GMime may be asked to compare: lines that look like boundaries × boundaries there are. Both
/// are cheap to count; a mail made to be slow is refused before it is taken apart.
constexpr std::size_t kMostComparisons = 100'000'000;
constexpr std::size_t kMostEmbedded = 200;  ///< Mails in mails, however deep.

constexpr std::size_t kLongestHeader = 1 << 20;  ///< Four times what large providers take.
constexpr std::size_t kLongestShape = 20'000;    ///< Of Content-Type and the like.

struct Unref {
    template <class T>
    void operator()(T* object) const
    {
        if (object != nullptr) g_object_unref(object);
    }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

void start_gmime()
{
    // Once a process; g_mime_shutdown is for leak checkers only.
    static const bool started = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(started);
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// What servers and editors put before the first header: an mbox line, a mark, empty lines.
std::string_view without_prelude(std::string_view raw) noexcept
{
    if (raw.starts_with("\xEF\xBB\xBF")) raw.remove_prefix(3);
    while (raw.starts_with('\r') || raw.starts_with('\n')) raw.remove_prefix(1);
    const bool mbox = raw.starts_with("From ") || raw.starts_with(">From ");
    if (mbox && !raw.starts_with("From :")) {
        raw.remove_prefix(std::min(raw.find('\n') + 1, raw.size()));
    }
    return raw;
}

/// "Subject: …": a name of printable characters and a colon (RFC 5322, section 2.2).
bool begins_with_field(std::string_view raw) noexcept
{
    const auto line = raw.substr(0, std::min(raw.find('\n'), std::size_t{1000}));
    auto name = line.substr(0, std::min(line.find(':'), line.size()));
    if (name.size() == line.size()) return false;
    while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
    return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c < 127; });
}

std::size_t count_of(std::string_view text, std::string_view what, std::size_t most)
{
    std::size_t count = 0;
    for (auto at = text.find(what); at != text.npos && count < most; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

/// The header that GMime sees: it would read the addresses too, and takes hours for hostile ones.
std::string shape_of(const Fields& fields)
{
    std::string out = "MIME-Version: 1.0\n";
    for (const auto name :
         {"content-type", "content-transfer-encoding", "content-disposition", "content-id"}) {
        const auto value = field(fields, name).substr(0, kLongestShape);
        if (!value.empty()) out += std::string{name} + ": " + std::string{value} + "\n";
    }
    return out + "\n";
}

/// Whether a mail in the mail may hold a header that GMime would read for hours.
bool has_long_addresses(std::string_view low)
{
    constexpr std::size_t kLongest = 20'000;
    constexpr auto kNames = std::to_array<std::string_view>(
        {"from",
         "to",
         "cc",
         "bcc",
         "sender",
         "reply-to",
         "resent-",
         "dispos",
         "subject",
         "date",
         "message-id",
         "references",
         "in-reply-to"});
    std::size_t size = 0;
    bool counts = false;
    while (!low.empty()) {
        const auto end = std::min(low.find('\n'), low.size());
        const auto line = low.substr(0, end);
        low.remove_prefix(std::min(end + 1, low.size()));
        if (!line.starts_with(' ') && !line.starts_with('\t')) {
            size = 0;
            counts = std::ranges::any_of(kNames, [&](auto name) { return line.starts_with(name); });
        }
        size += line.size() + 1;
        if (counts && size > kLongest) return true;
    }
    return false;
}

/// An estimate from above, in one pass: no mail under it can cost more than its size.
Result<void> check_cost(std::string_view raw, const ParseLimits& limits)
{
    const std::string low = lower(raw);
    const std::size_t boundaries = count_of(low, "boundary", limits.parts + 2);
    const std::size_t embedded = count_of(low, "message/", limits.parts + kMostEmbedded);
    const std::size_t dashes = count_of(low, "\n--", kMostComparisons);
    if (boundaries > limits.parts) return fail(ErrorKind::invalid_input, "too many multiparts");
    if (embedded > limits.parts) return fail(ErrorKind::invalid_input, "too many embedded mails");
    if (dashes * (boundaries + embedded + 1) > kMostComparisons) {
        return fail(ErrorKind::invalid_input, "too many lines that look like boundaries");
    }
    if (embedded > 0 && has_long_addresses(low)) {
        return fail(ErrorKind::invalid_input, "an embedded mail has too long a header");
    }
    return {};
}

std::string_view type_name(GMimeObject* object)
{
    const char* raw = g_mime_object_get_header(object, "Content-Type");
    return raw == nullptr ? std::string_view{} : std::string_view{raw};
}

/// GMime decodes values by its own rules; ours are applied to the bytes as they came.
std::string raw_header(GMimeObject* object, const char* name)
{
    GMimeHeaderList* list = g_mime_object_get_header_list(object);
    GMimeHeader* header = list == nullptr ? nullptr : g_mime_header_list_get_header(list, name);
    const char* raw = header == nullptr ? nullptr : g_mime_header_get_raw_value(header);
    return raw == nullptr ? std::string{}
                          : std::string{std::string_view{raw}.substr(0, kLongestShape)};
}

std::string taken(GMimeStream* stream)
{
    GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (bytes == nullptr || bytes->data == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

std::string content_of(GMimePart* part)
{
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Held<GMimeStream> out{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(content, out.get());
    return taken(out.get());
}

/// As it came, header and all.
std::string written(GMimeObject* object)
{
    const Held<GMimeStream> out{g_mime_stream_mem_new()};
    g_mime_object_write_to_stream(object, nullptr, out.get());
    return taken(out.get());
}

class Walker {
public:
    Walker(Structure& out, const ParseLimits& limits) : out_{out}, limits_{limits} {}

    /// False: too many parts.
    bool visit(GMimeObject* object, std::size_t depth)
    {
        if (object == nullptr) return true;
        if (++parts_ > limits_.parts) return false;
        if (GMIME_IS_MULTIPART(object)) return visit_multipart(GMIME_MULTIPART(object), depth);
        Leaf leaf = leaf_of(object);
        if (GMIME_IS_MESSAGE_PART(object)) {
            GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
            leaf.embedded = true;
            if (inner != nullptr) leaf.bytes = written(GMIME_OBJECT(inner));
        } else if (GMIME_IS_PART(object)) {
            // Of two Content-Types GMime took the other one, or there is no boundary.
            if (leaf.type.value.starts_with("multipart/")) leaf.type = {"text/plain", {}};
            leaf.bytes = content_of(GMIME_PART(object));
        } else {
            leaf.bytes = written(object);
        }
        out_.leaves.push_back(std::move(leaf));
        return true;
    }

private:
    bool visit_multipart(GMimeMultipart* multipart, std::size_t depth)
    {
        if (depth >= limits_.depth) {
            Leaf leaf = leaf_of(GMIME_OBJECT(multipart));
            leaf.bytes = written(GMIME_OBJECT(multipart));
            leaf.embedded = true;
            out_.leaves.push_back(std::move(leaf));
            out_.too_deep = true;
            return true;
        }
        const bool alternatives =
            lower(type_name(GMIME_OBJECT(multipart))).starts_with("multipart/alternative");
        const bool outer = !alternative_ && alternatives;
        if (outer) {
            alternative_ = true;
            ++block_;
        }
        const int count = g_mime_multipart_get_count(multipart);
        bool whole = true;
        for (int i = 0; i < count && whole; ++i) {
            whole = visit(g_mime_multipart_get_part(multipart, i), depth + 1);
        }
        if (outer) alternative_ = false;
        return whole;
    }

    Leaf leaf_of(GMimeObject* object)
    {
        Leaf leaf;
        leaf.type = read_parameters(raw_header(object, "Content-Type"));
        if (leaf.type.value.find('/') == std::string::npos) leaf.type.value = "text/plain";
        leaf.disposition = read_parameters(raw_header(object, "Content-Disposition"));
        const auto ids = read_message_ids(raw_header(object, "Content-ID"));
        if (!ids.empty()) leaf.content_id = ids.front();
        leaf.alternative = alternative_;
        leaf.block = alternative_ ? block_ : ++block_;
        return leaf;
    }

    Structure& out_;
    const ParseLimits& limits_;
    std::size_t parts_ = 0, block_ = 0;
    bool alternative_ = false;
};

Structure bare_text(std::string_view raw)
{
    Structure out;
    out.bare = true;
    Leaf leaf;
    leaf.type.value = "text/plain";
    leaf.bytes = raw;
    out.leaves.push_back(std::move(leaf));
    return out;
}

/// A multipart whose boundary is missing or another one: what is there is shown as it stands.
void keep_unread(std::string_view body, Structure& out)
{
    const bool read = std::ranges::any_of(
        out.leaves, [](const Leaf& leaf) { return leaf.embedded || !leaf.bytes.empty(); });
    const bool filled = body.find_first_not_of(" \t\r\n") != body.npos;
    if (read || !filled || !out.type.value.starts_with("multipart/")) return;
    auto whole = bare_text(body);
    out.leaves = std::move(whole.leaves);
    out.unread = true;
}

}  // namespace

Result<Structure> take_apart(std::string_view raw, const ParseLimits& limits)
{
    if (raw.size() > limits.bytes) return fail(ErrorKind::invalid_input, "larger than the limit");
    raw = without_prelude(raw);
    if (raw.find_first_not_of(" \t\r\n") == raw.npos) {
        return fail(ErrorKind::invalid_input, "empty");
    }
    if (!begins_with_field(raw)) return bare_text(raw);
    auto cost = check_cost(raw, limits);
    if (!cost) return fail(cost.error());

    Structure out;
    std::size_t body = 0;
    out.fields = read_fields(raw, &body);
    if (body > kLongestHeader) return fail(ErrorKind::invalid_input, "too long a header");
    const std::string shown = shape_of(out.fields) + std::string{raw.substr(body)};
    start_gmime();
    const Held<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(shown.data(), shown.size())};
    const Held<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const Held<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (!message) return bare_text(raw);
    out.type = read_parameters(field(out.fields, "content-type"));
    if (!Walker{out, limits}.visit(g_mime_message_get_mime_part(message.get()), 0)) {
        return fail(ErrorKind::invalid_input, "too many parts");
    }
    keep_unread(raw.substr(body), out);
    return out;
}

std::optional<Time> read_date(std::string_view raw)
{
    constexpr gint64 kYear2200 = 7'258'118'400;
    if (raw.size() > 200) return std::nullopt;
    // Comments and spaces around colons are allowed (RFC 5322, section 4.3), and unknown to GMime.
    std::string text;
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] == '(') {
            read_comment(raw, at);
        } else if (raw[at] == ':') {
            while (text.ends_with(' ')) text.pop_back();
            text += ':';
            while (at + 1 < raw.size() && raw[at + 1] == ' ') ++at;
        } else {
            text += raw[at];
        }
    }
    GDateTime* date = text.empty() ? nullptr : g_mime_utils_header_decode_date(text.c_str());
    if (date == nullptr) return std::nullopt;
    const gint64 seconds = g_date_time_to_unix(date);
    g_date_time_unref(date);
    if (seconds <= 0 || seconds >= kYear2200) return std::nullopt;
    return Time{std::chrono::seconds{seconds}};
}

}  // namespace keydesk::mail
