#include "chains/doubts.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace keydesk::chains {

namespace {

const char* kind_of(Kind kind)
{
    switch (kind) {
        case Kind::transaction:
            return "transaction";
        case Kind::block:
            return "block";
        case Kind::token:
        case Kind::address:
            return "address";
    }
    return "address";
}

desk::Diagnosis said(desk::Cause cause, desk::Subject subject, const AdviceBook& book, Time now)
{
    desk::Diagnosis diagnosis;
    diagnosis.subject = std::move(subject);
    diagnosis.state = "unknown";
    diagnosis.advice = book.advise(cause);
    diagnosis.causes.push_back(std::move(cause));
    diagnosis.at = now;
    return diagnosis;
}

/// An address that is right but for one character, shown around the place: "…Sz[g]jL…".
std::string marked(std::string_view text, std::size_t place)
{
    std::string out{text};
    out.insert(place + 1, "]");
    out.insert(place, "[");
    return out;
}

desk::Diagnosis of_doubt(const Doubt& doubt, const AdviceBook& book, Time now)
{
    desk::Cause cause{"chain." + doubt.what, 0.9, {{"subject", doubt.text}}};
    if (!doubt.chain.empty()) cause.values["chain"] = spoken_name(doubt.chain, "");
    if (!doubt.host.empty()) cause.values["host"] = doubt.host;
    if (!doubt.genuine.empty()) cause.values["genuine"] = doubt.genuine;
    cause.values["length"] = std::to_string(doubt.text.size());
    if (!doubt.suspicious.empty()) {
        const auto place = doubt.suspicious.front();
        cause.values["place"] = std::to_string(place + 1);
        cause.values["character"] = doubt.text.substr(place, 1);
        cause.values["marked"] = marked(doubt.text, place);
    }
    const char* kind = doubt.what == "bad_checksum" ? "address"
                       : doubt.host.empty()         ? "transaction"
                                                    : "link";
    auto diagnosis = said(std::move(cause), {doubt.chain, kind, doubt.text}, book, now);
    // A page that only looks like an explorer is there to rob somebody: said in red.
    if (!doubt.host.empty()) {
        diagnosis.shields = diagnosis.causes;
        diagnosis.shield_advice = {diagnosis.advice};
    }
    return diagnosis;
}

desk::Diagnosis of_stranger(const Candidate& one, const AdviceBook& book, Time now)
{
    desk::Cause cause;
    cause.id = one.kind == Kind::block ? "chain.block" : "chain.unsupported";
    cause.confidence = one.checked ? 0.95 : 0.7;
    cause.values = {
        {"subject", one.id},
        {"chain", spoken_name(one.chain, one.network)},
        {"form", kind_of(one.kind)}};
    return said(std::move(cause), {one.chain, kind_of(one.kind), one.id}, book, now);
}

bool same_place(const Candidate& a, const Candidate& b)
{
    return a.begin == b.begin && a.end == b.end;
}

}  // namespace

std::string spoken_name(std::string_view chain, std::string_view network)
{
    constexpr std::array kNames = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"bitcoin", "Bitcoin"},
         {"evm", "Ethereum / EVM"},
         {"ethereum", "Ethereum"},
         {"bsc", "BNB Chain"},
         {"polygon", "Polygon"},
         {"arbitrum", "Arbitrum One"},
         {"optimism", "OP Mainnet"},
         {"base", "Base"},
         {"tron", "TRON"},
         {"litecoin", "Litecoin"},
         {"dogecoin", "Dogecoin"},
         {"solana", "Solana"},
         {"ton", "TON"},
         {"xrp", "XRP Ledger"},
         {"cosmos", "Cosmos"},
         {"lightning", "Lightning"},
         {"liquid", "Liquid"},
         {"avalanche", "Avalanche"}});
    const auto known =
        std::ranges::find(kNames, chain, [](const auto& name) { return name.first; });
    std::string out{known == kNames.end() ? chain : known->second};
    if (!network.empty()) out += " (" + std::string{network} + ")";
    return out;
}

std::vector<desk::Diagnosis> explain_doubts(
    const Recognised& recognised, const AdviceBook& book, Time now)
{
    std::vector<desk::Diagnosis> out;
    for (const bool warning : {true, false}) {
        for (const auto& doubt : recognised.doubts) {
            if ((doubt.what == "look_alike_explorer") != warning) continue;
            out.push_back(of_doubt(doubt, book, now));
        }
    }
    const Candidate* before = nullptr;
    for (const auto& one : recognised.candidates) {
        const bool told = before != nullptr && same_place(*before, one);
        const bool known = std::ranges::any_of(recognised.candidates, [&](const Candidate& other) {
            return other.supported && same_place(other, one);
        });
        if (!known && !told) out.push_back(of_stranger(one, book, now));
        before = &one;
    }
    return out;
}

}  // namespace keydesk::chains
