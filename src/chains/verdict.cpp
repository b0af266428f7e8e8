#include "chains/verdict.hpp"
#include "chains/recognise/recognise.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace keydesk::chains {

namespace {

using desk::Cause;
using desk::Diagnosis;
using desk::Subject;

constexpr std::size_t kEnoughSources = 2;

bool seen(const Heard& one)
{
    return one.found && one.found->seen;
}

/// Being in a block is stronger than waiting, and that than having vanished. Of an address: what
/// hinders it, then what it does.
int weight(const Heard& one)
{
    constexpr std::array kStates = std::to_array<std::string_view>(
        {"unknown",
         "not_found",
         "inactive",
         "expired",
         "dropped",
         "replaced",
         "pending",
         "active",
         "restricted",
         "included",
         "failed",
         "final"});
    if (!seen(one)) return -1;
    const auto& state = one.found->diagnosis.state;
    return static_cast<int>(std::ranges::find(kStates, state) - kStates.begin());
}

double confidence(const Heard& one)
{
    const auto& causes = one.found->diagnosis.causes;
    return causes.empty() ? 0 : causes.front().confidence;
}

/// The named chain when it saw it and it is alive there; else the strongest answer.
const Heard* best_of(const std::vector<Heard>& heard, std::string_view named)
{
    const Heard* best = nullptr;
    for (const auto& one : heard) {
        if (!seen(one)) continue;
        if (one.chain.id == named && one.found->diagnosis.state != "inactive") return &one;
        const bool better = best == nullptr || weight(one) > weight(*best) ||
                            (weight(one) == weight(*best) && confidence(one) > confidence(*best));
        if (better) best = &one;
    }
    return best;
}

std::string names_of(const std::vector<Heard>& heard)
{
    std::string names;
    for (const auto& one : heard) names += (names.empty() ? "" : ", ") + one.chain.name;
    return names;
}

/// Chains on which the address is used as well.
void mention_others(const std::vector<Heard>& heard, const Heard& best, Diagnosis& diagnosis)
{
    std::string others;
    for (const auto& one : heard) {
        if (&one == &best || !seen(one) || one.found->diagnosis.state == "inactive") continue;
        others += (others.empty() ? "" : ", ") + one.chain.name;
        if (one.found->diagnosis.causes.empty()) continue;
        auto cause = one.found->diagnosis.causes.front();
        cause.values.try_emplace("chain", one.chain.name);
        diagnosis.causes.push_back(std::move(cause));
    }
    if (!others.empty()) diagnosis.causes.front().values.try_emplace("others", others);
}

void add_evidence(const Heard& from, Diagnosis& to)
{
    if (!from.found) return;
    std::ranges::copy(from.found->diagnosis.evidence, std::back_inserter(to.evidence));
}

/// It was looked for on one chain and is on another.
void say_wrong_chain(const Heard* named, const Heard& best, Diagnosis& diagnosis)
{
    const bool denied = named->found && named->found->denied_by > 0;
    const bool evm = best.chain.family == "evm" && named->chain.family == "evm";
    Cause cause;
    cause.id = evm ? "evm.wrong_chain" : "chain.wrong_chain";
    cause.confidence = denied ? 0.95 : 0.6;
    cause.values = {
        {"found_on", best.chain.name},
        {"looked_on", named->chain.name},
        {"subject", diagnosis.subject.id}};
    diagnosis.causes.insert(diagnosis.causes.begin(), std::move(cause));
    add_evidence(*named, diagnosis);
}

Diagnosis found_diagnosis(
    const Subject& subject, const std::vector<Heard>& heard, const Heard& best)
{
    auto diagnosis = best.found->diagnosis;
    diagnosis.subject = {best.chain.id, subject.kind, id_for(best.chain.family, subject)};
    if (diagnosis.causes.empty()) diagnosis.causes.push_back({"unknown", 0, {}});
    if (subject.kind == "address") mention_others(heard, best, diagnosis);
    const auto named = std::ranges::find(
        heard, subject.chain, [](const Heard& one) -> const std::string& { return one.chain.id; });
    if (named != heard.end() && &*named != &best) say_wrong_chain(&*named, best, diagnosis);
    return diagnosis;
}

/// The chain of which "not there" is said when nobody knows it: the named one, else the first.
const Heard& spokesman(const Subject& subject, const std::vector<Heard>& heard)
{
    for (const auto& one : heard) {
        if (one.chain.id == subject.chain) return one;
    }
    return heard.front();
}

/// What a chain that did not see an address says of it all the same: not activated, never used.
const Heard* own_words(const Subject& subject, const std::vector<Heard>& heard)
{
    const Heard* best = nullptr;
    for (const auto& one : heard) {
        const bool speaks = subject.kind == "address" && one.found &&
                            !one.found->diagnosis.causes.empty() &&
                            one.found->diagnosis.causes.front().id != "unknown";
        if (!speaks) continue;
        if (one.chain.id == subject.chain) return &one;
        if (best == nullptr || confidence(one) > confidence(*best)) best = &one;
    }
    return best;
}

Diagnosis missing_diagnosis(const Subject& subject, const std::vector<Heard>& heard)
{
    std::size_t sources = 0;
    bool sure = true;
    Diagnosis diagnosis;
    for (const auto& one : heard) {
        const std::size_t denied = one.found ? one.found->denied_by : 0;
        sources += denied;
        sure = sure && denied >= kEnoughSources;
        add_evidence(one, diagnosis);
    }
    const auto& speaker = spokesman(subject, heard);
    diagnosis.subject = subject;
    if (heard.size() == 1) diagnosis.subject.chain = speaker.chain.id;
    diagnosis.state = sure ? "not_found" : "unknown";
    Cause cause{"unknown", 0, {{"subject", subject.id}, {"chains", names_of(heard)}}};
    if (sources > 0) {
        cause.id = std::string{prefix_of(speaker.chain.family)} + ".not_found";
        cause.confidence = sure ? 0.95 : 0.5;
        cause.values["sources"] = std::to_string(sources);
    }
    diagnosis.causes.push_back(std::move(cause));
    return diagnosis;
}

}  // namespace

std::string_view prefix_of(std::string_view family)
{
    return family == "bitcoin" ? "btc" : family;
}

bool may_know(std::string_view family, const Subject& subject)
{
    if (subject.kind != "address") {
        const bool bare = subject.id.size() == 64;
        return family == "evm" ? bare || subject.id.starts_with("0x") : bare;
    }
    const auto read = recognise(subject.id);
    return std::ranges::any_of(
        read.candidates, [&](const Candidate& one) { return one.chain == family; });
}

std::string id_for(std::string_view family, const Subject& subject)
{
    const bool bare = subject.kind != "address" && subject.id.size() == 64;
    return family == "evm" && bare ? "0x" + subject.id : subject.id;
}

Diagnosis verdict(Subject subject, std::vector<Heard> heard)
{
    if (const auto* best = best_of(heard, subject.chain)) {
        return found_diagnosis(subject, heard, *best);
    }
    if (const auto* speaker = own_words(subject, heard)) {
        auto diagnosis = speaker->found->diagnosis;
        diagnosis.subject = {speaker->chain.id, subject.kind, subject.id};
        return diagnosis;
    }
    return missing_diagnosis(subject, heard);
}

}  // namespace keydesk::chains
