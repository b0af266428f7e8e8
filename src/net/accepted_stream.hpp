#pragma once

// Private to net's own sources.

#include "net/line_stream.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>

namespace keydesk::net {

/// The server's end of a connection.
std::unique_ptr<LineStream> speak_on(boost::asio::generic::stream_protocol::socket accepted);

}  // namespace keydesk::net
