#include "api/public/form_seal.hpp"

#include "base/crypto.hpp"

#include <bit>
#include <charconv>

namespace keydesk::api {

using namespace std::chrono_literals;

namespace {

/// Faster than this nobody writes what happened.
constexpr auto kLeastAge = 3s;
constexpr auto kMostAge = 12h;
constexpr std::size_t kMostUsed = 200'000;

}  // namespace

FormSeal::FormSeal(const Clock& clock, int bits) : clock_{clock}, bits_{bits}, key_{random_token()}
{
}

std::string FormSeal::mac(std::string_view text) const
{
    auto digest = hmac_sha256(key_, text);
    return base64url(std::span{digest}.first(16));
}

std::string FormSeal::issue() const
{
    auto text = std::to_string(millis(clock_.now())) + "." + random_token(12);
    return text + "." + mac(text);
}

FormSeal::Verdict FormSeal::check(std::string_view form, std::string_view work, std::string_view id)
{
    auto dot = form.rfind('.');
    if (dot == form.npos || form.size() > 100) return Verdict::stale;
    auto text = form.substr(0, dot);
    std::string seal{form.substr(dot + 1)};
    if (!equal_secret(mac(text), seal)) return Verdict::stale;
    std::int64_t made = 0;
    std::from_chars(text.data(), text.data() + text.size(), made);
    auto age = clock_.now() - from_millis(made);
    if (age > kMostAge) return Verdict::stale;
    if (age < kLeastAge) return Verdict::too_soon;
    if (work.size() > 40) return Verdict::no_work;
    if (zero_bits(std::string{form} + "." + std::string{work}) < bits_) return Verdict::no_work;
    if (used_.size() >= kMostUsed) forget_old();
    auto [use, fresh] = used_.try_emplace(std::move(seal), Use{std::string{id}, clock_.now()});
    return fresh || use->second.id == id ? Verdict::good : Verdict::used;
}

void FormSeal::forget_old()
{
    auto now = clock_.now();
    std::erase_if(used_, [&](const auto& one) { return now - one.second.at > kMostAge; });
    // A flood of good forms: better some used twice than no room for new ones.
    if (used_.size() >= kMostUsed) used_.clear();
}

std::string_view name_of(FormSeal::Verdict verdict) noexcept
{
    switch (verdict) {
        case FormSeal::Verdict::good:
            return "good";
        case FormSeal::Verdict::stale:
            return "form_stale";
        case FormSeal::Verdict::too_soon:
            return "form_too_soon";
        case FormSeal::Verdict::no_work:
            return "form_no_work";
        case FormSeal::Verdict::used:
            return "form_used";
    }
    return "form_stale";
}

int zero_bits(std::string_view text)
{
    int bits = 0;
    for (auto byte : sha256(text)) {
        bits += std::countl_zero(byte);
        if (byte != 0) break;
    }
    return bits;
}

}  // namespace keydesk::api
