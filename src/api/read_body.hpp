#pragma once

#include "api/problem.hpp"
#include "api/wire.hpp"

namespace keydesk::api {

/// The bytes of the body, or the refusal that fits.
Task<std::expected<std::string, Refusal>> read_bytes(net::Request& request, std::size_t limit);

/// Reads the body of a request as T: 413 beyond `limit` bytes, 400 with the faults when it is
/// wrong. See wire.hpp.
template <class T>
Task<std::expected<T, Refusal>> read_body(net::Request& request, std::size_t limit = 65'536)
{
    auto bytes = co_await read_bytes(request, limit);
    if (!bytes) co_return refuse(bytes.error());
    Faults faults;
    auto value = read<T>(*bytes, faults);
    if (!value) co_return refuse({value.error(), std::move(faults)});
    co_return std::move(*value);
}

}  // namespace keydesk::api
