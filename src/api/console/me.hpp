#pragma once

#include "api/console/services.hpp"
#include "api/wire.hpp"

namespace keydesk::api {

struct MeOut {
    std::string id, name, email;
    desk::Role role = desk::Role::agent;
    std::string avatar, locale;
    bool totp = false;
    std::vector<std::string> permissions;
    std::string availability, signature;
};
BOOST_DESCRIBE_STRUCT(
    MeOut, (), (id, name, email, role, avatar, locale, totp, permissions, availability, signature))

struct WorkspaceOut {
    std::string name, brand_color;
};
BOOST_DESCRIBE_STRUCT(WorkspaceOut, (), (name, brand_color))

/// What a page needs to begin: who I am, the token for changes, whose desk it is.
struct SessionOut {
    MeOut me;
    std::string csrf;
    WorkspaceOut workspace;
};
BOOST_DESCRIBE_STRUCT(SessionOut, (), (me, csrf, workspace))

MeOut me_of(const desk::Agent& agent);

/// The answer to a log-in, with the cookie.
Task<Answer> welcome(AccountServices& services, net::Request& request, desk::LoginDone done);

}  // namespace keydesk::api
