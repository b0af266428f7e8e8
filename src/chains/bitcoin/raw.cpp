#include "chains/bitcoin/raw.hpp"

#include "base/crypto.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace keydesk::chains::bitcoin {

namespace {

constexpr std::size_t kLongest = 8'000'000;  // hexadecimal digits: one transaction fills a block
constexpr std::uint64_t kMost = 100'000;     // inputs or outputs: more do not fit into a block

int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> bytes_of(std::string_view hex)
{
    if (hex.size() % 2 != 0 || hex.size() > kLongest) return std::nullopt;
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        int high = digit_of(hex[at]);
        int low = digit_of(hex[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string hex_of(std::string_view bytes)
{
    return hex(std::span{reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}

/// Hashes are written backwards.
std::string reversed_hex(std::string_view bytes)
{
    return hex_of(std::string{bytes.rbegin(), bytes.rend()});
}

/// Reads little-endian fields; after one read too many it is `torn` and gives nothing but zeros.
class Cursor {
public:
    explicit Cursor(std::string_view bytes) : bytes_{bytes} {}

    std::string_view take(std::uint64_t count)
    {
        if (count > bytes_.size() - at_) {
            torn_ = true;
            return {};
        }
        auto part = bytes_.substr(at_, static_cast<std::size_t>(count));
        at_ += static_cast<std::size_t>(count);
        return part;
    }

    std::uint64_t number(int width)
    {
        auto part = take(static_cast<std::uint64_t>(width));
        std::uint64_t value = 0;
        for (auto at = part.size(); at > 0; --at) {
            value = value << 8 | static_cast<unsigned char>(part[at - 1]);
        }
        return value;
    }

    /// The format's own variable length.
    std::uint64_t count()
    {
        auto first = number(1);
        if (first < 0xfd) return first;
        return number(first == 0xfd ? 2 : first == 0xfe ? 4 : 8);
    }

    std::size_t at() const { return at_; }
    bool torn() const { return torn_; }
    bool whole() const { return !torn_ && at_ == bytes_.size(); }
    std::string_view between(std::size_t from, std::size_t to) const
    {
        return bytes_.substr(from, to - from);
    }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool torn_ = false;
};

void read_inputs(Cursor& cursor, Transaction& transaction)
{
    auto count = cursor.count();
    for (std::uint64_t at = 0; at < count && count <= kMost && !cursor.torn(); ++at) {
        Input input{.txid = reversed_hex(cursor.take(32))};
        input.vout = static_cast<std::uint32_t>(cursor.number(4));
        cursor.take(cursor.count());
        input.sequence = static_cast<std::uint32_t>(cursor.number(4));
        if (input.vout == 0xffffffff) input.txid.clear();
        transaction.inputs.push_back(std::move(input));
    }
}

void read_outputs(Cursor& cursor, Transaction& transaction)
{
    auto count = cursor.count();
    for (std::uint64_t at = 0; at < count && count <= kMost && !cursor.torn(); ++at) {
        Output output;
        auto amount = std::min<std::uint64_t>(cursor.number(8), 9'000'000'000'000'000);
        output.amount = static_cast<Sats>(amount);
        output.script = hex_of(cursor.take(cursor.count()));
        transaction.outputs.push_back(std::move(output));
    }
}

void skip_witnesses(Cursor& cursor, std::size_t inputs)
{
    for (std::size_t at = 0; at < inputs && !cursor.torn(); ++at) {
        auto count = cursor.count();
        for (std::uint64_t item = 0; item < count && !cursor.torn(); ++item) {
            cursor.take(cursor.count());
        }
    }
}

std::string_view characters(const Digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

std::optional<Transaction> parse_raw(std::string_view hex)
{
    auto bytes = bytes_of(hex);
    if (!bytes || bytes->size() < 10) return std::nullopt;
    Cursor cursor{*bytes};
    Transaction transaction{.raw = std::string{hex}};
    auto version = cursor.take(4);
    bool witness = bytes->substr(4, 2) == std::string_view{"\0\1", 2};
    if (witness) cursor.take(2);
    auto begin = cursor.at();
    read_inputs(cursor, transaction);
    read_outputs(cursor, transaction);
    auto end = cursor.at();
    if (witness) skip_witnesses(cursor, transaction.inputs.size());
    auto lock = cursor.take(4);
    bool empty = transaction.inputs.empty() || transaction.outputs.empty();
    if (!cursor.whole() || empty) return std::nullopt;

    std::string plain{version};
    plain += cursor.between(begin, end);
    plain += lock;
    transaction.id = reversed_hex(characters(sha256(characters(sha256(plain)))));
    for (std::size_t at = 4; at > 0; --at) {
        transaction.lock_time =
            transaction.lock_time << 8 | static_cast<unsigned char>(lock[at - 1]);
    }
    auto weight = plain.size() * 3 + bytes->size();
    transaction.size = static_cast<Vbytes>((weight + 3) / 4);
    return transaction;
}

}  // namespace keydesk::chains::bitcoin
