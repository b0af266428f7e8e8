#include "chains/recognise/look_alikes.hpp"
#include "chains/recognise/explorers.hpp"
#include "chains/recognise/normalise.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace keydesk::chains {

namespace {

/// Letters of other scripts that look like Latin ones.
struct Twin {
    char32_t odd;
    char plain;
};

constexpr std::array kTwins = std::to_array<Twin>({
    {0x430, 'a'}, {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'},
    {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4BB, 'h'}, {0x501, 'd'},
    {0x51B, 'q'}, {0x43A, 'k'}, {0x442, 't'}, {0x43D, 'h'}, {0x432, 'b'}, {0x43C, 'm'},
    {0x3B1, 'a'}, {0x3B5, 'e'}, {0x3BF, 'o'}, {0x3C1, 'p'}, {0x3BD, 'v'}, {0x3B9, 'i'},
    {0x3BA, 'k'}, {0x3C4, 't'}, {0x131, 'i'}, {0x142, 'l'}, {0x261, 'g'}, {0x251, 'a'},
});

/// Latin letters without their accents: U+00C0 to U+00FF, U+0100 to U+017F.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy";
constexpr std::string_view kLatinA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin1.size() == 64 && kLatinA.size() == 128);

char without_accent(char32_t c)
{
    if (c >= 0xC0 && c <= 0xFF) return kLatin1[c - 0xC0];
    if (c >= 0x100 && c <= 0x17F) return kLatinA[c - 0x100];
    return '?';
}

char plain(char32_t c)
{
    if (c < 0x80) return lower(static_cast<char>(c));
    if (c >= 0x410 && c <= 0x42F) c += 0x20;
    const auto twin = std::ranges::find(kTwins, c, &Twin::odd);
    if (twin != kTwins.end()) return twin->plain;
    return without_accent(c);
}

/// RFC 3492; nothing when the label is none.
std::optional<std::u32string> punycode(std::string_view label)
{
    constexpr std::uint32_t kBase = 36, kSkew = 38, kDamp = 700;
    std::u32string out;
    const std::size_t dash = label.rfind('-');
    if (dash != label.npos) out.assign(label.begin(), label.begin() + static_cast<long>(dash));
    std::uint32_t n = 128, at = 0, bias = 72;
    for (std::size_t i = dash == label.npos ? 0 : dash + 1; i < label.size();) {
        const std::uint32_t old = at;
        std::uint32_t weight = 1;
        for (std::uint32_t k = kBase;; k += kBase) {
            if (i >= label.size() || at > 0xFFFFFF || weight > 0xFFFFFF) return std::nullopt;
            const char c = label[i++];
            const auto digit = static_cast<std::uint32_t>(is_digit(c) ? c - '0' + 26 : c - 'a');
            if (digit >= kBase) return std::nullopt;
            at += digit * weight;
            const std::uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
            if (digit < t) break;
            weight *= kBase - t;
        }
        const auto size = static_cast<std::uint32_t>(out.size() + 1);
        std::uint32_t delta = (at - old) / (old == 0 ? kDamp : 2);
        delta += delta / size;
        std::uint32_t k = 0;
        for (; delta > 455; k += kBase) delta /= 35;
        bias = k + 36 * delta / (delta + kSkew);
        n += at / size;
        at %= size;
        if (n > 0x10FFFF) return std::nullopt;
        out.insert(out.begin() + at++, static_cast<char32_t>(n));
    }
    return out;
}

std::u32string code_points(std::string_view text)
{
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t value = size == 1 ? first : first & (0x7FU >> size);
        for (std::size_t k = 1; k < size && i + k < text.size(); ++k) {
            value = value << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        out += value;
        i += size;
    }
    return out;
}

std::string plain_label(std::string_view label)
{
    std::u32string letters = code_points(label);
    if (label.starts_with("xn--") && label.size() < 64) {
        letters = punycode(lower(label.substr(4))).value_or(letters);
    }
    std::string out;
    for (const char32_t c : letters) out += plain(c);
    return out;
}

std::vector<std::string> plain_labels(std::string_view host)
{
    std::vector<std::string> labels;
    while (!host.empty()) {
        const std::size_t end = std::min(host.find('.'), host.size());
        labels.push_back(plain_label(host.substr(0, end)));
        host.remove_prefix(std::min(end + 1, host.size()));
    }
    return labels;
}

/// What the eye makes of it: 0 is o, 1 is l, rn is m.
std::string seen(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto two = text.substr(i, 2);
        if (two == "rn" || two == "vv") {
            out += two == "rn" ? 'm' : 'w';
            ++i;
            continue;
        }
        const char c = text[i];
        out += c == '0' ? 'o' : c == '1' || c == 'i' ? 'l' : c == '5' ? 's' : c == '3' ? 'e' : c;
    }
    return out;
}

/// One character more, less, other, or two changed about.
bool one_edit_apart(std::string_view a, std::string_view b)
{
    if (a.size() > b.size()) std::swap(a, b);
    if (a == b || b.size() - a.size() > 1) return false;
    const auto differ = std::ranges::mismatch(a, b);
    const auto at = static_cast<std::size_t>(differ.in1 - a.begin());
    const auto rest = a.substr(at);
    if (a.size() < b.size()) return rest == b.substr(at + 1);
    if (rest.substr(1) == b.substr(at + 1)) return true;
    return rest.size() > 1 && rest[0] == b[at + 1] && rest[1] == b[at] &&
           rest.substr(2) == b.substr(at + 2);
}

bool resembles(const std::vector<std::string>& labels, const Explorer& row)
{
    std::string whole;
    for (const auto& label : labels) whole += (whole.empty() ? "" : ".") + label;
    const std::string domain{row.domain};
    if (("." + whole).contains("." + domain + ".")) return true;
    std::string last = whole;
    if (labels.size() > 2) last = labels[labels.size() - 2] + "." + labels.back();
    if (last == domain || seen(last) == seen(domain)) return true;
    if (domain.size() > 10 && one_edit_apart(last, domain)) return true;
    if (row.brand.empty()) return false;
    return std::ranges::any_of(labels, [&](const std::string& label) {
        const bool near = row.brand.size() >= 8 && one_edit_apart(label, row.brand);
        return near || label.contains(row.brand) || seen(label) == seen(row.brand);
    });
}

}  // namespace

std::string explorer_imitated_by(std::string_view host)
{
    if (host.size() > 253 || explorer_of(host) != nullptr) return {};
    const auto labels = plain_labels(host);
    for (const auto& row : explorers()) {
        if (resembles(labels, row)) return std::string{row.domain};
    }
    return {};
}

}  // namespace keydesk::chains
