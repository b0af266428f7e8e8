#include "api/console/playbooks.hpp"

#include "api/read_body.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kLargestSource = 64'000;  // bytes of one playbook

struct SourceIn {
    std::string source;
};
BOOST_DESCRIBE_STRUCT(SourceIn, (), (source))

struct DryRunIn {
    std::string source;
    std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(DryRunIn, (), (source, count))

struct SaveIn {
    std::string source;
    bool publish = false;
};
BOOST_DESCRIBE_STRUCT(SaveIn, (), (source, publish))

json::object both(const desk::BothLanguages& words)
{
    return {{"en", words.en}, {"zh-CN", words.zh}};
}

json::object shape_of(const desk::Playbook& book)
{
    json::array needs, answers;
    for (const auto& need : book.needs) {
        needs.push_back(
            json::object{{"fact", need.fact}, {"ask", both(need.ask)}, {"why", both(need.why)}});
    }
    for (const auto& answer : book.answers) {
        answers.push_back(json::object{
            {"when", json::value_from(answer.when)},
            {"then", answer.then},
            {"text", both(answer.text)}});
    }
    return {
        {"id", book.id},
        {"topic", book.topic},
        {"priority", book.priority},
        {"tier", book.tier},
        {"escalates_to", book.escalates_to},
        {"check", book.check},
        {"name", both(book.name)},
        {"cannot", both(book.cannot)},
        {"examples", book.examples.en.size() + book.examples.zh.size()},
        {"needs", std::move(needs)},
        {"answers", std::move(answers)}};
}

json::object shape_of(const desk::PlaybookVersion& one)
{
    json::object out{
        {"version", one.version}, {"published", one.published}, {"at", millis(one.at)}};
    out["agent"] = one.agent
                       ? json::value(json::object{{"id", one.agent->id}, {"name", one.agent->name}})
                       : json::value(nullptr);
    if (!one.source.empty()) out["source"] = one.source;
    return out;
}

json::object counts_of(const std::vector<std::pair<std::string, std::int64_t>>& counts)
{
    json::object out;
    for (const auto& [id, count] : counts) out[id.empty() ? "none" : id] = count;
    return out;
}

Task<Answer> list(PlaybookServices& services, net::Request&, const Caller&)
{
    json::array items;
    for (const auto& book : services.shelf.book()->all()) {
        auto one = shape_of(book);
        one.erase("answers");
        one["answers"] = book.answers.size();
        items.push_back(std::move(one));
    }
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> show(PlaybookServices& services, net::Request& request, const Caller&)
{
    std::string id{request.params.text("id")};
    auto source = co_await services.shelf.source(id);
    if (!source) co_return fail(source.error());
    auto versions = co_await services.shelf.versions(id);
    if (!versions) co_return fail(versions.error());
    json::array past;
    for (const auto& one : *versions) past.push_back(shape_of(one));
    json::object out{{"id", id}, {"source", *source}, {"versions", std::move(past)}};
    if (const auto* book = services.shelf.book()->find(id)) out["playbook"] = shape_of(*book);
    co_return net::json(200, json::serialize(out));
}

Task<Answer> show_version(PlaybookServices& services, net::Request& request, const Caller&)
{
    std::string number{request.params.text("number")};
    std::int64_t version = -1;
    std::from_chars(number.data(), number.data() + number.size(), version);
    if (version < 0) co_return fail(ErrorKind::not_found, "no such version");
    auto one = co_await services.shelf.version(std::string{request.params.text("id")}, version);
    if (!one) co_return fail(one.error());
    co_return net::json(200, json::serialize(shape_of(*one)));
}

/// What is wrong with a draft is an answer, not a refusal: it is asked with every key that is hit.
Task<Answer> check(PlaybookServices&, net::Request& request, const Caller&)
{
    auto in = co_await read_body<SourceIn>(request, kLargestSource);
    if (!in) co_return refuse(in.error());
    auto read = desk::read_playbook(in->source);
    json::object out;
    if (read)
        out["playbook"] = shape_of(*read);
    else
        out["fault"] = read.error().what;
    co_return net::json(200, json::serialize(out));
}

Task<Answer> dry_run(PlaybookServices& services, net::Request& request, const Caller&)
{
    auto in = co_await read_body<DryRunIn>(request, kLargestSource);
    if (!in) co_return refuse(in.error());
    auto count = std::clamp<std::int64_t>(in->count.value_or(200), 1, 1'000);
    auto run = co_await services.shelf.dry_run(std::move(in->source), count);
    if (!run) co_return fail(run.error());
    json::array changed;
    for (const auto& one : run->changed) {
        changed.push_back(json::object{
            {"conversation", one.conversation},
            {"number", one.number},
            {"words", one.words},
            {"from", one.from},
            {"to", one.to}});
    }
    json::object out{
        {"looked_at", run->looked_at},
        {"now", counts_of(run->now)},
        {"then", counts_of(run->then)},
        {"changed", std::move(changed)}};
    co_return net::json(200, json::serialize(out));
}

Task<Answer> save(PlaybookServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<SaveIn>(request, kLargestSource);
    if (!in) co_return refuse(in.error());
    auto read = desk::read_playbook(in->source);
    if (!read) co_return refuse(wrong_fields({{"source", read.error().what}}));
    if (read->id != request.params.text("id"))
        co_return refuse(wrong_fields({{"source", std::string{problem::not_allowed}}}));
    auto version = co_await services.shelf.save(
        std::move(in->source), in->publish, {caller.agent, caller.name});
    if (!version) co_return fail(version.error());
    auto detail = json::serialize(json::object{{"version", *version}});
    auto noted = co_await services.audit.add(
        {.at = services.clock.now(),
         .actor = caller.agent,
         .action = in->publish ? "playbook.publish" : "playbook.save",
         .object = read->id,
         .detail = std::move(detail)});
    if (!noted) co_return fail(noted.error());
    co_return net::json(201, json::serialize(json::object{{"version", *version}}));
}

}  // namespace

CallerHandler with(PlaybookServices& services, PlaybookFunction function)
{
    return [&services, function](net::Request& request, const Caller& caller) {
        return function(services, request, caller);
    };
}

void add_playbook_routes(Routes& routes, PlaybookServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/playbooks", session, with(services, list));
    routes.on(post, "/api/v1/playbooks/check", playbooks_edit, with(services, check));
    routes.on(post, "/api/v1/playbooks/dry_run", playbooks_edit, with(services, dry_run));
    add_playbook_inbox_routes(routes, services);
    routes.on(get, "/api/v1/playbooks/:id", playbooks_edit, with(services, show));
    routes.on(put, "/api/v1/playbooks/:id", playbooks_edit, with(services, save));
    routes.on(
        get,
        "/api/v1/playbooks/:id/versions/:number",
        playbooks_edit,
        with(services, show_version));
    add_case_routes(routes, services);
}

}  // namespace keydesk::api
