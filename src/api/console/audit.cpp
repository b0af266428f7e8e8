#include "api/console/services.hpp"
#include "api/schema.hpp"
#include "api/wire.hpp"

#include <algorithm>
#include <charconv>

namespace keydesk::api {

namespace {

struct Actor {
    std::string id, name;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (id, name))

struct AuditLine {
    Time at;
    Actor actor;
    std::string action, object;
    OrNull<Raw> detail;
};
BOOST_DESCRIBE_STRUCT(AuditLine, (), (at, actor, action, object, detail))

struct AuditPage {
    std::vector<AuditLine> items;
    OrNull<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (items, next))

/// Absent is `otherwise`; nothing when it is no number from 1 to `most`.
std::optional<std::int64_t> number_of(
    const net::Request& request, std::string_view name, std::int64_t otherwise, std::int64_t most)
{
    auto text = request.query(name);
    if (!text) return otherwise;
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), number);
    bool whole = ec == std::errc{} && end == text->data() + text->size();
    if (!whole || number < 1 || number > most) return std::nullopt;
    return number;
}

Task<Answer> list(AccountServices& services, net::Request& request, const Caller&)
{
    constexpr std::int64_t kMost = 200;
    auto limit = number_of(request, "limit", 50, kMost);
    auto after = number_of(request, "after", 0, std::numeric_limits<std::int64_t>::max());
    Faults faults;
    if (!limit) faults.push_back({"limit", std::string{problem::out_of_range}});
    if (!after) faults.push_back({"after", std::string{problem::malformed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto rows = co_await services.audit.list(*after, *limit);
    if (!rows) co_return fail(rows.error());
    auto agents = co_await services.agents.agents();
    if (!agents) co_return fail(agents.error());

    AuditPage out;
    for (auto& row : *rows) {
        auto& entry = row.entry;
        auto agent = std::ranges::find(*agents, entry.actor, &desk::Agent::id);
        auto name = agent == agents->end() ? entry.actor : agent->name;
        AuditLine line{
            entry.at,
            {std::move(entry.actor), std::move(name)},
            std::move(entry.action),
            std::move(entry.object),
            {}};
        if (!entry.detail.empty()) line.detail.value = Raw{std::move(entry.detail)};
        out.items.push_back(std::move(line));
    }
    if (static_cast<std::int64_t>(rows->size()) == *limit)
        out.next.value = std::to_string(rows->back().id);
    co_return net::json(200, write(out));
}

}  // namespace

void add_audit_routes(Routes& routes, AccountServices& services)
{
    routes.on(
        net::Method::get,
        "/api/v1/audit",
        desk::Permission::audit_read,
        with(services, list),
        about<void, AuditPage>());
}

}  // namespace keydesk::api
