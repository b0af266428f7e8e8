#pragma once

#include "guard/cues.hpp"
#include "guard/guard.hpp"
#include "guard/lexicon.hpp"
#include "guard/normal.hpp"

#include <vector>

namespace keydesk::guard {

/// A message (or a thread joined at its edges) with what is known about it.
struct Reading {
    const NormalText& text;
    const Lexicon& words;
    std::vector<Mention> cues;
    bool asked_for_seed = false;  ///< What was said before spoke of a phrase.
    bool asked_for_hash = false;  ///< The agent's question was about a transaction.
    bool asked_for_key = false;
    bool declared_hash = false;
};

/// A secret's place in the normalised text.
struct Sighting {
    std::uint32_t start;
    std::uint32_t end;
    Kind kind;
    bool uncertain = false;
};
using Sightings = std::vector<Sighting>;

/// Phrases of words: BIP-39 but Chinese, Electrum, SLIP-39, Monero, TON, Algorand.
void find_phrases(const Reading& reading, Sightings& out);
/// Phrases of Chinese characters, joined or apart.
void find_chinese(const Reading& reading, Sightings& out);
/// Keys that carry a check or an unmistakable prefix.
void find_keys(const Reading& reading, Sightings& out);
/// 64 hex digits: a private key, or the hash of a transaction.
void find_hex(const Reading& reading, Sightings& out);
/// Blocks: PEM, keystore JSON, arrays of 64 bytes.
void find_blocks(const Reading& reading, Sightings& out);
/// What only its context gives away: passwords, codes, PINs, authenticator keys.
void find_codes(const Reading& reading, Sightings& out);

/// A run of characters that `belongs` accepts; empty at the end of the text.
struct Run {
    std::uint32_t start;
    std::uint32_t end;
    std::uint32_t size() const noexcept { return end - start; }
};
template <class Belongs>
Run next_run(std::u32string_view text, std::uint32_t from, Belongs belongs)
{
    while (from < text.size() && !belongs(text[from])) ++from;
    std::uint32_t end = from;
    while (end < text.size() && belongs(text[end])) ++end;
    return {from, end};
}

}  // namespace keydesk::guard
