// What would be sent to Telegram: reads texts (JSON strings, one a line), writes for each, on one
// line, the parts as sendMessage gets them and whether the text names the bot MyWalletBot.
#include "channels/telegram/message.hpp"
#include "channels/telegram/wire.hpp"
#include "desk/channels/split.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <string>

using namespace keydesk;

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        auto text = telegram::text_at(telegram::json::parse(line), "");
        telegram::json::array parts;
        auto longest = telegram::kLongestText;
        for (const auto& part : desk::split(text, longest, desk::Unit::code_points)) {
            parts.push_back(telegram::send_message({.chat = 42}, part));
        }
        telegram::json::object out{
            {"parts", std::move(parts)}, {"named", telegram::names_us(text, "MyWalletBot")}};
        std::cout << telegram::json::serialize(out) << '\n';
    }
}
