#include "api/console/desk_routes.hpp"
#include "api/transfer.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

Task<Answer> upload(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto name = request.query("name").value_or("");
    Faults faults;
    check_length(faults, "name", name, 1, 255);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto safe = guard::clean(guard::RawText{std::move(name)}).text.str();
    auto size = static_cast<std::int64_t>(request.content_length().value_or(0));
    auto id = co_await services.files.announce({}, caller.agent, safe, size);
    if (!id) co_return fail(id.error());
    desk::StoredFile file{.face = {.id = *id, .name = safe}, .agent = caller.agent};
    auto kept = co_await receive_file(request, services.files, services.blobs, std::move(file));
    if (!kept) co_return refuse(kept.error());
    json::object out{
        {"id", kept->id},
        {"name", kept->name},
        {"size", kept->size},
        {"type", kept->type},
        {"url", "/api/v1/files/" + kept->id}};
    if (kept->width > 0) out["image"] = {{"w", kept->width}, {"h", kept->height}};
    co_return net::json(201, json::serialize(out));
}

Task<Answer> download(DeskServices& services, net::Request& request, const Caller& caller)
{
    auto id = request.params.uuid("id");
    if (!id) co_return fail(id.error());
    auto file = co_await services.files.get(*id);
    if (!file) co_return fail(file.error());
    // What a customer has uploaded and not sent is nobody's yet.
    bool named = !file->conversation.empty() || file->agent == caller.agent;
    if (!file->filled || !named) co_return fail(ErrorKind::not_found, "no such file");
    co_return send_file(*file, services.blobs);
}

}  // namespace

void add_file_routes(Routes& routes, DeskServices& services)
{
    using enum desk::Permission;
    routes.on(net::Method::post, "/api/v1/files", files_upload, with(services, upload));
    routes.on(net::Method::get, "/api/v1/files/:id", files_read, with(services, download));
}

}  // namespace keydesk::api
