#pragma once

#include "api/wire.hpp"

/// What shapes.cpp writes, as types: for the description of the API only. A test compares them with
/// what really comes (tests/system/integrators_api_test.cpp).
namespace keydesk::api {

struct FaceShape {
    std::string id, name;
    std::optional<boost::json::value> avatar;
};
BOOST_DESCRIBE_STRUCT(FaceShape, (), (id, name, avatar))

struct InboxFaceShape {
    std::string id, name, kind;
};
BOOST_DESCRIBE_STRUCT(InboxFaceShape, (), (id, name, kind))

struct CustomerFaceShape {
    std::string id, name;
    bool verified = false;
    std::string locale, avatar_seed;
};
BOOST_DESCRIBE_STRUCT(CustomerFaceShape, (), (id, name, verified, locale, avatar_seed))

struct LabelShape {
    std::string id, name, color;
};
BOOST_DESCRIBE_STRUCT(LabelShape, (), (id, name, color))

struct SnippetShape {
    std::string from, text;
    Time at{};
};
BOOST_DESCRIBE_STRUCT(SnippetShape, (), (from, text, at))

struct SlaShape {
    std::string kind;
    OrNull<Time> due_at;
    std::string state;
};
BOOST_DESCRIBE_STRUCT(SlaShape, (), (kind, due_at, state))

struct ConversationShape {
    std::string id;
    std::int64_t number = 0;
    InboxFaceShape inbox;
    CustomerFaceShape customer;
    std::string status;
    OrNull<Time> snoozed_until;
    std::string priority;
    OrNull<FaceShape> assignee, team;
    std::vector<LabelShape> labels;
    SnippetShape snippet;
    std::int64_t unread = 0;
    OrNull<Time> waiting_since;
    Time last_message_at{}, created_at{};
    std::int64_t findings = 0, change = 0, seq = 0;
    std::string case_type, tier;
    OrNull<SlaShape> sla;
};
BOOST_DESCRIBE_STRUCT(
    ConversationShape,
    (),
    (id,
     number,
     inbox,
     customer,
     status,
     snoozed_until,
     priority,
     assignee,
     team,
     labels,
     snippet,
     unread,
     waiting_since,
     last_message_at,
     created_at,
     findings,
     change,
     seq,
     case_type,
     tier,
     sla))

struct FileShape {
    std::string id, name;
    std::int64_t size = 0;
    std::string type, url;
    std::optional<std::string> state;
    std::optional<boost::json::value> image;
};
BOOST_DESCRIBE_STRUCT(FileShape, (), (id, name, size, type, url, state, image))

struct MessageShape {
    std::string id;
    std::int64_t seq = 0;
    std::string conversation, kind, body;
    Time at{};
    std::vector<FileShape> attachments;
    std::vector<std::string> redacted;
    std::optional<std::string> client_id, state;
    std::optional<FaceShape> author;
    std::optional<boost::json::value> event, door, deliveries;
};
BOOST_DESCRIBE_STRUCT(
    MessageShape,
    (),
    (id,
     seq,
     conversation,
     kind,
     body,
     at,
     attachments,
     redacted,
     client_id,
     state,
     author,
     event,
     door,
     deliveries))

struct CustomerShape {
    std::string id, name, email, phone, locale;
    bool verified = false, blocked = false;
    Time created_at{}, seen_at{};
    std::string device, note;
    std::map<std::string, boost::json::value> fields;
    std::optional<std::string> external_id;
    std::optional<boost::json::value> page;
};
BOOST_DESCRIBE_STRUCT(
    CustomerShape,
    (),
    (id,
     name,
     email,
     phone,
     locale,
     verified,
     blocked,
     created_at,
     seen_at,
     device,
     note,
     fields,
     external_id,
     page))

struct ConversationPageShape {
    std::vector<ConversationShape> items;
    std::int64_t change = 0;
    OrNull<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ConversationPageShape, (), (items, change, next))

struct ConversationDetailShape {
    ConversationShape conv;
    std::vector<MessageShape> messages;
};
BOOST_DESCRIBE_STRUCT(ConversationDetailShape, (), (conv, messages))

struct MessageAnswerShape {
    MessageShape message;
};
BOOST_DESCRIBE_STRUCT(MessageAnswerShape, (), (message))

struct MessagePageShape {
    std::vector<MessageShape> items;
    bool more = false;
};
BOOST_DESCRIBE_STRUCT(MessagePageShape, (), (items, more))

struct CustomerAnswerShape {
    CustomerShape customer;
};
BOOST_DESCRIBE_STRUCT(CustomerAnswerShape, (), (customer))

struct CustomerDetailShape {
    CustomerShape customer;
    std::vector<ConversationShape> conversations;
};
BOOST_DESCRIBE_STRUCT(CustomerDetailShape, (), (customer, conversations))

struct CustomerListShape {
    std::vector<CustomerShape> items;
};
BOOST_DESCRIBE_STRUCT(CustomerListShape, (), (items))

}  // namespace keydesk::api
