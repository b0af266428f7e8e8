#include "api/chat/frames.hpp"

#include "desk/diagnosis/json.hpp"

#include <boost/json.hpp>

namespace keydesk::api::chat {

namespace json = boost::json;

namespace {

Result<json::value> parse(std::string_view text)
{
    json::parse_options options;
    options.max_depth = 8;
    boost::system::error_code broken;
    auto value = json::parse(text, broken, {}, options);
    if (broken) return fail(ErrorKind::invalid_input, "the frame is no JSON");
    return value;
}

Result<Frame> frame_of(json::value value)
{
    auto* fields = value.if_object();
    if (fields == nullptr) return fail(ErrorKind::invalid_input, "the frame is no object");
    Frame frame{std::move(*fields)};
    auto type = frame.type();
    if (type.empty() || type.size() > 16) {
        return fail(ErrorKind::invalid_input, "the frame has no type t");
    }
    return frame;
}

std::optional<guard::Span> span_of(const json::value& value)
{
    const auto* fields = value.if_object();
    if (fields == nullptr) return std::nullopt;
    Frame span{*fields};
    auto start = span.number("start"), end = span.number("end");
    auto kind = guard::kind_named(span.text("kind"));
    if (!start || !end || !kind || *start < 0 || *end <= *start) return std::nullopt;
    return guard::Span{std::size_t(*start), std::size_t(*end), *kind};
}

std::optional<desk::Piece> piece_of(const json::value& value)
{
    const auto* fields = value.if_object();
    if (fields == nullptr) return std::nullopt;
    Frame frame{*fields};
    const auto* list = fields->if_contains("spans");
    const auto* spans = list != nullptr ? list->if_array() : nullptr;
    auto size = frame.number("size");
    if (spans == nullptr || spans->size() > 50 || !size || *size < 0) return std::nullopt;
    desk::Piece piece{.message = frame.text("mid"), .size = std::size_t(*size)};
    for (const auto& one : *spans) {
        auto span = span_of(one);
        if (!span || span->end > piece.size) return std::nullopt;
        piece.spans.push_back(*span);
    }
    return piece;
}

}  // namespace

std::string Frame::text(std::string_view name) const
{
    const auto* found = fields.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

std::optional<std::int64_t> Frame::number(std::string_view name) const
{
    const auto* found = fields.if_contains(name);
    return found != nullptr && found->is_int64() ? std::optional{found->as_int64()} : std::nullopt;
}

bool Frame::truth(std::string_view name) const
{
    const auto* found = fields.if_contains(name);
    return found != nullptr && found->is_bool() && found->as_bool();
}

std::optional<std::vector<std::string>> Frame::texts(std::string_view name) const
{
    std::vector<std::string> list;
    const auto* found = fields.if_contains(name);
    if (found == nullptr || found->is_null()) return list;
    if (!found->is_array()) return std::nullopt;
    for (const auto& item : found->as_array()) {
        if (!item.is_string()) return std::nullopt;
        list.emplace_back(item.as_string());
    }
    return list;
}

const json::object* Frame::object(std::string_view name) const
{
    const auto* found = fields.if_contains(name);
    return found != nullptr ? found->if_object() : nullptr;
}

Result<Frame> read_frame(std::string_view text)
{
    auto value = parse(text);
    if (!value) return fail(value.error());
    return frame_of(std::move(*value));
}

Result<std::vector<Frame>> read_frames(std::string_view text)
{
    auto value = parse(text);
    if (!value) return fail(value.error());
    std::vector<Frame> frames;
    auto add = [&](json::value one) -> Result<void> {
        auto frame = frame_of(std::move(one));
        if (!frame) return fail(frame.error());
        frames.push_back(std::move(*frame));
        return {};
    };
    if (auto* list = value->if_array()) {
        if (list->size() > 50) return fail(ErrorKind::invalid_input, "more than 50 frames");
        for (auto& one : *list) {
            auto added = add(std::move(one));
            if (!added) return fail(added.error());
        }
        return frames;
    }
    auto added = add(std::move(*value));
    if (!added) return fail(added.error());
    return frames;
}

Result<std::vector<desk::Piece>> read_pieces(const Frame& frame)
{
    const auto* list = frame.fields.if_contains("pieces");
    const auto* pieces = list != nullptr ? list->if_array() : nullptr;
    if (pieces == nullptr || pieces->size() > 10) {
        return fail(ErrorKind::invalid_input, "pieces is a list of at most ten");
    }
    std::vector<desk::Piece> read;
    for (const auto& one : *pieces) {
        auto piece = piece_of(one);
        if (!piece) return fail(ErrorKind::invalid_input, "a piece is {mid, size, spans}");
        read.push_back(std::move(*piece));
    }
    return read;
}

FrameText frame(json::object fields)
{
    return std::make_shared<const std::string>(json::serialize(fields));
}

namespace {

/// Of what an automatic message carries, what the customer's device needs.
void add_automatic(json::object& o, const std::string& payload)
{
    boost::system::error_code broken;
    auto value = json::parse(payload, broken);
    auto* fields = broken ? nullptr : value.if_object();
    if (fields == nullptr) return;
    for (const auto* name : {"auto", "quick", "links"}) {
        if (auto* found = fields->if_contains(name)) o[name] = std::move(*found);
    }
}

}  // namespace

json::object message(const desk::Message& m)
{
    auto from = m.kind == "customer" ? "customer" : m.kind == "reply" ? "agent" : "system";
    json::object o{
        {"mid", m.id},
        {"seq", m.public_seq.value_or(0)},
        {"from", from},
        {"body", m.body},
        {"ts", millis(m.at)}};
    if (m.kind == "customer" && m.client_id) o["cmid"] = *m.client_id;
    if (m.author) o["agent"] = json::object{{"id", m.author->id}, {"name", m.author->name}};
    if (m.kind == "system" && !m.payload.empty()) add_automatic(o, m.payload);
    if (!m.redacted.empty()) o["redacted"] = json::value_from(m.redacted);
    if (m.attachments.empty()) return o;
    json::array files;
    for (const auto& a : m.attachments) {
        json::object file{{"fid", a.id}, {"name", a.name}, {"size", a.size}, {"type", a.type}};
        if (a.width > 0) file["image"] = json::object{{"w", a.width}, {"h", a.height}};
        files.push_back(std::move(file));
    }
    o["att"] = std::move(files);
    return o;
}

FrameText event(const desk::Message& entry)
{
    json::object o{{"t", "ev"}, {"seq", entry.public_seq.value_or(0)}};
    if (entry.said()) {
        o["k"] = "msg";
        o["m"] = message(entry);
        return frame(std::move(o));
    }
    // Payloads are written by the store; an unreadable one must not stop the stream.
    boost::system::error_code broken;
    auto value = json::parse(entry.payload.empty() ? "{}" : entry.payload, broken);
    auto payload = broken || !value.is_object() ? json::object{} : value.as_object();
    if (entry.kind == "edit") {
        o["k"] = "edit";
        o["mid"] = payload["mid"];
        o["body"] = entry.body;
        o["redacted"] = json::value_from(entry.redacted);
    } else if (entry.kind == "read") {
        o["k"] = "read";
        o["by"] = payload["by"];
        o["mid"] = payload["mid"];
    } else if (payload["what"] == "diagnosis") {
        o["k"] = "diagnosis";
        auto* d = payload["d"].if_object();
        o["d"] = d != nullptr ? desk::customer_part(std::move(*d)) : json::object{};
    } else if (payload["what"] == "status") {
        o["k"] = "status";
        o["status"] = payload["to"];
    } else {
        o["k"] = "assign";
        o["agent"] = payload["to"];
    }
    return frame(std::move(o));
}

FrameText nack(
    std::string_view cmid,
    std::string_view code,
    std::string_view detail,
    std::optional<std::int64_t> retry)
{
    json::object o{{"t", "nack"}, {"cmid", cmid}, {"code", code}, {"detail", detail}};
    if (retry) o["retry"] = *retry;
    return frame(std::move(o));
}

json::array removed(const std::vector<guard::Finding>& findings, std::string_view locale)
{
    auto language = locale.starts_with("zh") ? guard::Locale::zh : guard::Locale::en;
    json::array list;
    for (const auto& f : findings) {
        json::object one{
            {"kind", guard::name_of(f.kind)}, {"label", guard::label(f.kind, language)}};
        if (f.uncertain) one["uncertain"] = true;
        list.push_back(std::move(one));
    }
    return list;
}

}  // namespace keydesk::api::chat
