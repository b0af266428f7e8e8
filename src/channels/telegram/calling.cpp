#include "channels/telegram/calling.hpp"

#include "base/trim.hpp"
#include "channels/telegram/wire.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace keydesk::telegram {

namespace {

/// Ours when no bot is named with them: other bots of the group hear the rest.
constexpr std::array kOurCommands =
    std::to_array<std::string_view>({"start", "help", "support", "groups"});

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// What user names are made of.
bool name_sign(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t find_name(std::string_view text, std::string_view username)
{
    if (username.empty()) return text.npos;
    for (auto at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
        auto after = at + 1 + username.size();
        bool begins = at == 0 || !name_sign(text[at - 1]);  // Not inside an e-mail address.
        bool ends = after >= text.size() || !name_sign(text[after]);
        if (begins && ends && same_word(text.substr(at + 1, username.size()), username)) return at;
    }
    return text.npos;
}

/// A command with which the text begins: "/start@MyWalletBot".
struct Command {
    std::string name;
    std::string bot;  ///< May be empty.
    std::string_view rest;
};

std::optional<Command> read_command(const json::value& message, std::string_view text)
{
    const auto* entities = list_at(message, "/entities");
    if (entities == nullptr) return std::nullopt;
    for (const auto& entity : *entities) {
        if (text_at(entity, "/type") != "bot_command") continue;
        if (number_at(entity, "/offset") != 0) continue;
        auto word = utf16_part(text, 0, number_at(entity, "/length").value_or(0));
        if (!word || !word->starts_with('/')) continue;
        auto name = word->substr(1);
        auto at = name.find('@');
        Command out{.name = std::string{name.substr(0, at)}, .bot = {}, .rest = {}};
        std::ranges::transform(out.name, out.name.begin(), lower);
        if (at != name.npos) out.bot = name.substr(at + 1);
        out.rest = trimmed(text.substr(word->size()));
        return out;
    }
    return std::nullopt;
}

/// An entity of `entities` that names us; also a command further inside the text.
bool entity_names_us(const json::value& entity, std::string_view text, const Account& me)
{
    auto type = text_at(entity, "/type");
    if (type == "text_mention") return number_at(entity, "/user/id") == me.id;
    if (type != "mention" && type != "bot_command") return false;
    auto offset = number_at(entity, "/offset").value_or(-1);
    auto part = utf16_part(text, offset, number_at(entity, "/length").value_or(0));
    if (!part) return false;
    auto at = part->find('@');
    return at != part->npos && !me.username.empty() && same_word(part->substr(at + 1), me.username);
}

bool any_entity_names_us(const json::value& message, const Account& me)
{
    for (const auto* which : {"text", "caption"}) {
        bool caption = which[0] == 'c';
        const auto* entities = list_at(message, caption ? "/caption_entities" : "/entities");
        if (entities == nullptr) continue;
        auto text = text_at(message, "/" + std::string{which});
        for (const auto& entity : *entities) {
            if (entity_names_us(entity, text, me)) return true;
        }
    }
    return false;
}

/// Nothing is left when our name is taken out.
bool only_our_name(std::string_view text, const Account& me)
{
    auto at = find_name(text, me.username);
    if (at == text.npos) return false;
    std::string rest{text.substr(0, at)};
    rest += text.substr(at + 1 + me.username.size());
    return trimmed(rest).empty();
}

Call call_of(const json::value& message, const Account& me, const Message& read)
{
    const auto& text = read.content.text;
    auto command = read_command(message, text);
    bool ours_by_name = command && same_word(command->bot, me.username);
    if (command && !command->bot.empty() && !ours_by_name) return Call::none;
    bool own =
        command && command->bot.empty() && std::ranges::count(kOurCommands, command->name) > 0;
    bool called = !read.answers.empty() || any_entity_names_us(message, me) ||
                  names_us(text, me.username) || ours_by_name || own;
    if (!called) return Call::none;
    bool empty = read.content.files.empty() && read.quoted.empty() && read.answers.empty() &&
                 (only_our_name(text, me) || ((ours_by_name || own) && command->rest.empty()));
    return empty ? Call::bare : Call::asked;
}

}  // namespace

bool names_us(std::string_view text, std::string_view username)
{
    return find_name(text, username) != text.npos;
}

void read_calling(const json::value& message, const Account& me, Message& out)
{
    if (out.content.service) return;
    if (auto command = read_command(message, out.content.text)) {
        bool ours = command->bot.empty() || same_word(command->bot, me.username);
        if (ours) {
            out.command = command->name;
            out.argument = command->rest;
        }
    }
    bool person = out.chat == Message::Chat::with_person;
    out.call = person ? Call::asked : call_of(message, me, out);
}

}  // namespace keydesk::telegram
