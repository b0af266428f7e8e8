#include "mail/charset.hpp"

#include "mail/sniff.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <utility>

namespace keydesk::mail {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Alias {
    std::string_view label, name;
};

/// Labels whose meaning in mail is wider than their definition, and spellings that glibc does not
/// know. After WHATWG's Encoding standard, but for GBK, which it too reads as GB18030.
constexpr auto kAliases = std::to_array<Alias>({
    {"big5", "BIG5-HKSCS"},
    {"big5-eten", "BIG5-HKSCS"},
    {"big5hkscs", "BIG5-HKSCS"},
    {"chinese", "GB18030"},
    {"chinesebig5", "BIG5-HKSCS"},
    {"cn-gb", "GB18030"},
    {"cp1252", "CP1252"},
    {"cp936", "GB18030"},
    {"cp950", "BIG5-HKSCS"},
    {"euc-cn", "GB18030"},
    {"euc-kr", "UHC"},
    {"gb18030", "GB18030"},
    {"gb2312", "GB18030"},
    {"gb-2312-80", "GB18030"},
    {"gb2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"iso-2022-jp", "ISO-2022-JP-2"},
    {"iso-8859-1", "CP1252"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"iso-8859-9", "CP1254"},
    {"iso-latin-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"ks-c-5601-1987", "UHC"},
    {"ksc5601", "UHC"},
    {"latin1", "CP1252"},
    {"mac", "MACINTOSH"},
    {"ms936", "GB18030"},
    {"ms950", "BIG5-HKSCS"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"tis-620", "CP874"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"utf8mb4", "UTF-8"},
    {"utf-8", "UTF-8"},
    {"windows-1252", "CP1252"},
    {"windows-936", "GB18030"},
    {"windows-949", "UHC"},
    {"windows-950", "BIG5-HKSCS"},
    {"windows-31j", "CP932"},
    {"x-big5", "BIG5-HKSCS"},
    {"x-gbk", "GB18030"},
    {"x-sjis", "CP932"},
    {"x-x-big5", "BIG5-HKSCS"},
});

/// " GB_2312-80;" → "gb-2312-80". Anything that could mean more to iconv than a name is left out.
std::string plain_label(std::string_view label)
{
    std::string out;
    for (const char c : label.substr(0, 60)) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) out += static_cast<char>(std::tolower(byte));
        if (c == '-' || c == '_') out += '-';
    }
    return out;
}

/// What iconv calls it; empty when the label says nothing useful.
std::string name_of(const std::string& label)
{
    for (const auto& [known, name] : kAliases) {
        if (known == label) return std::string{name};
    }
    if (label == "us-ascii" || label == "ascii" || label == "ansi-x3-4-1968") return {};
    if (label == "unknown-8bit" || label == "x-unknown" || label == "default") return {};
    return label;
}

class Converter {
public:
    explicit Converter(const std::string& from) : handle_{iconv_open("UTF-8", from.c_str())} {}
    ~Converter()
    {
        if (known()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    bool known() const noexcept { return handle_ != kNone; }

    /// Appends to `out`; returns how many bytes had no meaning.
    std::size_t convert(std::string_view bytes, std::string& out)
    {
        std::array<char, 4096> room{};
        // iconv wants char**, and does not write there.
        char* in = const_cast<char*>(bytes.data());
        std::size_t left = bytes.size(), faults = 0;
        while (true) {
            char* to = room.data();
            std::size_t free = room.size();
            const bool flushing = left == 0;
            const std::size_t done = flushing ? iconv(handle_, nullptr, nullptr, &to, &free)
                                              : iconv(handle_, &in, &left, &to, &free);
            const int error = errno;
            out.append(room.data(), room.size() - free);
            if (done != static_cast<std::size_t>(-1)) {
                if (flushing) return faults;
                continue;
            }
            if (error == E2BIG) continue;
            if (flushing) return faults;
            ++faults;
            out += kReplacement;
            ++in;  // a bad byte, or the beginning of a character that ends too early
            --left;
        }
    }

private:
    inline static const iconv_t kNone = reinterpret_cast<iconv_t>(-1);  // NOLINT: as iconv says it
    iconv_t handle_;
};

struct Converted {
    std::string text;
    std::size_t faults = 0;
};

std::optional<Converted> convert(std::string_view bytes, const std::string& name)
{
    if (name == "UTF-8") {
        Converted out;
        std::size_t characters = 0;
        out.faults = utf8_faults(bytes, characters) + (is_valid_utf8(bytes) ? 0 : 1);
        if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
        out.text = make_valid_utf8(bytes);
        return out;
    }
    Converter converter{name};
    if (!converter.known()) return std::nullopt;
    Converted out;
    out.text.reserve(bytes.size() * 2);
    out.faults = converter.convert(bytes, out.text);
    if (!is_valid_utf8(out.text)) out.text = make_valid_utf8(out.text);
    if (out.text.starts_with("\xEF\xBB\xBF")) out.text.erase(0, 3);
    return out;
}

/// RFC 1843: "~{<:Ky2;~}" is GB 2312 without the high bits between two marks.
std::string gb_of_hz(std::string_view bytes)
{
    std::string out;
    bool wide = false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i], next = i + 1 < bytes.size() ? bytes[i + 1] : '\0';
        if (c == '~' && (next == '{' || next == '}' || next == '\n' || (next == '~' && !wide))) {
            if (next == '~') out += '~';
            wide = next == '{' || (wide && next == '\n');
            ++i;
        } else if (wide && c > ' ' && next > ' ') {
            out += static_cast<char>(static_cast<unsigned char>(c) | 0x80U);
            out += static_cast<char>(static_cast<unsigned char>(next) | 0x80U);
            ++i;
        } else {
            if (c == '\n') wide = false;  // a line always begins in ASCII
            out += c;
        }
    }
    return out;
}

std::string lower(std::string text)
{
    std::ranges::transform(
        text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Decoded guessed(std::string_view bytes)
{
    const std::string name = sniff_charset(bytes);
    auto made = convert(bytes, name);
    if (!made) return {make_valid_utf8(bytes), "utf-8", true, true};
    const bool plain = std::ranges::all_of(bytes, [](char c) { return c > 0; });
    return {std::move(made->text), lower(name), !plain || name != "UTF-8", made->faults > 0};
}

/// Labels lie in known ways. Returns the set to believe instead, or `name`.
std::string believed(std::string_view bytes, const std::string& name)
{
    if (name == "GB18030" || name == "BIG5-HKSCS" || name == "CP1252") {
        const bool plain = std::ranges::all_of(bytes, [](char c) { return c > 0; });
        const bool western = name == "CP1252" && !plain && is_valid_utf8(bytes);
        return western || surely_utf8(bytes) ? "UTF-8" : name;
    }
    if (name == "UTF-8" && !is_valid_utf8(bytes)) {
        std::size_t characters = 0;
        const std::size_t faults = utf8_faults(bytes, characters);
        return faults * 4 > characters ? sniff_charset(bytes) : name;
    }
    if (name != "utf-16") return name;
    const bool marked = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
    return marked ? sniff_charset(bytes) : sniff_utf16(bytes);
}

}  // namespace

Decoded decode(std::string_view bytes, std::string_view label)
{
    const std::string wanted = plain_label(label);
    if (wanted == "hz" || wanted == "hz-gb-2312") {
        auto made = convert(gb_of_hz(bytes), "GB18030");
        return {
            made ? std::move(made->text) : std::string{},
            "hz-gb-2312",
            false,
            !made || made->faults > 0};
    }
    const std::string name = name_of(wanted);
    if (name.empty()) return guessed(bytes);
    const std::string chosen = believed(bytes, name);
    auto made = convert(bytes, chosen);
    if (!made) return guessed(bytes);
    // A label that fits badly, and bytes that are UTF-8: the label is wrong.
    if (made->faults > 0 && chosen != "UTF-8" && is_valid_utf8(bytes)) return guessed(bytes);
    return {
        std::move(made->text), lower(chosen), chosen != name && name != "utf-16", made->faults > 0};
}

}  // namespace keydesk::mail
