#include "mail/charset.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <utility>

namespace keydesk::mail {

namespace {

bool is_space(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// "=?gbk*zh?B?xOO6ww==?="
struct Word {
    std::string charset, bytes;
    std::size_t end = 0;  ///< Behind it.
};

class Reader {
public:
    explicit Reader(std::string_view raw) : raw_{raw} {}

    std::string read()
    {
        std::size_t plain = 0;
        for (std::size_t at = 0; at < raw_.size();) {
            auto word = raw_.substr(at, 2) == "=?" ? word_at(at) : std::nullopt;
            if (!word) {
                ++at;
                continue;
            }
            add_plain(raw_.substr(plain, at - plain));
            at = plain = word->end;
            add_word(std::move(*word));
        }
        add_plain(raw_.substr(plain));
        flush();
        return std::move(out_);
    }

private:
    std::optional<Word> word_at(std::size_t start)
    {
        constexpr std::size_t kLongestCharset = 60;
        if (nothing_ends_) return std::nullopt;
        const auto charset_end = raw_.substr(0, start + 2 + kLongestCharset).find('?', start + 2);
        if (charset_end == raw_.npos || charset_end + 3 > raw_.size()) return std::nullopt;
        const char kind =
            static_cast<char>(std::toupper(static_cast<unsigned char>(raw_[charset_end + 1])));
        if ((kind != 'B' && kind != 'Q') || raw_[charset_end + 2] != '?') return std::nullopt;
        const auto end = raw_.find("?=", charset_end + 3);
        if (end == raw_.npos) {
            nothing_ends_ = true;  // keeps the search linear
            return std::nullopt;
        }
        Word word;
        word.charset = raw_.substr(start + 2, charset_end - start - 2);
        if (auto language = word.charset.find('*'); language != word.charset.npos) {
            word.charset.resize(language);  // RFC 2231, section 5
        }
        const auto text = raw_.substr(charset_end + 3, end - charset_end - 3);
        word.bytes = kind == 'B' ? decode_base64(text) : decode_q(text);
        word.end = end + 2;
        return word;
    }

    void add_word(Word word)
    {
        const bool joins =
            joined_ && std::ranges::equal(joined_->charset, word.charset, [](char a, char b) {
                return std::tolower(static_cast<unsigned char>(a)) ==
                       std::tolower(static_cast<unsigned char>(b));
            });
        if (!joins) {
            flush();
            joined_.emplace(std::move(word));
        } else {
            joined_->bytes += word.bytes;
        }
    }

    void add_plain(std::string_view text)
    {
        if (text.empty()) return;
        bool only_space = true;
        for (const char c : text) only_space = only_space && is_space(c);
        if (only_space && joined_) return;  // between two words, or at the end
        flush();
        out_ += decode(text, "").text;
    }

    void flush()
    {
        if (!joined_) return;
        out_ += decode(joined_->bytes, joined_->charset).text;
        joined_.reset();
    }

    std::string_view raw_;
    std::string out_;
    std::optional<Word> joined_;
    bool nothing_ends_ = false;
};

/// One line: a header must not bring line breaks or controls into ours.
std::string one_line(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool folding = text[i] == '\r' || text[i] == '\n';
        if (folding && i + 1 < text.size() && is_space(text[i + 1])) continue;
        out += byte < ' ' || byte == 0x7F ? ' ' : text[i];
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out.substr(std::min(out.find_first_not_of(' '), out.size()));
}

}  // namespace

std::string decode_header(std::string_view raw)
{
    return one_line(Reader{raw}.read());
}

}  // namespace keydesk::mail
