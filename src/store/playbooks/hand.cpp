#include "store/playbooks/hand.hpp"

#include "store/conversations/changes.hpp"
#include "store/playbooks/case_facts.hpp"

#include <boost/json.hpp>

#include <utility>

namespace keydesk::store {

namespace json = boost::json;
using desk::NextStep;
using desk::Playbook;

namespace {

/// Both languages of what the desk says besides the playbooks.
struct Said {
    const char* en;
    const char* zh;
    std::string in(bool chinese) const { return chinese ? zh : en; }
};
constexpr Said kPersonComes{
    "A person takes over and answers here. {{place}}",
    "好的，已为您转人工，客服会在这里回复您。{{place}}"};
constexpr Said kPerson{"Talk to a person", "转人工"};
constexpr Said kWhich{
    "So that we do not guess wrong: which of these is it?", "为了不答错，请问您遇到的是哪种情况？"};
constexpr Said kHaveIt{
    "We have it. {{place}} There is no need to send it again.",
    "我们已经收到了。{{place}}不用重复发送。"};
constexpr Said kQueued{"You are in the queue.", "您已在排队中。"};

Result<void> ask(Hand& hand, const Playbook::Need& need)
{
    hand.state.asked.push_back(need.fact);
    auto zh = hand.state.chinese;
    auto bot = hand.set_tier("bot");
    if (!bot) return bot;
    return hand.tell(
        need.ask.in(zh) + "\n" + need.why.in(zh),
        {{"auto", "ask"}, {"fact", need.fact}, {"quick", json::array{person_label(zh)}}});
}

desk::Blanks places_of(
    Hand& hand,
    const Playbook& playbook,
    const CheckFound& found,
    const std::map<std::string, std::string>& facts)
{
    auto zh = hand.state.chinese;
    auto fact = [&](const char* kind) {
        auto known = facts.find(kind);
        return known == facts.end() ? std::string{} : known->second;
    };
    auto article = hand.around.articles.find({playbook.id, zh});
    bool written = article != hand.around.articles.end();
    return {
        {"advice", found.advice},
        {"cannot", playbook.cannot.in(zh)},
        {"article",
         written ? article->second.title + (zh ? "：" : ": ") + article->second.url : ""},
        {"amount", fact("amount")},
        {"network", fact("network")},
        {"counterparty", fact("counterparty")},
        {"url", fact("url")},
        {"place", hand.place()}};
}

Result<void> answer(
    Hand& hand,
    const Playbook& playbook,
    const NextStep& step,
    const CheckFound& found,
    const std::map<std::string, std::string>& facts)
{
    if (hand.state.answered == step.why) return {};
    hand.state.answered = step.why;
    const auto& then = step.answer->then;
    bool over = then == "agent" || then == "specialist";
    auto tier = over ? hand_over(hand, then) : hand.set_tier("bot");
    if (!tier) return tier;
    auto zh = hand.state.chinese;
    json::object payload{{"auto", "answer"}, {"case", playbook.id}, {"then", then}};
    if (!over) payload["quick"] = json::array{person_label(zh)};
    auto article = hand.around.articles.find({playbook.id, zh});
    bool named = step.answer->text.in(zh).contains("{{article}}");
    if (named && article != hand.around.articles.end()) {
        const auto& link = article->second;
        payload["links"] = json::array{json::object{{"title", link.title}, {"url", link.url}}};
    }
    auto body = desk::filled_in(step.answer->text.in(zh), places_of(hand, playbook, found, facts));
    return hand.tell(std::move(body), std::move(payload));
}

}  // namespace

Result<void> Hand::note(json::object what)
{
    what["by"] = "playbook";
    return writing().add({.kind = "event", .payload = json::serialize(what)});
}

std::string Hand::place()
{
    auto stands = around.places.find({state.conversation, state.chinese});
    return stands == around.places.end() ? kQueued.in(state.chinese) : stands->second;
}

Result<void> Hand::set_tier(const std::string& tier)
{
    if (state.tier == tier) return {};
    auto done = turn.db.query(
        "UPDATE conversations SET tier = $2 WHERE id = $1", {state.conversation, tier});
    if (!done) return fail(done.error());
    auto before = std::exchange(state.tier, tier);
    return note({{"what", "tier"}, {"from", before}, {"to", tier}});
}

Result<void> Hand::tell(std::string body, json::object payload)
{
    auto noted = turn.db.query(
        "INSERT INTO playbook_doors (conversation, inbox, at) VALUES ($1, $2, $3)"
        " ON CONFLICT (conversation, inbox) DO UPDATE SET at = excluded.at",
        {state.conversation, inbox, millis(turn.now)});
    if (!noted) return fail(noted.error());
    return tell_customer(writing(), {.body = std::move(body), .payload = json::serialize(payload)});
}

std::string person_label(bool chinese)
{
    return kPerson.in(chinese);
}

Result<void> hand_over(Hand& hand, const std::string& tier)
{
    hand.state.silent = true;
    return hand.set_tier(tier);
}

Result<void> give_person(Hand& hand)
{
    auto over = hand_over(hand, "agent");
    if (!over) return over;
    auto body = desk::filled_in(kPersonComes.in(hand.state.chinese), {{"place", hand.place()}});
    return hand.tell(std::move(body), {{"auto", "answer"}});
}

Result<void> set_case(Hand& hand, const Playbook& playbook, double confidence)
{
    hand.state.confidence = static_cast<std::int64_t>(confidence * 1000);
    hand.state.offered.clear();
    if (hand.state.case_type == playbook.id) return {};
    auto before = std::exchange(hand.state.case_type, playbook.id);
    hand.state.asked.clear();
    hand.state.missing.clear();
    hand.state.answered.clear();
    auto done = hand.turn.db.query(
        "UPDATE conversations SET case_type = $2 WHERE id = $1",
        {hand.state.conversation, playbook.id});
    if (!done) return fail(done.error());
    auto noted = hand.note(
        {{"what", "case"}, {"from", before}, {"to", playbook.id}, {"confidence", confidence}});
    if (!noted) return noted;
    auto was = conversation_in(hand.turn.db, hand.state.conversation);
    if (!was) return fail(was.error());
    if (was->priority != "none" || playbook.priority == "none") return {};
    desk::Change change;
    change.priority = playbook.priority;
    return change_in(hand.writing(), {.agent = {}, .by = "playbook"}, change);
}

Result<void> offer(Hand& hand, const std::vector<text::Guess>& likely)
{
    json::array quick;
    hand.state.offered.clear();
    for (const auto& guess : likely) {
        const auto* playbook = hand.book->find(guess.kind);
        if (playbook == nullptr) continue;
        hand.state.offered.push_back(playbook->id);
        quick.emplace_back(playbook->name.in(hand.state.chinese));
    }
    quick.emplace_back(person_label(hand.state.chinese));
    auto bot = hand.set_tier("bot");
    if (!bot) return bot;
    return hand.tell(
        kWhich.in(hand.state.chinese), {{"auto", "choice"}, {"quick", std::move(quick)}});
}

Result<void> proceed(Hand& hand)
{
    const auto* playbook = hand.book->find(hand.state.case_type);
    if (playbook == nullptr || hand.state.silent || hand.state.off) return {};
    auto facts = known_facts(hand.turn.db, hand.state.conversation);
    if (!facts) return fail(facts.error());
    auto found = look_up(hand.turn.db, hand.state, *playbook, *facts, hand.around);
    if (!found) return fail(found.error());
    desk::CaseKnowledge known{
        .facts = *facts,
        .asked = {hand.state.asked.begin(), hand.state.asked.end()},
        .missing = {hand.state.missing.begin(), hand.state.missing.end()},
        .outcomes = found->outcomes,
        .checking = found->checking,
        .incident = found->incident};
    if (playbook->tier != "bot" && playbook->needs.empty()) known.checking = false;
    auto step = desk::next_step(*playbook, known);
    if (step.what == NextStep::What::ask) return ask(hand, *step.need);
    if (step.what == NextStep::What::answer) return answer(hand, *playbook, step, *found, *facts);
    return hand.set_tier("bot");
}

Result<void> say_received(Hand& hand)
{
    auto body = desk::filled_in(kHaveIt.in(hand.state.chinese), {{"place", hand.place()}});
    return hand.tell(std::move(body), {{"auto", "duplicate"}});
}

}  // namespace keydesk::store
