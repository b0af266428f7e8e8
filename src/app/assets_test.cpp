#include "app/assets.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <set>
#include <string>

namespace keydesk::app {
namespace {

std::string unzip(std::string_view packed)
{
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string out, piece(65536, '\0');
    std::string in{packed};
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece, 0, piece.size() - stream.avail_out);
    }
    EXPECT_EQ(state, Z_STREAM_END);
    inflateEnd(&stream);
    return out;
}

// A preset without the pages (fuzz) has nothing to look at.
class EmbeddedPages : public testing::Test {
protected:
    void SetUp() override
    {
        if (embedded_assets().empty()) GTEST_SKIP() << "built without web pages";
    }
};

TEST_F(EmbeddedPages, HaveAPathATypeAndATagOfTheirContent)
{
    std::set<std::string_view> paths, tags;
    for (const net::Asset& asset : embedded_assets()) {
        EXPECT_TRUE(asset.path.starts_with('/')) << asset.path;
        EXPECT_FALSE(asset.type.empty()) << asset.path;
        EXPECT_EQ(asset.etag.size(), 22U) << asset.path;
        EXPECT_TRUE(paths.insert(asset.path).second) << asset.path << " twice";
    }
}

TEST_F(EmbeddedPages, AreTheSameZippedAndNot)
{
    int zipped = 0;
    for (const net::Asset& asset : embedded_assets()) {
        if (asset.gzip.empty()) continue;
        EXPECT_EQ(unzip(asset.gzip), asset.identity) << asset.path;
        ++zipped;
    }
    EXPECT_GT(zipped, 0);
}

TEST_F(EmbeddedPages, AreKeptForeverOnlyUnderANameWithAHash)
{
    for (const net::Asset& asset : embedded_assets()) {
        EXPECT_EQ(asset.immutable, asset.path.starts_with("/assets/")) << asset.path;
    }
}

/// A name that ends with a slash is a folder: the guard's word lists.
TEST_F(EmbeddedPages, AreAllThereUnderTheNamesOfTheBuild)
{
    for (const AssetName& name : embedded_names()) {
        const bool folder = name.path.ends_with('/');
        const auto there = std::ranges::any_of(embedded_assets(), [&](const net::Asset& asset) {
            return folder ? asset.path.starts_with(name.path) : asset.path == name.path;
        });
        EXPECT_TRUE(there) << name.name << " should lie at " << name.path;
    }
}

}  // namespace
}  // namespace keydesk::app
