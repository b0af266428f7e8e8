# A room is a folder under src/, a static library and, from its *_test.cpp, one test program.

# The precompiled header is built once, by the first room that needs it, and reused by the rest.
add_library(keydesk_pch STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_link_libraries(keydesk_pch PRIVATE keydesk_flags keydesk_libraries)
target_precompile_headers(keydesk_pch PRIVATE
    <boost/asio.hpp> <boost/json.hpp> <boost/beast/core/flat_buffer.hpp> <boost/beast/http.hpp>
    <chrono> <expected> <functional> <map> <memory> <optional> <string> <string_view> <vector>
    <unordered_map> <variant>)

function(keydesk_room name)
    cmake_parse_arguments(room "" "" "USES" ${ARGN})
    set(folder ${CMAKE_SOURCE_DIR}/src/${name})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "src/app/main\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_wasm\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

    if(sources)
        add_library(keydesk_${name} STATIC ${sources})
        set(scope PUBLIC)
    else()
        add_library(keydesk_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(keydesk_${name} ${scope} ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(keydesk_${name} ${scope} keydesk_flags keydesk_libraries keydesk_pch)
    foreach(used ${room_USES})
        target_link_libraries(keydesk_${name} ${scope} keydesk_${used})
    endforeach()
    # The pure rooms are std only: they must not see Boost through the precompiled header.
    if(sources AND NOT name MATCHES "^(guard|text|mail)$")
        target_precompile_headers(keydesk_${name} REUSE_FROM keydesk_pch)
    endif()

    if(tests)
        keydesk_test(${name} ${tests} USES ${name})
    endif()
endfunction()

# keydesk_test(name sources... USES rooms...): one GoogleTest program, known to ctest and ./test.
function(keydesk_test name)
    cmake_parse_arguments(test "" "" "USES" ${ARGN})
    add_executable(test_${name} ${test_UNPARSED_ARGUMENTS})
    foreach(used ${test_USES})
        target_link_libraries(test_${name} PRIVATE keydesk_${used})
    endforeach()
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(test_${name} PRIVATE GTest::gmock GTest::gtest_main)
    target_precompile_headers(test_${name} REUSE_FROM keydesk_pch)
    set_target_properties(test_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

function(keydesk_program name source)
    cmake_parse_arguments(program "" "" "USES" ${ARGN})
    add_executable(${name} ${source})
    foreach(used ${program_USES})
        target_link_libraries(${name} PRIVATE keydesk_${used})
    endforeach()
    target_precompile_headers(${name} REUSE_FROM keydesk_pch)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()
