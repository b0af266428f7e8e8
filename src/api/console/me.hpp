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

/// Hours as the console names the locales; stored they are "zh-CN" and "en".
struct Hours {
    std::optional<std::string> zh, en;
};
BOOST_DESCRIBE_STRUCT(Hours, (), (zh, en))

struct WorkspaceOut {
    std::string name, brand_color;
    Hours hours;
    std::vector<std::string> languages;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(WorkspaceOut, (), (name, brand_color, hours, languages, phone))

/// What a page needs to begin: who I am, the token for changes, whose desk it is.
struct SessionOut {
    MeOut me;
    std::string csrf;
    WorkspaceOut workspace;
};
BOOST_DESCRIBE_STRUCT(SessionOut, (), (me, csrf, workspace))

MeOut me_of(const desk::Agent& agent);
WorkspaceOut workspace_of(desk::Workspace workspace);

/// The answer to a log-in, with the cookie.
Task<Answer> welcome(AccountServices& services, net::Request& request, desk::LoginDone done);

}  // namespace keydesk::api
