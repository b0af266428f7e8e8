#include "channels/telegram/album.hpp"

#include <algorithm>
#include <utility>

namespace keydesk::telegram {

namespace {

/// Albums that are open at once, of all chats; one more goes in pieces.
constexpr std::size_t kSlots = 16;
constexpr std::chrono::milliseconds kQuiet{1'000};
constexpr std::size_t kMostParts = 10;  // Telegram's own limit.

std::string slot_key(std::size_t index)
{
    return "album-" + std::to_string(index);
}

void append(desk::Arrival& whole, desk::Arrival part)
{
    auto text = whole.text.reveal();
    const auto& more = part.text.reveal();
    if (!text.empty() && !more.empty()) text += '\n';
    whole.text = guard::RawText{text + more};
    for (auto& file : part.files) whole.files.push_back(std::move(file));
    for (auto& warning : part.warnings) {
        if (std::ranges::count(whole.warnings, warning) == 0) {
            whole.warnings.push_back(std::move(warning));
        }
    }
    if (whole.answers.empty()) whole.answers = part.answers;
    if (!whole.quoted) whole.quoted = std::move(part.quoted);
}

/// What is written down has been read by the guard, here as anywhere.
desk::Arrival guarded(desk::Arrival part)
{
    part.text = guard::RawText{guard::clean(part.text).text.str()};
    if (part.quoted) part.quoted = guard::RawText{guard::clean(*part.quoted).text.str()};
    return part;
}

}  // namespace

Albums::Albums(desk::Inlet& inlet) : inlet_{inlet}, slots_(kSlots) {}

Task<Result<void>> Albums::restore()
{
    std::vector<Album> found(kSlots);
    for (std::size_t i = 0; i < kSlots; ++i) {
        auto text = co_await inlet_.recall(slot_key(i));
        if (!text) co_return fail(text.error());
        if (auto album = read_album(*text)) found[i] = std::move(*album);
    }
    // Two calls may have come as far as here.
    if (std::exchange(restored_, true)) co_return Result<void>{};
    slots_ = std::move(found);
    co_return Result<void>{};
}

std::optional<std::size_t> Albums::place_for(std::int64_t chat, const std::string& group) const
{
    auto same = std::ranges::find_if(
        slots_, [&](const Album& album) { return album.chat == chat && album.group == group; });
    if (same != slots_.end()) return same - slots_.begin();
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].open) continue;
        if (!best || slots_[i].due < slots_[*best].due) best = i;
    }
    return best;
}

Task<Result<bool>> Albums::add(desk::Arrival part, std::string group, Spot spot)
{
    auto index = place_for(spot.chat, group);
    auto name = read_message_name(part.external_id);
    if (!index || !name) co_return false;
    auto& album = slots_[*index];
    bool known = album.chat == spot.chat && album.group == group;
    if (known && std::ranges::count(album.parts, name->message) > 0) co_return true;
    if (known && (!album.open || album.parts.size() >= kMostParts)) co_return false;
    auto before = album;
    if (!known) album = Album{.chat = spot.chat, .group = group, .open = true};
    if (known) {
        append(album.arrival, guarded(std::move(part)));
    } else {
        album.arrival = guarded(std::move(part));
    }
    album.parts.push_back(name->message);
    album.due = inlet_.clock().now() + kQuiet;
    auto kept = co_await keep(*index);
    if (kept) co_return true;
    slots_[*index] = std::move(before);  // It comes again.
    co_return fail(kept.error());
}

std::vector<std::size_t> Albums::ripe(std::int64_t chat) const
{
    auto now = inlet_.clock().now();
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const auto& album = slots_[i];
        if (album.open && (album.due <= now || (chat != 0 && album.chat == chat))) out.push_back(i);
    }
    return out;
}

Task<Result<void>> Albums::close(std::size_t index)
{
    auto& album = slots_[index];
    album.open = false;
    album.arrival.text = guard::RawText{""};
    album.arrival.quoted.reset();
    album.arrival.files.clear();
    co_return co_await keep(index);
}

void Albums::postpone(std::size_t index, std::chrono::milliseconds wait)
{
    slots_[index].due = inlet_.clock().now() + wait;
}

bool Albums::any_open() const noexcept
{
    return std::ranges::any_of(slots_, &Album::open);
}

std::string Albums::name_of(std::int64_t chat, std::int64_t message) const
{
    for (const auto& album : slots_) {
        bool part = album.chat == chat && std::ranges::count(album.parts, message) > 0;
        if (part) return album.arrival.external_id;
    }
    return name_of_message(chat, message);
}

Task<Result<void>> Albums::keep(std::size_t index)
{
    auto text = write_album(slots_[index]);
    co_return co_await inlet_.remember(slot_key(index), std::move(text));
}

}  // namespace keydesk::telegram
