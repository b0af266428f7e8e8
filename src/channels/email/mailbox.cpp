#include "channels/email/mailbox.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace keydesk::email {

namespace {

namespace json = boost::json;

constexpr std::size_t kPage = 50;
constexpr std::size_t kLargest = std::size_t{30} << 20U;
/// Of a mail over the limit: enough for its headers and first words.
constexpr std::size_t kHead = 64 << 10;

std::int64_t number_in(const json::object& object, std::string_view name)
{
    const auto* found = object.if_contains(name);
    const auto* number = found == nullptr ? nullptr : found->if_int64();
    return number == nullptr ? 0 : *number;
}

}  // namespace

Cursor Cursor::read(std::string_view text)
{
    boost::system::error_code error;
    auto value = json::parse(text, error);
    const auto* object = error ? nullptr : value.if_object();
    if (object == nullptr) return {};
    return {
        .validity = static_cast<std::uint32_t>(number_in(*object, "validity")),
        .uid = static_cast<std::uint32_t>(number_in(*object, "uid")),
        .began = number_in(*object, "began"),
        .old_until = static_cast<std::uint32_t>(number_in(*object, "old_until"))};
}

std::string Cursor::write() const
{
    return json::serialize(json::object{
        {"validity", validity}, {"uid", uid}, {"began", began}, {"old_until", old_until}});
}

Cursor next_cursor(Cursor known, const net::ImapMailbox& box, bool with_history, Time now)
{
    if (known.validity == box.uid_validity) return known;
    bool first = known.validity == 0;
    known.validity = box.uid_validity;
    known.uid = 0;
    if (first) {
        known.began = with_history ? 0 : millis(now);
        known.uid = with_history || box.uid_next == 0 ? 0 : box.uid_next - 1;
    }
    known.old_until = known.uid == 0 && box.uid_next > 0 ? box.uid_next - 1 : 0;
    return known;
}

Mailbox::Mailbox(desk::Inlet& inlet, const Settings& settings, Sorter& sorter)
    : inlet_{inlet},
      settings_{settings},
      sorter_{sorter}
{
}

Task<Result<void>> Mailbox::open(net::ImapClient& client)
{
    auto box = co_await client.select(settings_.folder);
    if (!box) co_return fail(box.error());
    read_only_ = box->read_only;
    auto known = co_await inlet_.recall("cursor");
    if (!known) co_return fail(known.error());
    cursor_ = next_cursor(Cursor::read(*known), *box, settings_.history, inlet_.clock().now());
    co_return co_await keep_cursor();
}

Task<Result<void>> Mailbox::keep_cursor()
{
    co_return co_await inlet_.remember("cursor", cursor_.write());
}

bool Mailbox::is_history(const net::ImapFace& face) const
{
    if (face.uid > cursor_.old_until || !face.came_at) return false;
    // INTERNALDATE has no fractions of a second.
    return millis(*face.came_at) + 1'000 <= cursor_.began;
}

Task<Result<void>> Mailbox::collect(net::ImapClient& client)
{
    auto uids = co_await client.search(cursor_.uid + 1);
    if (!uids) co_return fail(uids.error());
    for (std::size_t at = 0; at < uids->size(); at += kPage) {
        auto end = std::min(at + kPage, uids->size());
        std::vector<std::uint32_t> page(
            uids->begin() + static_cast<std::ptrdiff_t>(at),
            uids->begin() + static_cast<std::ptrdiff_t>(end));
        auto before = cursor_.uid;
        auto taken = co_await take_page(client, std::move(page));
        // Also after a fault: what was accepted is behind us.
        if (cursor_.uid != before) {
            auto kept = co_await keep_cursor();
            if (!kept) co_return kept;
        }
        if (!taken) co_return taken;
    }
    co_return Result<void>{};
}

Task<Result<void>> Mailbox::take_page(net::ImapClient& client, std::vector<std::uint32_t> uids)
{
    auto last = uids.back();
    auto faces = co_await client.look(std::move(uids));
    if (!faces) co_return fail(faces.error());
    for (const auto& face : *faces) {
        auto taken = co_await take_one(client, face);
        if (!taken) co_return taken;
    }
    cursor_.uid = std::max(cursor_.uid, last);
    co_return Result<void>{};
}

Task<Result<void>> Mailbox::take_one(net::ImapClient& client, net::ImapFace face)
{
    if (is_history(face)) {
        cursor_.uid = face.uid;
        co_return Result<void>{};
    }
    bool large = face.size > kLargest;
    auto part = large ? std::optional{kHead} : std::nullopt;
    auto raw = co_await client.fetch(face.uid, part);
    if (!raw) co_return fail(raw.error());
    if (*raw && large) {
        auto kept = co_await sorter_.set_aside_large(std::move(**raw));
        if (!kept) co_return kept;
        cursor_.uid = face.uid;
        co_return Result<void>{};
    }
    if (*raw) {
        Letter letter{
            .raw = std::move(**raw), .came_at = face.came_at.value_or(inlet_.clock().now())};
        auto taken = co_await sorter_.take(std::move(letter));
        if (!taken) co_return fail(taken.error());
    }
    // Before the flag: that it could not be set must not bring the mail in again.
    cursor_.uid = face.uid;
    if (!*raw || read_only_) co_return Result<void>{};
    co_return co_await put_away(client, face.uid);
}

Task<Result<void>> Mailbox::put_away(net::ImapClient& client, std::uint32_t uid)
{
    auto seen = co_await client.mark_seen(uid);
    if (!seen || settings_.archive.empty()) co_return seen;
    auto moved = co_await client.move(uid, settings_.archive);
    // A folder that cannot be had is the operator's matter; the mail is with us.
    if (!moved && moved.error().kind == ErrorKind::not_found) {
        inlet_.failing("archive", moved.error().what);
        co_return Result<void>{};
    }
    co_return moved;
}

}  // namespace keydesk::email
