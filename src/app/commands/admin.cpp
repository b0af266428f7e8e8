#include "app/commands/admin.hpp"

#include "app/application.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/password_hash.hpp"
#include "desk/accounts/password.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <iostream>

namespace keydesk::app {

namespace {

/// Five groups of four, without letters that are read as others: 20 × log2(31) = 99 bits.
std::string made_password()
{
    constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    std::string out;
    while (out.size() < 24) {
        if (out.size() % 5 == 4) {
            out += '-';
            continue;
        }
        std::array<unsigned char, 1> byte{};
        fill_random(byte);
        // 248 is the last multiple of 31: the rest would make some letters likelier.
        if (byte[0] < 248) out += kLetters[byte[0] % kLetters.size()];
    }
    return out;
}

std::string sentence_of(std::string_view fault)
{
    if (fault == "too_short") return "The password needs at least ten characters.";
    if (fault == "too_long") return "The password is too long.";
    if (fault == "too_common") return "This password is one of the first that anybody tries.";
    return "The password must not hold the name from the e-mail address.";
}

struct Password {
    std::string text;
    bool made = false;
};

Result<Password> password_of(const AdminOptions& options, std::istream& in)
{
    if (!options.password_stdin) return Password{made_password(), true};
    std::string line;
    std::getline(in, line);
    if (line.ends_with('\r')) line.pop_back();
    auto weak = desk::password_fault(line, options.email);
    if (weak) return fail(ErrorKind::invalid_input, sentence_of(*weak));
    return Password{std::move(line), false};
}

Task<Result<void>> create(House& house, AdminOptions options, desk::Role role, std::string password)
{
    auto hash = hash_password(Secret{std::move(password)});
    if (!hash) co_return fail(hash.error());
    auto now = house.clock.now();
    desk::NewAgent agent{
        new_id(now), options.name, options.email, role, std::move(*hash), options.locale, now};
    desk::AuditEntry audit{now, "console", "agent.create", agent.id};
    audit.detail = R"({"role":")" + options.role + R"("})";
    auto made = co_await house.accounts->create_agent(std::move(agent), std::move(audit));
    if (!made && made.error().kind == ErrorKind::conflict)
        co_return fail(
            ErrorKind::conflict,
            options.email + " has an account already; `keydesk admin reset` gives a new password.");
    co_return made;
}

Task<Result<void>> reset(House& house, AdminOptions options, std::string password)
{
    auto found = co_await house.accounts->by_email(options.email);
    if (!found) co_return fail(found.error());
    if (!*found)
        co_return fail(ErrorKind::not_found, "There is no account of " + options.email + ".");
    auto hash = hash_password(Secret{std::move(password)});
    if (!hash) co_return fail(hash.error());
    auto id = (*found)->agent.id;
    desk::AuditEntry audit{house.clock.now(), "console", "agent.reset", id};
    co_return co_await house.accounts->reset(id, std::move(*hash), std::move(audit));
}

/// Opens the house, lets `act` work in it and closes it again.
template <class Act>
Task<Result<void>> visit(
    boost::asio::io_context& io, std::filesystem::path data, std::ostream& log, Act act)
{
    auto say = [&log](std::string_view line) { log << line << "\n"; };
    auto house = co_await open_house(io, std::move(data), say);
    if (!house) co_return fail(house.error());
    auto done = co_await act(**house);
    (*house)->database->close();
    co_return done;
}

template <class Act>
Result<void> in_house(const std::filesystem::path& data, std::ostream& err, Act act)
{
    boost::asio::io_context io;
    Result<void> outcome;
    auto finished = [&outcome](std::exception_ptr bug, Result<void> done) {
        outcome = std::move(done);
        if (bug) outcome = fail(ErrorKind::internal, "unexpected failure");
    };
    boost::asio::co_spawn(io, visit(io, data, err, std::move(act)), finished);
    io.run();
    return outcome;
}

/// Tidies what was typed. Errors: invalid_input, for the operator.
Result<AdminOptions> checked(AdminOptions options)
{
    options.email = desk::tidy_email(options.email);
    if (options.email.empty())
        return fail(ErrorKind::invalid_input, "--email is no e-mail address.");
    if (options.name.empty()) options.name = options.email.substr(0, options.email.find('@'));
    if (!desk::role_of(options.role))
        return fail(ErrorKind::invalid_input, "--role is one of agent, lead, admin.");
    if (options.locale != "en" && options.locale != "zh-CN")
        return fail(ErrorKind::invalid_input, "--locale is en or zh-CN.");
    return options;
}

template <class Act>
int run(const AdminOptions& given, std::istream& in, std::ostream& out, std::ostream& err, Act act)
{
    auto options = checked(given);
    if (!options) {
        err << options.error().what << "\n";
        return 2;
    }
    auto password = password_of(*options, in);
    if (!password) {
        err << password.error().what << "\n";
        return 2;
    }
    auto done = in_house(
        options->data, err, [&](House& house) { return act(house, *options, password->text); });
    if (!done) {
        err << done.error().what << "\n";
        return 1;
    }
    out << "Log in at /console with " << options->email << "\n";
    if (password->made) out << "Password (shown only now): " << password->text << "\n";
    return 0;
}

}  // namespace

int admin_create(
    const AdminOptions& options, std::istream& in, std::ostream& out, std::ostream& err)
{
    auto act = [](House& house, const AdminOptions& tidy, const std::string& password) {
        return create(house, tidy, desk::role_of(tidy.role).value_or(desk::Role::agent), password);
    };
    return run(options, in, out, err, act);
}

int admin_reset(const AdminOptions& options, std::istream& in, std::ostream& out, std::ostream& err)
{
    auto act = [](House& house, const AdminOptions& tidy, const std::string& password) {
        return reset(house, tidy, password);
    };
    return run(options, in, out, err, act);
}

}  // namespace keydesk::app
