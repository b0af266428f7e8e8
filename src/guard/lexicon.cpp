#include "guard/lexicon.hpp"

#include "guard/tables.hpp"

#include <algorithm>

namespace keydesk::guard {
namespace {

constexpr std::uint32_t kFirstSlots = 4096;
constexpr std::size_t kHanCodes = 0xA000 - 0x4E00;
constexpr std::size_t kChinese = 2048;
constexpr unsigned char kMoneroChinesePack = 254;
constexpr unsigned char kTraditionalPack = 253;

std::uint32_t hash_of(std::u32string_view word)
{
    std::uint32_t hash = 2166136261U;
    for (const char32_t c : word) hash = (hash ^ c) * 16777619U;
    return hash ^ hash >> 15U;
}

unsigned byte_at(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

/// Appends the code points of well-formed UTF-8: packs are ours.
void append_utf8(std::u32string& out, std::string_view utf8)
{
    for (std::size_t i = 0; i < utf8.size();) {
        const unsigned first = byte_at(utf8, i);
        const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
        char32_t cp = size == 1 ? first : size == 2 ? first & 0x1FU : first & 0xFU;
        for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k) {
            cp = cp << 6U | (byte_at(utf8, i + k) & 0x3FU);
        }
        out.push_back(cp);
        i += size;
    }
}

/// One letter more, less, other, or two neighbours swapped.
bool one_slip(std::u32string_view a, std::u32string_view b)
{
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    std::size_t i = 0;
    while (i < a.size() && a[i] == b[i]) ++i;
    if (a.size() != b.size()) return a.substr(i) == b.substr(i + 1);
    if (i == a.size()) return true;
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           a.substr(i + 2) == b.substr(i + 2);
}

}  // namespace

Lexicon::Lexicon() : slots_(kFirstSlots), han_(kHanCodes, -1), simplified_(kChinese)
{
    add(tables::english());
    if constexpr (kSieve) {
        add_chinese_groups();
        return;
    }
    const std::string_view codes = tables::chinese();
    for (std::size_t i = 0; i < kChinese; ++i) {
        simplified_[i] =
            static_cast<std::uint16_t>(byte_at(codes, i) << 8U | byte_at(codes, kChinese + i));
        han_[simplified_[i]] = static_cast<std::int16_t>(i);
    }
}

/// In a group the characters stand in order of their code points.
void Lexicon::add_chinese_groups()
{
    constexpr std::uint16_t kGroups[] = {0, 64, 256, 512, 1024};  // As in data/pack.py.
    const std::string_view gaps = tables::chinese_groups();
    const std::uint16_t* group = kGroups;
    std::size_t code = 0;
    for (std::size_t i = 0, at = 0; i < kChinese; ++i) {
        if (group != std::end(kGroups) && i == *group) {
            code = 0;
            ++group;
        }
        const unsigned gap = byte_at(gaps, at++);
        code += gap < 240 ? gap : 240 + ((gap - 240) << 8U) + byte_at(gaps, at++);
        simplified_[i] = static_cast<std::uint16_t>(code);
        han_[code] = static_cast<std::int16_t>(i);
    }
}

/// The traditional list is the simplified one with other characters in some places.
bool Lexicon::add_traditional(std::string_view pack)
{
    if (traditional_ || pack.size() < 2) return false;
    const std::size_t count = byte_at(pack, 0) | byte_at(pack, 1) << 8U;
    if (pack.size() < 2 + 3 * count) return false;
    traditional_ = true;
    for (std::size_t i = 0, index = 0; i < count; ++i) {
        index += byte_at(pack, 2 + i);
        const std::size_t code =
            byte_at(pack, 2 + count + i) << 8U | byte_at(pack, 2 + 2 * count + i);
        // A character of the simplified list keeps its place there.
        if (index < kChinese && code < kHanCodes &&
            (han_[code] < 0 || han_[code] >= static_cast<int>(kChinese))) {
            han_[code] = static_cast<std::int16_t>(index);
        }
    }
    return true;
}

const Lexicon& Lexicon::full()
{
    static const Lexicon all = [] {
        Lexicon lexicon;
        for (const std::string_view pack : tables::others()) lexicon.add(pack);
        return lexicon;
    }();
    return all;
}

bool Lexicon::add_monero_chinese(std::string_view codes)
{
    if (monero_chinese_) return false;
    monero_chinese_ = true;
    const std::size_t size = codes.size() / 2;
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t code = byte_at(codes, i) << 8U | byte_at(codes, size + i);
        if (code >= kHanCodes || han_[code] >= 0) continue;
        han_[code] = static_cast<std::int16_t>(simplified_.size());
        simplified_.push_back(static_cast<std::uint16_t>(code));
    }
    return true;
}

bool Lexicon::add(std::string_view pack)
{
    if (pack.size() < 3) return false;
    if constexpr (!kSieve) {
        if (byte_at(pack, 0) == kMoneroChinesePack) return add_monero_chinese(pack.substr(1));
        if (byte_at(pack, 0) == kTraditionalPack) return add_traditional(pack.substr(1));
    }
    const std::size_t number = byte_at(pack, 0);
    const std::size_t count = byte_at(pack, 1) | byte_at(pack, 2) << 8U;
    if (number >= kWordLists || pack.size() < 3 + count || !lists_[number].at.empty()) return false;
    if (count > 2048) return false;
    std::vector<std::uint32_t> starts;
    std::size_t tail = 3 + count;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = pack.find('\n', tail);
        const std::size_t shared = byte_at(pack, 3 + i);
        const std::size_t before = i == 0 ? text_.size() : starts.back();
        if (end == std::string_view::npos || before + shared > text_.size()) return false;
        starts.push_back(static_cast<std::uint32_t>(text_.size()));
        text_ += text_.substr(before, shared);
        append_utf8(text_, pack.substr(tail, end - tail));
        tail = end + 1;
    }
    if (pack.size() - tail < (count + 1) / 2) return false;
    starts.push_back(static_cast<std::uint32_t>(text_.size()));
    lists_[number] = {std::move(starts), pack.substr(tail)};
    for (std::size_t i = 0; i < count; ++i) {
        const Entry entry{static_cast<WordList>(number), static_cast<std::uint16_t>(i)};
        insert(hash_of(word(entry)), static_cast<std::uint32_t>(number << 11U | i) + 1);
    }
    return true;
}

void Lexicon::insert(std::uint32_t hash, std::uint32_t entry)
{
    if (++used_ * 2 > slots_.size()) {
        std::vector<std::uint32_t> old(slots_.size() * 2);
        old.swap(slots_);
        used_ = 1;
        for (const std::uint32_t slot : old) {
            if (slot == 0) continue;
            insert(
                hash_of(word(
                    {static_cast<WordList>((slot - 1) >> 11U),
                     static_cast<std::uint16_t>((slot - 1) & 2047U)})),
                slot);
        }
    }
    const auto mask = static_cast<std::uint32_t>(slots_.size() - 1);
    std::uint32_t at = hash & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = entry;
}

std::u32string_view Lexicon::word(Entry entry) const
{
    const auto& at = lists_[static_cast<std::size_t>(entry.list)].at;
    return std::u32string_view{text_}.substr(
        at[entry.index], at[entry.index + 1U] - at[entry.index]);
}

std::size_t Lexicon::find(std::u32string_view wanted, std::span<Entry> room) const
{
    std::size_t found = 0;
    const auto mask = static_cast<std::uint32_t>(slots_.size() - 1);
    for (std::uint32_t at = hash_of(wanted) & mask; slots_[at] != 0; at = (at + 1) & mask) {
        const std::uint32_t slot = slots_[at] - 1;
        const Entry entry{
            static_cast<WordList>(slot >> 11U), static_cast<std::uint16_t>(slot & 2047U)};
        if (found < room.size() && word(entry) == wanted) room[found++] = entry;
    }
    return found;
}

float Lexicon::weight(Entry entry) const
{
    const unsigned pair =
        byte_at(lists_[static_cast<std::size_t>(entry.list)].weights, entry.index / 2U);
    const unsigned nibble = entry.index % 2 == 0 ? pair >> 4U : pair & 15U;
    return -2.5F + 0.38F * static_cast<float>(nibble);
}

Entry Lexicon::near(WordList list, std::u32string_view wanted, bool prefix) const
{
    const std::size_t count = lists_[static_cast<std::size_t>(list)].at.size();
    Entry found{list, kNone};
    for (std::size_t i = 0; i + 1 < count; ++i) {
        const Entry entry{list, static_cast<std::uint16_t>(i)};
        const std::u32string_view other = word(entry);
        if (prefix && wanted.size() == 4 && other.starts_with(wanted)) return entry;
        if (found.index == kNone && one_slip(wanted, other)) found = entry;
    }
    return found;
}

int Lexicon::chinese(char32_t c) const
{
    return c >= 0x4E00 && c < 0xA000 ? han_[c - 0x4E00] : -1;
}

bool Lexicon::chinese_pair(int first, int second) const
{
    const std::uint32_t a = simplified_[static_cast<std::size_t>(first)] + 0x4E00U;
    const std::uint32_t b = simplified_[static_cast<std::size_t>(second)] + 0x4E00U;
    const std::uint32_t slot = (a * 0x9E3779B1U ^ b * 0x85EBCA6BU) * 0xC2B2AE35U >> 15U;
    if constexpr (kSieve) {
        const std::uint32_t low = slot & 0xFFFFU;
        return a == b || (byte_at(tables::chinese_pairs_few(), low >> 3U) >> (low & 7U) & 1U) != 0;
    }
    return a == b || (byte_at(tables::chinese_pairs(), slot >> 3U) >> (slot & 7U) & 1U) != 0;
}

}  // namespace keydesk::guard
