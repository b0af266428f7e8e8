#include "channels/weixin/json.hpp"

#include "base/crypto.hpp"
#include "channels/weixin/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>

namespace keydesk::weixin {

namespace json = boost::json;

namespace {

/// As browsers write names into multipart (HTML, "multipart/form-data encoding algorithm").
std::string quoted(std::string_view name)
{
    std::string out;
    for (char c : name) {
        if (c == '"') out += "%22";
        if (c != '"' && static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    return out;
}

}  // namespace

json::value parse_json(std::string_view text)
{
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 32;
    auto value = json::parse({text.data(), text.size()}, failed, {}, options);
    return failed ? json::value{} : value;
}

std::string text_at(const json::value& value, std::string_view pointer)
{
    boost::system::error_code missing;
    const auto* found = value.find_pointer({pointer.data(), pointer.size()}, missing);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string{text->data(), text->size()} : std::string{};
}

std::int64_t number_at(const json::value& value, std::string_view pointer)
{
    boost::system::error_code missing;
    const auto* found = value.find_pointer({pointer.data(), pointer.size()}, missing);
    const auto* number = found != nullptr ? found->if_int64() : nullptr;
    return number != nullptr ? *number : 0;
}

std::string words_at(const json::value& value, std::string_view pointer)
{
    return clean_text(text_at(value, pointer));
}

Upload multipart(std::string_view name, std::string_view type, std::string_view bytes)
{
    auto boundary = "keydesk-" + random_token(18);
    std::string body = "--" + boundary +
                       "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" +
                       quoted(name) + "\"; filelength=" + std::to_string(bytes.size()) +
                       "\r\nContent-Type: " + quoted(type) + "\r\n\r\n";
    body.append(bytes).append("\r\n--" + boundary + "--\r\n");
    return {std::move(body), "multipart/form-data; boundary=" + boundary};
}

std::string name_in(std::string_view disposition)
{
    constexpr std::string_view kKey = "filename=";
    auto at = disposition.find(kKey);
    if (at == disposition.npos) return {};
    auto name = disposition.substr(at + kKey.size());
    bool quotes = name.starts_with('"');
    if (quotes) name.remove_prefix(1);
    return clean_text(name.substr(0, name.find(quotes ? '"' : ';')));
}

std::string address_in(std::string_view said)
{
    auto of_address = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '.' || c == ':';
    };
    while (!said.empty()) {
        auto word = said.substr(0, said.find_first_of(" ,;"));
        bool dotted = std::ranges::count(word, '.') == 3 || std::ranges::count(word, ':') >= 2;
        if (dotted && std::ranges::all_of(word, of_address)) return std::string{word};
        said.remove_prefix(std::min(said.size(), word.size() + 1));
    }
    return {};
}

}  // namespace keydesk::weixin
