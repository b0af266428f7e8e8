#include "api/openapi.hpp"

#include "api/wire.hpp"

#include <map>
#include <vector>

namespace keydesk::api {

namespace {

constexpr std::string_view kHead =
    R"({"openapi":"3.1.0","info":{"title":"Keydesk",)"
    R"("version":"1","description":"The agents' API. Programs come with a token: )"
    R"(Authorization: Bearer kd_… Times are UTC milliseconds, ids are UUIDs."},)"
    R"("servers":[{"url":"/"}],"components":{"securitySchemes":{)"
    R"("token":{"type":"http","scheme":"bearer","description":"An API token, kd_…"},)"
    R"("session":{"type":"apiKey","in":"cookie","name":"keydesk",)"
    R"("description":"A browser's session; what changes anything needs X-CSRF-Token too."}},)"
    R"("schemas":{"Problem":{"type":"object","description":"RFC 9457","properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("detail":{"type":"string"},"code":{"type":"string"},"what_to_do":{"type":"string"},)"
    R"("errors":{"type":"array","items":{"type":"object","properties":{)"
    R"("field":{"type":"string"},"problem":{"type":"string"}}}}},)"
    R"("required":["type","title","status","code"]}},)"
    R"("headers":{"RateLimit":{"description":"What is left: \"token\";r=599;t=12, where t is )"
    R"(the seconds until there is more","schema":{"type":"string"}},)"
    R"("RateLimit-Policy":{"description":"The limit: \"token\";q=600;w=60, where w is seconds",)"
    R"("schema":{"type":"string"}},)"
    R"("Retry-After":{"description":"Seconds","schema":{"type":"integer"}}},)"
    R"("responses":{"TooMany":{"description":"Asked too often.","headers":{)"
    R"("Retry-After":{"$ref":"#/components/headers/Retry-After"},)"
    R"("RateLimit-Policy":{"$ref":"#/components/headers/RateLimit-Policy"},)"
    R"("RateLimit":{"$ref":"#/components/headers/RateLimit"}},"content":{)"
    R"("application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}},)"
    R"("Problem":{"description":"It did not work.","content":{)"
    R"("application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}}},)"
    R"("paths":{)";

std::string_view method_of(net::Method method)
{
    using enum net::Method;
    switch (method) {
        case post:
            return "post";
        case put:
            return "put";
        case patch:
            return "patch";
        case del:
            return "delete";
        default:
            return "get";
    }
}

/// "/a/:id" → "/a/{id}", and the places' names.
std::string path_of(const std::string& pattern, std::vector<std::string>& places)
{
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        auto end = std::min(pattern.find('/', at + 1), pattern.size());
        auto part = pattern.substr(at + 1, end - at - 1);
        at = end;
        if (part.starts_with(':') || part.starts_with('*')) {
            places.push_back(part.substr(1));
            out += "/{" + places.back() + "}";
        } else {
            out += "/" + part;
        }
    }
    return out;
}

/// "get /api/v1/labels/:id" → "get_labels_id".
std::string id_of(const Route& route)
{
    std::string out{method_of(route.method)};
    auto path = std::string_view{route.pattern};
    constexpr std::string_view kRoot = "/api/v1";
    if (path.starts_with(kRoot)) path.remove_prefix(kRoot.size());
    for (char c : path) {
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (c == '/') out += '_';
        if (word) out += c;
    }
    return out;
}

void put_parameters(std::string& out, const std::vector<std::string>& places)
{
    if (places.empty()) return;
    out += R"(,"parameters":[)";
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i > 0) out += ',';
        out += R"({"in":"path","required":true,"schema":{"type":"string"},"name":)";
        wire::put_text(out, places[i]);
        out += '}';
    }
    out += ']';
}

void put_content(std::string& out, std::string_view schema)
{
    out += R"("content":{"application/json":{"schema":)";
    out += schema;
    out += "}}";
}

void put_operation(std::string& out, const Route& route, const std::vector<std::string>& places)
{
    wire::put_text(out, method_of(route.method));
    out += R"(:{"operationId":)";
    auto id = id_of(route);
    wire::put_text(out, id);
    out += R"(,"summary":)";
    wire::put_text(out, route.about.summary.empty() ? std::string_view{id} : route.about.summary);
    put_parameters(out, places);
    if (route.about.body != nullptr) {
        out += R"(,"requestBody":{"required":true,)";
        put_content(out, route.about.body());
        out += '}';
    }
    out += R"(,"responses":{"2XX":{"description":"Done")";
    if (!route.open) {
        out += R"(,"headers":{"RateLimit-Policy":{"$ref":"#/components/headers/RateLimit-Policy"})";
        out += R"(,"RateLimit":{"$ref":"#/components/headers/RateLimit"}})";
    }
    if (route.about.answer != nullptr) {
        out += ',';
        put_content(out, route.about.answer());
    }
    out += R"(},"429":{"$ref":"#/components/responses/TooMany"})";
    out += R"(,"default":{"$ref":"#/components/responses/Problem"}})";
    if (route.open) {
        out += R"(,"security":[])";
    } else {
        out += R"(,"security":[{"token":[]},{"session":[]}],"x-permission":)";
        wire::put_text(out, desk::name_of(route.permission));
    }
    out += '}';
}

}  // namespace

std::string openapi_document(const std::deque<Route>& table)
{
    std::map<std::string, std::string> paths;
    for (const auto& route : table) {
        if (route.method == net::Method::head || route.method == net::Method::options) continue;
        std::vector<std::string> places;
        auto& path = paths[path_of(route.pattern, places)];
        if (!path.empty()) path += ',';
        put_operation(path, route, places);
    }
    std::string out{kHead};
    for (bool first = true; const auto& [path, operations] : paths) {
        if (!std::exchange(first, false)) out += ',';
        wire::put_text(out, path);
        out += ":{" + operations + "}";
    }
    return out + "}}";
}

}  // namespace keydesk::api
