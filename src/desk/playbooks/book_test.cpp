// How well the cases are recognised, by sentences that were written apart from the playbooks
// (tests/playbooks/README.md). The floors stand a little below what docs/playbooks.md shows.
#include "desk/playbooks/book.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

namespace keydesk::desk {
namespace {

struct Sentence {
    std::string kind, language, text;
};

std::vector<Sentence> sentences()
{
    std::ifstream file{"tests/playbooks/sentences.tsv"};
    std::vector<Sentence> all;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream parts{line};
        Sentence one;
        std::getline(parts, one.kind, '\t');
        std::getline(parts, one.language, '\t');
        std::getline(parts, one.text);
        all.push_back(std::move(one));
    }
    return all;
}

const PlaybookBook& book()
{
    static const PlaybookBook made = [] {
        std::vector<Playbook> all;
        for (auto source : embedded_playbooks()) {
            auto read = read_playbook(source);
            EXPECT_TRUE(read) << (read ? "" : read.error().what);
            if (read) all.push_back(std::move(*read));
        }
        return PlaybookBook{std::move(all)};
    }();
    return made;
}

struct Score {
    int all = 0, first = 0, three = 0, answered = 0, wrong = 0;
};

TEST(Book, recognises_sentences_that_no_playbook_holds)
{
    ASSERT_GE(sentences().size(), 600U);
    std::map<std::string, Score> scores;
    for (const auto& one : sentences()) {
        if (one.kind == "person" || one.kind == "none") continue;
        auto seen = book().recognise(one.text);
        for (const auto& key : {one.language, std::string{"both"}}) {
            auto& score = scores[key];
            ++score.all;
            bool right = !seen.likely.empty() && seen.likely[0].kind == one.kind;
            score.first += right;
            for (const auto& guess : seen.likely) score.three += guess.kind == one.kind;
            score.answered += seen.sure() && !seen.none;
            score.wrong += seen.sure() && !seen.none && !right;
        }
    }
    for (const auto& [key, s] : scores) {
        std::printf(
            "%-6s %4d sentences  top-1 %.1f %%  top-3 %.1f %%  answered at once %.1f %%, of these "
            "wrong %.1f %%\n",
            key.c_str(),
            s.all,
            100.0 * s.first / s.all,
            100.0 * s.three / s.all,
            100.0 * s.answered / s.all,
            100.0 * s.wrong / s.answered);
    }
    const auto& both = scores["both"];
    EXPECT_GE(both.first, both.all * 82 / 100);
    EXPECT_GE(both.three, both.all * 94 / 100);
    EXPECT_LE(both.wrong, both.answered * 8 / 100) << "never a wrong lecture";
}

TEST(Book, obeys_every_wish_for_a_person)
{
    int overheard = 0, mistaken = 0;
    for (const auto& one : sentences()) {
        bool person = book().recognise(one.text).person;
        overheard += one.kind == "person" && !person;
        mistaken += one.kind != "person" && person;
        if (one.kind == "person") EXPECT_TRUE(person) << one.text;
    }
    EXPECT_EQ(overheard, 0);
    EXPECT_LE(mistaken, 8) << "a person for who did not ask is no harm, but a cost";
}

TEST(Book, lectures_nobody_who_has_no_case)
{
    int lectured = 0, all = 0;
    for (const auto& one : sentences()) {
        if (one.kind != "none") continue;
        auto seen = book().recognise(one.text);
        ++all;
        lectured += seen.sure() && !seen.none && !seen.person;
    }
    std::printf("none   %d of %d lectured\n", lectured, all);
    EXPECT_LE(lectured, 2);
}

TEST(Book, says_nothing_of_nothing)
{
    for (const char* text : {"", "   ", "!!!", "😀", "\xff\xfe"}) {
        auto seen = book().recognise(text);
        EXPECT_FALSE(seen.sure()) << text;
        EXPECT_FALSE(seen.person) << text;
    }
}

}  // namespace
}  // namespace keydesk::desk
