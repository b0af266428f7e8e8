#pragma once

#include "desk/channels/capabilities.hpp"
#include "desk/channels/ports.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Cutting a reply to the size of a door. Pure.
namespace keydesk::desk {

/// How long a provider counts `text`, valid UTF-8, to be.
std::int64_t length_of(std::string_view text, Unit unit) noexcept;

/// Pieces that are each at most `limit` long, in order; nothing is lost but the white space at the
/// cuts. Cuts at a paragraph's end where it can, else at a sentence's, a word's, and never inside
/// a character with its accents, skin tone or joiners. `limit` is at least 16.
std::vector<std::string> split(std::string_view text, std::size_t limit, Unit unit);

/// The parts in which a message leaves: its text, then each file.
std::vector<Part> parts_of(
    const std::string& text, const std::vector<Attachment>& files, const Capabilities& door);

/// What the door cannot carry of these files: "file_type", "file_size"; empty: it carries all.
std::string file_fault(const std::vector<Attachment>& files, const Capabilities& door);

}  // namespace keydesk::desk
