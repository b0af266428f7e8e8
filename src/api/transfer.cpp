#include "api/transfer.hpp"

#include <array>

namespace keydesk::api {

namespace {

constexpr Words kUnknownType{
    .title = {"This kind of file is not accepted", "不支持这种文件"},
    .detail =
        {"Only pictures (PNG, JPEG, GIF, WebP), PDF and plain text can be sent.",
         "只能发送图片（PNG、JPEG、GIF、WebP）、PDF 和纯文本。"},
    .what_to_do = {"Send a screenshot or a PDF instead.", "请改发截图或 PDF。"}};

constexpr Words kSecret{
    .title = {"The file holds a secret", "文件中含有机密内容"},
    .detail =
        {"This text holds something like a recovery phrase, a private key or a password. It was "
         "not saved.",
         "这个文本里有助记词、私钥或密码之类的内容，我们没有保存它。"},
    .what_to_do = {
        "Remove it from the file. If somebody asked you for it, it is a scam.",
        "请先删除这些内容。任何向您索要它们的人都是骗子。"}};

Refusal refusal_of(const Error& error)
{
    Refusal refusal{error};
    if (error.what == "too long" || error.what == "text too long") return body_too_large();
    if (error.what == "unknown type") {
        refusal.status = 415;
        refusal.words = &kUnknownType;
    }
    if (error.what == "secret") {
        refusal.status = 422;
        refusal.code = "secret";
        refusal.words = &kSecret;
    }
    return refusal;
}

/// RFC 6266 with RFC 8187: an ASCII stand-in and the real name.
std::string disposition(std::string_view how, std::string_view name)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string plain, encoded;
    for (char c : name) {
        auto byte = static_cast<unsigned char>(c);
        bool safe = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '.' || c == '-' || c == '_';
        plain += safe ? c : '_';
        if (safe) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return std::string{how} + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace

Task<std::expected<desk::Attachment, Refusal>> receive_file(
    net::Request& request, desk::Files& files, desk::Blobs& blobs, desk::StoredFile file)
{
    if (file.filled) co_return refuse(Error{ErrorKind::conflict, "the file is filled already"});
    auto length = request.content_length();
    if (length && *length > std::uint64_t(kLargestFile)) co_return refuse(body_too_large());
    auto upload = blobs.begin(kLargestFile);
    if (!upload) co_return refuse(upload.error());

    std::array<char, 65'536> piece;
    for (;;) {
        auto got = co_await request.read(piece);
        if (!got) co_return refuse(got.error());
        if (*got == 0) break;
        auto wrote = (*upload)->write(std::span{piece}.first(*got));
        if (!wrote) co_return refuse(refusal_of(wrote.error()));
    }
    auto kept = co_await (*upload)->finish();
    if (!kept) co_return refuse(refusal_of(kept.error()));
    kept->face.id = file.face.id;
    kept->face.name = file.face.name;
    auto noted = co_await files.filled(file.face.id, kept->face, kept->sha256);
    if (!noted) co_return refuse(noted.error());
    co_return kept->face;
}

net::Response send_file(const desk::StoredFile& file, const desk::Blobs& blobs)
{
    bool picture = file.face.type.starts_with("image/");
    net::Response response;
    response.body = net::File{.path = blobs.path_of(file.sha256), .etag = file.sha256};
    auto type = picture || file.face.type == "application/pdf" ? file.face.type
                                                               : "application/octet-stream";
    response.headers.set("Content-Type", type);
    response.headers.set(
        "Content-Disposition", disposition(picture ? "inline" : "attachment", file.face.name));
    response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.headers.set("Cache-Control", "private, max-age=31536000, immutable");
    return response;
}

}  // namespace keydesk::api
