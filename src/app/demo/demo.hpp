#pragma once

#include "app/application.hpp"

namespace keydesk::app {

inline constexpr auto kDemoEmail = "suya@demo.keydesk.example";

/// Fills an empty desk with an inbox ("demo"), agents, labels, saved replies and believable
/// conversations in both languages, through the same ports as real ones. A desk that is not empty
/// stays as it is.
Task<Result<void>> fill_demo(House& house);

/// The demo agents' password: made at the first start, kept in the data folder.
std::string demo_password(const House& house);

}  // namespace keydesk::app
