#pragma once

#include "api/problem.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

/// Pages that the server writes: they work without scripts, can be printed and linked.
namespace keydesk::api::html {

/// For element content and for attribute values in double quotes.
std::string escaped(std::string_view text);

/// A sentence with a value in the place of each "{}", in their order; a value's own "{}" stays.
std::string filled(std::string_view sentence, std::initializer_list<std::string_view> values);

struct Page {
    Locale locale = Locale::en;
    std::string title, brand;
    std::string path;  ///< Of the page itself, for the other language's link.
    std::string stylesheet, script = {};
    std::string body;        ///< HTML.
    std::string query = {};  ///< "&name=value" that the other language's link keeps.
    bool posts = false;      ///< It holds a form of ours; its address holds a token.
};

/// The whole answer, with its Content-Security-Policy.
net::Response page(const Page& page);

/// ?lang= before Accept-Language; Chinese when neither says anything.
Locale locale_of(const net::Request& request);

}  // namespace keydesk::api::html
