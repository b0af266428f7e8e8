#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Finds what a customer must never send (recovery phrases, private keys, passwords, codes) and
/// takes it out before anything is stored, logged or forwarded. Pure: the same source runs in the
/// server and, as WebAssembly, in the chat panel before the message leaves the device.
namespace keydesk::guard {

enum class Locale : std::uint8_t { en, zh };

/// Names are stable: they stand in findings, in JSON and in the database.
enum class Kind : std::uint8_t {
    seed_phrase,     ///< BIP-39 in ten languages, Electrum, Monero, TON, Algorand.
    recovery_share,  ///< SLIP-39.
    private_key,   ///< WIF, mini key, 64 hex digits, Solana, Stellar, XRP, Tezos, NEAR, Sui, Nostr.
    extended_key,  ///< xprv and its family.
    encrypted_key,  ///< BIP-38.
    keystore,       ///< Web3 secret storage, version 3.
    pem_key,
    password,
    one_time_code,
    pin,
    backup_codes,
    totp_secret,
};
inline constexpr std::size_t kKinds = 12;

std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);
/// What a person reads in the redacted text: 助记词, seed phrase.
std::string_view label(Kind kind, Locale locale);

/// A customer's words before the guard has read them. They may hold a secret phrase,
/// so this type cannot be printed, compared, logged or stored; only the guard opens it.
class RawText {
public:
    explicit RawText(std::string utf8) : utf8_{std::move(utf8)} {}
    const std::string& reveal() const noexcept { return utf8_; }

private:
    std::string utf8_;
};

class Lexicon;

/// Text that the guard has read. Only the guard makes it from what a customer wrote.
class SafeText {
public:
    SafeText() = default;
    /// For rows that come back from our own store, where only safe text is ever written.
    static SafeText restored(std::string utf8) { return SafeText{std::move(utf8)}; }
    const std::string& str() const noexcept { return utf8_; }
    bool empty() const noexcept { return utf8_.empty(); }
    friend bool operator==(const SafeText&, const SafeText&) = default;

private:
    friend class Redactor;
    explicit SafeText(std::string utf8) : utf8_{std::move(utf8)} {}
    std::string utf8_;
};

/// A secret's place, in Unicode code points of the text as it came; half open.
struct Span {
    std::size_t start = 0;
    std::size_t end = 0;
    Kind kind = Kind::seed_phrase;
    /// 64 bare hex digits and nothing that says key or transaction: redacted, but the customer
    /// may say "it is a transaction hash" (Context::declared_transaction_hash) and send it again.
    bool uncertain = false;
    friend bool operator==(const Span&, const Span&) = default;
};

/// What may be kept about a secret: its kind and length in code points, never its content.
struct Finding {
    Kind kind = Kind::seed_phrase;
    std::size_t length = 0;
    bool uncertain = false;
    friend bool operator==(const Finding&, const Finding&) = default;
};

struct Context {
    std::string_view agent_said = {};  ///< The agent's message before, if any: a question for a
                                       ///< transaction hash makes bare hex digits a hash.
    Locale locale = Locale::en;        ///< Used when the message itself does not show a language.
    bool declared_transaction_hash = false;  ///< The customer was asked and said so.
    std::string_view customer_said = {};     ///< His message before; only read for its subject.
};

struct Cleaned {
    SafeText text;
    std::vector<Finding> findings;
    std::vector<Span> spans;
    Locale locale = Locale::en;  ///< Of the markers, and of what the customer should be told.
};

/// clean(clean(x).text) changes nothing.
Cleaned clean(const RawText& raw, const Context& context = {});

/// An earlier message of the same customer that turned out to be part of a secret.
struct Rewrite {
    std::size_t index = 0;  ///< Into `earlier`.
    SafeText text;
    std::vector<Finding> findings;
    std::vector<Span> spans;  ///< Code points of earlier[index].
    Locale locale = Locale::en;
};

struct ThreadCleaned {
    Cleaned newest;
    std::vector<Rewrite> earlier;
};

/// Spans found in the redacted text joined to those found before, all in places of the original:
/// for who keeps originals, as `keydesk guard scan` does.
std::vector<Span> united(const std::vector<Span>& before, std::vector<Span> later, Locale locale);

/// How many of a customer's messages are judged together, the newest included.
inline constexpr std::size_t kThreadWindow = 6;

/// Judges a new message together with the customer's earlier ones (oldest first, bodies as stored;
/// only the last kThreadWindow - 1 are read): a phrase in pieces is redacted in all of them.
ThreadCleaned clean_thread(
    std::span<const std::string> earlier, const RawText& newest, const Context& context = {});

/// Takes known places out of a text that is safe otherwise: the browser's guard found them there
/// as pieces of a secret whose end never left the device. Places beyond the text are cut to it.
SafeText without(const SafeText& text, std::vector<Span> places, Locale locale);

/// Makes the tables that a first call would make; a module that wipes its memory calls it once.
void warm_up();

/// The same with word lists of the caller's choice: in the browser lists arrive one by one.
Cleaned clean(const RawText& raw, const Context& context, const Lexicon& words);
ThreadCleaned clean_thread(
    std::span<const std::string> earlier,
    const RawText& newest,
    const Context& context,
    const Lexicon& words);

}  // namespace keydesk::guard
