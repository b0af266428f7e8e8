# Everything comes from Debian 12; docs/dependencies.md says what each is for and why it was chosen.
set(Boost_USE_STATIC_LIBS OFF)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(cryptopp REQUIRED IMPORTED_TARGET libcrypto++)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(cmark REQUIRED IMPORTED_TARGET libcmark-gfm)
find_library(CMARK_EXTENSIONS cmark-gfm-extensions REQUIRED)

add_library(keydesk_libraries INTERFACE)
target_compile_definitions(keydesk_libraries INTERFACE
    BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
    SPDLOG_FMT_EXTERNAL)
target_link_libraries(keydesk_libraries INTERFACE
    Boost::headers Boost::json Boost::url OpenSSL::SSL OpenSSL::Crypto SQLite::SQLite3
    spdlog::spdlog fmt::fmt PkgConfig::sodium PkgConfig::tomlplusplus PkgConfig::qrencode PkgConfig::cryptopp PkgConfig::gmime
    PkgConfig::psl
    CURL::libcurl ZLIB::ZLIB Threads::Threads)
# Debian's headers are not ours to mend: no warnings from them.
get_target_property(boost_includes Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
target_include_directories(keydesk_libraries SYSTEM INTERFACE ${boost_includes})
