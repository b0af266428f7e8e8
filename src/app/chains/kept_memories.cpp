#include "app/chains/kept_memories.hpp"

#include "desk/diagnosis/json.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>

namespace keydesk::app {

namespace {

namespace json = boost::json;

/// The same hash is written with 0x on one chain and without on another.
std::string key_of(const std::string& id)
{
    return id.starts_with("0x") ? id.substr(2) : id;
}

Result<desk::Memory> read_line(const std::string& line)
{
    boost::system::error_code failed;
    const auto value = json::parse(line, failed);
    if (failed) return fail(ErrorKind::invalid_input, "this is not JSON");
    return desk::memory_of(value);
}

}  // namespace

Result<KeptMemories> KeptMemories::read(std::filesystem::path file)
{
    KeptMemories memories;
    memories.file_ = std::move(file);
    std::ifstream in{memories.file_};
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        auto memory = read_line(line);
        if (!memory) {
            const auto where = memories.file_.string() + ", line " + std::to_string(number) + ": ";
            return fail(memory.error().kind, where + memory.error().what);
        }
        memories.keep(std::move(*memory));
    }
    return memories;
}

std::vector<desk::Memory> KeptMemories::of(const std::string& id) const
{
    std::vector<desk::Memory> found;
    const auto key = key_of(id);
    for (auto at = kept_.lower_bound({key, ""}); at != kept_.end() && at->first.first == key;
         ++at) {
        found.push_back(at->second);
    }
    return found;
}

void KeptMemories::keep(desk::Memory memory)
{
    auto [place, first] = kept_.try_emplace({key_of(memory.id), memory.chain}, memory);
    if (first) return;
    memory.first_seen = std::min(memory.first_seen, place->second.first_seen);
    place->second = std::move(memory);
}

Result<void> KeptMemories::write() const
{
    if (file_.empty()) return {};
    auto fresh = file_;
    fresh += ".new";
    {
        std::ofstream out{fresh, std::ios::trunc};
        for (const auto& [key, memory] : kept_) {
            out << json::serialize(desk::json_of(memory)) << '\n';
        }
        out.flush();
        if (!out) return fail(ErrorKind::unavailable, "cannot write " + fresh.string());
    }
    std::error_code failed;
    std::filesystem::rename(fresh, file_, failed);
    if (failed) return fail(ErrorKind::unavailable, "cannot write " + file_.string());
    return {};
}

}  // namespace keydesk::app
