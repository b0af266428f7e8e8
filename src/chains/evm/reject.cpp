#include "chains/evm/causes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace keydesk::chains::evm {

namespace {

/// All of `parts` in this order make the cause. The first row that fits is taken, so what says
/// more stands before what says less.
struct Row {
    std::string_view id;
    std::array<std::string_view, 3> parts;
};

constexpr std::array kRows = std::to_array<Row>({
    {"replacement_underpriced", {"replacement", "underpriced"}},
    {"replacement_underpriced", {"fee too low to replace"}},
    {"replacement_underpriced", {"insufficient fee to replace"}},
    {"in_flight_limit", {"in-flight transaction limit"}},
    {"in_flight_limit", {"gapped-nonce tx from delegated"}},
    {"nonce_too_low", {"nonce too low"}},
    {"nonce_too_low", {"nonce has already been used"}},
    {"nonce_too_low", {"invalid nonce", "too low"}},
    {"nonce_too_low", {"nonce_expired"}},
    {"nonce_too_high", {"nonce too high"}},
    {"already_known", {"already known"}},
    {"already_known", {"already imported"}},
    {"already_known", {"known transaction"}},
    {"already_known", {"alreadyknown"}},
    {"no_gas_for_estimate", {"gas required exceeds allowance"}},
    {"insufficient_funds", {"insufficient funds"}},
    {"insufficient_funds", {"doesn't have enough funds"}},
    {"insufficient_funds", {"insufficient_funds"}},
    {"insufficient_funds", {"insufficient balance for transfer"}},
    {"gas_cap_7825", {"gas limit", "16777216"}},
    {"gas_cap_7825", {"transaction gas cap"}},
    {"gas_cap_7825", {"transaction gas limit too high"}},
    {"gas_cap_7825", {"gas limit too high", "cap"}},
    {"exceeds_block_gas_limit", {"exceeds block gas limit"}},
    {"exceeds_block_gas_limit", {"intrinsic gas too high"}},
    {"exceeds_block_gas_limit", {"exceeds the block gas limit"}},
    {"intrinsic_gas_too_low", {"intrinsic gas too low"}},
    {"intrinsic_gas_too_low", {"intrinsic gas", "required"}},
    {"intrinsic_gas_too_low", {"transaction requires at least", "gas but got"}},
    {"intrinsic_gas_too_low", {"floor data gas", ""}},
    {"tip_above_fee_cap", {"max priority fee", "higher than max fee"}},
    {"tip_above_fee_cap", {"maxpriorityfeepergas", "maxfeepergas", "exceed"}},
    {"tip_above_fee_cap", {"priority fee", "greater than", "max fee"}},
    {"fee_cap_below_base_fee", {"max fee per gas less than block base fee"}},
    {"fee_cap_below_base_fee", {"maxfeepergas", "base fee"}},
    {"fee_cap_below_base_fee", {"fee cap", "less than", "base fee"}},
    {"fee_cap_below_base_fee", {"max fee", "below", "base fee"}},
    {"invalid_sender", {"invalid sender"}},
    {"invalid_sender", {"invalid chain id"}},
    {"invalid_sender", {"invalid chainid"}},
    {"invalid_sender", {"wrong chain id"}},
    {"invalid_sender", {"chainid", "does not match"}},
    {"underpriced", {"transaction underpriced"}},
    {"underpriced", {"gas tip cap", "minimum needed"}},
    {"underpriced", {"transaction gas price", "too low"}},
});

std::string lowered(std::string_view text)
{
    std::string out{text.substr(0, 4096)};
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool fits(const Row& row, std::string_view text)
{
    std::size_t from = 0;
    for (auto part : row.parts) {
        if (part.empty()) continue;
        auto found = text.find(part, from);
        if (found == text.npos) return false;
        from = found + part.size();
    }
    return true;
}

/// The number after a word: "balance 5, tx cost 7" → 5 for "balance ".
void put_number(
    desk::Values& values, std::string_view text, std::string_view word, const char* name)
{
    auto found = text.find(word);
    if (found == text.npos) return;
    auto rest = text.substr(found + word.size());
    auto end = std::ranges::find_if_not(rest, [](char c) { return c >= '0' && c <= '9'; });
    std::string number{rest.begin(), end};
    if (!number.empty() && number.size() < 40) values[name] = number;
}

}  // namespace

std::optional<desk::Cause> reject_cause(std::string_view pasted)
{
    auto text = lowered(pasted);
    auto row = std::ranges::find_if(kRows, [&](const Row& known) { return fits(known, text); });
    if (row == kRows.end()) return std::nullopt;
    desk::Cause cause{"evm.reject." + std::string{row->id}, 0.85, {}};
    put_number(cause.values, text, "balance ", "balance_wei");
    put_number(cause.values, text, "tx cost ", "cost_wei");
    put_number(cause.values, text, "overshot ", "short_wei");
    put_number(cause.values, text, "next nonce ", "next_nonce");
    put_number(cause.values, text, "at least ", "least_wei");
    return cause;
}

}  // namespace keydesk::chains::evm
