# The playbooks are data (TOML), embedded as raw string literals: what a new desk begins with.
file(GLOB playbooks CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/playbooks/*.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${playbooks})

set(text "#include \"desk/playbooks/playbook.hpp\"\n\nnamespace keydesk::desk {\n\n")
string(APPEND text "std::vector<std::string_view> embedded_playbooks()\n{\n    return {\n")
foreach(file ${playbooks})
    file(READ ${file} content)
    string(APPEND text "R\"toml(${content})toml\",\n")
endforeach()
string(APPEND text "    };\n}\n\n}  // namespace keydesk::desk\n")

set(generated_playbooks ${CMAKE_BINARY_DIR}/generated/playbook_data.cpp)
file(CONFIGURE OUTPUT ${generated_playbooks} CONTENT "${text}" @ONLY)
target_sources(keydesk_desk PRIVATE ${generated_playbooks})
