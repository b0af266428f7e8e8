#include "net/headers.hpp"

#include <algorithm>

namespace keydesk::net {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string one_line(std::string_view value)
{
    std::string line{value};
    std::ranges::replace_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return line;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept
{
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Headers::get(std::string_view name) const noexcept
{
    for (const auto& [key, value] : fields_) {
        if (same_name(key, name)) return value;
    }
    return {};
}

bool Headers::has(std::string_view name) const noexcept
{
    return std::ranges::any_of(
        fields_, [&](const Field& field) { return same_name(field.first, name); });
}

void Headers::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

void Headers::add(std::string_view name, std::string_view value)
{
    fields_.emplace_back(std::string{name}, one_line(value));
}

void Headers::remove(std::string_view name)
{
    std::erase_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
}

}  // namespace keydesk::net
