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

std::string words_of(const Case& c, std::string_view locale)
{
    boost::system::error_code none;
    const json::value whole(shape_of(c));  // Braces would make a list of it.
    const auto* advice =
        whole.find_pointer(locale == "zh-CN" ? "/advice/zh-CN" : "/advice/en", none);
    const auto* texts = advice != nullptr ? advice->if_object() : nullptr;
    if (texts == nullptr) return {};
    std::string words;
    for (const char* part : {"title", "see", "why", "now", "never"}) {
        const auto* text = texts->if_contains(part);
        if (text == nullptr || !text->is_string() || text->get_string().empty()) continue;
        if (!words.empty()) words += words.contains('\n') ? "\n" : "\n\n";
        words += text->get_string();
    }
    return words;
}

bool worth_telling(std::string_view state_before, const Case& now)
{
    if (now.state == state_before || now.state == "asking") return false;
    if (state_before == "asking" || state_before.empty()) return true;
    for (std::string_view certain : {"final", "failed", "replaced", "dropped", "expired"}) {
        if (now.state == certain) return true;
    }
    return false;
}

}  // namespace keydesk::desk
