#include "channels/telegram/api.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <fstream>
#include <utility>

namespace keydesk::telegram {

namespace {

Result<std::string> read_bytes(const std::filesystem::path& path)
{
    std::ifstream in{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || in.bad()) return fail(ErrorKind::unavailable, "the file cannot be read");
    return bytes;
}

/// Paths go into a URL: what Telegram says is not believed blindly.
bool plain_path(std::string_view path)
{
    auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '.' || c == '_' || c == '-';
    };
    return !path.empty() && path.size() < 500 && !path.starts_with('/') && !path.contains("..") &&
           std::ranges::all_of(path, plain);
}

}  // namespace

Api::Api(net::HttpClient& http, const Settings& settings, Compute& disk)
    : http_{http},
      settings_{settings},
      disk_{disk}
{
}

std::string Api::url_of(std::string_view method) const
{
    return settings_.api_root + "/bot" + settings_.bot_token.reveal() + "/" + std::string{method};
}

Task<Answer> Api::call(std::string method, json::object question, std::chrono::seconds wait)
{
    auto body = json::serialize(question);
    auto deadline = settings_.deadline + wait;
    co_return co_await post(std::move(method), "application/json", std::move(body), deadline);
}

Task<Answer> Api::post(
    std::string method, std::string type, std::string body, std::chrono::milliseconds deadline)
{
    bool written = false;
    net::HttpAsk ask{
        .method = net::Method::post,
        .url = url_of(method),
        .headers = {{"Content-Type", type}},
        .body = std::move(body),
        .deadline = deadline,
        .limit = 16 << 20,
        .proxy = settings_.proxy,
        .written = &written};
    auto reply = co_await http_.send(std::move(ask));
    if (reply) co_return open_answer(reply->status, reply->body);
    using Origin = Refusal::Origin;
    co_return std::unexpected{
        Refusal{.origin = written ? Origin::lost : Origin::unsent, .detail = reply.error().what}};
}

Task<Answer> Api::send_file(json::object message, desk::Departure::File file, std::string boundary)
{
    auto way = upload_of(file);
    bool picture = way.field == "photo";
    auto answer = co_await upload(message, file, std::move(way), boundary);
    // Too long, too wide, broken: a 400 did nothing, and as a document it passes.
    bool refused = !answer && answer.error().origin == Refusal::Origin::telegram &&
                   answer.error().code == 400 && answer.error().migrated_to == 0;
    if (!picture || !refused) co_return answer;
    Upload document{"sendDocument", "document"};
    co_return co_await upload(
        std::move(message), std::move(file), std::move(document), std::move(boundary));
}

Task<Answer> Api::upload(
    json::object message, desk::Departure::File file, Upload way, std::string boundary)
{
    auto work = [&file] { return read_bytes(file.path); };
    auto read = co_await disk_.run(work);
    auto bytes = read ? std::move(*read) : fail(read.error());
    if (!bytes) {
        co_return std::unexpected{
            Refusal{.origin = Refusal::Origin::unsent, .detail = bytes.error().what}};
    }
    auto form = write_form(message, file, way.field, *bytes, boundary);
    co_return co_await post(
        std::move(way.method), std::move(form.type), std::move(form.body), settings_.upload);
}

Task<Result<desk::Fetched>> Api::fetch(std::string file_id, std::size_t limit)
{
    json::object question{{"file_id", file_id}};
    auto found = co_await call("getFile", std::move(question));
    if (!found) co_return fail(error_of(found.error()));
    auto path = text_at(*found, "/file_path");
    auto size = number_at(*found, "/file_size").value_or(0);
    if (!plain_path(path)) co_return fail(ErrorKind::bad_reply, "Telegram names no file");
    if (size > 0 && static_cast<std::size_t>(size) > limit) {
        co_return fail(ErrorKind::invalid_input, "the file is too large");
    }
    net::HttpAsk ask{
        .url = settings_.api_root + "/file/bot" + settings_.bot_token.reveal() + "/" + path,
        .deadline = settings_.upload,
        .limit = limit,
        .proxy = settings_.proxy};
    auto reply = co_await http_.send(std::move(ask));
    if (!reply) co_return fail(reply.error());
    if (reply->status == 200) co_return desk::Fetched{.bytes = std::move(reply->body)};
    if (reply->status == 404) co_return fail(ErrorKind::not_found, "Telegram has it no more");
    co_return fail(
        ErrorKind::unavailable, "the file did not come: " + std::to_string(reply->status));
}

}  // namespace keydesk::telegram
