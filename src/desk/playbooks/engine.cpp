#include "desk/playbooks/engine.hpp"

#include "text/facts.hpp"
#include "text/letters.hpp"
#include "text/recogniser.hpp"

#include <algorithm>
#include <array>

namespace keydesk::desk {

namespace {

constexpr std::array kFreeFacts{
    "error_text", "counterparty", "url", "device", "os", "app_version", "network"};
constexpr std::size_t kShortAnswer = 160;  ///< Code points of a text that may be a fact as a whole.

template <class List>
bool holds(const List& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

const Playbook::Answer* answer_for(const Playbook& book, const std::string& outcome)
{
    for (const auto& answer : book.answers) {
        if (holds(answer.when, outcome)) return &answer;
    }
    return nullptr;
}

NextStep answer_first(const Playbook& book, const std::vector<std::string>& outcomes)
{
    for (const auto& outcome : outcomes) {
        if (const auto* answer = answer_for(book, outcome))
            return {
                .what = NextStep::What::answer, .need = nullptr, .answer = answer, .why = outcome};
    }
    return {};
}

}  // namespace

NextStep next_step(const Playbook& book, const CaseKnowledge& known)
{
    // A cause is more special than a state, and a danger more than an incident.
    bool danger = !known.outcomes.empty() && known.outcomes.front().starts_with("cause.");
    if (known.incident && !danger) {
        auto covered = answer_first(book, {"incident", "status.incident"});
        if (covered.answer != nullptr) return covered;
    }
    for (const auto& need : book.needs) {
        if (known.facts.contains(need.fact)) continue;
        if (!known.asked.contains(need.fact))
            return {
                .what = NextStep::What::ask, .need = &need, .answer = nullptr, .why = need.fact};
        if (!known.missing.contains(need.fact)) return {};
        auto without = answer_first(book, {"missing"});
        if (without.answer != nullptr) return without;
    }
    if (known.checking) return {};
    auto outcomes = known.outcomes;
    outcomes.emplace_back("always");
    return answer_first(book, outcomes);
}

std::string filled_in(std::string text, const Blanks& places)
{
    for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", at)) {
        auto end = text.find("}}", at);
        if (end == std::string::npos) break;
        auto found = places.find(text.substr(at + 2, end - at - 2));
        auto value = found == places.end() ? std::string{} : found->second;
        text.replace(at, end + 2 - at, value);
        at += value.size();
    }
    for (auto gap = text.find("\n\n\n"); gap != std::string::npos; gap = text.find("\n\n\n"))
        text.erase(gap, 1);
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    auto first = text.find_first_not_of(" \n");
    return first == std::string::npos ? std::string{} : text.substr(first);
}

bool cannot_say(std::string_view text)
{
    constexpr std::array<std::u32string_view, 24> kWords{
        U"dont know",       U"don't know", U"do not know", U"dont have", U"don't have", U"no idea",
        U"cant find",       U"can't find", U"cannot find", U"not sure",  U"no hash",    U"none",
        U"where do i find", U"不知道",     U"没有",        U"找不到",    U"不清楚",     U"不会",
        U"不记得",          U"忘了",       U"没找到",      U"不懂",      U"在哪里找",   U"不晓得"};
    auto folded = text::folded(text::decode(text));
    if (folded.size() > 60) return false;
    if (folded == U"no" || folded == U"没" || folded == U"无") return true;
    return std::ranges::any_of(kWords, [&](std::u32string_view w) { return folded.contains(w); });
}

std::optional<std::string> answer_to(std::string_view fact, std::string_view text)
{
    for (auto& found : text::facts_of(text)) {
        if (found.kind == fact) return std::move(found.value);
    }
    if (!holds(kFreeFacts, fact)) return std::nullopt;
    bool said = !text::essence_of(text).empty() && text::decode(text).size() <= kShortAnswer;
    if (!said || cannot_say(text) || text.contains('?') || text.contains("？")) return std::nullopt;
    return std::string{text};
}

std::optional<std::size_t> chosen(const std::vector<std::string>& offered, std::string_view text)
{
    auto essence = text::essence_of(text);
    for (std::size_t i = 0; i < offered.size(); ++i) {
        if (essence == std::to_string(i + 1) || essence == text::essence_of(offered[i])) return i;
    }
    return std::nullopt;
}

}  // namespace keydesk::desk
