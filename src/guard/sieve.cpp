#include "guard/sieve.hpp"

#include "guard/detect.hpp"
#include "guard/tokens.hpp"

#include <algorithm>

// The browser's first module only. Everything here errs towards asking.
namespace keydesk::guard {
namespace {

/// Stems of what cues.cpp lists; each stands for many words.
constexpr std::u16string_view kSecretStems =
    u"密|碼|码|口令|钥|鑰|匙|钱包文件|导入|導入|导出|導出|汇入|匯入|验证|驗證|动态|pass|pwd|pw|pin|"
    u"code|otp|2fa|mfa|secret|key|priv|prv|pk|wif|import|export|auth|verification|senha|contrasena|"
    u"heslo|mima|clave|cle |klic|chiave|chave|codigo|비밀|개인|인증|ぱすわ|認証|確認|暗証";
/// What names 64 digits a hash.
constexpr std::u16string_view kHashStems =
    u"tx|hash|交易|哈希|转账|轉帳|轉賬|transaction|block|sha256|sha-256|地址|address|订单|區块|"
    u"区块|"
    u"merkle|root|deposit|withdraw|公钥|public";
/// Beginnings of blocks and keys, and of what was taken out: something may be left beside it.
constexpr std::u16string_view kBlockSigns =
    u"private key|ciphertext|otpauth|suiprivkey|nsec1|edsk|spsk|p2sk|ed25519:|[removed: |[已移除: ";
constexpr std::u16string_view kSeedStems =  // The longer first.
    u"助记词|助記詞|助记单词|助記單詞|助记|助記|助词|助詞|注记词|注記詞|恢复词|恢復詞|恢复短语|"
    u"恢復短語|"
    u"备份词|備份詞|种子词|種子詞|种子|種子|12个词|24个词|12个单词|24个单词|12个|24个|12個|12词|"
    u"24词|"
    u"单词|單詞|短语|seed phrase|seed|mnemonic|phrase|recover|backup|words|srp|slip|shamir|semilla|"
    u"frase|fraze|zhujici|secret|니모|시드|복구|にもに|ふれー|しーど";
/// Prose of the lists' languages has one of these every few words, a phrase hardly any.
constexpr std::u16string_view kEveryday =
    u"the|to|my|i|is|it|a|and|in|of|you|not|that|but|for|on|me|was|with|have|has|had|be|do|does|"
    u"did|"
    u"are|at|an|as|from|your|this|am|how|why|what|please|if|or|when|we|its|can|will|would|could|"
    u"should|been|there|they|he|she|his|her|our|their|so|no|by|which|were|any|some|then|than|just|"
    u"get|got|im|all|up|out|about|who|where|because|now|one|more|don|very|too|us|them|these|"
    u"de|la|le|les|el|los|las|il|lo|gli|di|da|del|della|des|du|et|est|un|una|une|en|que|qui|che|"
    u"per|por|para|con|com|um|uma|os|ao|na|em|se|si|non|pas|je|der|die|das|und|ist|nicht|ein|eine|"
    u"den|zu|het|een|van|v|je|se|na|ze|ktery|pro|nebo|jako|pri|dans|pour|sur|sono|nel|alla|mas|"
    u"o|e|y|al|su|hai|le";

struct Place {
    std::uint32_t start;
    std::uint32_t end;
};

/// The first stem at or behind `from`, also inside a word; empty at the end.
Place next_stem(std::u32string_view low, std::uint32_t from, std::u16string_view stems)
{
    for (std::uint32_t at = from; at < low.size(); ++at) {
        for (std::size_t stem = 0; stem < stems.size();) {
            std::uint32_t end = at;
            while (stem < stems.size() && end < low.size() && low[end] == stems[stem]) {
                ++end;
                ++stem;
            }
            if (stem == stems.size() || stems[stem] == u'|') return {at, end};
            stem = stems.find(u'|', stem);
            stem += stem != stems.npos;
        }
    }
    return {static_cast<std::uint32_t>(low.size()), static_cast<std::uint32_t>(low.size())};
}

bool has_stem(std::u32string_view low, std::u16string_view stems)
{
    return next_stem(low, 0, stems).start < low.size();
}

/// At the beginning of a word: "transaction" in getrawtransaction speaks of no hash to customers.
bool begins_with_stem(std::u32string_view low, std::u16string_view stems)
{
    Place at = next_stem(low, 0, stems);
    while (at.start < low.size() && at.start > 0 && is_alnum(low[at.start]) &&
           is_alnum(low[at.start - 1]))
        at = next_stem(low, at.start + 1, stems);
    return at.start < low.size();
}

/// Four digits, or one visible run that mixes letters with digits, marks or inner capitals.
bool value_near(std::u32string_view raw, Place cue)
{
    const std::size_t from = cue.start > 32 ? cue.start - 32 : 0;
    const std::u32string_view near = raw.substr(from, cue.end + 64 - from);
    std::size_t all_digits = 0;
    std::size_t digits = 0;
    std::size_t letters = 0;
    std::size_t marks = 0;
    std::size_t capitals = 0;
    std::size_t shouts = 0;  // Groups of four of an authenticator's key.
    for (std::size_t i = 0; i <= near.size(); ++i) {
        const char32_t c = i < near.size() ? near[i] : U' ';
        if (c > ' ' && c < 0x7F) {
            digits += is_digit(c);
            all_digits += is_digit(c);
            capitals += is_upper(c) && digits + letters + marks > 0;
            letters += is_lower(c) || is_upper(c);
            marks += std::u32string_view{U"@#$%^&*!_+=~?"}.contains(c) && i + 1 < near.size() &&
                     near[i + 1] > ' ';
            continue;
        }
        const std::size_t size = digits + letters + marks;
        if ((digits != 0 && (letters > 1 || marks != 0) && size >= 5) ||
            (marks != 0 && size >= 6) || (capitals != 0 && capitals + 1 < letters && size >= 8) ||
            (capitals > 14))
            return true;
        shouts += size >= 4 && capitals + 1 >= letters && capitals > 1;
        digits = letters = marks = capitals = 0;
    }
    return all_digits >= 4 || shouts >= 3;
}

bool told_value(const NormalText& text)
{
    const std::u32string_view low = text.low;
    for (Place cue = next_stem(low, 0, kSecretStems); cue.start < low.size();
         cue = next_stem(low, cue.start + 1, kSecretStems)) {
        if (is_lower(low[cue.start]) && cue.start > 0 && is_lower(low[cue.start - 1])) continue;
        if (value_near(text.raw, cue)) return true;
    }
    return false;
}

enum class Class : std::uint8_t { digit, lower, upper };

Class class_of(char32_t c)
{
    return is_digit(c) ? Class::digit : is_lower(c) ? Class::lower : Class::upper;
}

/// The lengths of keys that begin so; packed as first letters, least, most.
struct Shape {
    std::u32string_view starts;
    std::uint8_t least;
    std::uint8_t most;
};
constexpr Shape kShapes[] = {
    {U"5KLc9T6QXV7", 51, 52},
    {U"xyztuvYZUVLMd", 100, 113},
    {U"6", 58, 58},
    {U"Ss", 28, 32},
    {U"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 85, 88},
};

/// Letters and digits from `run` on, also over blanks, line ends and edges, that change between
/// digit, lower and upper case as often as only keys do, and end where a key would.
bool key_shape(std::u32string_view raw, Run run)
{
    std::uint32_t size = 0;
    std::uint32_t changes = 0;
    char32_t last = raw[run.start];
    for (std::uint32_t at = run.start; at < raw.size() && size < 114; ++at) {
        const char32_t c = raw[at];
        if (!is_alnum(c)) {
            if (!is_blank(c) && c != '-' && c != kMessageEdge) break;
            continue;
        }
        ++size;
        changes += class_of(c) != class_of(last);
        last = c;
        if (at + 1 < raw.size() && is_alnum(raw[at + 1])) continue;
        const bool whole = at + 1 == run.end;
        if (whole && raw[run.start] == 'S' && (size == 22 || size == 26 || size == 56))
            return changes * 8 >= size;
        if (changes * 4 < size) continue;
        for (const Shape& shape : kShapes) {
            if (size >= shape.least && size <= shape.most && shape.starts.contains(raw[run.start]))
                return true;
        }
    }
    return false;
}

/// 64 digits in one piece or in groups, that nothing calls a hash.
bool bare_hex(const NormalText& text, Run run)
{
    const std::u32string_view low = text.low;
    if (run.start >= 1 && (low[run.start - 1] == '/' || is_alnum(low[run.start - 1]))) return false;
    std::size_t count = 0;
    std::size_t letters = 0;
    std::uint32_t at = run.start;
    for (; at < low.size() && count < 64; ++at) {
        if (is_hex(low[at])) {
            ++count;
            letters += !is_digit(low[at]);
        } else if (!is_blank(low[at]) && low[at] != '-' && low[at] != kMessageEdge) {
            return false;
        }
    }
    return count == 64 && letters >= 8 && (at == low.size() || !is_alnum(low[at]));
}

bool shows_key(const NormalText& text, bool hash_meant)
{
    const std::u32string_view raw = text.raw;
    for (Run run = next_run(raw, 0, is_alnum); run.size() != 0;
         run = next_run(raw, run.end, is_alnum)) {
        if (!hash_meant && run.size() >= 4 && bare_hex(text, run)) return true;
        if (run.size() >= 4 && key_shape(raw, run)) return true;
    }
    // Solana's [64 numbers].
    for (std::size_t open = raw.find(U'['); open != raw.npos; open = raw.find(U'[', open + 1)) {
        std::size_t commas = 0;
        std::size_t at = open + 1;
        for (; at < raw.size() && (is_digit(raw[at]) || is_blank(raw[at]) || raw[at] == ',');
             ++at) {
            commas += raw[at] == ',' || raw[at] == ' ';
        }
        if (commas >= 31) return true;
    }
    return false;
}

/// Words in a row that no prose has, or a long one that may be several: a phrase of another list.
bool other_phrase(std::u32string_view low)
{
    const bool cued = has_stem(low, kSeedStems);
    int row = 0;
    std::size_t words = 0;
    std::size_t common = 0;
    std::size_t kana = 0;
    for (std::uint32_t at = 0; at < low.size();) {
        const Run run = next_run(low, at, is_letter);
        if (run.size() == 0) break;
        for (; at < run.start; ++at) {
            if (low[at] == '.' || low[at] == '!' || low[at] == '?')
                row -= at > 0 && !is_digit(low[at - 1]);
            if (is_han(low[at])) kana = 0;
        }
        const std::u32string_view word = low.substr(run.start, run.size());
        at = run.end;
        if (word.size() >= 22) return true;
        if (is_kana(word[0])) {
            kana += word.size() > 1;
            if (kana >= (cued ? 3U : 6U) || (cued && word.size() >= 12)) return true;
            continue;
        }
        const bool everyday = listed(kEveryday, word) || word.size() < 2;
        const bool fits = word.size() <= 12;
        row = everyday ? std::max(0, row - 4) : fits ? row + (word.size() > 2) : row / 2;
        ++words;
        // In an address letters stand between digits.
        const bool in_address = at < low.size() && is_digit(low[at]);
        common += everyday || !fits || in_address;
        if (row >= (cued ? 5 : 9)) return true;
    }
    return words >= 5 && common * 8 <= words && low.size() < words * 12;
}

}  // namespace

#ifdef KEYDESK_GUARD_SIEVE

// In the place of cues.cpp and the tables that it would make.
void warm_up() {}

std::vector<Mention> mentions(std::u32string_view low)
{
    std::vector<Mention> found;
    for (Place at = next_stem(low, 0, kSeedStems); at.start < low.size();
         at = next_stem(low, at.end, kSeedStems))
        found.push_back({at.start, at.end, Cue::seed});
    return found;
}

bool mentions_any(const std::vector<Mention>& all, Cue cue)
{
    return cue == Cue::seed && !all.empty();
}

#endif

bool suspicious(const NormalText& text, const NormalText& agent_said)
{
    const std::u32string_view low = text.low;
    const bool hash_meant =
        (begins_with_stem(low, kHashStems) || begins_with_stem(agent_said.low, kHashStems)) &&
        !has_stem(low, kSecretStems) && !has_stem(agent_said.low, kSecretStems);
    return told_value(text) || has_stem(low, kBlockSigns) || shows_key(text, hash_meant) ||
           other_phrase(low);
}

}  // namespace keydesk::guard
