#include "base/zip.hpp"

#include <zlib.h>

#include <optional>

namespace keydesk {

namespace {

constexpr std::size_t kMostEntries = 200'000;

/// Little-endian numbers; beyond the end it is broken for ever.
struct Bytes {
    std::string_view all;
    std::size_t at = 0;
    bool broken = false;

    std::uint32_t number(std::size_t size)
    {
        auto piece = take(size);
        std::uint32_t value = 0;
        for (std::size_t i = piece.size(); i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(piece[i]);
        return value;
    }
    std::string_view take(std::size_t size)
    {
        if (at > all.size() || size > all.size() - at) {
            broken = true;
            return {};
        }
        auto piece = all.substr(at, size);
        at += size;
        return piece;
    }
};

/// The end of the central directory stands in the last 64 KiB, after everything else.
std::optional<std::size_t> find_end(std::string_view bytes)
{
    constexpr std::size_t kSmallest = 22, kComment = 65'535;
    if (bytes.size() < kSmallest) return std::nullopt;
    auto first = bytes.size() > kSmallest + kComment ? bytes.size() - kSmallest - kComment : 0;
    auto at = bytes.rfind("PK\x05\x06");
    if (at == bytes.npos || at < first) return std::nullopt;
    return at;
}

/// One header of the central directory (APPNOTE 4.3.12); nothing when it is broken.
std::optional<ZipEntry> read_entry(Bytes& in)
{
    if (in.take(4) != std::string_view{"PK\x01\x02", 4}) return std::nullopt;
    in.take(4);
    bool encrypted = (in.number(2) & 1U) != 0;
    ZipEntry entry;
    entry.method = in.number(2);
    in.take(4);
    entry.crc = in.number(4);
    entry.packed = in.number(4);
    entry.size = in.number(4);
    auto name = in.number(2), extra = in.number(2), comment = in.number(2);
    in.take(8);
    auto local = in.number(4);
    entry.name = in.take(name);
    in.take(extra + comment);
    // The local header repeats the name and has an extra field of its own length.
    Bytes head{.all = in.all, .at = local};
    bool right = head.take(4) == std::string_view{"PK\x03\x04", 4};
    head.take(22);
    auto local_name = head.number(2), local_extra = head.number(2);
    head.take(local_name + local_extra);
    entry.packed_at = head.at;
    head.take(entry.packed);
    if (in.broken || head.broken || !right || encrypted) return std::nullopt;
    return entry;
}

Result<std::string> inflated(std::string_view packed, std::size_t size)
{
    std::string out(size, '\0');
    z_stream stream{};
    // Negative: raw deflate without the header of zlib.
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return fail(ErrorKind::internal, "no zlib");
    // zlib reads through a pointer that is not const, and writes nothing there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int ended = inflate(&stream, Z_FINISH);
    auto whole = ended == Z_STREAM_END && stream.total_out == size;
    inflateEnd(&stream);
    if (!whole) return fail(ErrorKind::invalid_input, "a broken archive");
    return out;
}

}  // namespace

Result<ZipFile> ZipFile::open(std::string_view bytes)
{
    auto end = find_end(bytes);
    if (!end) return fail(ErrorKind::invalid_input, "no archive");
    Bytes in{.all = bytes, .at = *end + 10};
    auto count = in.number(2);
    in.take(4);
    auto directory = in.number(4);
    // 0xFFFF and 0xFFFFFFFF stand for "see ZIP64", which nobody needs for what may be uploaded.
    if (in.broken || count > kMostEntries || count == 0xFFFF || directory == 0xFFFFFFFF) {
        return fail(ErrorKind::invalid_input, "an archive of a kind that is not read");
    }
    ZipFile file{bytes};
    in.at = directory;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto entry = read_entry(in);
        if (!entry) return fail(ErrorKind::invalid_input, "a broken archive");
        if (!entry->name.empty() && !entry->name.ends_with('/'))
            file.entries_.push_back(std::move(*entry));
    }
    return file;
}

Result<std::string> ZipFile::read(const ZipEntry& entry, std::size_t limit) const
{
    if (entry.size > limit) return fail(ErrorKind::invalid_input, "too long");
    auto packed = bytes_.substr(entry.packed_at, entry.packed);
    auto size = static_cast<std::size_t>(entry.size);
    constexpr std::uint32_t kStored = 0, kDeflated = 8;
    if (entry.method != kStored && entry.method != kDeflated)
        return fail(ErrorKind::invalid_input, "packed in a way that is not read");
    auto bytes =
        entry.method == kStored ? Result<std::string>{std::string{packed}} : inflated(packed, size);
    if (!bytes) return bytes;
    auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes->data()), static_cast<uInt>(size));
    if (bytes->size() != size || sum != entry.crc)
        return fail(ErrorKind::invalid_input, "a broken archive");
    return bytes;
}

}  // namespace keydesk
