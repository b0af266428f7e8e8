#pragma once

#include "store/playbooks/turn.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

/// What the desk can do in a case. Private to store/playbook_*.cpp.
namespace keydesk::store {

/// One entry in the making: where it is written, what is known, what the desk may say.
struct Hand {
    Turn& turn;
    const LogEntry& entry;
    const PlaybookAround& around;
    desk::BookPtr book;
    CaseTurn state;
    std::string inbox;  ///< By which the customer wrote.

    Writing& writing() { return turn.writing(state.conversation); }
    /// A private entry of the timeline.
    Result<void> note(boost::json::object what);
    /// Where the customer stands, in his language.
    std::string place();
    Result<void> set_tier(const std::string& tier);
    /// The one message that the customer gets; his door has been heard.
    Result<void> tell(std::string body, boost::json::object payload);
};

/// "Talk to a person", as it stands on the button.
std::string person_label(bool chinese);

/// From now on the desk is silent.
Result<void> hand_over(Hand& hand, const std::string& tier);
Result<void> give_person(Hand& hand);
/// "We have it": to a door that has heard nothing yet.
Result<void> say_received(Hand& hand);
Result<void> set_case(Hand& hand, const desk::Playbook& playbook, double confidence);
/// A choice of the likeliest cases, and a person.
Result<void> offer(Hand& hand, const std::vector<text::Guess>& likely);
/// Asks, answers or waits, whatever is next in the case.
Result<void> proceed(Hand& hand);

}  // namespace keydesk::store
