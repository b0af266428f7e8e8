#include "net/http_transfer.hpp"

#include "base/trim.hpp"
#include "net/web_url.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace keydesk::net {

namespace {

constexpr std::size_t kMostHeaderBytes = 64 << 10;
/// Seconds that a kept connection may have been idle for a request that is sent only once: servers
/// close theirs after fifteen and more, and then nobody knows whether it was read.
constexpr long kFreshEnough = 10;

/// The numbers of an address that libcurl is about to connect to; empty: no IP address.
std::string ip_of(const sockaddr& address)
{
    char text[INET6_ADDRSTRLEN] = {};
    if (address.sa_family == AF_INET) {
        const auto& four = reinterpret_cast<const sockaddr_in&>(address);
        inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
    } else if (address.sa_family == AF_INET6) {
        const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
        inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    }
    return text;
}

bool one_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

}  // namespace

Transfer::Transfer(HttpAsk ask) : ask_{std::move(ask)}, easy_{curl_easy_init()} {}

Transfer::~Transfer()
{
    curl_easy_cleanup(easy_);
    curl_slist_free_all(header_list_);
    curl_slist_free_all(resolved_list_);
}

Result<std::unique_ptr<Transfer>> Transfer::make(HttpAsk ask)
{
    std::unique_ptr<Transfer> made{new Transfer{std::move(ask)}};
    if (made->easy_ == nullptr) return fail(ErrorKind::unavailable, "no room for a request");
    if (auto url = made->read_url(); !url) return fail(url.error());
    if (auto headers = made->set_headers(); !headers) return fail(headers.error());
    made->set_method();
    made->set_limits();
    made->set_ways();
    made->set_reach();
    return made;
}

Result<void> Transfer::read_url()
{
    auto url = read_web_url(ask_.url);
    if (!url) return fail(url.error());
    where_ = url->where();
    if (!is_proxy_or_none(ask_.proxy) || !one_line(ask_.proxy)) {
        return fail(ErrorKind::invalid_input, "the proxy is neither http, https nor socks5h");
    }
    curl_easy_setopt(easy_, CURLOPT_URL, ask_.url.c_str());
    return {};
}

Result<void> Transfer::set_headers()
{
    // libcurl adds these two by itself to a body; nobody here wants either.
    auto lines = std::vector<std::string>{"Expect:"};
    if (!ask_.headers.has("Content-Type")) lines.emplace_back("Content-Type:");
    if (!ask_.headers.has("User-Agent")) lines.emplace_back("User-Agent: Keydesk");
    for (const auto& [name, value] : ask_.headers) {
        if (name.empty() || !one_line(name) || name.contains(':') || !one_line(value)) {
            return fail(ErrorKind::invalid_input, "a header cannot be sent to " + where_);
        }
        lines.push_back(value.empty() ? name + ";" : name + ": " + value);
    }
    for (const auto& line : lines) {
        header_list_ = curl_slist_append(header_list_, line.c_str());
    }
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_);
    return {};
}

void Transfer::set_method()
{
    bool bare = ask_.body.empty() && (ask_.method == Method::get || ask_.method == Method::head);
    if (!bare) {
        curl_easy_setopt(easy_, CURLOPT_POST, 1L);
        curl_easy_setopt(
            easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(ask_.body.size()));
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, ask_.body.c_str());
    }
    if (ask_.method == Method::head) {
        curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
    } else if (!bare && ask_.method != Method::post) {
        curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, std::string{name_of(ask_.method)}.c_str());
    }
}

void Transfer::set_limits()
{
    using std::chrono::milliseconds;
    auto deadline = std::max(ask_.deadline, milliseconds{1});
    curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline.count()));
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    // Without it libcurl joins the thread that resolves a name when the transfer ends early: a dead
    // name server would then stop the whole io thread.
    curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (ask_.written == nullptr) return;
    *ask_.written = false;
    curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Transfer::on_ready);
    curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
    curl_easy_setopt(easy_, CURLOPT_MAXAGE_CONN, kFreshEnough);
}

void Transfer::set_ways()
{
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
    curl_easy_setopt(easy_, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    curl_easy_setopt(easy_, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
    // Also when empty: that is what keeps the environment's proxies out.
    curl_easy_setopt(easy_, CURLOPT_PROXY, ask_.proxy.c_str());
    curl_easy_setopt(easy_, CURLOPT_NOPROXY, "");
    if (!ask_.basic.empty()) {
        curl_easy_setopt(easy_, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        curl_easy_setopt(easy_, CURLOPT_USERPWD, ask_.basic.c_str());
    }
    if (!ask_.authorities.empty()) {
        curl_easy_setopt(easy_, CURLOPT_CAINFO, ask_.authorities.c_str());
        curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);
    }
}

std::size_t Transfer::on_body(char* bytes, std::size_t /*one*/, std::size_t size, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    auto& body = transfer.reply_.body;
    if (size > transfer.ask_.limit - std::min(body.size(), transfer.ask_.limit)) {
        transfer.too_long_ = true;
        if (transfer.ask_.cut) body.append(bytes, transfer.ask_.limit - body.size());
        return 0;  // Anything but `size` ends the transfer.
    }
    body.append(bytes, size);
    return size;
}

std::size_t Transfer::on_header(char* bytes, std::size_t /*one*/, std::size_t size, void* self)
{
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes_ += size;
    if (transfer.header_bytes_ > kMostHeaderBytes) {
        transfer.too_long_ = true;
        return 0;
    }
    transfer.take_line({bytes, size});
    return size;
}

void Transfer::set_reach()
{
    for (const auto& line : ask_.resolved) {
        resolved_list_ = curl_slist_append(resolved_list_, line.c_str());
    }
    if (resolved_list_ != nullptr) curl_easy_setopt(easy_, CURLOPT_RESOLVE, resolved_list_);
    if (!ask_.reach) return;
    using Opener = curl_socket_t (*)(void*, curlsocktype, curl_sockaddr*);
    Opener opener = [](void* self, curlsocktype purpose, curl_sockaddr* address) -> curl_socket_t {
        return on_socket(self, purpose, address);
    };
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, opener);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
}

/// The last moment before a connection: the name was resolved, by whatever answer it got this time.
int Transfer::on_socket(void* self, int, void* where)
{
    auto& transfer = *static_cast<Transfer*>(self);
    const auto& address = *static_cast<curl_sockaddr*>(where);
    auto ip = ip_of(address.addr);
    if (ip.empty() || !transfer.ask_.reach(ip)) {
        transfer.unreachable_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

int Transfer::on_ready(void* self, char*, char*, int, int)
{
    auto& transfer = *static_cast<Transfer*>(self);
    bool again = std::exchange(*transfer.ask_.written, true);
    return again ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

void Transfer::take_line(std::string_view line)
{
    // A second status line: what came before belonged to a 1xx.
    if (line.starts_with("HTTP/")) reply_.headers = {};
    auto colon = line.find(':');
    if (colon == line.npos) return;
    reply_.headers.add(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
}

void Transfer::finish(int code)
{
    curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connects);
    bool cut = too_long_ && ask_.cut && header_bytes_ <= kMostHeaderBytes;
    if (code != CURLE_OK && !cut) {
        result = fail(error_of(code));
        return;
    }
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    reply_.status = static_cast<int>(status);
    result = std::move(reply_);
}

Error Transfer::error_of(int code) const
{
    if (unreachable_ && code == CURLE_COULDNT_CONNECT) {
        return {ErrorKind::denied, "address not allowed: " + where_};
    }
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {ErrorKind::unavailable, "no such name: " + where_};
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_PROXY:
            return {ErrorKind::unavailable, "the proxy does not lead to " + where_};
        case CURLE_COULDNT_CONNECT:
            return {ErrorKind::unavailable, "no connection to " + where_};
        case CURLE_OPERATION_TIMEDOUT:
            return {ErrorKind::unavailable, "no answer in time from " + where_};
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_PARTIAL_FILE:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_HTTP2:
        case CURLE_HTTP2_STREAM:
        case CURLE_ABORTED_BY_CALLBACK:
            return {ErrorKind::unavailable, "broken off by " + where_};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
            return {ErrorKind::bad_reply, "certificate not trusted: " + where_};
        case CURLE_SSL_CACERT_BADFILE:
            return {ErrorKind::invalid_input, "the file of CAs cannot be read"};
        case CURLE_OUT_OF_MEMORY:
            return {ErrorKind::unavailable, "no room for a request"};
        default:
            return {
                ErrorKind::bad_reply,
                (too_long_ ? "answer too long from " : "no HTTP from ") + where_};
    }
}

}  // namespace keydesk::net
