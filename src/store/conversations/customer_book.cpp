#include "store/conversations/customer_book.hpp"

#include "base/ids.hpp"
#include "store/accounts/audit.hpp"
#include "store/accounts/rows.hpp"
#include "store/conversations/rows.hpp"

#include <boost/json.hpp>

namespace keydesk::store {

namespace json = boost::json;

namespace {

const std::string kCustomers = "SELECT" + std::string{kCustomerColumns} + "FROM customers u ";

constexpr auto kMake = R"(
    INSERT INTO customers (id, name, external_id, created_at, seen_at)
    VALUES ($1, $2, $2, $3, $3) ON CONFLICT DO NOTHING)";

constexpr auto kSet = R"(
    UPDATE customers SET name = coalesce($2, name), email = coalesce($3, email),
        locale = coalesce($4, locale), fields = $5 WHERE id = $1)";

json::object object_of(const std::string& text)
{
    boost::system::error_code broken;
    auto value = json::parse(text.empty() ? "{}" : text, broken);
    auto* object = broken ? nullptr : value.if_object();
    return object != nullptr ? std::move(*object) : json::object{};
}

std::string merged(const std::string& before, const desk::CustomerFacts& facts)
{
    auto fields = object_of(before);
    for (const auto& [name, text] : facts.fields) {
        boost::system::error_code broken;
        auto value = text ? json::parse(*text, broken) : json::value{};
        if (broken || value.is_null()) {
            fields.erase(name);
        } else {
            fields[name] = std::move(value);
        }
    }
    return json::serialize(fields);
}

Result<desk::Customer> by_external_id(sql::Connection& db, const std::string& external_id)
{
    auto row = first_row(db.query(kCustomers + "WHERE u.external_id = $1", {external_id}));
    if (!row) return fail(row.error());
    return read_customer(*row);
}

}  // namespace

Task<Result<std::vector<desk::Customer>>> CustomerBook::find(
    std::string external_id, std::string email)
{
    using List = std::vector<desk::Customer>;
    co_return co_await database_.read([&](sql::Connection& db) -> Result<List> {
        auto rows = external_id.empty()
                        ? db.query(
                              kCustomers +
                                  "WHERE u.email = $1 AND u.email <> ''"
                                  " ORDER BY u.created_at DESC LIMIT 100",
                              {email})
                        : db.query(kCustomers + "WHERE u.external_id = $1", {external_id});
        if (!rows) return fail(rows.error());
        List out;
        for (const auto& row : *rows) out.push_back(read_customer(row));
        return out;
    });
}

Task<Result<desk::Customer>> CustomerBook::put(
    std::string external_id, desk::CustomerFacts facts, desk::AuditEntry audit)
{
    auto now = clock_.now();
    co_return co_await database_.run([&](sql::Connection& db) -> Result<desk::Customer> {
        auto made = db.query(kMake, {new_id(now), external_id, millis(now)});
        if (!made) return fail(made.error());
        auto before = by_external_id(db, external_id);
        if (!before) return before;
        auto set = db.query(
            kSet,
            {before->id, facts.name, facts.email, facts.locale, merged(before->fields, facts)});
        if (!set) return fail(set.error());
        audit.object = before->id;
        auto noted = append_audit(db, audit);
        if (!noted) return fail(noted.error());
        return by_external_id(db, external_id);
    });
}

}  // namespace keydesk::store
