#include "channels/wechat_media.hpp"

#include "channels/wechat_json.hpp"
#include "channels/wechat_text.hpp"
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

}  // namespace

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
