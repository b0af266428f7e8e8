#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keydesk::api {

/// Keeps robots from the forms without a third party: a page gets a sealed form, must wait a
/// little, do some work (hashcash) and may use the form once.
///
///     issue() ─▶ "<ms>.<random>.<mac>" ─▶ the browser finds `work` ─▶ check(form, work, id)
///
/// The work costs a browser a fraction of a second and a flood of forms a machine.
/// Lives on the io thread. A restart makes open forms stale; pages fetch a new one by themselves.
class FormSeal {
public:
    /// `bits`: zero bits that sha256("<form>.<work>") must begin with.
    FormSeal(const Clock& clock, int bits);

    std::string issue() const;
    int bits() const noexcept { return bits_; }

    /// Spelled as in the problem documents' code.
    enum class Verdict { good, stale, too_soon, no_work, used };
    /// `id` is the submission's own: the same one may come again, another one may not.
    Verdict check(std::string_view form, std::string_view work, std::string_view id);

private:
    std::string mac(std::string_view text) const;
    void forget_old();

    const Clock& clock_;
    int bits_;
    std::string key_;
    struct Use {
        std::string id;
        Time at;
    };
    std::unordered_map<std::string, Use> used_;  ///< By mac; until the form is stale anyway.
};

std::string_view name_of(FormSeal::Verdict verdict) noexcept;

/// Leading zero bits of sha256(text).
int zero_bits(std::string_view text);

}  // namespace keydesk::api
