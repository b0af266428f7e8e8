#include "guard/tables.hpp"

#include <array>

// Left out of the browser's module, which loads these as files.
namespace keydesk::guard::tables {
namespace {

constexpr char k_bip39_japanese[] =
#include "guard/tables/bip39_japanese.inc"
    ;
constexpr char k_bip39_korean[] =
#include "guard/tables/bip39_korean.inc"
    ;
constexpr char k_bip39_spanish[] =
#include "guard/tables/bip39_spanish.inc"
    ;
constexpr char k_bip39_french[] =
#include "guard/tables/bip39_french.inc"
    ;
constexpr char k_bip39_italian[] =
#include "guard/tables/bip39_italian.inc"
    ;
constexpr char k_bip39_portuguese[] =
#include "guard/tables/bip39_portuguese.inc"
    ;
constexpr char k_bip39_czech[] =
#include "guard/tables/bip39_czech.inc"
    ;
constexpr char k_slip39[] =
#include "guard/tables/slip39.inc"
    ;
constexpr char k_monero_english[] =
#include "guard/tables/monero_english.inc"
    ;
constexpr char k_monero_english_old[] =
#include "guard/tables/monero_english_old.inc"
    ;
constexpr char k_monero_french[] =
#include "guard/tables/monero_french.inc"
    ;
constexpr char k_monero_german[] =
#include "guard/tables/monero_german.inc"
    ;
constexpr char k_monero_italian[] =
#include "guard/tables/monero_italian.inc"
    ;
constexpr char k_monero_spanish[] =
#include "guard/tables/monero_spanish.inc"
    ;
constexpr char k_monero_portuguese[] =
#include "guard/tables/monero_portuguese.inc"
    ;
constexpr char k_monero_dutch[] =
#include "guard/tables/monero_dutch.inc"
    ;
constexpr char k_monero_russian[] =
#include "guard/tables/monero_russian.inc"
    ;
constexpr char k_monero_japanese[] =
#include "guard/tables/monero_japanese.inc"
    ;
constexpr char k_traditional[] = "\375"
#include "guard/tables/chinese_traditional.inc"
    ;
constexpr char k_monero_chinese[] = "\376"
#include "guard/tables/monero_chinese.inc"
    ;

template <std::size_t size>
constexpr std::string_view bytes(const char (&literal)[size])
{
    return {literal, size - 1};
}

constexpr std::array kOthers{
    bytes(k_bip39_japanese),     bytes(k_bip39_korean),   bytes(k_bip39_spanish),
    bytes(k_bip39_french),       bytes(k_bip39_italian),  bytes(k_bip39_portuguese),
    bytes(k_bip39_czech),        bytes(k_slip39),         bytes(k_monero_english),
    bytes(k_monero_english_old), bytes(k_monero_french),  bytes(k_monero_german),
    bytes(k_monero_italian),     bytes(k_monero_spanish), bytes(k_monero_portuguese),
    bytes(k_monero_dutch),       bytes(k_monero_russian), bytes(k_monero_japanese),
    bytes(k_traditional),        bytes(k_monero_chinese),
};

}  // namespace

std::span<const std::string_view> others()
{
    return kOthers;
}

}  // namespace keydesk::guard::tables
