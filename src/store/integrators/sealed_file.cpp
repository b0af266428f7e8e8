#include "store/integrators/sealed_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace keydesk::store {

namespace {

constexpr std::size_t kPiece = 1 << 20;

/// Each piece is sealed for its place, so that none can be left out, moved or be the last by
/// chance.
std::string place_of(const std::string& purpose, std::size_t number, bool last)
{
    return purpose + ":" + std::to_string(number) + (last ? ":end" : "");
}

bool write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto wrote = ::write(file, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
}

bool write_pieces(
    const Sealer& sealer, int file, const std::string& purpose, std::string_view bytes)
{
    std::size_t number = 0;
    for (;; ++number) {
        auto piece = bytes.substr(0, kPiece);
        bytes.remove_prefix(piece.size());
        auto sealed =
            sealer.seal(place_of(purpose, number, bytes.empty()), Secret{std::string{piece}});
        if (!write_all(file, sealed + "\n")) return false;
        if (bytes.empty()) return true;
    }
}

}  // namespace

Result<void> write_sealed(
    const Sealer& sealer,
    const std::filesystem::path& path,
    const std::string& purpose,
    std::string_view bytes)
{
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    auto beside = path;
    beside += ".new";
    int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return fail(ErrorKind::unavailable, "cannot write the file");
    bool good = write_pieces(sealer, file, purpose, bytes) && ::fsync(file) == 0;
    ::close(file);
    if (good) std::filesystem::rename(beside, path, failed);
    if (!good || failed) {
        std::filesystem::remove(beside, failed);
        return fail(ErrorKind::unavailable, "cannot write the file");
    }
    return {};
}

Result<std::string> read_sealed(
    const Sealer& sealer, const std::filesystem::path& path, const std::string& purpose)
{
    std::ifstream in{path, std::ios::binary};
    if (!in) return fail(ErrorKind::not_found, "no such file");
    std::string out, line;
    bool whole = false;
    for (std::size_t number = 0; !whole && std::getline(in, line); ++number) {
        auto piece = sealer.unseal(place_of(purpose, number, false), line);
        if (!piece) {
            piece = sealer.unseal(place_of(purpose, number, true), line);
            whole = true;
        }
        if (!piece) return fail(piece.error());
        out += piece->reveal();
    }
    if (!whole) return fail(ErrorKind::invalid_input, "the file is not whole");
    return out;
}

}  // namespace keydesk::store
