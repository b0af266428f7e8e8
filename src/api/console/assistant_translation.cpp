#include "api/console/assistant.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/crypto.hpp"
#include "guard/guard.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct TranslationIn {
    std::string to;
};
BOOST_DESCRIBE_STRUCT(TranslationIn, (), (to))

struct TextIn {
    std::string text, to;
};
BOOST_DESCRIBE_STRUCT(TextIn, (), (text, to))

struct TranslationOut {
    std::string text, to;
    std::string by = "machine";
};
BOOST_DESCRIBE_STRUCT(TranslationOut, (), (text, to, by))

/// A BCP 47 tag, of which the model is told nothing else.
bool is_language(std::string_view tag)
{
    auto fine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    return tag.size() >= 2 && tag.size() <= 16 && tag.front() != '-' &&
           std::ranges::all_of(tag, fine);
}

Refusal wrong_language()
{
    return wrong_fields({{"to", std::string{problem::malformed}}});
}

struct Wanted {
    std::string text, to;
    bool for_customer = false;
};

Task<std::expected<std::string, Refusal>> translate(
    AssistantServices& services, std::string agent, Wanted wanted)
{
    auto covered = desk::cover_all(wanted.text);
    auto asked =
        co_await services.room.ask(std::move(agent), desk::translation_prompt(covered, wanted.to));
    if (!asked.fault.empty()) co_return refuse(refusal_of(asked));
    auto judged = desk::judge_translation(asked.text, covered, wanted.for_customer);
    if (judged.fault != desk::AnswerFault::none) co_return refuse(refusal_of(judged.fault));
    co_return std::move(judged.text);
}

/// What customers may see: a note is the team's own and leaves the house for nobody's convenience.
bool translatable(const desk::Message& message)
{
    bool both = message.kind == "customer" || message.kind == "reply" || message.kind == "system";
    return both && !message.body.empty();
}

Task<Answer> of_message(AssistantServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto seq = request.params.number("seq");
    if (!seq || *seq == 0 || *seq > (std::uint64_t{1} << 60)) {
        co_return fail(ErrorKind::not_found, "no such message");
    }
    if (!services.room.settings().translation) co_return refuse(assistant_off());
    auto in = co_await read_body<TranslationIn>(request, 1'024);
    if (!in) co_return refuse(in.error());
    if (!is_language(in->to)) co_return refuse(wrong_language());
    auto number = static_cast<std::int64_t>(*seq);
    auto found = co_await services.material.timeline.after(*id, number - 1, 1, false);
    if (!found) co_return fail(found.error());
    bool there = !found->empty() && found->front()->seq == number;
    if (!there || !translatable(*found->front())) {
        co_return fail(ErrorKind::not_found, "no such message");
    }
    auto message = found->front();
    auto kept = co_await services.store.translation(message->id, in->to);
    if (!kept) co_return fail(kept.error());
    if (*kept && (*kept)->source_hash == hex(sha256(message->body))) {
        co_return net::json(200, write(TranslationOut{(*kept)->body, in->to}));
    }
    auto text = co_await translate(services, caller.agent, {message->body, in->to, false});
    if (!text) co_return refuse(text.error());
    auto stored =
        co_await services.store.keep_translation(message->id, in->to, message->body, *text);
    if (!stored) co_return fail(stored.error());
    co_return net::json(200, write(TranslationOut{std::move(*text), in->to}));
}

Task<Answer> of_text(AssistantServices& services, net::Request& request, const Caller& caller)
{
    if (!services.room.settings().translation) co_return refuse(assistant_off());
    auto in = co_await read_body<TextIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "text", in->text, 1, 8'000);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    if (!is_language(in->to)) co_return refuse(wrong_language());
    // What an agent types may hold what he pasted: a secret goes to no model.
    // Bare digits that may be a hash are covered and go nowhere either way.
    auto found = guard::clean(guard::RawText{in->text}).findings;
    if (!std::ranges::all_of(found, &guard::Finding::uncertain)) {
        co_return refuse(refusal_of(desk::AnswerFault::holds_secret));
    }
    auto text = co_await translate(services, caller.agent, {in->text, in->to, true});
    if (!text) co_return refuse(text.error());
    co_return net::json(200, write(TranslationOut{std::move(*text), in->to}));
}

}  // namespace

void add_translation_routes(Routes& routes, AssistantServices& services)
{
    using enum desk::Permission;
    routes.on(
        net::Method::post,
        "/api/v1/conversations/:id/messages/:seq/translation",
        conversations_read,
        with(services, of_message),
        about<TranslationIn, TranslationOut>("A message in another language, by a machine"));
    routes.on(
        net::Method::post,
        "/api/v1/assistant/translate",
        conversations_reply,
        with(services, of_text),
        about<TextIn, TranslationOut>("What an agent is writing, in the customer's language"));
}

}  // namespace keydesk::api
