#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

namespace keydesk::app {

/// What `keydesk admin create` and `keydesk admin reset` are told.
struct AdminOptions {
    std::filesystem::path data = "data";
    std::string email;
    std::string name;             ///< Empty: what stands before the @.
    std::string role = "admin";   ///< agent, lead or admin; for `create`.
    std::string locale = "en";    ///< en or zh-CN; for `create`.
    bool password_stdin = false;  ///< The first line of `in`; otherwise one is made and shown once.
};

/// Makes an agent. Needs the data folder for itself: while a server runs it says so and changes
/// nothing (agents are then invited in the console). Returns the exit code: 0, 1, or 2 when the
/// options are wrong.
int admin_create(
    const AdminOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

/// Gives an agent a new password, ends his sessions, and takes his one-time codes, his lock-out
/// and his being disabled away: for whoever lost phone and password.
int admin_reset(
    const AdminOptions& options, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace keydesk::app
