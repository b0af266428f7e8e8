#include "chains/bitcoin/reject.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace keydesk::chains::bitcoin {

namespace {

struct Token {
    std::string_view text;  ///< Lower case.
    std::string_view cause;
};

/// The first that is found counts, so the longer stand before those they contain.
constexpr std::array kTokens{
    Token{"mempool min fee not met", "btc.purged"},
    Token{"min relay fee not met", "btc.below_min_relay"},
    Token{"insufficient priority", "btc.below_min_relay"},
    Token{"rejecting replacement", "btc.replacement_rejected"},
    Token{"insufficient fee", "btc.replacement_rejected"},
    Token{"not enough additional fees", "btc.replacement_rejected"},
    Token{"does not improve feerate diagram", "btc.replacement_rejected"},
    Token{"txn-mempool-conflict", "btc.replacement_rejected"},
    Token{"bip125-replacement-disallowed", "btc.replacement_rejected"},
    Token{"replacement-failed", "btc.replacement_rejected"},
    Token{"replacement-adds-unconfirmed", "btc.replacement_rejected"},
    Token{"too many potential replacements", "btc.replacement_rejected"},
    Token{"too-long-mempool-chain", "btc.too_long_chain"},
    Token{"too-large-cluster", "btc.too_long_chain"},
    Token{"package-mempool-limits", "btc.too_long_chain"},
    Token{"too many unconfirmed", "btc.too_long_chain"},
    Token{"premature-spend-of-coinbase", "btc.coinbase_immature"},
    Token{"non-bip68-final", "btc.timelocked"},
    Token{"bad-txns-nonfinal", "btc.timelocked"},
    Token{"non-final", "btc.timelocked"},
    Token{"script-verify-flag", "btc.bad_signature"},
    Token{"bad-witness-nonstandard", "btc.bad_signature"},
    Token{"bad-txns-inputs-missingorspent", "btc.bad_inputs"},
    Token{"bad-txns-inputs-duplicate", "btc.bad_inputs"},
    Token{"bad-txns-in-belowout", "btc.bad_inputs"},
    Token{"missing-inputs", "btc.bad_inputs"},
    Token{"missing inputs", "btc.bad_inputs"},
    Token{"max-fee-exceeded", "btc.nonstandard"},
    Token{"fee exceeds maximum", "btc.nonstandard"},
    Token{"absurdly-high-fee", "btc.nonstandard"},
    Token{"bad-txns-nonstandard-inputs", "btc.nonstandard"},
    Token{"multi-op-return", "btc.nonstandard"},
    Token{"bare-multisig", "btc.nonstandard"},
    Token{"scriptsig-not-pushonly", "btc.nonstandard"},
    Token{"scriptsig-size", "btc.nonstandard"},
    Token{"scriptpubkey", "btc.nonstandard"},
    Token{"tx-size-small", "btc.nonstandard"},
    Token{"tx-size", "btc.nonstandard"},
    Token{"datacarrier", "btc.nonstandard"},
    Token{"dust", "btc.dust"},
    Token{"txn-already-known", "btc.confirmed"},
    Token{"transaction already in block chain", "btc.confirmed"},
    Token{"outputs already in utxo set", "btc.confirmed"},
};

bool wordlike(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Where it stands as a word of its own ("dust", but not "industry"), or npos.
std::size_t find_word(std::string_view text, std::string_view word)
{
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        bool open = at == 0 || !wordlike(text[at - 1]);
        bool shut = at + word.size() == text.size() || !wordlike(text[at + word.size()]);
        if (open && shut) return at;
    }
    return text.npos;
}

bool part_of_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

std::string_view number_before(std::string_view text)
{
    while (text.ends_with(' ')) text.remove_suffix(1);
    auto from = text.size();
    while (from > 0 && part_of_number(text[from - 1])) --from;
    return text.substr(from);
}

std::string_view number_behind(std::string_view text)
{
    auto from = std::min(text.find_first_not_of(" ="), text.size());
    auto end = from;
    while (end < text.size() && part_of_number(text[end])) ++end;
    return text.substr(from, end - from);
}

/// "…, 55 < 110": what was paid and what was wanted. Rates ("new feerate 0.00005 <= old feerate
/// 0.0001") are coins per 1000 virtual bytes.
void add_numbers(std::string_view text, desk::Values& values)
{
    auto sign = text.find('<');
    if (sign == text.npos) return;
    auto left = number_before(text.substr(0, sign));
    auto behind = text.substr(sign + 1);
    if (auto old = behind.find("old feerate"); old != behind.npos) {
        auto ours = written_amount(left);
        auto theirs = written_amount(number_behind(behind.substr(old + 11)));
        if (!ours || !theirs) return;
        values["fee_rate"] = rate_text({*ours});
        values["old_rate"] = rate_text({*theirs});
        return;
    }
    auto paid = written_amount(left);
    auto needed = written_amount(number_behind(behind));
    if (!paid || !needed) return;
    values["paid"] = sats_text(*paid);
    values["needed"] = sats_text(*needed);
}

}  // namespace

std::optional<Sats> written_amount(std::string_view text)
{
    auto point = text.find('.');
    auto whole = text.substr(0, point);
    auto part = point == text.npos ? std::string_view{} : text.substr(point + 1);
    while (part.size() > 8 && part.ends_with('0')) part.remove_suffix(1);
    if (text.size() > 24 || whole.empty() || whole.size() > 15 || part.size() > 8) {
        return std::nullopt;
    }
    std::string digits{whole};
    digits += part;
    if (point != text.npos) digits.append(8 - part.size(), '0');
    if (digits.size() > 18 || digits.find_first_not_of("0123456789") != digits.npos) {
        return std::nullopt;
    }
    Sats amount = 0;
    for (char digit : digits) amount = amount * 10 + (digit - '0');
    return amount;
}

std::optional<desk::Cause> reject_cause(std::string_view pasted)
{
    std::string text{pasted.substr(0, 4000)};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const auto& token : kTokens) {
        auto where = find_word(text, token.text);
        if (where == text.npos) continue;
        desk::Cause cause{.id = std::string{token.cause}, .confidence = 0.9, .values = {}};
        cause.values["rule"] = token.text;
        add_numbers(std::string_view{text}.substr(where), cause.values);
        return cause;
    }
    return std::nullopt;
}

}  // namespace keydesk::chains::bitcoin
