#include "net/router.hpp"

#include <stdexcept>

namespace keydesk::net {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> place;  ///< ":name"
    std::unique_ptr<Node> tail;   ///< "*name"
    std::string name;             ///< Of the place or tail that leads here.
    std::array<Handler, 7> handlers;
    std::unique_ptr<SocketRoute> socket;
    std::string pattern;

    bool ends_here() const
    {
        if (socket) return true;
        for (const auto& handler : handlers) {
            if (handler) return true;
        }
        return false;
    }
};

namespace {

/// Splits "/a/b" into "a" and the rest "/b".
std::string_view take_segment(std::string_view& path)
{
    path.remove_prefix(1);
    auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

template <class Node>
Node& placed(std::unique_ptr<Node>& slot, std::string_view name)
{
    if (!slot) {
        slot = std::make_unique<Node>();
        slot->name = name;
    }
    if (slot->name != name) throw std::logic_error("two names for one place in a route");
    return *slot;
}

template <class Node>
Node& grow(Node& root, std::string_view pattern)
{
    if (!pattern.starts_with('/')) throw std::logic_error("a route begins with a slash");
    Node* node = &root;
    while (!pattern.empty()) {
        auto segment = take_segment(pattern);
        if (segment.starts_with(':')) {
            node = &placed(node->place, segment.substr(1));
        } else if (segment.starts_with('*')) {
            if (!pattern.empty()) throw std::logic_error("a tail ends its route");
            node = &placed(node->tail, segment.substr(1));
        } else {
            auto& child = node->literal[std::string{segment}];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    return *node;
}

/// Depth is bounded by the patterns, so recursion is too.
template <class Node>
const Node* find(const Node& node, std::string_view path, Params& params)
{
    if (path.empty()) {
        if (node.ends_here()) return &node;
        if (node.tail) return params.set(node.tail->name, ""), node.tail.get();
        return nullptr;
    }
    auto rest = path;
    auto segment = take_segment(rest);
    if (auto child = node.literal.find(segment); child != node.literal.end()) {
        if (auto* found = find(*child->second, rest, params)) return found;
    }
    if (node.place && !segment.empty()) {
        if (auto* found = find(*node.place, rest, params)) {
            params.set(node.place->name, std::string{segment});
            return found;
        }
    }
    if (!node.tail) return nullptr;
    params.set(node.tail->name, std::string{path.substr(1)});
    return node.tail.get();
}

template <class Node>
std::string allowed(const Node& node)
{
    std::string list;
    for (std::size_t i = 0; i < node.handlers.size(); ++i) {
        auto method = static_cast<Method>(i);
        bool known = node.handlers[i] || (method == Method::head && node.handlers[0]) ||
                     (method == Method::get && node.socket);
        if (!known) continue;
        if (!list.empty()) list += ", ";
        list += name_of(method);
    }
    return list;
}

}  // namespace

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::on(Method method, std::string_view pattern, Handler handler)
{
    auto& node = grow(*root_, pattern);
    node.pattern = pattern;
    auto& slot = node.handlers[static_cast<std::size_t>(method)];
    if (slot) throw std::logic_error("a route is set twice: " + std::string{pattern});
    slot = std::move(handler);
}

void Router::on_socket(
    std::string_view pattern, SocketOptions options, OriginCheck may_open, SocketHandler handler)
{
    auto& node = grow(*root_, pattern);
    node.pattern = pattern;
    auto& slot = node.socket;
    if (slot) throw std::logic_error("a socket is set twice: " + std::string{pattern});
    slot = std::make_unique<SocketRoute>();
    slot->options = std::move(options);
    slot->may_open = std::move(may_open);
    slot->handler = std::move(handler);
}

void Router::assets(std::span<const Asset> table)
{
    for (const auto& asset : table) assets_[asset.path] = &asset;
}

void Router::otherwise(Handler handler)
{
    otherwise_ = std::move(handler);
}

Router::Match Router::match(Method method, std::string_view path, Params& params) const
{
    bool reads = method == Method::get || method == Method::head;
    Match match;
    if (path.starts_with('/')) {
        if (const Node* node = find(*root_, path, params)) {
            const auto& exact = node->handlers[static_cast<std::size_t>(method)];
            const auto& get = node->handlers[0];
            match.pattern = node->pattern;
            match.socket = method == Method::get ? node->socket.get() : nullptr;
            match.handler = exact ? &exact : reads && get ? &get : nullptr;
            if (match.handler == nullptr && match.socket == nullptr) match.allow = allowed(*node);
            return match;
        }
    }
    if (auto found = assets_.find(path); found != assets_.end()) {
        if (reads)
            match.asset = found->second;
        else
            match.allow = "GET, HEAD";
        return match;
    }
    if (reads && otherwise_) match.handler = &otherwise_;
    return match;
}

}  // namespace keydesk::net
