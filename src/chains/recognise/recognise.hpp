#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What people paste: hashes with line breaks, full-width characters, missing 0x, explorer links,
/// addresses. Pure.
namespace keydesk::chains {

enum class Kind { transaction, address, block, token };

/// One thing that a piece of a text may be. The same piece may be several.
struct Candidate {
    Kind kind = Kind::transaction;
    std::string chain;  ///< "bitcoin", "evm" (any EVM chain), "ethereum", "tron", "solana"…
    std::string id;     ///< Canonical form; see desk::Subject.
    std::size_t begin = 0, end = 0;  ///< Bytes of the text, half open.
    bool supported = true;           ///< Recognised; false: we cannot explain that chain yet.
    bool checked = true;  ///< Its checksum was there and right (EVM lower case: no checksum).
    std::string network;  ///< "" for the main network, else "testnet", "regtest", "sepolia"…
    bool from_link = false;
};

/// Something that looks like one and is not: said to the customer rather than dropped.
struct Doubt {
    /// look_alike_explorer, bad_checksum, truncated, wrong_length, bad_character (a hash of which
    /// one character is no digit: O for 0)
    std::string what;
    std::string text;  ///< As pasted, without what was folded away.
    std::size_t begin = 0, end = 0;
    std::string chain;
    /// bad_checksum and bad_character: where in `text` the one wrong character stands, if just one
    /// place explains it. Never corrected for the customer: he must compare it with his own source.
    std::vector<std::size_t> suspicious;
    std::string host;     ///< look_alike_explorer: what it is.
    std::string genuine;  ///< look_alike_explorer: what it pretends to be.
};

struct Recognised {
    std::vector<Candidate> candidates;  ///< In the order of the text, best first for one place.
    std::vector<Doubt> doubts;
};

/// All candidates in `text` (UTF-8), not just the first.
Recognised recognise(std::string_view text);

}  // namespace keydesk::chains
