#include "api/console/services.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "base/ids.hpp"

namespace keydesk::api {

namespace {

struct LabelOut {
    std::string id, name, color;
};
BOOST_DESCRIBE_STRUCT(LabelOut, (), (id, name, color))

struct LabelList {
    std::vector<LabelOut> items;
};
BOOST_DESCRIBE_STRUCT(LabelList, (), (items))

struct LabelAnswer {
    LabelOut label;
};
BOOST_DESCRIBE_STRUCT(LabelAnswer, (), (label))

struct LabelIn {
    std::string name, color;
};
BOOST_DESCRIBE_STRUCT(LabelIn, (), (name, color))

struct LabelChange {
    std::optional<std::string> name, color;
};
BOOST_DESCRIBE_STRUCT(LabelChange, (), (name, color))

template <class In>
Task<std::expected<In, Refusal>> read_label(net::Request& request)
{
    auto in = co_await read_body<In>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    std::optional<std::string> name = in->name, color = in->color;
    if (name) check_length(faults, "name", *name, 1, 40);
    if (color && !is_color(*color)) faults.push_back({"color", std::string{problem::malformed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    co_return std::move(*in);
}

Task<Answer> list(AccountServices& services, net::Request&, const Caller&)
{
    auto labels = co_await services.labels.labels();
    if (!labels) co_return fail(labels.error());
    LabelList out;
    for (auto& one : *labels)
        out.items.push_back({std::move(one.id), std::move(one.name), std::move(one.color)});
    co_return net::json(200, write(out));
}

Task<Answer> add(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_label<LabelIn>(request);
    if (!in) co_return refuse(in.error());
    desk::LabelSettings label{new_id(services.clock.now()), in->name, in->color};
    auto audit = audited(services, caller, "label.add", label.id, {{"name", label.name}});
    auto added = co_await services.labels.add_label(label, std::move(audit));
    if (!added) co_return refuse(taken(added.error(), "name"));
    services.notices.changed("labels");
    co_return net::json(201, write(LabelAnswer{{label.id, label.name, label.color}}));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto in = co_await read_label<LabelChange>(request);
    if (!in) co_return refuse(in.error());
    auto audit = audited(services, caller, "label.edit", *id);
    desk::LabelPatch patch{std::move(in->name), std::move(in->color)};
    auto label = co_await services.labels.edit_label(*id, std::move(patch), std::move(audit));
    if (!label) co_return refuse(taken(label.error(), "name"));
    services.notices.changed("labels");
    co_return net::json(200, write(LabelAnswer{{label->id, label->name, label->color}}));
}

Task<Answer> remove(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto audit = audited(services, caller, "label.remove", *id);
    auto removed = co_await services.labels.remove_label(*id, std::move(audit));
    if (!removed) co_return fail(removed.error());
    services.notices.changed("labels");
    co_return net::empty();
}

}  // namespace

void add_label_routes(Routes& routes, AccountServices& services)
{
    using enum net::Method;
    using enum desk::Permission;
    routes.on(get, "/api/v1/labels", session, with(services, list), about<void, LabelList>());
    routes.on(
        post, "/api/v1/labels", labels_edit, with(services, add), about<LabelIn, LabelAnswer>());
    routes.on(
        patch,
        "/api/v1/labels/:id",
        labels_edit,
        with(services, edit),
        about<LabelChange, LabelAnswer>());
    routes.on(del, "/api/v1/labels/:id", labels_edit, with(services, remove));
}

}  // namespace keydesk::api
