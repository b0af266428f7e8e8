#include "net/proxy_talk.hpp"

#include "net/base64.hpp"
#include "net/web_url.hpp"

namespace keydesk::net {

namespace {

constexpr std::string_view kSocks = "socks5h://";
constexpr std::size_t kLongestHead = 16 << 10;

Error no_way()
{
    return {ErrorKind::unavailable, "the proxy finds no way there"};
}
Error no_proxy()
{
    return {ErrorKind::bad_reply, "what answers is no such proxy"};
}
Error wants_password()
{
    return {ErrorKind::denied, "the proxy wants another user or password"};
}

}  // namespace

Result<ProxyTalk> ProxyTalk::make(std::string_view url, std::string_view host, std::uint16_t port)
{
    bool socks = url.starts_with(kSocks);
    if (!socks && !url.starts_with("http://")) {
        return fail(ErrorKind::invalid_input, "the proxy is neither http nor socks5h");
    }
    auto web = "http://" + std::string{url.substr(url.find("//") + 2)};
    auto read = read_web_url(web);
    if (!read || host.size() > 255) return fail(ErrorKind::invalid_input, "the proxy is no URL");
    bool written = web.ends_with(":80") || web.ends_with(":80/");
    ProxyTalk talk;
    talk.proxy_host_ = read->host;
    talk.proxy_port_ = socks && read->port == 80 && !written ? 1080 : read->port;
    talk.user_ = read->user.substr(0, 255);
    talk.password_ = read->password.substr(0, 255);
    talk.host_ = host;
    talk.port_ = port;
    talk.step_ = socks ? Step::hello : Step::http;
    return talk;
}

std::string ProxyTalk::say()
{
    listens_ = true;
    heard_.clear();
    switch (step_) {
        case Step::hello:
            return user_.empty() ? std::string{"\x05\x01\x00", 3} : std::string{"\x05\x01\x02", 3};
        case Step::password:
            return std::string{"\x01"} + static_cast<char>(user_.size()) + user_ +
                   static_cast<char>(password_.size()) + password_;
        case Step::connect:
            return socks_connect();
        case Step::http:
            return http_connect();
        case Step::done:
            break;
    }
    listens_ = false;
    return {};
}

std::string ProxyTalk::socks_connect() const
{
    std::string said{"\x05\x01\x00\x03", 4};
    said += static_cast<char>(host_.size());
    said += host_;
    said += static_cast<char>(port_ >> 8U);
    said += static_cast<char>(port_ & 0xFFU);
    return said;
}

std::string ProxyTalk::http_connect() const
{
    bool bare_ipv6 = host_.contains(':') && !host_.starts_with('[');
    auto there = (bare_ipv6 ? "[" + host_ + "]" : host_) + ":" + std::to_string(port_);
    auto said = "CONNECT " + there + " HTTP/1.1\r\nHost: " + there + "\r\n";
    if (!user_.empty()) {
        said += "Proxy-Authorization: Basic " + base64(user_ + ":" + password_) + "\r\n";
    }
    return said + "\r\n";
}

Result<void> ProxyTalk::hear(char byte)
{
    heard_ += byte;
    if (heard_.size() > kLongestHead) return fail(no_proxy());
    if (step_ == Step::http) return hear_http();
    if (step_ == Step::hello) return hear_hello();
    if (step_ == Step::connect) return hear_connect();
    if (heard_.size() < 2) return {};
    if (heard_[1] != 0) return fail(wants_password());
    step_ = Step::connect;
    listens_ = false;
    return {};
}

Result<void> ProxyTalk::hear_hello()
{
    if (heard_[0] != 5) return fail(no_proxy());
    if (heard_.size() < 2) return {};
    auto method = static_cast<unsigned char>(heard_[1]);
    if (method == 0xFF) return fail(wants_password());
    if (method != 0 && (method != 2 || user_.empty())) return fail(no_proxy());
    step_ = method == 2 ? Step::password : Step::connect;
    listens_ = false;
    return {};
}

Result<void> ProxyTalk::hear_connect()
{
    if (heard_[0] != 5) return fail(no_proxy());
    if (heard_.size() < 2) return {};
    if (heard_[1] != 0) return fail(no_way());
    if (heard_.size() < 5) return {};
    // The address that the proxy bound: IPv4, IPv6 or a name, then a port.
    auto kind = heard_[3];
    auto size = kind == 1   ? std::size_t{4}
                : kind == 4 ? std::size_t{16}
                            : std::size_t{1} + static_cast<unsigned char>(heard_[4]);
    if (heard_.size() < 4 + size + 2) return {};
    step_ = Step::done;
    listens_ = false;
    return {};
}

Result<void> ProxyTalk::hear_http()
{
    if (!heard_.ends_with("\r\n\r\n")) return {};
    if (!heard_.starts_with("HTTP/1.") || heard_.size() < 13) return fail(no_proxy());
    auto status = std::string_view{heard_}.substr(9, 3);
    if (status == "407") return fail(wants_password());
    if (!status.starts_with('2')) return fail(no_way());
    step_ = Step::done;
    listens_ = false;
    return {};
}

}  // namespace keydesk::net
