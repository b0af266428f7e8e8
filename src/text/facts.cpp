#include "text/facts.hpp"

#include "text/fact_finding.hpp"
#include "text/letters.hpp"

#include <algorithm>

namespace keydesk::text {

void Searched::add(Fact fact)
{
    bool taken = std::ranges::any_of(
        facts, [&](const Fact& f) { return fact.start < f.end && f.start < fact.end; });
    if (!taken && fact.end > fact.start) facts.push_back(std::move(fact));
}

std::string Searched::part(std::size_t start, std::size_t end) const
{
    return encode(std::u32string_view{letters}.substr(start, end - start));
}

bool Searched::word_begins(std::size_t at) const
{
    return at == 0 || (!is_latin(folded[at - 1]) && !is_digit(folded[at - 1]));
}

bool Searched::word_ends(std::size_t at) const
{
    return at >= folded.size() || (!is_latin(folded[at]) && !is_digit(folded[at]));
}

std::vector<Fact> facts_of(std::string_view utf8, const Surroundings& around)
{
    Searched s{.letters = decode(utf8), .folded = {}, .facts = {}};
    s.folded = folded(s.letters);
    find_marks(s);
    find_errors(s);
    find_times(s, around);
    find_amounts(s);
    find_names(s);
    std::ranges::sort(s.facts, {}, &Fact::start);
    return std::move(s.facts);
}

}  // namespace keydesk::text
