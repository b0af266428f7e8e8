# The registry of chains and the advice for every cause are data (TOML). They are embedded as raw
# string literals, one function per file: chain_data.cpp is written anew when one of them changes.
file(GLOB advice CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/chains/advice/*.toml)
set(registry ${CMAKE_SOURCE_DIR}/src/chains/registry.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${advice} ${registry})

set(text "#include \"chains/embedded.hpp\"\n\nnamespace keydesk::chains {\n\n")
file(READ ${registry} content)
string(APPEND text "std::string_view embedded_registry()\n{\n    return R\"toml(${content})toml\";\n}\n\n")
string(APPEND text "std::vector<std::string_view> embedded_advice()\n{\n    return {\n")
foreach(file ${advice})
    file(READ ${file} content)
    string(APPEND text "R\"toml(${content})toml\",\n")
endforeach()
string(APPEND text "    };\n}\n\n}  // namespace keydesk::chains\n")

set(generated ${CMAKE_BINARY_DIR}/generated/chain_data.cpp)
file(CONFIGURE OUTPUT ${generated} CONTENT "${text}" @ONLY)
target_sources(keydesk_chains PRIVATE ${generated})
