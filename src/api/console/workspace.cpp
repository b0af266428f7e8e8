#include "api/console/me.hpp"
#include "api/read_body.hpp"

namespace keydesk::api {

namespace {

struct WorkspaceIn {
    std::optional<std::string> name, brand_color;
};
BOOST_DESCRIBE_STRUCT(WorkspaceIn, (), (name, brand_color))

Task<Answer> show(AccountServices& services, net::Request&, const Caller&)
{
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    co_return net::json(200, write(WorkspaceOut{workspace->name, workspace->brand_color}));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<WorkspaceIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    if (in->name) check_length(faults, "name", *in->name, 1, 60);
    if (in->brand_color && !is_color(*in->brand_color))
        faults.push_back({"brand_color", std::string{problem::malformed}});
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto audit = audited(services, caller, "workspace.edit", "");
    desk::WorkspacePatch patch{std::move(in->name), std::move(in->brand_color)};
    auto workspace = co_await services.workspace.edit_workspace(std::move(patch), std::move(audit));
    if (!workspace) co_return fail(workspace.error());
    services.notices.changed("workspace");
    co_return net::json(200, write(WorkspaceOut{workspace->name, workspace->brand_color}));
}

}  // namespace

void add_workspace_routes(Routes& routes, AccountServices& services)
{
    using enum desk::Permission;
    routes.on(net::Method::get, "/api/v1/workspace", session, with(services, show));
    routes.on(net::Method::patch, "/api/v1/workspace", workspace_edit, with(services, edit));
}

}  // namespace keydesk::api
