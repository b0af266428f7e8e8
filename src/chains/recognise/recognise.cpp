#include "chains/recognise/recognise.hpp"
#include "chains/recognise/addresses.hpp"
#include "chains/recognise/base58.hpp"
#include "chains/recognise/links.hpp"
#include "chains/recognise/near_misses.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace keydesk::chains {

namespace {

constexpr std::size_t kMost = 256;       ///< Candidates and doubts of one text.
constexpr std::size_t kMostPieces = 24;  ///< Into which a wrapped hash may be broken.

/// A run of letters and digits of the normalised text.
struct Piece {
    std::size_t begin = 0, end = 0;
};

/// One or more pieces read as one token.
struct Token {
    std::string text;
    std::size_t begin = 0, end = 0;
    std::size_t pieces = 1;
};

bool is_hex(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); });
}

bool is_prefixed(std::string_view text)
{
    return text.starts_with("0x") || text.starts_with("0X");
}

std::vector<Piece> pieces_of(std::string_view text)
{
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_alnum(text[end])) ++end;
        if (end > at) pieces.push_back({at, end});
        at = end + 1;
    }
    return pieces;
}

/// Goes through a text once, from left to right.
class Reading {
public:
    explicit Reading(std::string_view text)
        : pasted_{normalise(text)},
          pieces_{pieces_of(pasted_.text)},
          links_{find_links(pasted_)}
    {
    }

    Recognised read()
    {
        std::size_t link = 0;
        for (std::size_t i = 0; i < pieces_.size() && !full();) {
            while (link < links_.size() && links_[link].begin <= pieces_[i].begin) {
                read_host(links_[link++]);
            }
            i += std::max(read_at(i), std::size_t{1});
        }
        while (link < links_.size()) read_host(links_[link++]);
        return std::move(out_);
    }

private:
    std::string_view text() const { return pasted_.text; }
    std::string_view text(const Piece& piece) const
    {
        return text().substr(piece.begin, piece.end - piece.begin);
    }
    bool full() const { return out_.candidates.size() + out_.doubts.size() >= kMost; }

    void read_host(const Link& link);
    /// How many pieces were used up; 0 when the piece is nothing.
    std::size_t read_at(std::size_t i);
    std::size_t read_hex(std::size_t i);
    std::size_t read_address(std::size_t i);
    std::size_t read_unchecked(std::size_t i);
    std::size_t read_truncated(std::size_t i);
    void read_near_miss(std::size_t i);

    bool wrapped(std::size_t next) const;
    std::optional<Token> join_hex(std::size_t i) const;
    std::size_t accept(const Token& token, std::vector<Candidate> candidates);
    void settle(const Token& token, std::vector<Candidate>& candidates) const;
    void doubt(Doubt doubt, std::size_t begin, std::size_t end);
    const Link* link_at(std::size_t place) const;
    bool in_name(const Piece& piece) const;
    bool alone(const Piece& piece) const;

    Pasted pasted_;
    std::vector<Piece> pieces_;
    std::vector<Link> links_;
    Patience patience_;
    Recognised out_;
};

void Reading::doubt(Doubt doubt, std::size_t begin, std::size_t end)
{
    doubt.begin = pasted_.origin(begin);
    doubt.end = pasted_.origin(end);
    out_.doubts.push_back(std::move(doubt));
}

void Reading::read_host(const Link& link)
{
    if (full()) return;
    if (!link.imitates.empty()) {
        Doubt found;
        found.what = "look_alike_explorer";
        found.text = text().substr(link.begin, link.host_end - link.begin);
        found.host = link.host;
        found.genuine = link.imitates;
        doubt(std::move(found), link.begin, link.host_end);
    } else if (link.host.ends_with(".eth") && link.end == link.host_end) {
        Candidate name;
        name.kind = Kind::address;
        name.chain = "ethereum";
        name.id = link.host;
        name.supported = false;
        name.checked = false;
        name.begin = pasted_.origin(link.begin);
        name.end = pasted_.origin(link.host_end);
        out_.candidates.push_back(std::move(name));
    }
}

const Link* Reading::link_at(std::size_t place) const
{
    const auto after = std::ranges::upper_bound(links_, place, {}, &Link::begin);
    if (after == links_.begin()) return nullptr;
    const auto& link = *std::prev(after);
    return place < link.end ? &link : nullptr;
}

/// Part of the name of a host, not of what is said.
bool Reading::in_name(const Piece& piece) const
{
    const Link* link = link_at(piece.begin);
    return link != nullptr && piece.begin < link->host_end && (link->known || link->schemed);
}

/// Not cut out of a longer base64 string, a file name or the like.
bool Reading::alone(const Piece& piece) const
{
    constexpr std::string_view kJoining = "-_+=.";
    const char before = piece.begin == 0 ? ' ' : text()[piece.begin - 1];
    const char after = piece.end >= text().size() ? ' ' : text()[piece.end];
    const bool dot =
        after == '.' && (piece.end + 1 >= text().size() || !is_alnum(text()[piece.end + 1]));
    return !kJoining.contains(before) && (dot || !kJoining.contains(after));
}

std::size_t Reading::read_at(std::size_t i)
{
    if (in_name(pieces_[i])) return 0;
    if (const auto used = read_hex(i)) return used;
    if (const auto used = read_address(i)) return used;
    if (const auto used = read_unchecked(i)) return used;
    if (const auto used = read_truncated(i)) return used;
    read_near_miss(i);
    return 0;
}

/// Whether only blanks, or the quote mark of a mail, stand between this piece and the one before.
bool Reading::wrapped(std::size_t next) const
{
    if (next >= pieces_.size()) return false;
    const std::size_t begin = pieces_[next - 1].end;
    const auto gap = text().substr(begin, pieces_[next].begin - begin);
    return gap.size() <= 8 && std::ranges::all_of(gap, [&](char c) {
               return is_blank(c) || (c == '>' && gap.contains('\n'));
           });
}

/// The digits from piece `i` on, put together again when a line end or a blank broke them.
std::optional<Token> Reading::join_hex(std::size_t i) const
{
    Token token{std::string{text(pieces_[i])}, pieces_[i].begin, pieces_[i].end, 1};
    const std::size_t skip = is_prefixed(token.text) ? 2 : 0;
    if (token.text.size() > skip + 64 || !is_hex(token.text.substr(skip))) return std::nullopt;
    if (skip == 0 && token.text.size() < 8) return std::nullopt;
    std::optional<Token> address;
    while (token.text.size() < skip + 64) {
        const std::size_t digits = token.text.size() - skip;
        const bool whole = digits == 40 || (digits == 42 && token.text.substr(skip, 2) == "41");
        if (whole && (skip != 0 || token.pieces == 1)) address = token;
        const std::size_t next = i + token.pieces;
        if (token.pieces >= kMostPieces || !wrapped(next)) return address;
        const auto more = text(pieces_[next]);
        const bool last = digits + more.size() == 64;
        // Behind a whole address only exactly the rest of a hash belongs to it.
        if (!is_hex(more) || (address && !last) || (more.size() < 4 && !last)) return address;
        token.text += more;
        token.end = pieces_[next].end;
        ++token.pieces;
    }
    if (token.text.size() != skip + 64) return address;
    const bool number = std::ranges::all_of(token.text, is_digit);
    return token.pieces > 1 && number ? address : std::optional{std::move(token)};
}

std::size_t Reading::read_hex(std::size_t i)
{
    auto token = join_hex(i);
    if (!token) return 0;
    const bool prefixed = is_prefixed(token->text);
    const auto before = text().substr(0, token->begin);
    if (before.ends_with("sha256:")) return token->pieces;  // A digest of a file or an image.
    if (before.ends_with("0:") || before.ends_with("-1:")) {
        if (token->text.size() == 64) {
            Candidate ton{.kind = Kind::address, .chain = "ton", .id = "0:" + lower(token->text)};
            ton.supported = ton.checked = false;
            return accept(*token, {std::move(ton)});
        }
    }
    const auto digits = std::string_view{token->text}.substr(prefixed ? 2 : 0);
    return accept(*token, hex_candidates(digits, prefixed));
}

bool may_begin_address(std::string_view piece)
{
    if (std::string_view{"13TmnLMDQ2r"}.contains(piece[0])) return true;
    constexpr std::array kStarts =
        std::to_array<std::string_view>({"bc1", "tb1", "bcrt1", "ltc1", "tltc1", "rltc1"});
    const auto start = lower(piece.substr(0, 5));
    return std::ranges::any_of(kStarts, [&](auto s) { return start.starts_with(s); });
}

std::size_t Reading::read_address(std::size_t i)
{
    Token token{std::string{text(pieces_[i])}, pieces_[i].begin, pieces_[i].end, 1};
    if (token.text.size() > 4000) return 0;
    if (token.text.size() >= 14) {
        if (const auto used = accept(token, address_candidates(token.text))) return used;
    }
    if (!may_begin_address(token.text)) return 0;
    while (token.pieces < 4 && wrapped(i + token.pieces)) {
        const auto& more = pieces_[i + token.pieces];
        token.text += text(more);
        token.end = more.end;
        ++token.pieces;
        if (token.text.size() > 90) return 0;
        if (token.text.size() < 25) continue;
        if (const auto used = accept(token, address_candidates(token.text))) return used;
    }
    return 0;
}

std::size_t Reading::read_unchecked(std::size_t i)
{
    const auto& piece = pieces_[i];
    Token token{std::string{text(piece)}, piece.begin, piece.end, 1};
    if (alone(piece)) {
        if (const auto used = accept(token, solana_candidates(token.text))) return used;
    }
    const auto run = text().substr(piece.begin, 49);
    const auto stop =
        std::ranges::find_if(run, [](char c) { return !is_alnum(c) && c != '-' && c != '_'; });
    if (stop - run.begin() != 48) return 0;
    token.text = run.substr(0, 48);
    token.end = piece.begin + 48;
    while (i + token.pieces < pieces_.size() && pieces_[i + token.pieces].begin < token.end) {
        ++token.pieces;
    }
    return accept(token, ton_candidates(token.text));
}

std::size_t Reading::read_truncated(std::size_t i)
{
    const auto& head = pieces_[i];
    std::size_t dots = head.end;
    while (dots < text().size() && (text()[dots] == '.' || text()[dots] == '*')) ++dots;
    if (dots - head.end < 2 || dots - head.end > 40) return 0;
    const bool tail = i + 1 < pieces_.size() && pieces_[i + 1].begin == dots;
    const auto rest = tail ? text(pieces_[i + 1]) : std::string_view{};
    if (!is_truncated(text(head), rest)) return 0;
    const std::size_t end = tail ? pieces_[i + 1].end : dots;
    Doubt found;
    found.what = "truncated";
    found.text = text().substr(head.begin, end - head.begin);
    doubt(std::move(found), head.begin, end);
    return tail ? 2 : 1;
}

void Reading::read_near_miss(std::size_t i)
{
    const auto& piece = pieces_[i];
    if (auto found = near_miss(text(piece), patience_)) {
        doubt(std::move(*found), piece.begin, piece.end);
    }
}

/// The name before a colon: ethereum:0x…@137 (EIP-681), bitcoin:bc1… (BIP-21).
std::string_view scheme_before(std::string_view text, std::size_t place)
{
    if (place == 0 || text[place - 1] != ':') return {};
    std::size_t start = place - 1;
    while (start > 0 && place - start < 20 && is_lower(text[start - 1])) --start;
    return text.substr(start, place - 1 - start);
}

std::string_view chain_numbered(std::string_view behind)
{
    if (!behind.starts_with('@')) return "ethereum";
    std::size_t end = 1;
    while (end < behind.size() && is_digit(behind[end])) ++end;
    const auto number = behind.substr(1, end - 1);
    constexpr std::array kNumbers = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"1", "ethereum"},
         {"56", "bsc"},
         {"137", "polygon"},
         {"42161", "arbitrum"},
         {"10", "optimism"},
         {"8453", "base"}});
    const auto known = std::ranges::find(kNumbers, number, [](const auto& n) { return n.first; });
    return known == kNumbers.end() ? "evm" : known->second;
}

/// What the page is named for the thing, where the shape alone does not tell.
void read_kind(std::string_view word, Candidate& candidate)
{
    if (candidate.kind == Kind::transaction && (word == "block" || word == "blocks")) {
        candidate.kind = Kind::block;
        candidate.supported = false;
    }
    if (candidate.kind == Kind::address && word.starts_with("token")) candidate.kind = Kind::token;
}

/// What the link, or the scheme, tells of the candidates: the chain, the network, the kind.
void Reading::settle(const Token& token, std::vector<Candidate>& candidates) const
{
    if (scheme_before(text(), token.begin) == "ethereum") {
        for (auto& one : candidates) {
            if (one.chain == "evm") one.chain = chain_numbered(text().substr(token.end));
        }
    }
    const Link* link = link_at(token.begin);
    if (link == nullptr || !link->known) return;
    const auto word = word_before(text(), *link, token.begin);
    const auto family = family_of(link->place.chain);
    const auto fits = [&](const Candidate& one) { return one.chain == family; };
    const bool hash = token.text.size() == 64 && !is_prefixed(token.text);
    if (hash && !family.empty() && std::ranges::none_of(candidates, fits)) {
        auto other = candidates.front();  // A hash of a chain that we only know by name.
        other.chain = family;
        candidates = {std::move(other)};
    }
    if (std::ranges::any_of(candidates, fits)) std::erase_if(candidates, std::not_fn(fits));
    for (auto& one : candidates) {
        read_kind(word, one);
        if (!fits(one)) continue;
        one.chain = link->place.chain;
        if (!link->place.network.empty()) one.network = link->place.network;
        one.supported = one.kind != Kind::block && is_supported(one.chain, one.network);
        one.from_link = true;
    }
}

std::size_t Reading::accept(const Token& token, std::vector<Candidate> candidates)
{
    if (candidates.empty()) return 0;
    settle(token, candidates);
    for (auto& one : candidates) {
        one.begin = pasted_.origin(token.begin);
        one.end = pasted_.origin(token.end);
        out_.candidates.push_back(std::move(one));
    }
    return token.pieces;
}

}  // namespace

Recognised recognise(std::string_view text)
{
    return Reading{text}.read();
}

}  // namespace keydesk::chains
