# The first articles of the help centre are files; they are embedded as raw string literals, in
# pieces: a compiler need not take a literal of more than 65,536 characters.
file(GLOB articles CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/knowledge/*.en.md ${CMAKE_SOURCE_DIR}/knowledge/*.zh-CN.md)
set(categories ${CMAKE_SOURCE_DIR}/knowledge/categories.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${articles} ${categories})

set(text "#include \"desk/knowledge/seeds.hpp\"\n\nnamespace keydesk::desk {\n\n")
file(READ ${categories} content)
string(APPEND text "std::string_view embedded_categories()\n{\n    return R\"seed(${content})seed\";\n}\n\n")
string(APPEND text "std::vector<SeedFile> embedded_articles()\n{\n    return {\n")
foreach(file ${articles})
    get_filename_component(name ${file} NAME)
    file(READ ${file} content)
    string(APPEND text "{\"${name}\", R\"seed(${content})seed\"},\n")
endforeach()
string(APPEND text "    };\n}\n\n}  // namespace keydesk::desk\n")

set(generated ${CMAKE_BINARY_DIR}/generated/knowledge_data.cpp)
file(CONFIGURE OUTPUT ${generated} CONTENT "${text}" @ONLY)
target_sources(keydesk_desk PRIVATE ${generated})
# Only this room renders Markdown.
target_link_libraries(keydesk_desk PRIVATE PkgConfig::cmark ${CMARK_EXTENSIONS})
