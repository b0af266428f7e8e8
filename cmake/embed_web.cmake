# cmake -DDIST=web/dist -DOUT=assets -P embed_web.cmake writes assets.cpp and assets.S
# Without DIST, or when it holds no manifest, the tables are empty and the program serves no pages.
# The bytes come in by .incbin: clang 19's #embed refuses some files (a first byte of 254, it seems).
cmake_minimum_required(VERSION 3.25)

set(symbols "")
set(bytes "")
set(rows "")
set(names "")

# Puts a file, named from DIST, between two symbols. An empty file needs none.
function(embed name file out)
    file(SIZE ${DIST}/${file} size)
    if(size EQUAL 0)
        set(${out} "{}" PARENT_SCOPE)
        return()
    endif()
    set(bytes "${bytes}.balign 16\nkeydesk_${name}:\n.incbin \"${DIST}/${file}\"\nkeydesk_${name}_end:\n" PARENT_SCOPE)
    string(APPEND symbols "extern const char keydesk_${name}[], keydesk_${name}_end[];\n")
    set(symbols "${symbols}" PARENT_SCOPE)
    set(${out} "view(keydesk_${name}, keydesk_${name}_end)" PARENT_SCOPE)
endfunction()

if(DIST AND EXISTS ${DIST}/manifest.json)
    file(READ ${DIST}/manifest.json manifest)
    string(JSON count LENGTH "${manifest}" files)
    math(EXPR last "${count} - 1")
    foreach(at RANGE ${last})
        string(JSON row GET "${manifest}" files ${at})
        foreach(key path type sri immutable)
            string(JSON ${key} GET "${row}" ${key})
        endforeach()
        string(REGEX MATCH "-(.+)$" _ "${sri}")
        string(SUBSTRING "${CMAKE_MATCH_1}" 0 22 etag)
        embed(file${at} ${path} identity)
        foreach(coding gz br)
            string(JSON size GET "${row}" ${coding})
            set(${coding} "{}")
            if(size)
                embed(${coding}${at} ${path}.${coding} ${coding})
            endif()
        endforeach()
        if(immutable)
            set(immutable true)
        else()
            set(immutable false)
        endif()
        # Only where the default policy would not do: the guard's worker.
        string(JSON csp ERROR_VARIABLE none GET "${row}" csp)
        if(csp MATCHES "NOTFOUND$")
            set(csp "")
        endif()
        # The digest in the text makes both sources differ whenever a file's content does.
        string(APPEND bytes "// ${sri}\n")
        string(APPEND rows
            "    {\"/${path}\", \"${type}\", \"${etag}\",\n"
            "     ${identity}, ${gz}, ${br}, ${immutable}, \"${csp}\"},\n")
    endforeach()
    string(JSON count ERROR_VARIABLE none LENGTH "${manifest}" entries)
    if(count GREATER 0)
        math(EXPR last "${count} - 1")
        foreach(at RANGE ${last})
            string(JSON name MEMBER "${manifest}" entries ${at})
            string(JSON path GET "${manifest}" entries ${name})
            string(APPEND names "    {\"${name}\", \"${path}\"},\n")
        endforeach()
    endif()
endif()

set(text "// Made by cmake/embed_web.cmake from web/dist/manifest.json.
#include \"app/assets.hpp\"

#include <vector>

extern \"C\" {
${symbols}}

namespace keydesk::app {
namespace {

[[maybe_unused]] std::string_view view(const char* begin, const char* end)
{
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::span<const net::Asset> embedded_assets()
{
    static const std::vector<net::Asset> table{
${rows}    };
    return table;
}

std::span<const AssetName> embedded_names()
{
    static const std::vector<AssetName> table{
${names}    };
    return table;
}

}  // namespace keydesk::app
")
set(assembly "// Made by cmake/embed_web.cmake.\n.section .rodata\n${bytes}.section .note.GNU-stack,\"\",@progbits\n")
string(REGEX REPLACE "(keydesk_[a-z0-9_]+):" ".global \\1\n.hidden \\1\n\\1:" assembly "${assembly}")

function(write_if_new path content)
    if(EXISTS ${path})
        file(READ ${path} before)
        if(before STREQUAL content)
            return()
        endif()
    endif()
    file(WRITE ${path} "${content}")
endfunction()
write_if_new(${OUT}.cpp "${text}")
write_if_new(${OUT}.S "${assembly}")
