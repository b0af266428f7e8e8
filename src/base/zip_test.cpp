#include "base/zip.hpp"
#include "tests/kit/zip.hpp"

#include <gtest/gtest.h>

#include <random>

namespace keydesk {
namespace {

const std::string kLong(100'000, 'a');

TEST(Zip, gives_every_file_back)
{
    auto bytes = kit::zip_of({{"a.json", "{}"}, {"folder/", ""}, {"folder/long.txt", kLong}});
    auto zip = ZipFile::open(bytes);
    ASSERT_TRUE(zip) << zip.error().what;
    ASSERT_EQ(zip->entries().size(), 2U);
    EXPECT_EQ(zip->entries()[0].name, "a.json");
    EXPECT_EQ(zip->read(zip->entries()[0], 10).value(), "{}");
    EXPECT_EQ(zip->read(zip->entries()[1], 100'000).value(), kLong);
}

TEST(Zip, is_no_bomb)
{
    auto bytes = kit::zip_of({{"long", kLong}});
    auto zip = ZipFile::open(bytes).value();
    EXPECT_FALSE(zip.read(zip.entries()[0], 99'999)) << "longer than allowed";
    // Says that it is small, and is not.
    auto lying = kit::zip_of({{"long", kLong}}, 10);
    auto small = ZipFile::open(lying).value();
    EXPECT_FALSE(small.read(small.entries()[0], 1000));
}

TEST(Zip, damage_anywhere_is_an_error_and_never_a_crash)
{
    auto whole = kit::zip_of({{"a.json", "{\"a\":1}"}, {"b", kLong}});
    std::minstd_rand random{7};
    for (int i = 0; i < 20'000; ++i) {
        auto bytes = whole;
        for (int change = 0; change < 3; ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (i % 3 == 0) bytes.resize(random() % bytes.size());
        auto zip = ZipFile::open(bytes);
        if (!zip) continue;
        for (const auto& entry : zip->entries()) (void)zip->read(entry, 200'000);
    }
    EXPECT_FALSE(ZipFile::open(""));
    EXPECT_FALSE(ZipFile::open("PK\x03\x04"));
    EXPECT_FALSE(ZipFile::open(std::string(100, '\0')));
}

}  // namespace
}  // namespace keydesk
