#pragma once

#include "guard/detect.hpp"

#include <utility>

namespace keydesk::guard {

/// The subject of what was said before: it decides what bare characters mean.
struct Subject {
    bool seed = false;
    bool hash = false;
    bool key = false;
};

Subject subject_of(const Context& context);

/// What every detector of this build sees in the text.
Sightings detect(
    const NormalText& text, const Context& context, const Subject& subject, const Lexicon& words);

/// Sorted, and one sighting where several touch.
Sightings merged(Sightings all, std::u32string_view low);

/// The text with markers in the places of the spans.
std::string redacted(std::string_view utf8, const std::vector<Span>& spans, Locale locale);

/// The language of the message, or the context's when it shows none.
Locale locale_of(std::string_view utf8, const Context& context);

/// Few elements, nearly in order: and a tenth of the size of std::sort in the browser's module.
template <class Element>
void sort_by_start(std::vector<Element>& all)
{
    for (std::size_t i = 1; i < all.size(); ++i) {
        for (std::size_t k = i; k > 0 && all[k].start < all[k - 1].start; --k)
            std::swap(all[k], all[k - 1]);
    }
}

}  // namespace keydesk::guard
