#include "text/features.hpp"

#include "text/concepts.hpp"
#include "text/letters.hpp"
#include "text/reading.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace keydesk::text {

namespace {

using Text = std::u32string;

/// Words that say nothing about the case.
const std::set<Text>& fillers()
{
    static const std::set<Text> words{
        U"a",    U"an",   U"the", U"is",   U"are", U"was",    U"be",  U"to",    U"of",  U"in",
        U"on",   U"at",   U"and", U"or",   U"my",  U"me",     U"i",   U"im",    U"it",  U"its",
        U"this", U"that", U"you", U"your", U"pls", U"please", U"hi",  U"hello", U"do",  U"does",
        U"have", U"has",  U"had", U"for",  U"so",  U"just",   U"ive", U"hey",   U"sir", U"dear"};
    return words;
}

/// The concepts, cut into words to be found quickly.
struct Lexicon {
    std::unordered_map<Text, std::vector<Text>> words;  ///< English word → concepts.
    std::vector<std::pair<Text, Text>> phrases;         ///< " not credited " → concept.
    /// First letter → Chinese words and their concepts.
    std::unordered_map<char32_t, std::vector<std::pair<Text, Text>>> han;
    std::vector<Text> long_words;  ///< For slips.
};

template <class Do>
void each(std::u32string_view list, const Do& take)
{
    while (!list.empty()) {
        auto bar = list.find(U'|');
        take(list.substr(0, bar));
        list.remove_prefix(bar == list.npos ? list.size() : bar + 1);
    }
}

Lexicon make_lexicon()
{
    Lexicon made;
    for (const auto& one : concepts()) {
        Text name{one.name};
        each(one.en, [&](std::u32string_view word) {
            if (word.contains(U' ')) {
                made.phrases.emplace_back(U" " + Text{word} + U" ", name);
                return;
            }
            made.words[Text{word}].push_back(name);
            if (word.size() >= 5) made.long_words.emplace_back(word);
        });
        each(one.zh, [&](std::u32string_view word) {
            made.han[word.front()].emplace_back(word, name);
        });
    }
    return made;
}

const Lexicon& lexicon()
{
    static const Lexicon made = make_lexicon();
    return made;
}

bool missing_from(const std::vector<Text>& sorted, const Text& word)
{
    return !std::ranges::binary_search(sorted, word);
}

/// The known word that this one is nearly, or itself.
Text mended(const Text& word, const std::vector<Text>* known)
{
    if (known == nullptr || word.size() < 5 || word.starts_with(U'#')) return word;
    if (lexicon().words.contains(word) || !missing_from(*known, word)) return word;
    for (const auto& other : *known) {
        if (other.size() >= 5 && nearly(word, other)) return other;
    }
    for (const auto& other : lexicon().long_words) {
        if (nearly(word, other)) return other;
    }
    return word;
}

struct Gathering {
    std::vector<Feature> out;
    std::set<Text> concepts;
    const std::vector<Text>* known;

    void add(Text name, float weight) { out.push_back({std::move(name), weight}); }
};

void take_words(Gathering& g, const std::vector<Text>& words)
{
    Text line = U" ";
    Text before;
    for (const auto& raw : words) {
        auto word = mended(raw, g.known);
        line += word + U" ";
        if (auto found = lexicon().words.find(word); found != lexicon().words.end()) {
            g.concepts.insert(found->second.begin(), found->second.end());
        }
        auto root = stem(word);
        bool filler = fillers().contains(word);
        g.add(U"w:" + root, filler ? 0.3F : 1.0F);
        if (!before.empty()) g.add(U"p:" + before + U" " + root, 0.7F);
        before = root;
    }
    for (const auto& [phrase, name] : lexicon().phrases) {
        if (line.contains(phrase)) g.concepts.insert(name);
    }
}

void take_han(Gathering& g, const Text& letters)
{
    for (std::size_t i = 0; i < letters.size(); ++i) {
        g.add(U"1:" + letters.substr(i, 1), 0.35F);
        if (i + 1 < letters.size()) g.add(U"2:" + letters.substr(i, 2), 1.0F);
        if (i + 2 < letters.size()) g.add(U"3:" + letters.substr(i, 3), 0.6F);
    }
}

/// Chinese words may hold Latin ones ("没有trx"), so they are looked for in the whole text.
void take_concepts(Gathering& g, const Text& whole)
{
    std::u32string_view rest = whole;
    for (; !rest.empty(); rest.remove_prefix(1)) {
        auto words = lexicon().han.find(rest.front());
        if (words == lexicon().han.end()) continue;
        for (const auto& [word, name] : words->second) {
            if (rest.starts_with(word)) g.concepts.insert(name);
        }
    }
    for (const auto& name : g.concepts) g.add(U"c:" + name, 1.3F);
    for (const auto& one : g.concepts) {
        for (const auto& other : g.concepts) {
            if (one < other) g.add(U"cc:" + one + U"+" + other, 0.5F);
        }
    }
}

}  // namespace

std::vector<Feature> features_of(std::string_view utf8, const std::vector<Text>* known)
{
    Gathering g{.out = {}, .concepts = {}, .known = known};
    Text whole;
    std::vector<Text> words;
    for (const auto& stretch : read_stretches(utf8)) {
        if (stretch.han) {
            take_han(g, stretch.letters);
            whole += stretch.letters;
        }
        for (const auto& word : stretch.words) whole += word.starts_with(U'#') ? Text{U" "} : word;
        words.insert(words.end(), stretch.words.begin(), stretch.words.end());
        if (!stretch.han) whole += U' ';
    }
    std::erase(whole, U' ');
    take_words(g, words);
    take_concepts(g, whole);
    return std::move(g.out);
}

}  // namespace keydesk::text
