#include "guard/sightings.hpp"

#include "guard/marker.hpp"

#include <algorithm>

namespace keydesk::guard {
namespace {

std::vector<Mention> cues_of(std::string_view utf8)
{
    return mentions(normalise(utf8).low);
}

#ifndef KEYDESK_GUARD_SIEVE

/// Which kind names a place that several detectors saw: the more exact one.
int rank(Kind kind)
{
    switch (kind) {
        case Kind::keystore:
            return 0;
        case Kind::pem_key:
            return 1;
        case Kind::extended_key:
            return 2;
        case Kind::encrypted_key:
            return 3;
        case Kind::seed_phrase:
            return 4;
        case Kind::recovery_share:
            return 5;
        case Kind::private_key:
            return 6;
        case Kind::totp_secret:
            return 7;
        case Kind::backup_codes:
            return 8;
        case Kind::one_time_code:
            return 9;
        case Kind::pin:
            return 10;
        case Kind::password:
            return 11;
    }
    return 12;
}

bool only_separators(std::u32string_view low, std::uint32_t from, std::uint32_t to)
{
    return std::ranges::none_of(low.substr(from, to - from), [](char32_t c) {
        return is_han(c) || is_lower(c) || c > 0x7F;
    });
}

#endif

}  // namespace

Subject subject_of(const Context& context)
{
    Subject subject;
    if (!context.agent_said.empty()) {
        const auto cues = cues_of(context.agent_said);
        subject.seed = mentions_any(cues, Cue::seed);
        subject.hash = mentions_any(cues, Cue::hash);
        subject.key = mentions_any(cues, Cue::key) || mentions_any(cues, Cue::import);
    }
    if (!context.customer_said.empty()) {
        subject.seed = subject.seed || mentions_any(cues_of(context.customer_said), Cue::seed);
    }
    return subject;
}

Sightings detect(
    const NormalText& text, const Context& context, const Subject& subject, const Lexicon& words)
{
    Reading reading{.text = text, .words = words, .cues = mentions(text.low)};
    reading.asked_for_seed = subject.seed;
    reading.asked_for_hash = subject.hash;
    reading.asked_for_key = subject.key;
    reading.declared_hash = context.declared_transaction_hash;
    Sightings found;
    find_phrases(reading, found);
    find_chinese(reading, found);
#ifndef KEYDESK_GUARD_SIEVE  // The browser's first module; sieve.cpp says when it is not enough.
    find_blocks(reading, found);
    find_keys(reading, found);
    find_hex(reading, found);
    find_codes(reading, found);
#endif
    return found;
}

#ifndef KEYDESK_GUARD_SIEVE  // The sieve says where, but does not redact.

Sightings merged(Sightings all, std::u32string_view low)
{
    sort_by_start(all);
    Sightings out;
    for (const Sighting& next : all) {
        const bool touches =
            !out.empty() && (next.start < out.back().end ||
                             (next.kind == out.back().kind && next.kind <= Kind::recovery_share &&
                              next.start - out.back().end <= 12 &&
                              only_separators(low, out.back().end, next.start)));
        if (!touches) {
            out.push_back(next);
            continue;
        }
        Sighting& last = out.back();
        last.end = std::max(last.end, next.end);
        last.uncertain = last.uncertain && next.uncertain;
        // A SLIP-39 share is longer than a phrase that its words happen to hold.
        if (rank(next.kind) < rank(last.kind)) last.kind = next.kind;
    }
    return out;
}

std::string redacted(std::string_view utf8, const std::vector<Span>& spans, Locale locale)
{
    const auto offsets = byte_offsets(utf8);
    std::string out;
    std::size_t from = 0;
    for (const Span& span : spans) {
        out += utf8.substr(from, offsets[span.start] - from);
        out += marker(span.kind, locale);
        from = offsets[span.end];
    }
    out += utf8.substr(from);
    return out;
}

Locale locale_of(std::string_view utf8, const Context& context)
{
    if (has_chinese(utf8)) return Locale::zh;
    const bool latin = std::ranges::count_if(utf8, [](char c) {
                           return is_alnum(static_cast<unsigned char>(c)) &&
                                  !is_digit(static_cast<unsigned char>(c));
                       }) > 0;
    return latin && context.locale != Locale::zh ? Locale::en : context.locale;
}

#endif

}  // namespace keydesk::guard
