#include "guard/tables.hpp"

namespace keydesk::guard::tables {
namespace {

template <std::size_t size>
constexpr std::string_view bytes(const char (&literal)[size])
{
    return {literal, size - 1};
}

}  // namespace

std::string_view english()
{
    static constexpr char kPack[] =
#include "guard/tables/bip39_english.inc"
        ;
    return bytes(kPack);
}

std::string_view chinese()
{
    static constexpr char kCodes[] =
#include "guard/tables/chinese.inc"
        ;
    return bytes(kCodes);
}

std::string_view chinese_pairs()
{
    static constexpr char kBits[] =
#include "guard/tables/chinese_pairs.inc"
        ;
    return bytes(kBits);
}

std::string_view chinese_groups()
{
    static constexpr char kGaps[] =
#include "guard/tables/chinese_groups.inc"
        ;
    return bytes(kGaps);
}

std::string_view chinese_pairs_few()
{
    static constexpr char kBits[] =
#include "guard/tables/chinese_pairs_few.inc"
        ;
    return bytes(kBits);
}

}  // namespace keydesk::guard::tables
