#include "store/queue/zones.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace keydesk::store {

Result<std::shared_ptr<const desk::Zone>> zone_named(const std::string& name)
{
    using Shared = std::shared_ptr<const desk::Zone>;
    if (auto fixed = desk::Zone::named_offset(name)) {
        return Shared{std::make_shared<desk::Zone>(std::move(*fixed))};
    }
    // Names are letters, digits, _ + - and single slashes between: nothing leads out of the folder.
    auto plain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '+' || c == '-' || c == '/';
    };
    bool safe = !name.empty() && name.size() <= 60 && std::ranges::all_of(name, plain) &&
                name.front() != '/' && name.find("//") == std::string::npos;
    if (!safe) return fail(ErrorKind::invalid_input, "no such time zone");
    auto path = std::filesystem::path{"/usr/share/zoneinfo"} / name;
    std::error_code none;
    if (!std::filesystem::is_regular_file(path, none)) {
        return fail(ErrorKind::invalid_input, "no such time zone");
    }
    std::ifstream in{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    auto zone = desk::Zone::read(bytes);
    if (!zone) return fail(zone.error());
    return Shared{std::make_shared<desk::Zone>(std::move(*zone))};
}

std::shared_ptr<const desk::Zone> ZoneBook::find(const std::string& name)
{
    if (name.empty()) return nullptr;
    if (auto known = known_.find(name); known != known_.end()) return known->second;
    auto read = zone_named(name);
    // Only what exists is kept: names come from strangers.
    if (!read) return nullptr;
    return known_.emplace(name, std::move(*read)).first->second;
}

}  // namespace keydesk::store
