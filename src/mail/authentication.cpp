#include "mail/judgement.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace keydesk::mail {

namespace {

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string without_comments(std::string_view raw)
{
    std::string out;
    bool quoted = false;
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] == '"') {
            quoted = !quoted;
        } else if (raw[at] == '(' && !quoted) {
            read_comment(raw, at);
            out += ' ';
        } else {
            const bool space = raw[at] == '\r' || raw[at] == '\n' || raw[at] == '\t';
            out += space ? ' ' : raw[at];
        }
    }
    return out;
}

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(word);
    return words;
}

/// "dkim=pass header.d=a.example header.s=x"
struct Verdict {
    std::string method, result;
    std::vector<Field> properties;
};

std::optional<Verdict> verdict_of(std::string_view text)
{
    Verdict out;
    for (const auto& word : words_of(text)) {
        const auto equals = word.find('=');
        if (equals == word.npos) continue;
        auto name = lower(word.substr(0, equals));
        auto value = lower(word.substr(equals + 1));
        if (out.method.empty()) {
            out.method = name.substr(0, name.find('/'));  // "dkim/1"
            out.result = std::move(value);
        } else {
            out.properties.push_back({std::move(name), std::move(value)});
        }
    }
    if (out.method.empty()) return std::nullopt;
    return out;
}

std::string_view domain_of(std::string_view address) noexcept
{
    return address.substr(address.rfind('@') + 1);
}

/// Whose name the verdict is about.
std::string_view subject_of(const Verdict& verdict) noexcept
{
    if (verdict.method == "dkim") {
        const auto domain = field(verdict.properties, "header.d");
        return domain_of(domain.empty() ? field(verdict.properties, "header.i") : domain);
    }
    if (verdict.method == "spf") return domain_of(field(verdict.properties, "smtp.mailfrom"));
    if (verdict.method == "dmarc") return domain_of(field(verdict.properties, "header.from"));
    return {};
}

bool is_aligned(const Verdict& verdict, std::string_view domain)
{
    if (verdict.result != "pass") return false;
    const auto subject = subject_of(verdict);
    // A receiver that leaves header.from out of its DMARC verdict still means the From it saw.
    if (subject.empty()) return verdict.method == "dmarc";
    return organisation_of(subject) == organisation_of(domain);
}

/// Without its comments, split at ";" — the first piece is the receiver's name.
std::vector<std::string> pieces_of(const std::string& value)
{
    std::vector<std::string> pieces{""};
    for (const char c : value) {
        if (c == ';') {
            pieces.emplace_back();
        } else {
            pieces.back() += c;
        }
    }
    return pieces;
}

}  // namespace

Authenticated authenticated_of(
    const Fields& fields, const std::vector<Address>& from, const ParseOptions& options)
{
    Authenticated out;
    for (const auto& [name, value] : fields) {
        if (name != "authentication-results") continue;
        const auto pieces = pieces_of(without_comments(value));
        const auto first = words_of(pieces.front());
        const bool counts =
            !first.empty() && std::ranges::any_of(options.authserv_ids, [&](const auto& id) {
                return lower(id) == lower(first.front());
            });
        if (!counts) continue;
        out.known = true;
        // Two authors, or none: nobody can be vouched for.
        const bool one = from.size() == 1 && !from.front().address.empty();
        const auto domain = one ? domain_of(from.front().address) : std::string_view{};
        for (std::size_t i = 1; i < pieces.size(); ++i) {
            const auto verdict = verdict_of(pieces[i]);
            if (!verdict) continue;
            const bool told =
                verdict->method == "dkim" || verdict->method == "spf" || verdict->method == "dmarc";
            if (told)
                out.detail +=
                    (out.detail.empty() ? "" : " ") + verdict->method + "=" + verdict->result;
            out.aligned = out.aligned || (one && told && is_aligned(*verdict, domain));
        }
        return out;  // whatever stands below was there before, and may be forged
    }
    return out;
}

}  // namespace keydesk::mail
