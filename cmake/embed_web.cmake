# cmake -DDIST=web/dist -DOUT=assets.cpp -P embed_web.cmake
# Without DIST, or when it holds no manifest, the tables are empty and the program serves no pages.
cmake_minimum_required(VERSION 3.25)

set(arrays "")
set(rows "")
set(names "")

# Appends an array with the bytes of a file, named from DIST. An empty file needs none.
function(embed name file out)
    file(SIZE ${DIST}/${file} size)
    if(size EQUAL 0)
        set(${out} "{}" PARENT_SCOPE)
        return()
    endif()
    set(arrays "${arrays}constexpr unsigned char ${name}[] = {\n#embed <${file}>\n};\n" PARENT_SCOPE)
    set(${out} "view(${name})" PARENT_SCOPE)
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
        # The digest in the text makes this source differ whenever a file's content does.
        string(APPEND rows
            "    // ${sri}\n"
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

namespace keydesk::app {
namespace {

${arrays}
template <std::size_t Size>
std::string_view view(const unsigned char (&bytes)[Size])
{
    return {reinterpret_cast<const char*>(bytes), Size};
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
set(before "")
if(EXISTS ${OUT})
    file(READ ${OUT} before)
endif()
if(NOT before STREQUAL text)
    file(WRITE ${OUT} "${text}")
endif()
