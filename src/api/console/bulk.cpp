// Many conversations at once, and taking it back.
#include "api/console/desk_routes.hpp"
#include "api/console/power.hpp"
#include "api/read_body.hpp"
#include "base/ids.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

constexpr Words kTooLate{
    .title = {"This can no longer be undone", "无法再撤销"},
    .detail =
        {"It was undone before, or more than ten minutes have passed.",
         "此操作已经撤销过，或已超过十分钟。"},
    .what_to_do = {"Change the conversations by hand.", "请手动修改这些会话。"}};

constexpr std::size_t kMost = 500;

struct PatchIn {
    std::optional<std::string> status, priority;
    Patch<std::int64_t> snoozed_until;
    Patch<std::string> assignee, team;
    std::optional<std::vector<std::string>> labels, add_labels, remove_labels;
};
BOOST_DESCRIBE_STRUCT(
    PatchIn,
    (),
    (status, priority, snoozed_until, assignee, team, labels, add_labels, remove_labels))

struct BulkIn {
    std::vector<std::string> ids;
    PatchIn patch;
};
BOOST_DESCRIBE_STRUCT(BulkIn, (), (ids, patch))

struct BulkOut {
    std::string undo;
    std::vector<std::string> changed, missing;
};
BOOST_DESCRIBE_STRUCT(BulkOut, (), (undo, changed, missing))

struct UndoIn {
    std::string undo;
};
BOOST_DESCRIBE_STRUCT(UndoIn, (), (undo))

struct UndoOut {
    std::vector<std::string> restored, skipped;
};
BOOST_DESCRIBE_STRUCT(UndoOut, (), (restored, skipped))

std::optional<std::string> id_of(const Patch<std::string>& patch)
{
    if (patch.absent()) return std::nullopt;
    return patch.null() ? std::string{} : *patch.value();
}

std::expected<desk::BulkChange, Refusal> change_of(PatchIn patch)
{
    Faults faults;
    desk::Actions actions;
    actions.status = patch.status;
    actions.priority = patch.priority;
    actions.snooze_minutes = 1;
    actions.add_labels = patch.add_labels.value_or(std::vector<std::string>{});
    actions.remove_labels = patch.remove_labels.value_or(std::vector<std::string>{});
    check_actions(faults, actions, "patch");
    if (patch.labels) check_list(faults, "patch.labels", *patch.labels);
    if (patch.status == "snoozed" && !patch.snoozed_until.value())
        faults.push_back({"patch.snoozed_until", std::string{problem::missing}});
    if (!faults.empty()) return refuse(wrong_fields(std::move(faults)));
    desk::Change change{
        .status = patch.status,
        .priority = patch.priority,
        .assignee = id_of(patch.assignee),
        .team = id_of(patch.team),
        .snoozed_until = {},
        .labels = patch.labels};
    if (const auto* until = patch.snoozed_until.value()) change.snoozed_until = from_millis(*until);
    return desk::BulkChange{
        std::move(change), std::move(actions.add_labels), std::move(actions.remove_labels)};
}

Task<Answer> apply(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<BulkIn>(request);
    if (!in) co_return refuse(in.error());
    bool wrong = in->ids.empty() || in->ids.size() > kMost;
    wrong = wrong || !std::ranges::all_of(in->ids, [](const auto& id) { return is_uuid(id); });
    if (wrong) co_return refuse(wrong_fields({{"ids", std::string{problem::out_of_range}}}));
    auto change = change_of(std::move(in->patch));
    if (!change) co_return refuse(change.error());
    auto done =
        co_await services.bulk.apply(std::move(in->ids), std::move(*change), face_of(caller));
    if (!done && done.error().kind == ErrorKind::invalid_input) {
        co_return refuse(wrong_fields({{"patch", std::string{problem::not_allowed}}}));
    }
    if (!done) co_return fail(done.error());
    publish(services, done->told);
    BulkOut out{std::move(done->undo), std::move(done->changed), std::move(done->missing)};
    co_return net::json(200, write(out));
}

Task<Answer> undo(PowerServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<UndoIn>(request);
    if (!in) co_return refuse(in.error());
    auto done = co_await services.bulk.undo(std::move(in->undo), face_of(caller));
    if (!done) {
        Refusal refusal{done.error()};
        if (done.error().kind == ErrorKind::conflict) refusal.words = &kTooLate;
        co_return refuse(std::move(refusal));
    }
    publish(services, done->told);
    UndoOut out{std::move(done->restored), std::move(done->skipped)};
    co_return net::json(200, write(out));
}

}  // namespace

void add_bulk_routes(Routes& routes, PowerServices& services)
{
    using enum desk::Permission;
    routes.on(net::Method::post, "/api/v1/bulk", conversations_reply, with(services, apply));
    routes.on(net::Method::post, "/api/v1/undo", conversations_reply, with(services, undo));
}

}  // namespace keydesk::api
