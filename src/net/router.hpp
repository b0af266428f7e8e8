#pragma once

#include "net/message.hpp"
#include "net/socket.hpp"

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keydesk::net {

/// A place where sockets open.
struct SocketRoute {
    SocketOptions options;
    OriginCheck may_open;
    SocketHandler handler;
};

/// Which handler answers which path.
///
///     router.on(Method::post, "/api/v1/conversations/:id/messages", handler);
///     router.on(Method::get, "/console/*rest", page);
///
/// A place (":id") takes one segment, a tail ("*rest") takes all that remain, also none. Literal
/// text wins over a place, a place over a tail, whatever the order of registration. GET answers
/// HEAD too. Patterns are the program's own text: a wrong or doubled one throws std::logic_error.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    void on(Method method, std::string_view pattern, Handler handler);
    void on_socket(
        std::string_view pattern,
        SocketOptions options,
        OriginCheck may_open,
        SocketHandler handler);
    /// Files by their exact path; they stand behind the routes. `table` outlives the router.
    void assets(std::span<const Asset> table);
    /// Answers GET where nothing else does, instead of 404.
    void otherwise(Handler handler);

    struct Match {
        const Handler* handler = nullptr;
        const SocketRoute* socket = nullptr;
        const Asset* asset = nullptr;
        std::string_view pattern = {};  ///< As registered; empty for assets and the fallback.
        std::string allow = {};         ///< Path known, method not: the methods that are (405).
    };
    /// Fills `params`. All empty: 404.
    Match match(Method method, std::string_view path, Params& params) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::unordered_map<std::string_view, const Asset*> assets_;
    Handler otherwise_;
};

}  // namespace keydesk::net
