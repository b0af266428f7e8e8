#include "api/console/me.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"

#include <algorithm>

namespace keydesk::api {

namespace {

struct WorkspaceIn {
    std::optional<std::string> name, brand_color, phone;
    std::optional<Hours> hours;
    std::optional<std::vector<std::string>> languages;
};
BOOST_DESCRIBE_STRUCT(WorkspaceIn, (), (name, brand_color, phone, hours, languages))

/// Digits and what people put between them: it becomes a tel: link.
bool is_phone(std::string_view text)
{
    constexpr std::string_view kAllowed = "+0123456789 ()-.";
    return text.size() <= 40 &&
           std::ranges::all_of(text, [&](char c) { return kAllowed.contains(c); });
}

/// The shape of BCP 47, not its register: "zh-CN", "en".
bool is_language(std::string_view text)
{
    auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    return text.size() >= 2 && text.size() <= 20 && std::ranges::all_of(text, plain);
}

Faults faults_of(const WorkspaceIn& in)
{
    Faults faults;
    if (in.name) check_length(faults, "name", *in.name, 1, 60);
    if (in.brand_color && !is_color(*in.brand_color))
        faults.push_back({"brand_color", std::string{problem::malformed}});
    if (in.phone && !is_phone(*in.phone))
        faults.push_back({"phone", std::string{problem::malformed}});
    if (in.hours && in.hours->zh) check_length(faults, "hours.zh", *in.hours->zh, 0, 200);
    if (in.hours && in.hours->en) check_length(faults, "hours.en", *in.hours->en, 0, 200);
    bool few = !in.languages || in.languages->size() <= 20;
    if (!few || (in.languages && !std::ranges::all_of(*in.languages, is_language)))
        faults.push_back({"languages", std::string{problem::malformed}});
    return faults;
}

desk::WorkspacePatch patch_of(WorkspaceIn in)
{
    desk::WorkspacePatch patch{
        .name = std::move(in.name),
        .brand_color = std::move(in.brand_color),
        .hours = {},
        .languages = std::move(in.languages),
        .phone = std::move(in.phone)};
    if (!in.hours) return patch;
    auto& hours = patch.hours.emplace();
    if (in.hours->zh && !in.hours->zh->empty()) hours["zh-CN"] = std::move(*in.hours->zh);
    if (in.hours->en && !in.hours->en->empty()) hours["en"] = std::move(*in.hours->en);
    return patch;
}

Task<Answer> show(AccountServices& services, net::Request&, const Caller&)
{
    auto workspace = co_await services.workspace.workspace();
    if (!workspace) co_return fail(workspace.error());
    co_return net::json(200, write(workspace_of(std::move(*workspace))));
}

Task<Answer> edit(AccountServices& services, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<WorkspaceIn>(request);
    if (!in) co_return refuse(in.error());
    auto faults = faults_of(*in);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto audit = audited(services, caller, "workspace.edit", "");
    auto patch = patch_of(std::move(*in));
    auto workspace = co_await services.workspace.edit_workspace(std::move(patch), std::move(audit));
    if (!workspace) co_return fail(workspace.error());
    services.notices.changed("workspace");
    co_return net::json(200, write(workspace_of(std::move(*workspace))));
}

}  // namespace

WorkspaceOut workspace_of(desk::Workspace workspace)
{
    WorkspaceOut out{
        .name = std::move(workspace.name),
        .brand_color = std::move(workspace.brand_color),
        .hours = {},
        .languages = std::move(workspace.languages),
        .phone = std::move(workspace.phone)};
    if (workspace.hours.contains("zh-CN")) out.hours.zh = workspace.hours["zh-CN"];
    if (workspace.hours.contains("en")) out.hours.en = workspace.hours["en"];
    return out;
}

void add_workspace_routes(Routes& routes, AccountServices& services)
{
    using enum desk::Permission;
    routes.on(net::Method::get, "/api/v1/workspace", session, with(services, show));
    routes.on(
        net::Method::patch,
        "/api/v1/workspace",
        workspace_edit,
        with(services, edit),
        about<WorkspaceIn>());
}

}  // namespace keydesk::api
