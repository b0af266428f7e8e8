#include "mail/charset.hpp"
#include "mail/mail.hpp"
#include "mail/mime.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::mail {

namespace {

/// Longer ones are no addresses (RFC 5321: 64 + 1 + 255).
constexpr std::size_t kLongestAddress = 320;

/// "local@Domain" with the domain in lower case; empty when it is no address.
std::string address_of(std::string_view raw)
{
    std::string bare, text;
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] == '(') {
            read_comment(raw, at);
        } else {
            bare += raw[at];
        }
    }
    for (const char c : decode_header(bare)) {
        if (static_cast<unsigned char>(c) > ' ') text += c;
    }
    // A source route, "@relay,@relay:a@b" (RFC 5322, section 4.4).
    if (text.starts_with('@')) text.erase(0, text.find(':') == text.npos ? 0 : text.find(':') + 1);
    const auto at = text.rfind('@');
    if (at == text.npos || at == 0 || at + 1 == text.size() || text.size() > kLongestAddress) {
        return {};
    }
    if (text.find_first_of("<>,;") != text.npos) return {};
    std::transform(
        text.begin() + static_cast<std::ptrdiff_t>(at),
        text.end(),
        text.begin() + static_cast<std::ptrdiff_t>(at),
        [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

class ListReader {
public:
    explicit ListReader(std::string_view raw) : raw_{raw} {}

    std::vector<Address> read()
    {
        for (at_ = 0; at_ < raw_.size(); ++at_) step(raw_[at_]);
        finish();
        return std::move(out_);
    }

private:
    void step(char c)
    {
        if (c == '(') {
            comment_ = read_comment(raw_, at_);
        } else if (c == '"') {
            quoted_string();
        } else if (c == '<') {
            const auto close = std::min(raw_.find('>', at_), raw_.size());
            bracketed_ = raw_.substr(at_ + 1, close - at_ - 1);
            has_brackets_ = true;
            at_ = close;
        } else if (c == ',' || c == ';') {
            finish();
        } else if (c == ':' && phrase_.find('@') == phrase_.npos) {
            phrase_.clear();  // the name of a group
        } else if (raw_.substr(at_, 2) == "=?" && word_end() != 0) {
            const auto end = word_end();  // an encoded-word may hold a comma, against the RFC
            phrase_ += raw_.substr(at_, end - at_);
            at_ = end - 1;
        } else {
            phrase_ += c;
        }
    }

    /// Behind the encoded-word that begins here, 0 when there is none.
    std::size_t word_end() const
    {
        constexpr std::size_t kLongestWord = 1000;
        const auto near = raw_.substr(0, at_ + kLongestWord);
        const auto charset = near.find('?', at_ + 2);
        const auto kind = charset == near.npos ? charset : near.find('?', charset + 1);
        if (kind == near.npos || kind != charset + 2) return 0;
        const auto end = near.find("?=", kind + 1);
        return end == near.npos ? 0 : end + 2;
    }

    void quoted_string()
    {
        const auto start = ++at_;
        while (at_ < raw_.size() && raw_[at_] != '"') at_ += raw_[at_] == '\\' ? 2 : 1;
        const auto text = raw_.substr(start, std::min(at_, raw_.size()) - start);
        // "a b"@example.com: a local part keeps its quotes.
        const bool local = at_ + 1 < raw_.size() && raw_[at_ + 1] == '@';
        if (local) phrase_ += '"';
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size() && !local) ++i;
            phrase_ += text[i];
        }
        if (local) phrase_ += '"';
    }

    void finish()
    {
        Address address;
        if (has_brackets_) {
            address.address = address_of(bracketed_);
            address.name = decode_header(phrase_);
        } else if (take_loose()) {
            return clear();
        } else if (address.address = address_of(phrase_); !address.address.empty()) {
            address.name = decode_header(comment_);
        } else {
            address.name = decode_header(phrase_);
        }
        if (address.name == address.address) address.name.clear();
        if (!address.name.empty() || !address.address.empty()) out_.push_back(std::move(address));
        clear();
    }

    /// "Li Wei a@b.example", "a@b.example c@d.example": marks are missing, words are not.
    bool take_loose()
    {
        const auto first = phrase_.find_first_not_of(" \t\r\n");
        const auto at = phrase_.find_last_not_of(" \t\r\n");
        if (first == phrase_.npos || phrase_.find('"') != phrase_.npos) return false;
        const auto words = std::string_view{phrase_}.substr(first, at - first + 1);
        if (words.find_first_of(" \t\r\n") == words.npos || words.find('@') == words.npos) {
            return false;
        }
        std::string name;
        for (std::size_t i = 0; i < words.size();) {
            const auto end = std::min(words.find_first_of(" \t\r\n", i), words.size());
            const auto word = words.substr(i, end - i);
            i = end + 1;
            auto address = address_of(word);
            if (address.empty()) {
                if (!word.empty()) name += (name.empty() ? "" : " ") + std::string{word};
                continue;
            }
            out_.push_back({decode_header(name), std::move(address)});
            name.clear();
        }
        return true;
    }

    void clear()
    {
        phrase_.clear();
        comment_.clear();
        bracketed_ = {};
        has_brackets_ = false;
    }

    std::string_view raw_, bracketed_;
    std::size_t at_ = 0;
    std::string phrase_, comment_;
    bool has_brackets_ = false;
    std::vector<Address> out_;
};

}  // namespace

std::vector<Address> read_addresses(std::string_view raw)
{
    return ListReader{raw}.read();
}

}  // namespace keydesk::mail
