#include "desk/diagnosis/shape.hpp"

#include <boost/json.hpp>

namespace keydesk::desk {

namespace json = boost::json;

namespace {

json::object asking(const Case& c)
{
    return {
        {"chain", c.asked.chain},
        {"chain_name", ""},
        {"kind", c.asked.kind},
        {"subject", c.asked.id},
        {"cause", ""},
        {"causes", json::array{}},
        {"shields", json::array{}},
        {"evidence", json::object{}},
        {"advice", nullptr},
        {"shield_advice", json::array{}},
        {"confirmations", 0},
        {"needed", 0},
        {"link", ""},
        {"replaced_by", ""},
        {"at", millis(c.created_at)}};
}

}  // namespace

json::object shape_of(const Case& c)
{
    // Our own store wrote it; an unreadable one shows as being asked rather than breaking a page.
    boost::system::error_code broken;
    auto stored = json::parse(c.body.empty() ? "null" : c.body, broken);
    auto out = !broken && stored.is_object() ? std::move(stored.as_object()) : asking(c);
    out["id"] = c.id;
    out["conversation"] = c.conversation;
    if (!c.message.empty()) out["message"] = c.message;
    out["state"] = c.state;
    out["following"] = c.following;
    out["created_at"] = millis(c.created_at);
    out["updated_at"] = millis(c.updated_at);
    return out;
}

}  // namespace keydesk::desk
