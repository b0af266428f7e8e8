#pragma once

#include "text/facts.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the finders of facts share. Private to text.
namespace keydesk::text {

/// A message while it is searched. `folded` has the same places as `letters`.
struct Searched {
    std::u32string letters, folded;
    std::vector<Fact> facts;

    /// Adds unless something found before stands there.
    void add(Fact fact);
    std::string part(std::size_t start, std::size_t end) const;
    bool word_begins(std::size_t at) const;  ///< No letter or digit stands before.
    bool word_ends(std::size_t at) const;
};

void find_marks(Searched& s);   ///< Hashes, addresses, links, handles, e-mail, phones.
void find_errors(Searched& s);  ///< What a machine said.
void find_names(Searched& s);   ///< Versions, systems, devices, counterparties, networks.
void find_amounts(Searched& s);
void find_times(Searched& s, const Surroundings& around);

}  // namespace keydesk::text
