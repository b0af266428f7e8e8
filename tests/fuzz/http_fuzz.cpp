// Outside bytes as a request: head, target, framing, chunks, routing, headers that we judge.
// What must hold whatever comes is asserted; the sanitizers see to the rest.
#include "net/frames.hpp"
#include "net/head.hpp"
#include "net/router.hpp"
#include "net/serving.hpp"
#include "net/target.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace keydesk::net;

void must(bool holds)
{
    if (!holds) std::abort();
}

keydesk::Task<Response> nothing(Request&)
{
    co_return empty();
}

const Router& router()
{
    static const Router made = [] {
        Router routes;
        routes.on(Method::get, "/api/v1/things/:id", nothing);
        routes.on(Method::post, "/api/v1/things/:id/parts/:part", nothing);
        routes.on(Method::get, "/api/*rest", nothing);
        return routes;
    }();
    return made;
}

void check_path(const Target& target)
{
    const auto& path = target.path;
    if (path == "*") return;
    must(path.starts_with('/') && valid_utf8(path));
    must(path.find('\0') == path.npos && path.find('\\') == path.npos);
    auto closed = path + "/";
    must(closed.find("/../") == closed.npos && closed.find("/./") == closed.npos);
    must(path.find("//") == path.npos);
    for (const auto& [name, value] : target.query) must(valid_utf8(name) && valid_utf8(value));
}

/// The body is the same however the network cuts it, and never longer than what came.
void check_chunks(std::string_view bytes)
{
    auto read = [&](std::size_t step) -> std::pair<bool, std::string> {
        ChunkReader reader;
        std::string body;
        std::size_t at = 0;
        while (at < bytes.size() && !reader.done()) {
            auto part = reader.feed(bytes.substr(at, step));
            if (!part) return {false, body};
            must(part->used > 0);
            body.append(part->body);
            at += part->used;
        }
        return {reader.done(), body};
    };
    auto whole = read(bytes.size());
    must(whole == read(1));
    must(whole.second.size() <= bytes.size());
}

/// Frames are the same however the network cuts them, and never larger than the limit.
void check_frames(std::string_view bytes)
{
    using Kind = FrameReader::Kind;
    constexpr std::size_t limit = 300;
    auto read = [&](std::size_t step) {
        FrameReader reader{limit};
        std::string told;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            auto part = bytes.substr(at, step);
            while (true) {
                auto event = reader.feed(part);
                if (event.kind == Kind::nothing) break;
                must(event.payload.size() <= limit);
                must(event.kind != Kind::text || valid_utf8(event.payload));
                told += std::to_string(static_cast<int>(event.kind)) + event.payload + "|" +
                        std::to_string(event.code);
                if (event.kind == Kind::violation) return told;
            }
            must(part.empty());
        }
        return told;
    };
    must(read(bytes.size() + 1) == read(1));
}

void check_head(std::string_view bytes)
{
    auto end = find_head_end(bytes, 0);
    if (!end) return;
    auto head = parse_head(std::string{bytes.substr(0, *end)});
    if (!head) {
        must(head.error() >= 400 && head.error() < 600);
        return;
    }
    auto count = [&](std::string_view name) {
        return std::ranges::count_if(
            head->fields, [&](const auto& field) { return same_name(field.first, name); });
    };
    must(count("content-length") + count("transfer-encoding") <= 1);
    must(count("host") == 1 || head->minor == 0);
    for (const auto& [name, value] : head->fields) {
        must(!name.empty() && value.find_first_of("\r\n") == value.npos);
    }
    auto target = parse_target(head->target);
    if (!target) return;
    check_path(*target);
    Params params;
    auto match = router().match(head->method, target->path, params);
    must(match.handler == nullptr || match.allow.empty());

    Headers given;
    for (const auto& [name, value] : head->fields) given.add(name, value);
    Request request{head->method, head->target, given};
    request.cookie("sid");
    static const Asset asset{
        .path = "/x.js", .etag = "t", .identity = "a", .gzip = "b", .brotli = "c"};
    Headers answer;
    auto served = serve_asset(asset, request, answer);
    must(served.status == 304 || !served.bytes.empty());
    auto slice = read_range(request.header("range"), 1000);
    must(!slice || slice->first + slice->size <= 1000);
    forwarded_peer(
        "10.0.0.1", request.header("x-forwarded-for"), std::vector{*Network::parse("10.0.0.0/8")});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(bytes), size};
    check_head(text);
    check_chunks(text);
    check_frames(text);
    if (auto target = parse_target(text)) check_path(*target);
    return 0;
}
