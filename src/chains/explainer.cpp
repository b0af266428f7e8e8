#include "chains/explainer.hpp"

#include "base/trim.hpp"
#include "chains/doubts.hpp"
#include "chains/recognise/recognise.hpp"
#include "chains/verdict.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <set>

namespace keydesk::chains {

namespace {

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using desk::Diagnosis;
using desk::Memory;
using desk::Subject;
using std::chrono::milliseconds;

struct Question {
    Subject subject;
    std::optional<Memory> memory;
    Time now{};
    milliseconds patience{};
};

Task<Found> answer_of(Chain& chain, Question question)
{
    const auto id = id_for(chain.settings().family, question.subject);
    if (question.subject.kind == "address") co_return co_await chain.address(id, question.now);
    co_return co_await chain.transaction(id, std::move(question.memory), question.now);
}

Task<Heard> ask(Chain& chain, Question question)
{
    const auto patience = question.patience;
    auto answer = answer_of(chain, std::move(question));
    auto limit = sleep_for(patience);
    auto first = co_await (std::move(answer) || std::move(limit));
    Heard heard{chain.settings(), std::nullopt};
    if (auto* found = std::get_if<Found>(&first)) heard.found = std::move(*found);
    co_return heard;
}

/// A transaction is on one chain only: once it is seen there, nobody else need answer. But where
/// a chain was named, its own word is waited for.
struct StopWhenSeen {
    std::string named;
    bool waits_for_all = false;

    asio::cancellation_type_t operator()(std::exception_ptr, const Heard& heard) const
    {
        const bool seen = heard.found && heard.found->seen;
        const bool enough = seen && !waits_for_all && (named.empty() || heard.chain.id == named);
        return enough ? asio::cancellation_type::all : asio::cancellation_type::none;
    }
};

using Asking = decltype(asio::co_spawn(
    std::declval<asio::any_io_executor>(), std::declval<Task<Heard>>(), asio::deferred));

Task<std::vector<Heard>> ask_all(
    std::vector<Chain*> chains, std::vector<Question> questions, StopWhenSeen stop)
{
    const auto executor = co_await asio::this_coro::executor;
    std::vector<Asking> asking;
    for (std::size_t i = 0; i < chains.size(); ++i) {
        asking.push_back(
            asio::co_spawn(executor, ask(*chains[i], std::move(questions[i])), asio::deferred));
    }
    auto group = asio::experimental::make_parallel_group(std::move(asking));
    auto [order, errors, heard] = co_await group.async_wait(std::move(stop), asio::use_awaitable);
    for (std::size_t i = 0; i < heard.size(); ++i) {
        if (errors[i]) heard[i] = {chains[i]->settings(), std::nullopt};
    }
    co_return std::move(heard);
}

std::optional<Memory> memory_of(const std::vector<Memory>& memory, std::string_view chain)
{
    const auto kept = std::ranges::find(memory, chain, &Memory::chain);
    if (kept == memory.end()) return std::nullopt;
    return *kept;
}

Diagnosis without_answer(const Subject& subject, desk::Cause cause)
{
    Diagnosis diagnosis;
    diagnosis.subject = subject;
    diagnosis.state = "unknown";
    cause.values.try_emplace("subject", subject.id);
    diagnosis.causes.push_back(std::move(cause));
    return diagnosis;
}

/// What a subject is, as people call it.
std::string true_name(const Subject& subject)
{
    const auto read = recognise(subject.id);
    if (read.candidates.empty()) return spoken_name(subject.chain, "");
    return spoken_name(read.candidates.front().chain, read.candidates.front().network);
}

/// An address of a test network.
bool of_test_network(const Subject& subject)
{
    if (subject.kind != "address") return false;
    const auto read = recognise(subject.id);
    return !read.candidates.empty() && !read.candidates.front().network.empty();
}

std::string linked(std::string text, const std::string& id)
{
    const auto place = text.find("{id}");
    return place == text.npos ? text : text.replace(place, 4, id);
}

}  // namespace

Explainer::Explainer(
    std::vector<std::unique_ptr<Chain>> chains,
    AdviceBook book,
    const Clock& clock,
    milliseconds patience,
    bool only_own_nodes)
    : chains_{std::move(chains)},
      book_{std::move(book)},
      clock_{clock},
      patience_{patience},
      only_own_nodes_{only_own_nodes}
{
}

std::vector<Subject> Explainer::subjects(std::string_view text) const
{
    std::vector<Subject> out;
    const auto read = recognise(text);
    for (std::size_t i = 0; i < read.candidates.size(); ++i) {
        const auto& one = read.candidates[i];
        const bool again = i > 0 && read.candidates[i - 1].begin == one.begin;
        if (!one.supported || again || one.kind == Kind::block || one.kind == Kind::token) continue;
        const bool several =
            i + 1 < read.candidates.size() && read.candidates[i + 1].begin == one.begin;
        Subject subject;
        subject.chain = several || one.chain == "evm" ? "" : one.chain;
        subject.kind = one.kind == Kind::transaction ? "transaction" : "address";
        subject.id = one.id;
        if (std::ranges::find(out, subject) == out.end()) out.push_back(std::move(subject));
    }
    if (out.empty()) {
        if (auto refusal = refusal_in(text)) out.push_back(std::move(*refusal));
    }
    for (auto& doubt : doubts_of(read)) {
        if (std::ranges::find(out, doubt.subject) != out.end()) continue;
        bool warning = !doubt.shields.empty();
        out.insert(warning ? out.begin() : out.end(), std::move(doubt.subject));
    }
    return out;
}

/// Words by which a wallet says that the network refused something.
std::optional<Subject> Explainer::refusal_in(std::string_view text) const
{
    constexpr std::size_t kLongest = 300;
    for (const auto& chain : chains_) {
        if (!chain->pasted(text)) continue;
        return Subject{chain->settings().id, "error", std::string{cut_to(text, kLongest)}};
    }
    return std::nullopt;
}

Diagnosis Explainer::refused(const Subject& subject) const
{
    auto diagnosis = without_answer(subject, {"unknown", 0, {}});
    for (const auto& chain : chains_) {
        auto cause = chain->pasted(subject.id);
        if (!cause || chain->settings().id != subject.chain) continue;
        diagnosis.state = "failed";
        diagnosis.causes = {std::move(*cause)};
    }
    return diagnosis;
}

/// What is worth a word although no chain can be asked. Digits without a checksum that merely could
/// be another chain's are not.
std::vector<Diagnosis> Explainer::doubts_of(const Recognised& read) const
{
    auto sure = read;
    std::erase_if(
        sure.candidates, [](const Candidate& one) { return !one.supported && !one.checked; });
    return explain_doubts(sure, book_, clock_.now());
}

const ChainSettings* Explainer::settings_of(std::string_view id) const
{
    for (const auto& chain : chains_) {
        if (chain->settings().id == id) return &chain->settings();
    }
    return nullptr;
}

Diagnosis Explainer::advised(Diagnosis diagnosis, Time now) const
{
    diagnosis.advice = book_.advise(diagnosis.causes.front());
    diagnosis.shield_advice.clear();
    for (const auto& shield : diagnosis.shields) {
        diagnosis.shield_advice.push_back(book_.advise(shield));
    }
    if (const auto* settings = settings_of(diagnosis.subject.chain)) {
        diagnosis.chain_name = settings->name;
        const bool address = diagnosis.subject.kind == "address";
        const bool named = address || diagnosis.subject.kind == "transaction";
        if (named) {
            diagnosis.link = linked(
                address ? settings->address_link : settings->transaction_link,
                diagnosis.subject.id);
        }
    }
    diagnosis.at = now;
    return diagnosis;
}

/// What can be said without asking: an address of another family, a chain without nodes.
std::optional<Diagnosis> Explainer::unasked(const Subject& subject) const
{
    const auto* named = settings_of(subject.chain);
    if (named != nullptr && !may_know(named->family, subject)) {
        desk::Cause cause{"chain.wrong_address", 0.95, {{"chain", named->name}}};
        if (named->family == "bitcoin") cause.id = "btc.wrong_address";
        cause.values["what"] = true_name(subject);
        return without_answer(subject, std::move(cause));
    }
    bool known = false, elsewhere = of_test_network(subject);
    for (const auto& chain : chains_) {
        if (!may_know(chain->settings().family, subject)) continue;
        known = true;
        elsewhere = elsewhere && chain->settings().network == "main";
    }
    if (known && elsewhere) {
        desk::Cause cause{"btc.wrong_address", 0.95, {{"what", true_name(subject)}}};
        return without_answer(subject, std::move(cause));
    }
    if (known) return std::nullopt;
    const auto name = subject.chain.empty() ? true_name(subject) : spoken_name(subject.chain, "");
    return without_answer(subject, {"chain.not_connected", 0.9, {{"chain", name}}});
}

Diagnosis Explainer::judged(const Subject& subject, std::vector<Heard> heard) const
{
    const bool seen =
        std::ranges::any_of(heard, [](const Heard& one) { return one.found && one.found->seen; });
    auto diagnosis = verdict(subject, std::move(heard));
    if (seen) return diagnosis;
    if (!subject.chain.empty() && settings_of(subject.chain) == nullptr) {
        const auto name = spoken_name(subject.chain, "");
        return without_answer(subject, {"chain.not_connected", 0.9, {{"chain", name}}});
    }
    return diagnosis;
}

Task<Diagnosis> Explainer::explain(Subject subject, std::vector<Memory> memory)
{
    const auto now = clock_.now();
    if (subject.kind == "error") co_return advised(refused(subject), now);
    auto doubts = doubts_of(recognise(subject.id));
    if (!doubts.empty()) co_return std::move(doubts.front());
    if (auto said = unasked(subject)) co_return advised(std::move(*said), now);
    std::vector<Chain*> asked;
    std::vector<Question> questions;
    for (const auto& chain : chains_) {
        if (!may_know(chain->settings().family, subject)) continue;
        asked.push_back(chain.get());
        questions.push_back({subject, memory_of(memory, chain->settings().id), now, patience_});
    }
    const bool named = settings_of(subject.chain) != nullptr;
    StopWhenSeen stop{named ? subject.chain : "", subject.kind == "address"};
    auto heard = co_await ask_all(std::move(asked), std::move(questions), std::move(stop));
    co_return advised(judged(subject, std::move(heard)), now);
}

}  // namespace keydesk::chains
