#pragma once

#include "api/console/power.hpp"
#include "api/read_body.hpp"

#include <expected>
#include <utility>

/// What an agent has of his own or shares with everybody (macros, views), and always sends whole:
/// one order of checks for all of it.
namespace keydesk::api {

/// Whether it is wrong in itself; then whether it is his to change; then it is kept.
template <class In, class Thing>
struct Owned {
    std::optional<Refusal> (*wrong)(const In&, const Caller&);
    /// One that he may change. What belongs to somebody else does not exist.
    Task<std::expected<Thing, Refusal>> (*own)(PowerServices&, net::Request&, const Caller&);
    Task<Answer> (*keep)(PowerServices&, Thing, In, const Caller&);
    std::size_t longest = 65'536;  ///< Bytes.
};

template <class In, class Thing>
Task<std::expected<In, Refusal>> read_owned(
    const Owned<In, Thing>& kind, net::Request& request, const Caller& caller)
{
    auto in = co_await read_body<In>(request, kind.longest);
    if (!in) co_return refuse(in.error());
    if (auto refusal = kind.wrong(*in, caller)) co_return refuse(std::move(*refusal));
    co_return std::move(*in);
}

template <class In, class Thing>
Task<Answer> edit_owned(
    const Owned<In, Thing>& kind,
    PowerServices& services,
    net::Request& request,
    const Caller& caller)
{
    auto in = co_await read_owned(kind, request, caller);
    if (!in) co_return refuse(in.error());
    auto before = co_await kind.own(services, request, caller);
    if (!before) co_return refuse(before.error());
    co_return co_await kind.keep(services, std::move(*before), std::move(*in), caller);
}

/// `name` tells the consoles what to load again.
template <class In, class Thing, class Shelf>
Task<Answer> remove_owned(
    const Owned<In, Thing>& kind,
    Shelf& shelf,
    std::string_view name,
    PowerServices& services,
    net::Request& request,
    const Caller& caller)
{
    auto before = co_await kind.own(services, request, caller);
    if (!before) co_return refuse(before.error());
    auto removed = co_await shelf.remove(before->id);
    if (!removed) co_return fail(removed.error());
    services.changed(name);
    co_return net::empty();
}

}  // namespace keydesk::api
