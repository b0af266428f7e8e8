#pragma once

// Private to net's own sources.

#include "net/http_client.hpp"

#include <optional>
#include <string>
#include <string_view>

struct curl_slist;

namespace keydesk::net {

/// One request under way in libcurl, with the answer as far as it has come.
class Transfer {
public:
    /// Errors: invalid_input.
    static Result<std::unique_ptr<Transfer>> make(HttpAsk ask);
    ~Transfer();
    Transfer(const Transfer&) = delete;

    /// libcurl's handle; it points back to this object as its private data.
    void* easy() const noexcept { return easy_; }
    /// `code` is libcurl's: what the transfer came to.
    void finish(int code);

    std::optional<Result<HttpReply>> result;
    long connects = 0;  ///< How many new connections it took.

private:
    explicit Transfer(HttpAsk ask);

    Result<void> read_url();
    Result<void> set_headers();
    void set_method();
    void set_limits();
    void set_ways();
    Error error_of(int code) const;
    void take_line(std::string_view line);

    static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self);
    static std::size_t on_header(char* bytes, std::size_t one, std::size_t size, void* self);
    void set_reach();
    static int on_socket(void* self, int purpose, void* address);
    static int on_ready(void* self, char* peer, char* own, int peer_port, int own_port);

    HttpAsk ask_;
    std::string where_;  ///< "host:port": all that an error may say.
    HttpReply reply_;
    std::size_t header_bytes_ = 0;
    bool too_long_ = false;
    bool unreachable_ = false;  ///< `reach` said no.
    void* easy_ = nullptr;
    curl_slist* header_list_ = nullptr;
    curl_slist* resolved_list_ = nullptr;
};

}  // namespace keydesk::net
