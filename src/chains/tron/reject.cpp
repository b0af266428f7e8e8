#include "chains/tron/causes.hpp"

#include <algorithm>
#include <array>

namespace keydesk::chains::tron {

namespace {

/// Both parts in this order make the cause. The first row that fits is taken, so what says more
/// stands before what says less.
struct Row {
    std::string_view id;
    double confidence;
    std::array<std::string_view, 2> parts;
};

constexpr std::array kRows = std::to_array<Row>({
    {"tron.expired", 0.9, {"transaction_expiration_error", ""}},
    {"tron.expired", 0.9, {"tapos_error", ""}},
    {"tron.expired", 0.85, {"transaction expired", ""}},
    {"tron.expired", 0.85, {"tapos check error", ""}},
    {"tron.expired", 0.85, {"tapos failed", ""}},
    {"tron.reject.permission", 0.8, {"sigerror", ""}},
    {"tron.reject.permission", 0.8, {"permission_error", ""}},
    {"tron.reject.permission", 0.8, {"but it is not contained of permission", ""}},
    {"tron.reject.permission", 0.8, {"signature count is", "but the weight"}},
    {"tron.reject.permission", 0.75, {"validate signature error", ""}},
    {"tron.reject.permission", 0.75, {"validatesignature error", ""}},
    // The same code stands for many refusals: only the words after it tell which.
    {"tron.reject.balance", 0.9, {"contract_validate_error", "balance is not sufficient"}},
    {"tron.reject.balance", 0.85, {"contract validate error", "balance is not sufficient"}},
    {"tron.reject.balance", 0.8, {"validate transfercontract error", "balance"}},
    {"tron.reject.balance", 0.7, {"balance is not sufficient", ""}},
    {"tron.not_activated", 0.85, {"contract validate error", "no owneraccount"}},
    {"tron.not_activated", 0.85, {"contract validate error", "not exist"}},
    {"tron.reject.bandwidth", 0.9, {"bandwith_error", ""}},
    {"tron.reject.bandwidth", 0.9, {"bandwidth_error", ""}},
    {"tron.reject.bandwidth", 0.85, {"account resource insufficient", ""}},
});

bool is_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::string lowered(std::string_view text)
{
    std::string out{text.substr(0, 8192)};
    for (auto& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

/// The text, and after it what its long runs of hexadecimal digits spell.
std::string with_spelled_out(std::string_view pasted)
{
    auto text = lowered(pasted);
    std::string spelled;
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = begin;
        while (end < text.size() && is_digit(text[end])) ++end;
        auto run = std::string_view{text}.substr(begin, end - begin);
        if (run.size() >= 24) spelled += ' ' + lowered(bytes_of(run).value_or(""));
        begin = std::max(end, begin + 1);
    }
    return text + spelled;
}

bool fits(const Row& row, std::string_view text)
{
    auto found = text.find(row.parts[0]);
    return found != text.npos && text.find(row.parts[1], found + row.parts[0].size()) != text.npos;
}

}  // namespace

std::optional<desk::Cause> reject_cause(std::string_view pasted)
{
    auto text = with_spelled_out(pasted);
    auto row = std::ranges::find_if(kRows, [&](const Row& known) { return fits(known, text); });
    if (row == kRows.end()) return std::nullopt;
    return desk::Cause{std::string{row->id}, row->confidence, {}};
}

}  // namespace keydesk::chains::tron
