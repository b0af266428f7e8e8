#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "channels/telegram/message.hpp"
#include "desk/channels/channel.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Albums: several messages with one media_group_id and no last one, gathered into one arrival.
namespace keydesk::telegram {

/// One album, open until nothing has come for a second, and then remembered for a while, so that a
/// repeat or an edit of its parts finds it.
struct Album {
    std::int64_t chat = 0;
    std::string group;                ///< media_group_id
    std::vector<std::int64_t> parts;  ///< Message ids.
    bool open = false;
    Time due{};  ///< When open: quiet until then.
    desk::Arrival arrival{.external_id = {}, .person = {}, .place = {}, .text = guard::RawText{""}};
};

/// As it is remembered. Its texts were read by the guard before, since this is written to disk.
std::string write_album(const Album& album);
std::optional<Album> read_album(std::string_view text);

/// Telegram sends the next message of a chat only after the one before was acknowledged, so an
/// album cannot be gathered before its first part is: the parts wait in the inlet's (sealed)
/// memory, and a restart goes on with them.
class Albums {
public:
    explicit Albums(desk::Inlet& inlet);

    /// Takes up what was open when the process ended. Telling it twice changes nothing.
    Task<Result<void>> restore();

    /// The part is on disk when this returns `true`; `false`: too many are open, or the album has
    /// gone already and this part is late: it stands for itself. A repeat changes nothing.
    Task<Result<bool>> add(desk::Arrival part, std::string group, Spot spot);

    /// The indexes of what must go now: quiet for long enough, or (`chat` not 0) of that chat,
    /// where something else follows.
    std::vector<std::size_t> ripe(std::int64_t chat) const;
    const desk::Arrival& arrival(std::size_t index) const { return slots_[index].arrival; }
    /// The desk has it.
    Task<Result<void>> close(std::size_t index);
    /// It could not be taken now; again after `wait`.
    void postpone(std::size_t index, std::chrono::milliseconds wait);

    bool any_open() const noexcept;
    /// The arrival's name of a message that is part of an album; its own otherwise.
    std::string name_of(std::int64_t chat, std::int64_t message) const;

private:
    std::optional<std::size_t> place_for(std::int64_t chat, const std::string& group) const;
    Task<Result<void>> keep(std::size_t index);

    desk::Inlet& inlet_;
    std::vector<Album> slots_;
    bool restored_ = false;
};

}  // namespace keydesk::telegram
