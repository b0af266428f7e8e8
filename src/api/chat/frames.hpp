#pragma once

#include "base/result.hpp"
#include "desk/conversations/nouns.hpp"
#include "desk/desk.hpp"
#include "guard/guard.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The frames of docs/chat-protocol.md. Pure.
namespace keydesk::api::chat {

using FrameText = std::shared_ptr<const std::string>;

/// A frame as it came: an object with a short text `t`. Unknown members are passed over, so that
/// newer clients can speak to older servers.
/// Errors: `invalid_input` (no JSON, nested deeper than 8, no `t`).
struct Frame {
    boost::json::object fields;

    std::string type() const { return text("t"); }
    /// Empty when absent or of another kind.
    std::string text(std::string_view name) const;
    std::optional<std::int64_t> number(std::string_view name) const;
    bool truth(std::string_view name) const;
    /// Texts of a list; nothing when there is one that is no list of texts.
    std::optional<std::vector<std::string>> texts(std::string_view name) const;
    const boost::json::object* object(std::string_view name) const;
};
Result<Frame> read_frame(std::string_view text);
/// One frame or a list of at most 50.
Result<std::vector<Frame>> read_frames(std::string_view text);

/// The pieces of a `redact` frame: at most 10, with at most 50 places each.
/// Errors: `invalid_input`.
Result<std::vector<desk::Piece>> read_pieces(const Frame& frame);

FrameText frame(boost::json::object fields);

/// A message as customers see it.
boost::json::object message(const desk::Message& message);
/// The event frame of an entry of the customer's stream.
FrameText event(const desk::Message& entry);

FrameText nack(
    std::string_view cmid,
    std::string_view code,
    std::string_view detail,
    std::optional<std::int64_t> retry = {});

/// [{kind, label}] for an ack.
boost::json::array removed(const std::vector<guard::Finding>& findings, std::string_view locale);

}  // namespace keydesk::api::chat
