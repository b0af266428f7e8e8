// Customers for the wallet's own server: found by its ids, and told what it knows of them.
#include "api/console/documented.hpp"
#include "api/console/integrators.hpp"
#include "api/console/shapes.hpp"
#include "api/read_body.hpp"
#include "api/schema.hpp"
#include "guard/guard.hpp"

#include <boost/json.hpp>

namespace keydesk::api {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostFields = 50;
constexpr std::size_t kLongestValue = 500;

struct CustomerFactsIn {
    std::optional<std::string> name, email, locale;
    /// Account signals: texts, numbers and truths by name; null takes one away, the others stay.
    std::optional<std::map<std::string, json::value>> fields;
};
BOOST_DESCRIBE_STRUCT(CustomerFactsIn, (), (name, email, locale, fields))

std::string guarded(const std::string& text)
{
    return guard::clean(guard::RawText{text}).text.str();
}

/// JSON text of a value that may be kept; nothing: it is none of a field's kinds.
std::optional<std::string> field_text(const json::value& value)
{
    if (const auto* text = value.if_string()) {
        if (text->size() > kLongestValue) return std::nullopt;
        return json::serialize(json::value(guarded(std::string{*text})));
    }
    if (value.is_bool() || value.is_number()) return json::serialize(value);
    return std::nullopt;
}

void take_fields(const CustomerFactsIn& in, desk::CustomerFacts& facts, Faults& faults)
{
    if (!in.fields) return;
    if (in.fields->size() > kMostFields) faults.push_back({"fields", "too_long"});
    for (const auto& [name, value] : *in.fields) {
        auto text = field_text(value);
        if (name.empty() || name.size() > 64 || (!text && !value.is_null())) {
            faults.push_back({"fields." + name.substr(0, 64), std::string{problem::not_allowed}});
            continue;
        }
        facts.fields.emplace(guarded(name), value.is_null() ? std::nullopt : text);
    }
}

Task<Answer> find(IntegratorServices& services, net::Request& request, const Caller&)
{
    auto external_id = request.query("external_id").value_or("");
    auto email = request.query("email").value_or("");
    if (external_id.empty() == email.empty()) {
        co_return refuse(wrong_fields({{"external_id", std::string{problem::missing}}}));
    }
    auto found = co_await services.customers.find(external_id, email);
    if (!found) co_return fail(found.error());
    json::array items;
    for (const auto& one : *found) items.push_back(customer(one));
    co_return net::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Task<Answer> put(IntegratorServices& services, net::Request& request, const Caller& caller)
{
    std::string external_id{request.params.text("external_id")};
    auto in = co_await read_body<CustomerFactsIn>(request);
    if (!in) co_return refuse(in.error());
    Faults faults;
    check_length(faults, "external_id", external_id, 1, 128);
    if (in->name) check_length(faults, "name", *in->name, 1, 100);
    if (in->email) check_length(faults, "email", *in->email, 0, 254);
    bool known_locale = !in->locale || *in->locale == "en" || *in->locale == "zh-CN";
    if (!known_locale) faults.push_back({"locale", std::string{problem::not_allowed}});
    desk::CustomerFacts facts{.email = in->email, .locale = in->locale};
    if (in->name) facts.name = guarded(*in->name);
    take_fields(*in, facts, faults);
    if (!faults.empty()) co_return refuse(wrong_fields(std::move(faults)));
    auto audit = audited(services, caller, "customer.put", "");
    auto now = co_await services.customers.put(external_id, std::move(facts), std::move(audit));
    if (!now) co_return fail(now.error());
    co_return net::json(200, json::serialize(json::object{{"customer", customer(*now)}}));
}

}  // namespace

void add_customer_book_routes(Routes& routes, IntegratorServices& services)
{
    using enum desk::Permission;
    routes.on(
        net::Method::get,
        "/api/v1/customers",
        customers_read,
        with(services, find),
        about<void, CustomerListShape>("Find a customer: ?external_id= or ?email="));
    routes.on(
        net::Method::put,
        "/api/v1/customers/by_external_id/:external_id",
        customers_edit,
        with(services, put),
        about<CustomerFactsIn, CustomerAnswerShape>(
            "Say what the wallet knows of a customer; makes him when he is not known"));
}

}  // namespace keydesk::api
