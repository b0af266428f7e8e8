#pragma once

#include "base/clock.hpp"
#include "chains/explainer.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace keydesk::app {

struct TxOptions {
    std::vector<std::string> nodes;  ///< "CHAIN=URL", repeatable; see app::read_node.
    std::filesystem::path memory;    ///< What was kept of earlier answers; empty: nothing.
    std::vector<std::string> texts;  ///< Empty: one text a line from `in`.
};

/// `keydesk tx explain`: hashes, addresses, links or whole sentences in, one JSON object for each
/// thing found in them out (docs/diagnosis.md). `memory` is a file of JSON Lines that is read at
/// the start and written anew at the end: it explains what has vanished since. Returns the exit
/// code: 0; 1 when a text named nothing, or the memory could not be read or written; 2 when the
/// options are wrong.
int tx_explain(const TxOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

/// The same with chains that are wired already.
int tx_explain(
    chains::Explainer& explainer,
    boost::asio::io_context& io,
    const TxOptions& options,
    std::istream& in,
    std::ostream& out,
    std::ostream& err);

}  // namespace keydesk::app
