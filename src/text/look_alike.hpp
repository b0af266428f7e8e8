#pragma once

#include <string>
#include <string_view>

/// Names that are made to be mistaken for ours. Pure.
///
/// Not the whole of Unicode's confusables (UTS 39): what is met in chats, namely case, digits for
/// letters, Cyrillic and Greek, full-width and ornamental letters, accents, what has no width, and
/// the traditional form of the few characters that stand in names of service teams.
namespace keydesk::text {

/// What a reader takes a name for, for comparing only: "Кеуdеsk Suрроrt" and "KEYDESK_5upport"
/// give the same. Spaces, punctuation and emoji are left out; broken UTF-8 as well.
std::string look_of(std::string_view utf8);

enum class Likeness {
    none,
    /// Contains ours, or is the same but so short that it may well be his own ("Anna").
    similar,
    /// Reads as ours to a hurried eye, or is ours with a word such as "support" or 客服.
    same
};

/// Whether `name` may be taken for `ours`.
Likeness likeness(std::string_view name, std::string_view ours);

}  // namespace keydesk::text
