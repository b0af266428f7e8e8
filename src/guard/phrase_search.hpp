#pragma once

#include "guard/tokens.hpp"

namespace keydesk::guard {

/// How a token counts for one list.
struct Scored {
    float score;
    std::uint8_t words;  ///< Of the phrase; 0 for none.
    bool loose;          ///< Taken for a list word though misspelt.
    std::uint16_t place;

    bool hit() const noexcept { return words != 0; }
};

/// A stretch of tokens.
struct Stretch {
    std::size_t first;
    std::size_t last;
    float score;
    std::size_t hits = 0;
    std::size_t exact = 0;
    std::size_t different = 0;
    std::size_t numbers = 0;
};

/// One walk through the tokens for the words of one list: phrases.cpp scores, phrase_verdict.cpp
/// judges the stretches that come out.
class PhraseSearch {
public:
    PhraseSearch(
        const Reading& reading, const std::vector<Token>& tokens, WordList list, bool short_words)
        : reading_{reading},
          low_{reading.text.low},
          tokens_{tokens},
          list_{list},
          short_words_{short_words}
    {
    }

    void run(Sightings& out);

private:
    std::u32string_view word(const Token& token) const;
    void score_exact();
    std::u32string_view before(std::size_t i) const;
    /// After a number, or between the same marks that stand between its neighbours.
    bool is_item(std::size_t i) const;
    /// Strangers among list words may be misspelt or stuck together; looked at only there,
    /// because it costs a walk through the list.
    void score_near();
    /// List words among the three words on either side; numbering is not looked at.
    std::size_t company(std::size_t at) const;
    /// How many list words stand in the text end to end; 0 when they do not make up nearly all of
    /// it. Short words are common enough in anything, so they pay little.
    std::size_t glued(std::u32string_view text) const;
    bool in_list(std::u32string_view text) const;
    /// What stands between a token and the one before it.
    float gap(std::size_t i) const;
    void segments(Sightings& out);
    void judge(Stretch found, Sightings& out) const;
    void count(Stretch& found) const;
    bool accepted(const Stretch& found, bool checked) const;
    bool only_anchors(const Stretch& found) const;
    bool about_seed(const Stretch& found) const;
    /// The message holds next to nothing else.
    bool whole(const Stretch& found) const;
    bool checksum(const Stretch& found) const;
    /// In pieces between the markers that are there already.
    void push(const Stretch& found, Kind kind, Sightings& out) const;
    bool in_title(std::size_t i) const;
    /// In "my seed phrase is: …" the title is made of list words too.
    void drop_title(Stretch& found) const;
    /// A phrase has 12, 15, 18, 20, 21, 24, 25 or 33 words: common list words at its ends belong
    /// to it, and so do two misspelt ones that stand close, on the same line.
    void extend(Stretch& found) const;
    bool continues(std::size_t left, std::size_t right) const;

    const Reading& reading_;
    std::u32string_view low_;
    const std::vector<Token>& tokens_;
    WordList list_;
    bool short_words_;
    std::vector<Scored> scored_;
};

}  // namespace keydesk::guard
