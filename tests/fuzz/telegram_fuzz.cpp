// Updates of Telegram and its answers: whatever they are made of, they are read or passed over.
#include "channels/telegram/album.hpp"
#include "channels/telegram/imitation.hpp"
#include "channels/telegram/message.hpp"
#include "channels/telegram/wire.hpp"
#include "net/target.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace keydesk::telegram;

const Account kMe{.id = 100000, .username = "MyWalletBot", .name = "MyWallet"};

void must(bool holds)
{
    if (!holds) std::abort();
}

void check_text(const std::string& text)
{
    must(!text.contains('\0'));
    must(keydesk::net::valid_utf8(text));
}

void check_message(const Message& message)
{
    auto arrival = arrival_of(message);
    check_text(arrival.text.reveal());
    check_text(arrival.person.name);
    check_text(arrival.place.title);
    must(arrival.external_id.size() <= 200 && arrival.place.key.size() <= 200);
    must(read_address(arrival.place.address).has_value() == (message.spot.chat != 0));
    must(arrival.place.is_public == message.spot.in_group());
    for (const auto& file : arrival.files) must(!file.source.empty());
    // What lies in memory over a restart is what was put there.
    Album album{.chat = 1, .group = "g", .parts = {1}, .open = true, .arrival = arrival};
    auto text = write_album(album);
    auto again = read_album(text);
    must(again.has_value() && write_album(*again) == text);
    (void)imitation_of(message.face, {"MyWallet", "星钱包"}, kMe);
}

void check_answer(int status, std::string_view body)
{
    auto answer = open_answer(status, body);
    if (answer) return;
    auto fault = fault_of(answer.error(), {.chat = -5, .topic = 2, .user = 7});
    using keydesk::desk::SendFault;
    must(fault.fault != SendFault::closed);
    must((fault.fault == SendFault::moved) == !fault.new_key.empty());
    must(!fault.after || fault.after->count() >= 0);
    must(!error_of(answer.error()).what.empty());
}

}  // namespace

/// The first byte is the status of an answer; the rest is an update, and an answer's body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    check_answer(data[0] % 2U == 0 ? 200 : 400 + data[0], text);
    (void)read_album(text);
    boost::system::error_code broken;
    auto value = boost::json::parse(text, broken);
    if (broken) return 0;
    (void)update_id(value);
    auto update = read_update(value, kMe);
    if (update.message) check_message(*update.message);
    return 0;
}
