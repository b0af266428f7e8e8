#include "net/web_url.hpp"

#include "net/address.hpp"

#include <curl/curl.h>

#include <cstdlib>
#include <memory>

namespace keydesk::net {

namespace {

struct UrlDeleter {
    void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
    std::string out{text};
    curl_free(text);
    return out;
}

}  // namespace

bool WebUrl::loopback() const
{
    std::string_view ip{host};
    if (ip.starts_with('[')) ip = ip.substr(1, ip.size() - 2);
    bool address = Network::parse(ip).has_value();
    return host == "localhost" || (address && Address{.ip = std::string{ip}}.loopback());
}

Result<WebUrl> read_web_url(std::string_view text)
{
    std::unique_ptr<CURLU, UrlDeleter> url{curl_url()};
    std::string whole{text};
    bool read = !text.contains('\0') &&
                curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), 0) == CURLUE_OK;
    if (!read) return fail(ErrorKind::invalid_input, "the URL cannot be read");
    auto scheme = part_of(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") {
        return fail(ErrorKind::invalid_input, "the URL is neither http nor https");
    }
    if (!part_of(url.get(), CURLUPART_FRAGMENT).empty()) {
        return fail(ErrorKind::invalid_input, "the URL has a fragment");
    }
    auto port = part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    WebUrl out{
        .secure = scheme == "https",
        .host = part_of(url.get(), CURLUPART_HOST),
        .port = static_cast<std::uint16_t>(std::atoi(port.c_str())),
        .user = part_of(url.get(), CURLUPART_USER, CURLU_URLDECODE),
        .password = part_of(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE)};
    curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
    curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
    out.bare = part_of(url.get(), CURLUPART_URL);
    return out;
}

bool is_proxy_or_none(std::string_view url) noexcept
{
    return url.empty() || url.starts_with("http://") || url.starts_with("https://") ||
           url.starts_with("socks5h://");
}

}  // namespace keydesk::net
