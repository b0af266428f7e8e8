#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The language of IMAP (RFC 9051, RFC 3501), without any socket.
namespace keydesk::net::imap {

/// One word of a response: an atom, a string (quoted or literal), NIL or a list.
struct Value {
    enum class Kind { atom, text, nil, list };
    Kind kind = Kind::atom;
    std::string text = {};
    std::vector<Value> list = {};

    /// Of an atom of digits.
    std::optional<std::uint64_t> number() const;
};

/// One whole response with its literals.
struct Response {
    std::string tag;   ///< "*", "+" or that of our command.
    std::string name;  ///< Upper case: OK NO BAD BYE PREAUTH, FETCH, EXISTS; empty after "+".
    std::optional<std::uint64_t> number = {};  ///< Of "* 12 EXISTS".
    std::string code = {};                     ///< Of "[UIDVALIDITY 77]", upper case.
    std::vector<Value> code_values = {};
    std::string text = {};           ///< What people read, of a status.
    std::vector<Value> values = {};  ///< Of data.

    bool status() const noexcept;
    /// In a FETCH: the value after this item's name; null when it is not there.
    const Value* item(std::string_view name) const noexcept;
};

struct ReadLimits {
    std::size_t line = std::size_t{4} << 20U;      ///< Bytes of a response without its literals.
    std::size_t literal = std::size_t{31} << 20U;  ///< Bytes of all its literals together.
    std::size_t depth = 16;                        ///< Lists in lists.
};

/// Cuts the bytes of a server into responses. Linear in what it is fed.
class Reader {
public:
    explicit Reader(ReadLimits limits = {}) : limits_{limits} {}

    void feed(std::string_view bytes) { buffer_.append(bytes); }
    /// The next whole response; nothing when more bytes are needed. Errors: `bad_reply`; the stream
    /// is of no use afterwards.
    Result<std::optional<Response>> next();

private:
    Result<bool> find_end();

    ReadLimits limits_;
    std::string buffer_;
    std::size_t at_ = 0;        ///< Where the search for a line's end goes on.
    std::size_t from_ = 0;      ///< Where the line begins that `at_` is in.
    std::size_t literals_ = 0;  ///< Bytes of literals in this response.
};

/// Of a whole response, its last CRLF taken off. Errors: `bad_reply`.
Result<Response> read_response(std::string_view bytes, std::size_t deepest = 16);

/// "17-Jul-1996 02:44:25 -0700"
std::optional<Time> read_date_time(std::string_view text);
/// "17-Jul-1996": for SEARCH SINCE, UTC.
std::string date_of(Time time);

/// "quoted" with escapes; nothing when only a literal can carry it.
std::optional<std::string> quoted(std::string_view text);
/// The name of a mailbox as servers spell it: modified UTF-7 (RFC 3501, section 5.1.3).
std::string mailbox_name(std::string_view utf8);
/// "1:3,7,9": numbers in rising order as a sequence set.
std::string sequence_set(const std::vector<std::uint32_t>& numbers);

}  // namespace keydesk::net::imap
