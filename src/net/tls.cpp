#include "net/core.hpp"

#include <openssl/ssl.h>

#include <filesystem>

namespace keydesk::net {

namespace {

/// We speak HTTP/1.1 only; a client that insists on something else is told so at once.
int choose_protocol(
    SSL*,
    const unsigned char** out,
    unsigned char* out_size,
    const unsigned char* in,
    unsigned int in_size,
    void*)
{
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    int found = SSL_select_next_proto(&chosen, out_size, ours, sizeof ours - 1, in, in_size);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> load_tls(
    const std::string& certificate, const std::string& key)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX* raw = context->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    // TLS 1.2 with forward secrecy and authenticated ciphers only (RFC 9325, section 4.2).
    SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);

    ErrorCode error;
    context->use_certificate_chain_file(certificate, error);
    if (error) return fail(ErrorKind::invalid_input, "certificate unusable: " + error.message());
    context->use_private_key_file(key, asio::ssl::context::pem, error);
    if (error) return fail(ErrorKind::invalid_input, "key unusable: " + error.message());
    if (SSL_CTX_check_private_key(raw) != 1) {
        return fail(ErrorKind::invalid_input, "certificate and key are no pair");
    }
    return context;
}

}  // namespace keydesk::net
