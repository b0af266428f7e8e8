#pragma once

#include <span>
#include <string_view>

/// Whether a customer wants a human being, and what is no question at all. Pure.
namespace keydesk::text {

/// "person please", "转人工", with slips. Rather once too often: he who asks is never kept waiting
/// by a machine.
bool asks_for_person(std::string_view utf8);

/// How customers say it: the recogniser learns from these what the lexicon does not hold.
std::span<const std::string_view> wishes_for_person();

/// Greetings, thanks and the like, by which the recogniser learns what is no case.
std::span<const std::string_view> small_talk();

}  // namespace keydesk::text
