#pragma once

#include <zlib.h>

#include <string>
#include <utility>
#include <vector>

namespace keydesk::kit {

/// Little-endian.
inline void put_number(std::string& out, std::size_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

inline std::string deflated(const std::string& bytes)
{
    std::string out(compressBound(static_cast<uLong>(bytes.size())), '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    auto copy = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// A ZIP archive as usual programs make it; `claims` is the size that each file says it has.
inline std::string zip_of(
    const std::vector<std::pair<std::string, std::string>>& files, std::size_t claims = 0)
{
    std::string out, directory;
    for (const auto& [name, bytes] : files) {
        auto packed = deflated(bytes);
        auto sum =
            crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
        auto at = out.size();
        auto head = [&](std::string& to) {
            put_number(to, 20, 2);
            put_number(to, 0, 2);
            put_number(to, 8, 2);
            put_number(to, 0, 4);
            put_number(to, sum, 4);
            put_number(to, packed.size(), 4);
            put_number(to, claims > 0 ? claims : bytes.size(), 4);
            put_number(to, name.size(), 2);
            put_number(to, 0, 2);
        };
        out += "PK\x03\x04";
        head(out);
        out += name + packed;
        directory += "PK\x01\x02";
        put_number(directory, 20, 2);
        head(directory);
        put_number(directory, 0, 10);
        put_number(directory, at, 4);
        directory += name;
    }
    auto at = out.size();
    out += directory + "PK\x05\x06";
    put_number(out, 0, 4);
    put_number(out, files.size(), 2);
    put_number(out, files.size(), 2);
    put_number(out, directory.size(), 4);
    put_number(out, at, 4);
    put_number(out, 0, 2);
    return out;
}

}  // namespace keydesk::kit
