#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keydesk::store {

/// The JSON object of an entry, read by followers that others' entries must not stop: what is
/// absent, broken or of another type reads as empty or 0.
class Payload {
public:
    explicit Payload(std::string_view text);
    explicit Payload(const boost::json::object& fields) : fields_{fields} {}

    std::string text(std::string_view name) const;
    /// Of {"to": {"id": …}} and of {"to": "…"}; null is empty.
    std::string id(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;
    /// An object in it.
    Payload object(std::string_view name) const;
    /// The objects of a list.
    std::vector<Payload> objects(std::string_view name) const;

private:
    boost::json::object fields_;
};

/// The case type that an entry {"what":"case"} names.
std::string case_of(const Payload& payload);

}  // namespace keydesk::store
