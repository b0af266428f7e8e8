#include "channels/telegram/message.hpp"

#include "channels/telegram/calling.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace keydesk::telegram {

namespace {

Message::Chat chat_kind(std::string_view type)
{
    if (type == "private") return Message::Chat::with_person;
    bool group = type == "group" || type == "supergroup";
    return group ? Message::Chat::group : Message::Chat::other;
}

std::string full_name(const json::value& user)
{
    auto first = text_at(user, "/first_name"), last = text_at(user, "/last_name");
    return first + (first.empty() || last.empty() ? "" : " ") + last;
}

Time time_at(const json::value& from, std::string_view path)
{
    // A date before 1970 or after 2100 is none.
    auto seconds = number_at(from, path).value_or(0);
    return Time{std::chrono::seconds{seconds > 0 && seconds < 4'102'444'800 ? seconds : 0}};
}

desk::Person read_person(const json::value& user)
{
    auto id = number_at(user, "/id").value_or(0);
    if (id <= 0 || truth_at(user, "/is_bot")) return {};
    auto handle = text_at(user, "/username");
    return {
        .external_id = std::to_string(id),
        .name = full_name(user),
        .handle = handle.empty() ? "" : "@" + handle,
        .locale = text_at(user, "/language_code")};
}

Face read_face(const json::value& who)
{
    Face out{.user = number_at(who, "/id").value_or(0), .names = {}};
    for (auto& name : {full_name(who), text_at(who, "/username"), text_at(who, "/title")}) {
        if (!name.empty()) out.names.push_back(name);
    }
    return out;
}

/// Who is seen to speak. A channel's name can imitate as well as a person's; the group itself is
/// one of its administrators, and what its linked channel posts is its own.
Face speaker_of(const json::value& message)
{
    const auto* posing = value_at(message, "/sender_chat");
    if (posing == nullptr) {
        const auto* from = value_at(message, "/from");
        return from != nullptr && !truth_at(*from, "/is_bot") ? read_face(*from) : Face{};
    }
    bool own = number_at(*posing, "/id") == number_at(message, "/chat/id") ||
               truth_at(message, "/is_automatic_forward");
    if (own) return {};
    auto face = read_face(*posing);
    face.user = 0;
    return face;
}

void read_reply(const json::value& message, const Account& me, Message& out)
{
    const auto* replied = value_at(message, "/reply_to_message");
    out.quoted = text_at(message, "/quote/text");
    if (replied == nullptr) return;
    auto id = number_at(*replied, "/message_id");
    if (id && number_at(*replied, "/from/id") == me.id) {
        out.answers = name_of_message(out.spot.chat, *id);
        return;
    }
    // The first message of a topic is "answered" by all that follow: that says nothing.
    bool topic_head = value_at(*replied, "/forum_topic_created") != nullptr;
    if (out.quoted.empty() && !topic_head) out.quoted = text_at(*replied, "/text");
}

std::optional<Message> read_message(const json::value& message, const Account& me)
{
    auto chat = number_at(message, "/chat/id");
    auto id = number_at(message, "/message_id");
    if (!chat || !id) return std::nullopt;
    Message out{.chat = chat_kind(text_at(message, "/chat/type")), .id = *id};
    out.spot.chat = *chat;
    if (value_at(message, "/sender_chat") == nullptr) {
        const auto* from = value_at(message, "/from");
        if (from != nullptr) out.person = read_person(*from);
    }
    bool group = out.chat == Message::Chat::group;
    if (group != out.spot.in_group()) return std::nullopt;  // Nothing of Telegram's.
    if (group) {
        out.spot.user = number_at(message, "/from/id").value_or(0);
        // Without is_topic_message it is the thread of an ordinary reply.
        bool topic = truth_at(message, "/is_topic_message");
        if (topic) out.spot.topic = number_at(message, "/message_thread_id").value_or(0);
        out.title = text_at(message, "/chat/title");
    }
    out.at = time_at(message, "/date");
    out.face = speaker_of(message);
    out.content = read_content(message, out.chinese());
    out.album = text_at(message, "/media_group_id").substr(0, 64);
    out.forwarded = value_at(message, "/forward_origin") != nullptr;
    out.migrated_to = number_at(message, "/migrate_to_chat_id").value_or(0);
    read_reply(message, me, out);
    read_calling(message, me, out);
    if (const auto* newcomers = list_at(message, "/new_chat_members")) {
        for (const auto& one : *newcomers) {
            if (!truth_at(one, "/is_bot")) out.newcomers.push_back(read_face(one));
        }
    }
    return out;
}

std::optional<Membership> read_membership(const json::value& change)
{
    auto chat = number_at(change, "/chat/id");
    if (!chat) return std::nullopt;
    Membership out{.chat = chat_kind(text_at(change, "/chat/type")), .id = *chat};
    if (const auto* from = value_at(change, "/from")) out.person = read_person(*from);
    auto status = text_at(change, "/new_chat_member/status");
    out.member = status == "member" || status == "administrator" || status == "creator" ||
                 (status == "restricted" && truth_at(change, "/new_chat_member/is_member"));
    out.at = time_at(change, "/date");
    return out;
}

}  // namespace

std::optional<Account> read_account(const json::value& user)
{
    auto id = number_at(user, "/id");
    if (!id || !truth_at(user, "/is_bot")) return std::nullopt;
    return Account{
        .id = *id,
        .username = text_at(user, "/username"),
        .name = text_at(user, "/first_name"),
        .joins_groups = truth_at(user, "/can_join_groups"),
        .reads_groups = truth_at(user, "/can_read_all_group_messages")};
}

std::optional<std::int64_t> update_id(const json::value& update)
{
    return number_at(update, "/update_id");
}

Update read_update(const json::value& update, const Account& me)
{
    Update out;
    if (const auto* message = value_at(update, "/message")) {
        out.message = read_message(*message, me);
    } else if (const auto* changed = value_at(update, "/edited_message")) {
        out.message = read_message(*changed, me);
        out.edited = true;
    } else if (const auto* standing = value_at(update, "/my_chat_member")) {
        out.membership = read_membership(*standing);
    } else {
        out.callback = text_at(update, "/callback_query/id");
    }
    return out;
}

desk::Arrival arrival_of(const Message& message)
{
    auto spot = message.spot;
    desk::Arrival out{
        .external_id = name_of_message(spot.chat, message.id),
        .person = message.person,
        .place =
            {.key = key_of(spot),
             .address = address_of(spot),
             .is_public = spot.in_group(),
             .title = message.title},
        .text = guard::RawText{message.content.text},
        .files = message.content.files,
        .sent_at = message.at,
        .answers = message.answers};
    if (message.forwarded) out.warnings.emplace_back("forwarded: somebody else wrote it");
    if (!message.quoted.empty()) out.quoted = guard::RawText{message.quoted};
    return out;
}

}  // namespace keydesk::telegram
