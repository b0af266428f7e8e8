// The case of a conversation and its facts, as agents see and correct them.
#include "api/console/playbooks.hpp"
#include "api/read_body.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr std::array kSignals{"new_device", "new_place", "locked", "limited", "normal"};

struct FactIn {
    std::string kind, value;
};
BOOST_DESCRIBE_STRUCT(FactIn, (), (kind, value))

struct ValueIn {
    std::string value;
};
BOOST_DESCRIBE_STRUCT(ValueIn, (), (value))

struct CaseIn {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(CaseIn, (), (id))

struct SignalsIn {
    std::vector<std::string> signals;
};
BOOST_DESCRIBE_STRUCT(SignalsIn, (), (signals))

json::object shape_of(const desk::CaseFact& fact)
{
    json::object out{
        {"id", fact.id}, {"kind", fact.kind}, {"value", fact.value}, {"at", millis(fact.at)}};
    if (!fact.message.empty()) {
        out["message"] = fact.message;
        out["span"] = json::array{fact.start, fact.end};
    }
    if (fact.means) out["means"] = millis(*fact.means);
    if (fact.agent) out["agent"] = json::object{{"id", fact.agent->id}, {"name", fact.agent->name}};
    return out;
}

std::string guarded(const std::string& value)
{
    return guard::clean(guard::RawText{value}).text.str();
}

bool is_kind(const std::string& kind)
{
    return desk::is_fact(kind) || kind == "email";
}

/// Of a phone only its last four digits are ever kept.
void check_value(Faults& faults, const std::string& kind, const std::string& value)
{
    check_length(faults, "value", value, 1, 300);
    bool digits = value.size() == 4 &&
                  std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (kind == "phone_tail" && !digits)
        faults.push_back({"value", std::string{problem::not_allowed}});
}

Task<Answer> show(PlaybookServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto view = co_await services.cases.view(*id);
    if (!view) co_return fail(view.error());
    json::array facts;
    for (const auto& fact : view->facts) facts.push_back(shape_of(fact));
    json::object out{
        {"case", view->case_type},
        {"tier", view->tier},
        {"confidence", view->confidence},
        {"facts", std::move(facts)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> add(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<FactIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (!is_kind(in->kind)) faults.push_back({"kind", std::string{problem::not_allowed}});
    check_value(faults, in->kind, in->value);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto told =
        co_await services.cases.add(*id, in->kind, guarded(in->value), {caller.agent, caller.name});
    if (!told) co_return fail(told.error());
    services.feed.publish(*told);
    co_return net::empty();
}

Task<Answer> correct(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    auto fact = request.params.uuid("fact");
    if (!id || !fact) co_return fail(ErrorKind::not_found, "no such fact");
    auto in = co_await read_body<ValueIn>(request);
    if (!in) co_return refuse(in.error());
    auto view = co_await services.cases.view(*id);
    if (!view) co_return fail(view.error());
    auto known = std::ranges::find(view->facts, *fact, &desk::CaseFact::id);
    if (known == view->facts.end()) co_return fail(ErrorKind::not_found, "no such fact");
    Faults faults;
    check_value(faults, known->kind, in->value);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto told = co_await services.cases.correct(
        *id, *fact, guarded(in->value), {caller.agent, caller.name});
    if (!told) co_return fail(told.error());
    services.feed.publish(*told);
    co_return net::empty();
}

Task<Answer> remove(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    auto fact = request.params.uuid("fact");
    if (!id || !fact) co_return fail(ErrorKind::not_found, "no such fact");
    auto told =
        co_await services.cases.correct(*id, *fact, std::nullopt, {caller.agent, caller.name});
    if (!told) co_return fail(told.error());
    services.feed.publish(*told);
    co_return net::empty();
}

Task<Answer> set_case(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<CaseIn>(request);
    if (!in) co_return refuse(in.error());
    if (!in->id.empty() && services.shelf.book()->find(in->id) == nullptr)
        co_return refuse(wrong_fields({{"id", std::string{problem::not_allowed}}}));
    auto told = co_await services.cases.set_case(*id, in->id, {caller.agent, caller.name});
    if (!told) co_return fail(told.error());
    if (!told->entries.empty()) services.feed.publish(*told);
    co_return net::empty();
}

Task<Answer> set_signals(PlaybookServices& services, net::Request& request, const Caller&)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_body<SignalsIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->signals.size() > kSignals.size())
        faults.push_back({"signals", std::string{problem::not_allowed}});
    for (const auto& signal : in->signals) {
        if (std::ranges::find(kSignals, signal) == kSignals.end())
            faults.push_back({"signals", std::string{problem::not_allowed}});
    }
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto done = co_await services.cases.set_signals(*id, std::move(in->signals));
    if (!done) co_return fail(done.error());
    co_return net::empty();
}

}  // namespace

void add_case_routes(Routes& routes, PlaybookServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    constexpr auto kFacts = "/api/v1/conversations/:id/facts";
    constexpr auto kFact = "/api/v1/conversations/:id/facts/:fact";
    routes.on(get, kFacts, conversations_read, with(services, show));
    routes.on(post, kFacts, conversations_reply, with(services, add));
    routes.on(net::Method::patch, kFact, conversations_reply, with(services, correct));
    routes.on(del, kFact, conversations_reply, with(services, remove));
    routes.on(put, "/api/v1/conversations/:id/case", conversations_reply, with(services, set_case));
    routes.on(post, "/api/v1/customers/:id/signals", customers_edit, with(services, set_signals));
}

}  // namespace keydesk::api
