#include "guard/detect.hpp"

#include <algorithm>
#include <optional>

// Secrets that look like anything: only the words around them give them away.
namespace keydesk::guard {
namespace {

bool is_value(char32_t c)
{
    return c > ' ' && c < 0x7F;
}

bool one_of(char32_t c, std::u32string_view set)
{
    return set.find(c) != set.npos;
}

/// What leads from a cue to its value: ": ", "是：", " is ", "=", "->", quotes.
struct Lead {
    std::uint32_t end;
    bool said;  ///< A copula, colon or equals sign stood there, not blanks alone.
};

/// Says that the value follows, and what may stand before or after such a word.
constexpr std::u16string_view kSays =
    u"就是|應該是|应该是|是|为|為|设的|设置为|设为|设成|用的|改成|改为|改成了|告诉你|发给你|叫|"
    u"填的|输入的|输的|收到的|"
    u"is now|is still|should be|it is|it's|is|was|set to|are|says|i got|i use|i "
    u"used|es|est|e|ist|je|と|は|은|는";
constexpr std::u16string_view kFills =
    u"号|码|碼|我|我的|了|的|这个|這個|这|這|如下|下面|吗|here|for "
    u"you|you|number|code|codes|received|i received|收到|给你|in the app|the "
    u"following|this|that|to|for my wallet|for my account|for the app|for the wallet|of my "
    u"wallet|for it|of my account";

/// Length of the longest word of the list that `rest` begins with.
std::uint32_t leading(std::u16string_view list, std::u32string_view rest)
{
    std::size_t longest = 0;
    for (std::size_t at = 0; at < list.size();) {
        const std::size_t end = std::min(list.find(u'|', at), list.size());
        std::size_t i = 0;
        while (at + i < end && i < rest.size() && list[at + i] == rest[i]) ++i;
        const bool whole = !is_alnum(list[end - 1]) || i == rest.size() || !is_alnum(rest[i]);
        if (at + i == end && whole) longest = std::max(longest, i);
        at = end + 1;
    }
    return static_cast<std::uint32_t>(longest);
}

/// A few characters of Chinese and then a colon: 密码导入不了：
std::uint32_t to_colon(std::u32string_view rest)
{
    std::uint32_t i = 0;
    while (i < rest.size() && i < 10 && is_han(rest[i])) ++i;
    return i > 0 && i < rest.size() && rest[i] == ':' ? i + 1 : 0;
}

Lead lead(std::u32string_view low, std::uint32_t at)
{
    Lead found{at, false};
    while (found.end < low.size() && found.end < at + 40) {
        const std::u32string_view rest = low.substr(found.end);
        if (one_of(rest[0], U" \"'`\n(->,?")) {
            ++found.end;
        } else if (rest[0] == ':' || rest[0] == '=') {
            found.said = true;
            ++found.end;
        } else if (const std::uint32_t says = leading(kSays, rest); says != 0) {
            found.said = true;
            found.end += says;
        } else if (const std::uint32_t fills = leading(kFills, rest); fills != 0) {
            found.end += fills;
        } else if (const std::uint32_t colon = to_colon(rest); colon != 0) {
            found.said = true;
            found.end += colon;
        } else if (rest[0] == kMessageEdge && found.said) {
            ++found.end;
        } else {
            break;
        }
    }
    return found;
}

/// One word of visible characters, less the punctuation around it.
Run value_at(std::u32string_view raw, std::uint32_t at)
{
    Run run{at, at};
    while (run.end < raw.size() && is_value(raw[run.end])) ++run.end;
    while (run.size() != 0 && one_of(raw[run.end - 1], U".,;:\"')?]}>`")) --run.end;
    return run;
}

/// Looks chosen by a person as a password: not a word, a mask, a number with a unit, a link.
bool looks_chosen(std::u32string_view text, bool said)
{
    if (text.size() < 4 || text.size() > 64) return false;
    std::size_t digits = 0;
    std::size_t lower = 0;
    std::size_t upper = 0;
    std::size_t marks = 0;
    std::size_t inner_marks = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        digits += is_digit(text[i]);
        lower += is_lower(text[i]);
        upper += is_upper(text[i]);
        const bool mark = !is_alnum(text[i]);
        marks += mark;
        inner_marks += mark && i + 1 < text.size();
    }
    if (one_of(text[0], U"[<{(*/\\-")) return false;
    if (text.find(U"://") != text.npos || text.find(U"***") != text.npos) return false;
    if (text.find(U"xxx") != text.npos || text.find(U"...") != text.npos ||
        text.starts_with(U"www."))
        return false;
    const std::size_t letters = lower + upper;
    const bool inner_capital =
        upper != 0 && lower != 0 && std::ranges::any_of(text.substr(1), is_upper);
    if (letters == 0 && inner_marks == 0) return said && digits >= 6 && digits <= 20;
    if (letters == 0)
        return said && digits >= 5 && marks <= 2 && !one_of('-', text) && !one_of(':', text);
    const bool symbols = text.find_first_of(U"@#$%^&*!_+=~?") != text.npos;
    if (!said)
        return text.size() >= 6 && letters >= 2 && digits != 0 &&
               (symbols || upper != 0 || text.size() >= 8);
    if (digits != 0 && letters >= 2) return text.size() >= 5;
    if (digits != 0) return text.size() >= 6;
    if (symbols && inner_marks != 0)
        return text.find_first_of(U"@#$%^&*!_+=~?") + 1 < text.size() && text.size() >= 6;
    return inner_capital && text.size() >= 8;
}

bool is_hidden(std::u32string_view low, Run run)
{
    const std::u32string_view after = low.substr(run.end, 6);
    constexpr std::u32string_view kUnits[] = {
        U"位",
        U"个字",
        U"個字",
        U" characters",
        U" chars",
        U" digit",
        U"-digit",
        U"次",
        U" times",
        U"分钟",
        U"小时",
        U"天"};
    return std::ranges::any_of(
        kUnits, [&](std::u32string_view unit) { return after.starts_with(unit.substr(0, 6)); });
}

void find_password(const Reading& reading, const Mention& cue, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    const Lead to = lead(low, cue.end);
    const Run run = value_at(reading.text.raw, to.end);
    const std::u32string_view text =
        std::u32string_view{reading.text.raw}.substr(run.start, run.size());
    // 支付密码 135790: such passwords are six digits.
    const bool digits = text.size() == 6 && std::ranges::all_of(text, is_digit) &&
                        is_han(low[cue.start]) && to.end <= cue.end + 2;
    if (run.size() == 0 || !looks_chosen(text, to.said || digits) || is_hidden(low, run)) return;
    out.push_back({run.start, run.end, Kind::password});
}

/// Digits of a code: 4 to 8, in one piece or as 123 456 and 123-456.
std::optional<Run> digits_at(std::u32string_view low, std::uint32_t at, std::uint32_t shortest)
{
    if (at + 2 < low.size() && low[at] == 'g' && low[at + 1] == '-' && is_digit(low[at + 2]))
        at += 2;
    Run run{at, at};
    while (run.end < low.size() && is_digit(low[run.end])) ++run.end;
    if (run.size() == 3 && run.end + 3 < low.size() &&
        (low[run.end] == ' ' || low[run.end] == '-')) {
        std::uint32_t end = run.end + 1;
        while (end < low.size() && is_digit(low[end])) ++end;
        if (end - run.end == 4) run.end = end;
    } else if (run.size() == 1) {  // 1 2 3 4 5 6
        std::uint32_t end = run.end;
        std::uint32_t count = 1;
        while (end + 1 < low.size() && (low[end] == ' ' || low[end] == '-') &&
               is_digit(low[end + 1]) && (end + 2 == low.size() || !is_digit(low[end + 2]))) {
            end += 2;
            ++count;
        }
        if (count >= 4 && count <= 8) run.end = end;
    }
    if (run.size() < shortest || run.size() > 16 ||
        (run.size() > 8 && is_digit(low[run.start + 1]) && is_digit(low[run.start + 4]))) {
        return std::nullopt;
    }
    if (run.start > 0 && (is_alnum(low[run.start - 1]) || low[run.start - 1] == '.') &&
        low[run.start - 1] != '-')
        return std::nullopt;
    if (run.end < low.size()) {
        const char32_t c = low[run.end];
        if (is_alnum(c) || one_of(c, U"%$€￥元年月%") || is_hidden(low, run)) return std::nullopt;
        if ((c == '.' || c == '-' || c == '/' || c == ':') && run.end + 1 < low.size() &&
            is_digit(low[run.end + 1]))
            return std::nullopt;
    }
    return run;
}

/// From the code's end to the cue: "482913 是验证码", "482913 is my PIN".
bool leads_back(std::u32string_view between)
{
    constexpr std::u16string_view kBack =
        u"是我的|是收到的|是|就是|为|is the|is my|is|was my|was the|as my";
    const std::size_t from = between.find_first_not_of(U" \"'");
    if (from == between.npos) return false;
    const std::uint32_t size = leading(kBack, between.substr(from));
    return size != 0 && between.substr(from + size).size() <= 8;
}

void find_code(const Reading& reading, const Mention& cue, Kind kind, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    const Lead to = lead(low, cue.end);
    const bool set_to = kind == Kind::pin && to.end > cue.end + 3 &&
                        low.substr(cue.end, to.end - cue.end).find(U"to") != low.npos && !to.said;
    if (const auto run = digits_at(low, to.end, 4); run && !set_to) {
        out.push_back({run->start, run->end, kind});
        return;
    }
    // Within a few characters: "验证码收到了 您的是 482913".
    const std::uint32_t reach =
        std::min<std::uint32_t>(cue.end + 24, static_cast<std::uint32_t>(low.size()));
    for (std::uint32_t at = cue.end; kind == Kind::one_time_code && at < reach; ++at) {
        if (low[at] == '\n' || is_marker(low[at]) || low[at] == kMessageEdge) break;
        if (!is_digit(low[at]) || is_digit(low[at - 1])) continue;
        const auto run = digits_at(low, at, 6);
        if (run && run->size() <= 7) {
            out.push_back({run->start, run->end, kind});
            return;
        }
    }
    const std::uint32_t floor = cue.start > 16 ? cue.start - 16 : 0;
    std::uint32_t at = cue.start;
    while (at > floor && !is_digit(low[at - 1])) --at;
    if (at == floor || !leads_back(low.substr(at, cue.start - at))) return;
    std::uint32_t start = at;
    while (start > 0 && (is_digit(low[start - 1]) ||
                         (one_of(low[start - 1], U" -") && start > 1 && is_digit(low[start - 2]))))
        --start;
    if (const auto run = digits_at(low, start, kind == Kind::pin ? 4 : 6); run && run->end == at) {
        out.push_back({run->start, run->end, kind});
    }
}

/// Three or more tokens in the shape of codes after their heading.
void find_backup_codes(const Reading& reading, const Mention& cue, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::size_t count = 0;
    std::size_t strangers = 0;
    for (std::uint32_t at = cue.end; at < low.size() && strangers < 8;) {
        const auto belongs = [](char32_t c) { return is_alnum(c) || c == '-'; };
        if (is_marker(low[at]) || low[at] == kMessageEdge) break;
        if (!belongs(low[at])) {
            strangers += is_han(low[at]) && count != 0;
            ++at;
            continue;
        }
        const Run run = next_run(low, at, belongs);
        const std::u32string_view token = low.substr(run.start, run.size());
        const auto digits = std::ranges::count_if(token, is_digit);
        const bool shaped = token.size() >= 6 && token.size() <= 24 && digits >= 2 &&
                            !token.starts_with(U"0x") && token.front() != '-';
        const bool half = token.size() >= 4 && token.size() <= 5 && digits >= 1;
        if (shaped || half) {
            if (count == 0) first = run.start;
            last = run.end;
            ++count;
        } else if (token.size() > 2) {
            ++strangers;
        }
        at = run.end;
    }
    if (count >= 3) out.push_back({first, last, Kind::backup_codes});
}

bool is_base32(char32_t c)
{
    return is_lower(c) || (c >= '2' && c <= '7');
}

/// JBSWY3DPEHPK3PXP, or the same in groups of four.
void find_setup_key(const Reading& reading, const Mention& cue, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    const std::u32string_view raw = reading.text.raw;
    const std::uint32_t reach =
        std::min<std::uint32_t>(cue.end + 48, static_cast<std::uint32_t>(low.size()));
    for (std::uint32_t at = cue.end; at < reach; ++at) {
        if (is_marker(low[at]) || low[at] == kMessageEdge) break;
        if (!is_alnum(low[at]) || (at > 0 && is_alnum(low[at - 1]))) continue;
        std::uint32_t end = at;
        std::uint32_t count = 0;
        while (end < low.size() && is_base32(low[end])) ++end;
        count = end - at;
        bool grouped = false;
        while (count >= 4 && count % 4 == 0 && end - at <= 80) {
            std::uint32_t next = end;
            if (next < low.size() && (low[next] == ' ' || low[next] == '-')) ++next;
            std::uint32_t stop = next;
            while (stop < low.size() && is_base32(low[stop])) ++stop;
            if (next == end || stop - next != 4 || (grouped ? false : count != 4)) break;
            if (stop < low.size() && is_alnum(low[stop])) break;
            count += 4;
            end = stop;
            grouped = grouped || count >= 8;
            if (!grouped) break;
            // Further groups of four follow the first two.
            while (end < low.size() && (low[end] == ' ' || low[end] == '-')) {
                std::uint32_t more = end + 1;
                while (more < low.size() && is_base32(low[more])) ++more;
                if (more - end != 5) break;
                count += 4;
                end = more;
            }
            break;
        }
        if (count < 16 || count > 64 || (end < low.size() && is_alnum(low[end]))) continue;
        const std::u32string_view text = raw.substr(at, end - at);
        const bool digits = std::ranges::any_of(text, is_digit);
        const bool upper = std::ranges::none_of(text, is_lower);
        const bool hex =
            std::ranges::all_of(text, [](char32_t c) { return is_hex(c) || c == ' '; });
        if (!(digits || upper) || hex) continue;
        out.push_back({at, end, Kind::totp_secret});
        return;
    }
}

void find_otpauth(const Reading& reading, Sightings& out)
{
    const std::u32string_view low = reading.text.low;
    for (std::size_t at = low.find(U"otpauth"); at != low.npos; at = low.find(U"otpauth", at + 1)) {
        std::uint32_t end = static_cast<std::uint32_t>(at);
        while (end < low.size() && is_value(low[end])) ++end;
        if (end - at >= 20) out.push_back({static_cast<std::uint32_t>(at), end, Kind::totp_secret});
    }
}

}  // namespace

void find_codes(const Reading& reading, Sightings& out)
{
    for (const Mention& cue : reading.cues) {
        switch (cue.cue) {
            case Cue::password:
                find_password(reading, cue, out);
                break;
            case Cue::code:
                find_code(reading, cue, Kind::one_time_code, out);
                break;
            case Cue::pin:
                find_code(reading, cue, Kind::pin, out);
                break;
            case Cue::backup:
                find_backup_codes(reading, cue, out);
                break;
            case Cue::setup:
                find_setup_key(reading, cue, out);
                break;
            case Cue::seed:
            case Cue::key:
            case Cue::import:
            case Cue::hash:
            case Cue::negation:
                break;
        }
    }
    find_otpauth(reading, out);
}

}  // namespace keydesk::guard
