#include "channels/weixin/media.hpp"

#include "channels/weixin/json.hpp"
#include "channels/weixin/text.hpp"
#include "net/web_url.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace keydesk::weixin {

namespace {

Error error_of(const Fault& fault)
{
    return {fault.kind, "the file does not come: " + fault.detail};
}

desk::Fetched fetched(net::HttpReply reply)
{
    return {
        .bytes = std::move(reply.body),
        .name = name_in(reply.headers.get("Content-Disposition")),
        .type = std::string{reply.headers.get("Content-Type")}};
}

/// Whole. Errors: `unavailable`, `invalid_input` when it is longer than `limit`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit)
{
    std::error_code missing;
    auto size = std::filesystem::file_size(path, missing);
    if (missing) return fail(ErrorKind::unavailable, "the file cannot be read");
    if (size > limit) return fail(ErrorKind::invalid_input, "the file is too large");
    std::ifstream file{path, std::ios::binary};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!file) return fail(ErrorKind::unavailable, "the file cannot be read");
    return bytes;
}

}  // namespace

Task<std::expected<std::string, desk::SendError>> upload_media(Api* api, OwnFile own, Judge judge)
{
    using Fault = desk::SendFault;
    const auto& file = own.file;
    if (own.kind.empty()) {
        co_return desk::not_sent(Fault::refused, "file_type", "WeChat carries no such file");
    }
    if (file.size > own.largest) {
        co_return desk::not_sent(
            Fault::refused, "file_size", "the file is larger than WeChat takes");
    }
    auto bytes = read_file(file.path, static_cast<std::size_t>(own.largest));
    if (!bytes) co_return desk::not_sent(Fault::retry, "file", bytes.error().what);
    auto made = multipart(own.name, file.type, *bytes);
    Call call{
        .path = "/cgi-bin/media/upload",
        .query = "&type=" + own.kind,
        .body = std::move(made.body),
        .type = std::move(made.type)};
    auto called = co_await api->call(std::move(call));
    if (!called) {
        auto fault = called.error();
        fault.nothing_done = true;
        co_return std::unexpected{judge(fault)};
    }
    auto id = text_at(called->value, "/media_id");
    if (id.empty()) co_return desk::not_sent(Fault::retry, "media", "WeChat gave no media_id");
    co_return id;
}

bool of_the_platform(std::string_view url, std::string_view api_root)
{
    auto read = net::read_web_url(url);
    if (!read) return false;
    auto root = net::read_web_url(api_root);
    if (root && root->where() == read->where()) return true;
    constexpr std::array<std::string_view, 3> kHosts{".qq.com", ".qpic.cn", ".weixin.com"};
    bool theirs = false;
    for (auto host : kHosts) theirs = theirs || read->host.ends_with(host);
    return theirs;
}

Task<Result<desk::Fetched>> fetch_media(Api* api, std::string media_id, std::size_t limit)
{
    Call call{
        .path = "/cgi-bin/media/get",
        .query = "&media_id=" + url_part(media_id),
        .limit = limit,
        .file = true};
    auto answer = co_await api->call(std::move(call));
    if (!answer) co_return fail(error_of(answer.error()));
    auto elsewhere = text_at(answer->value, "/video_url");
    if (elsewhere.empty()) co_return fetched(std::move(answer->reply));
    if (!of_the_platform(elsewhere, api->settings().root)) {
        co_return fail(ErrorKind::bad_reply, "the film lies at a stranger's");
    }
    auto film = co_await api->get(std::move(elsewhere), limit);
    if (!film) co_return fail(error_of(film.error()));
    co_return fetched(std::move(film->reply));
}

}  // namespace keydesk::weixin
