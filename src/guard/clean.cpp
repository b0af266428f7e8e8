#include "guard/guard.hpp"
#include "guard/hash.hpp"
#include "guard/marker.hpp"
#include "guard/sightings.hpp"

#include <algorithm>

namespace keydesk::guard {
namespace {

constexpr int kRounds = 6;  ///< What is left beside a removed secret is read again.

std::vector<Span> spans_of(const NormalText& text, const Sightings& found)
{
    std::vector<Span> spans;
    for (const Sighting& s : found) {
        spans.push_back({text.at[s.start], text.at[s.end], s.kind, s.uncertain});
    }
    return spans;
}

/// Places in the redacted text back to places in the text before.
void place_back(std::vector<Span>& later, const std::vector<Span>& earlier, Locale locale)
{
    for (Span& span : later) {
        for (std::size_t* place : {&span.start, &span.end}) {
            std::size_t shift_from = *place;
            std::ptrdiff_t shift = 0;
            for (const Span& cut : earlier) {
                const std::string text = marker(cut.kind, locale);
                const std::size_t size = byte_offsets(text).size() - 1;
                const auto start = static_cast<std::ptrdiff_t>(cut.start) - shift;
                if (static_cast<std::ptrdiff_t>(shift_from) <
                    start + static_cast<std::ptrdiff_t>(size))
                    break;
                shift += static_cast<std::ptrdiff_t>(cut.end - cut.start) -
                         static_cast<std::ptrdiff_t>(size);
            }
            *place = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(shift_from) + shift);
        }
    }
}

std::vector<Finding> findings_of(const std::vector<Span>& spans)
{
    std::vector<Finding> findings;
    for (const Span& span : spans)
        findings.push_back({span.kind, span.end - span.start, span.uncertain});
    return findings;
}

}  // namespace

/// The only maker of SafeText beside the store.
class Redactor {
public:
    static SafeText safe(std::string utf8) { return SafeText{std::move(utf8)}; }
};

namespace {

struct Part {
    std::string text;
    std::vector<Span> spans;  ///< In the text as it came.
    Locale locale;
};

/// Where each part begins and ends, in code points of the joined text.
struct Extent {
    std::size_t low, high;
};

/// All parts but the last were judged when they came. Digits of which nobody can say more than
/// that they may be a key were let pass then, with their sender's word for it: so they stay. Only
/// what this text makes of them (a certainty, or a piece of something longer) takes them out.
void keep_what_was_let_pass(std::vector<Span>& spans, const std::vector<Extent>& parts)
{
    std::erase_if(spans, [&](const Span& span) {
        if (!span.uncertain) return false;
        return std::any_of(parts.begin(), parts.end() - 1, [&](const Extent& part) {
            return span.start >= part.low && span.end <= part.high;
        });
    });
}

/// Reads the parts as one text until nothing more is found; removes what was found in each.
void clean_parts(std::vector<Part>& parts, const Context& context, const Lexicon& words)
{
    const Subject subject = subject_of(context);
    for (int round = 0; round < kRounds; ++round) {
        NormalText text;
        std::vector<Extent> extents;
        for (const Part& part : parts) {
            const std::size_t low = text.at[append(text, part.text)];
            if (!extents.empty()) extents.back().high = low - 1;
            extents.push_back({low, low});
        }
        extents.back().high = text.length;
        const Sightings found = merged(detect(text, context, subject, words), text.low);
        std::vector<Span> spans = spans_of(text, found);
        keep_what_was_let_pass(spans, extents);
        if (spans.empty()) return;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto [low, high] = extents[i];
            std::vector<Span> mine;
            for (Span span : spans) {
                span.start = std::max(span.start, low);
                span.end = std::min(span.end, high);
                if (span.start >= span.end) continue;
                mine.push_back({span.start - low, span.end - low, span.kind, span.uncertain});
            }
            if (mine.empty()) continue;
            parts[i].text = redacted(parts[i].text, mine, parts[i].locale);
            parts[i].spans = united(parts[i].spans, std::move(mine), parts[i].locale);
        }
    }
}

Cleaned finished(Part part)
{
    auto findings = findings_of(part.spans);
    return {
        Redactor::safe(std::move(part.text)),
        std::move(findings),
        std::move(part.spans),
        part.locale};
}

}  // namespace

SafeText without(const SafeText& text, std::vector<Span> places, Locale locale)
{
    const std::size_t length = byte_offsets(text.str()).size() - 1;
    for (Span& place : places) {
        place.end = std::min(place.end, length);
        place.start = std::min(place.start, place.end);
    }
    std::erase_if(places, [](const Span& place) { return place.start == place.end; });
    sort_by_start(places);
    for (std::size_t i = 1; i < places.size(); ++i) {
        places[i].start = std::max(places[i].start, places[i - 1].end);
        places[i].end = std::max(places[i].end, places[i].start);
    }
    std::erase_if(places, [](const Span& place) { return place.start == place.end; });
    return Redactor::safe(redacted(text.str(), places, locale));
}

void warm_up()
{
    mentions(U"");
    const std::uint8_t byte = 0;
    sha256({&byte, 1});
}

std::vector<Span> united(const std::vector<Span>& before, std::vector<Span> later, Locale locale)
{
    place_back(later, before, locale);
    later.insert(later.end(), before.begin(), before.end());
    sort_by_start(later);
    return later;
}

Cleaned clean(const RawText& raw, const Context& context, const Lexicon& words)
{
    std::vector<Part> parts{{raw.reveal(), {}, locale_of(raw.reveal(), context)}};
    clean_parts(parts, context, words);
    return finished(std::move(parts.front()));
}

ThreadCleaned clean_thread(
    std::span<const std::string> earlier,
    const RawText& newest,
    const Context& context,
    const Lexicon& words)
{
    const std::size_t first = earlier.size() - std::min(earlier.size(), kThreadWindow - 1);
    if (first == earlier.size()) return {clean(newest, context, words), {}};

    std::vector<Part> parts;
    for (const std::string& text : earlier.subspan(first)) {
        parts.push_back({text, {}, locale_of(text, context)});
    }
    parts.push_back({newest.reveal(), {}, locale_of(newest.reveal(), context)});
    // Together first: the end of a phrase is easier told when its beginning is still there.
    clean_parts(parts, context, words);
    std::vector<Part> alone{std::move(parts.back())};
    const std::size_t before = alone.front().spans.size();
    clean_parts(alone, context, words);
    const bool more = alone.front().spans.size() > before;
    parts.back() = std::move(alone.front());
    if (more) clean_parts(parts, context, words);

    ThreadCleaned result;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        if (parts[i].spans.empty()) continue;
        Cleaned changed = finished(std::move(parts[i]));
        result.earlier.push_back(
            {first + i,
             std::move(changed.text),
             std::move(changed.findings),
             std::move(changed.spans),
             changed.locale});
    }
    result.newest = finished(std::move(parts.back()));
    return result;
}

}  // namespace keydesk::guard
