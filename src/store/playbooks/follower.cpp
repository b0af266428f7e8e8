#include "store/playbooks/follower.hpp"

#include "store/payload.hpp"
#include "store/playbooks/case_facts.hpp"
#include "store/playbooks/hand.hpp"
#include "store/playbooks/repeats.hpp"
#include "store/reports/csat.hpp"
#include "text/facts.hpp"
#include "text/letters.hpp"
#include "text/reading.hpp"

#include <algorithm>
#include <set>

namespace keydesk::store {

namespace {

bool holds(const std::vector<std::string>& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

/// Whether this text is Chinese; names, versions and hashes are neither, and leave it as it was.
bool is_chinese(std::string_view words, bool otherwise)
{
    constexpr std::size_t kEnough = 3;  // English words in a row that name nothing
    std::size_t english = 0;
    for (const auto& stretch : text::read_stretches(words)) {
        if (stretch.han) return true;
        for (const auto& word : stretch.words)
            english += word.size() > 1 && !word.starts_with(U'#');
    }
    return english >= kEnough ? false : otherwise;
}

/// The fact that he was asked for last and has neither told nor denied.
std::string open_question(const CaseTurn& state, const std::map<std::string, std::string>& facts)
{
    if (state.asked.empty()) return {};
    const auto& last = state.asked.back();
    bool settled = facts.contains(last) || holds(state.missing, last);
    return settled ? std::string{} : last;
}

/// He was asked: does this answer it? Says whether the case goes on with it.
Result<bool> take_answer(Hand& hand, const std::string& words)
{
    auto facts = known_facts(hand.turn.db, hand.state.conversation);
    if (!facts) return fail(facts.error());
    auto question = open_question(hand.state, *facts);
    if (question.empty())
        return !hand.state.asked.empty() && facts->contains(hand.state.asked.back());
    if (auto value = desk::answer_to(question, words)) {
        text::Fact fact{
            .kind = question, .value = *value, .start = 0, .end = text::decode(words).size()};
        auto kept = keep_facts(hand.writing(), hand.entry.message->id, {fact});
        if (!kept) return fail(kept.error());
    } else {
        // Asked once is enough: what he does not say now counts as not to be had.
        hand.state.missing.push_back(question);
    }
    return true;
}

Result<bool> tells_what_was_asked(Hand& hand, const std::string& words)
{
    auto facts = known_facts(hand.turn.db, hand.state.conversation);
    if (!facts) return fail(facts.error());
    auto question = open_question(hand.state, *facts);
    if (!question.empty()) return desk::answer_to(question, words).has_value();
    // What was just read as the fact itself answers it as well.
    auto last = hand.state.asked.empty() ? std::string{} : hand.state.asked.back();
    auto here = text::facts_of(words);
    return std::ranges::find(here, last, &text::Fact::kind) != here.end();
}

Result<void> choose_case(Hand& hand, const desk::Recognised& seen, const std::string& words)
{
    if (!hand.state.offered.empty()) {
        std::vector<std::string> labels;
        for (const auto& id : hand.state.offered) {
            const auto* playbook = hand.book->find(id);
            labels.push_back(playbook != nullptr ? playbook->name.in(hand.state.chinese) : id);
        }
        labels.push_back(person_label(hand.state.chinese));
        if (auto taken = desk::chosen(labels, words)) {
            if (*taken >= hand.state.offered.size()) return give_person(hand);
            auto id = hand.state.offered[*taken];
            auto set = set_case(hand, *hand.book->find(id), 1);
            return set ? proceed(hand) : set;
        }
    }
    bool running = !hand.state.case_type.empty();
    auto told = tells_what_was_asked(hand, words);
    if (!told) return fail(told.error());
    bool other = !*told && seen.sure() && seen.likely.front().kind != hand.state.case_type;
    if (running && !(other && seen.confidence >= 0.85)) {
        auto answered = take_answer(hand, words);
        if (!answered) return fail(answered.error());
        return proceed(hand);
    }
    if (seen.none || (seen.likely.empty())) return {};
    if (seen.sure()) {
        auto set = set_case(hand, *hand.book->find(seen.likely.front().kind), seen.confidence);
        return set ? proceed(hand) : set;
    }
    return seen.maybe() && hand.state.offered.empty() ? offer(hand, seen.likely) : Result<void>{};
}

/// Answered once by each door: what this one has heard already is not said again.
Result<void> repeated(Hand& hand)
{
    auto heard = hand.turn.db.query(
        "SELECT 1 FROM playbook_doors WHERE conversation = $1 AND inbox = $2",
        {hand.state.conversation, hand.inbox});
    if (!heard) return fail(heard.error());
    auto noted = hand.note({{"what", "repeat"}, {"message", hand.entry.message->id}});
    if (!noted || !heard->empty()) return noted;
    return say_received(hand);
}

/// Taps, short words and hashes alone may well come twice and mean something each time.
bool may_come_twice(const std::string& words)
{
    constexpr std::size_t kShort = 18;  // bytes without spaces and points
    auto left = text::essence_of(words).size();
    for (const auto& fact : text::facts_of(words)) {
        bool subject = fact.kind == "transaction" || fact.kind == "address";
        if (subject) left -= std::min(left, text::essence_of(fact.value).size());
    }
    return left < kShort;
}

/// Whether it was said before, here or by another door of the same proven contact.
Result<bool> is_repeat(Hand& hand)
{
    const auto& words = hand.entry.message->body;
    if (may_come_twice(words)) return false;
    auto before = said_before(
        hand.turn.db, hand.state.conversation, hand.entry.position, words, hand.turn.now);
    if (!before || *before || hand.entry.message->door) return before;
    auto other = same_by_door(hand.turn.db, hand.state.conversation, words, hand.turn.now);
    if (!other) return fail(other.error());
    if (other->empty()) return false;
    auto joined = take_in(hand.turn.writing(*other), hand.writing());
    if (!joined) return fail(joined.error());
    // The case goes on here as it stood there.
    auto state = read_turn(hand.turn.db, hand.state.conversation);
    if (!state) return fail(state.error());
    state->chinese = hand.state.chinese;
    hand.state = std::move(*state);
    return true;
}

/// Who may be spoken to by the desk itself at all.
Result<bool> may_speak(sql::Connection& db, const LogEntry& entry)
{
    auto rows = db.query(
        "SELECT a.automatic, t.is_public FROM arrivals a JOIN threads t ON t.id = a.thread"
        " WHERE a.message = $1",
        {entry.message->id});
    if (!rows) return fail(rows.error());
    return rows->empty() || (!rows->front().truth(0) && !rows->front().truth(1));
}

}  // namespace

Result<void> PlaybookFollower::on_words(Turn& turn, const LogEntry& entry)
{
    const auto& m = *entry.message;
    auto may = may_speak(turn.db, entry);
    if (!may) return fail(may.error());
    auto state = read_turn(turn.db, m.conversation);
    if (!state || !*may) return state ? Result<void>{} : fail(state.error());
    Hand hand{
        turn,
        entry,
        around_,
        around_.book,
        std::move(*state),
        m.door ? m.door->inbox.id : entry.inbox};
    hand.state.chinese = is_chinese(m.body, hand.state.chinese);
    text::Surroundings here{
        .now = m.at.time_since_epoch(), .zone = around_.clock(entry.customer, hand.state.chinese)};
    auto kept = keep_facts(hand.writing(), m.id, text::facts_of(m.body, here));
    if (!kept) return kept;
    auto known = around_.seen.find(entry.position);
    auto seen = known != around_.seen.end() ? known->second : hand.book->recognise(m.body);
    Result<void> done{};
    if (hand.state.off || hand.state.silent) {
        bool unknown = hand.state.case_type.empty() && seen.sure() && !seen.none;
        if (unknown)
            done = set_case(hand, *hand.book->find(seen.likely.front().kind), seen.confidence);
    } else if (seen.person) {
        done = give_person(hand);
    } else if (auto again = is_repeat(hand); !again || *again) {
        done = again ? repeated(hand) : fail(again.error());
    } else {
        done = choose_case(hand, seen, m.body);
    }
    return done ? write_turn(turn.db, hand.state) : done;
}

Result<void> PlaybookFollower::on_event(Turn& turn, const LogEntry& entry)
{
    auto kind = Payload{entry.message->payload}.text("what");
    if (kind != "diagnosis" && kind != "status") return {};
    auto state = read_turn(turn.db, entry.message->conversation);
    if (!state) return fail(state.error());
    if (kind == "status") {
        if (state->status != "resolved") return {};
        // What comes next is a new question; whoever had the word has given it back.
        auto gone = turn.db.query(
            "DELETE FROM playbook_turns WHERE conversation = $1", {state->conversation});
        if (!gone) return fail(gone.error());
        auto doors = turn.db.query(
            "DELETE FROM playbook_doors WHERE conversation = $1", {state->conversation});
        if (!doors) return fail(doors.error());
        return {};
    }
    if (state->case_type.empty() || state->silent || state->off) return {};
    Hand hand{turn, entry, around_, around_.book, std::move(*state), entry.inbox};
    const auto* playbook = hand.book->find(hand.state.case_type);
    bool by_chain =
        playbook != nullptr && (playbook->check == "transaction" || playbook->check == "address");
    if (!by_chain) return {};
    auto done = proceed(hand);
    return done ? write_turn(turn.db, hand.state) : done;
}

Result<void> PlaybookFollower::on_reply(Turn& turn, const LogEntry& entry)
{
    auto state = read_turn(turn.db, entry.message->conversation);
    if (!state) return fail(state.error());
    if (state->silent) return {};
    Hand hand{turn, entry, around_, around_.book, std::move(*state), entry.inbox};
    auto over = hand_over(hand, hand.state.tier == "specialist" ? "specialist" : "agent");
    return over ? write_turn(turn.db, hand.state) : over;
}

namespace {

/// What customers' words are taken for, off every thread that others wait for.
Task<std::map<std::int64_t, desk::Recognised>> recognised(
    Compute& compute, desk::BookPtr book, const std::vector<LogEntry>& entries)
{
    using Seen = std::map<std::int64_t, desk::Recognised>;
    std::vector<std::pair<std::int64_t, desk::MessagePtr>> words;
    for (const auto& entry : entries) {
        const auto& m = *entry.message;
        bool spoken = m.kind == "customer" && !m.body.empty();
        if (spoken) words.emplace_back(entry.position, entry.message);
    }
    if (words.empty()) co_return Seen{};
    auto work = [book, words = std::move(words)] {
        Seen seen;
        for (const auto& [position, message] : words)
            seen.emplace(position, book->recognise(message->body));
        return seen;
    };
    auto seen = co_await compute.run(std::move(work));
    // Too much to compute just now: the writer does it.
    co_return seen ? std::move(*seen) : Seen{};
}

}  // namespace

Task<void> PlaybookFollower::prepare(const std::vector<LogEntry>& entries)
{
    std::set<std::string> speaking;
    for (const auto& entry : entries) speaking.insert(entry.customer);
    Result<CustomerZones> zones{CustomerZones{}};
    if (sources_.clocks != nullptr) {
        zones = co_await sources_.clocks->of({speaking.begin(), speaking.end()});
    }
    around_ = look_around(sources_, entries, zones ? std::move(*zones) : CustomerZones{});
    if (sources_.compute != nullptr) {
        auto seen = co_await recognised(*sources_.compute, around_.book, entries);
        around_.seen = std::move(seen);
    }
}

Result<void> PlaybookFollower::take(Turn& turn, const LogEntry& entry)
{
    const auto& kind = entry.message->kind;
    if (kind == "customer" && !entry.message->body.empty()) {
        // A number that says how it was asks for nothing.
        auto rating = answers_csat(turn.db, *entry.message);
        if (!rating) return fail(rating.error());
        return *rating ? Result<void>{} : on_words(turn, entry);
    }
    if (kind == "event") return on_event(turn, entry);
    if (kind == "reply") return on_reply(turn, entry);
    return {};
}

}  // namespace keydesk::store
