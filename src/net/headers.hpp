#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keydesk::net {

/// Compares header names, which are ASCII and know no case (RFC 9110, section 5.1).
bool same_name(std::string_view a, std::string_view b) noexcept;

/// Header fields in the order in which they are sent. Few, so a list beats a map.
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields) : fields_{fields} {}

    /// The first field of that name; empty when there is none.
    std::string_view get(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept;
    /// Replaces every field of that name. CR, LF and NUL in `value` become spaces, so that no
    /// value can begin a second header.
    void set(std::string_view name, std::string_view value);
    /// Adds one more field of that name, as Set-Cookie needs it.
    void add(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    auto begin() const noexcept { return fields_.begin(); }
    auto end() const noexcept { return fields_.end(); }
    std::size_t size() const noexcept { return fields_.size(); }

private:
    std::vector<Field> fields_;
};

}  // namespace keydesk::net
