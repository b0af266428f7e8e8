#pragma once

#include "desk/channels/departure.hpp"
#include "desk/feedback/confirmations.hpp"

#include <string>

namespace keydesk::app {

/// The one mail that asks whether an address is right. It holds the number and two links; never a
/// word of what was submitted, nor anybody's name.
struct ConfirmationMail {
    desk::Confirmation confirmation;
    std::string brand;
    std::string yes, no;  ///< Links.
};

desk::Departure departure_of_mail(const ConfirmationMail& mail);
/// The address of the thread by which answers go later, as the mail door writes it. `message_id`:
/// of the mail that asked; they stand below it in his mailbox.
std::string answers_place(const ConfirmationMail& mail, const std::string& message_id);

}  // namespace keydesk::app
