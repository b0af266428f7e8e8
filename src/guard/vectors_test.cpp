#include "guard/guard.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

namespace keydesk::guard {
namespace {

struct Vector {
    std::string kind;
    std::string secret;
};

std::vector<Vector> published()
{
    std::ifstream file{"src/guard/fixtures/vectors.tsv"};
    std::vector<Vector> vectors;
    for (std::string line; std::getline(file, line);) {
        const std::size_t tab = line.find('\t');
        if (line.starts_with('#') || tab == std::string::npos) continue;
        vectors.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return vectors;
}

Kind kind_of(const std::string& name)
{
    static const std::map<std::string, Kind> kKinds{
        {"bip32-xprv", Kind::extended_key},
        {"slip39", Kind::recovery_share},
        {"bip38", Kind::encrypted_key},
        {"wif", Kind::private_key},
        {"mini-key", Kind::private_key},
        {"keystore", Kind::keystore}};
    const auto known = kKinds.find(name);
    return known == kKinds.end() ? Kind::seed_phrase : known->second;
}

TEST(PublishedVectors, are_all_there)
{
    std::map<std::string, int> count;
    for (const Vector& vector : published()) ++count[vector.kind];

    EXPECT_EQ(count["bip39-english"], 24);
    EXPECT_EQ(count["bip39-japanese"], 24);
    EXPECT_GE(count["bip32-xprv"], 24);
    EXPECT_GE(count["slip39"], 30);
    EXPECT_GE(count["bip38"], 10);
}

TEST(PublishedVectors, are_removed_and_named)
{
    for (const Vector& vector : published()) {
        const Cleaned cleaned = clean(RawText{vector.secret});
        ASSERT_FALSE(cleaned.findings.empty()) << vector.kind << ": " << vector.secret;
        const Kind kind = cleaned.findings[0].kind;
        // A share's words are in other lists too; either name leads to the same advice.
        const bool share = vector.kind == "slip39" && kind == Kind::seed_phrase;
        EXPECT_TRUE(kind == kind_of(vector.kind) || share) << vector.kind << ": " << vector.secret;
        EXPECT_LE(cleaned.text.str().size(), 64U)
            << "left of " << vector.secret << ": " << cleaned.text.str();
    }
}

TEST(PublishedVectors, are_found_in_a_sentence)
{
    for (const Vector& vector : published()) {
        for (const std::string lead : {"客服你好，这是 ", "Hello, here it is: "}) {
            const Cleaned cleaned = clean(RawText{lead + vector.secret});
            ASSERT_FALSE(cleaned.findings.empty()) << lead << vector.secret;
            EXPECT_GT(cleaned.spans[0].start, 2U) << "the greeting stays";
        }
    }
}

}  // namespace
}  // namespace keydesk::guard
