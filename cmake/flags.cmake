# What every target is compiled with. Interface target, so that a room cannot forget it.
add_library(keydesk_flags INTERFACE)

target_compile_options(keydesk_flags INTERFACE
    -fPIE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wno-missing-designated-field-initializers
    $<$<BOOL:${KEYDESK_WERROR}>:-Werror>
    $<$<CONFIG:Release>:-O2 -g1 -fstack-protector-strong>
    $<$<CONFIG:Debug>:-O1 -g1 -fno-omit-frame-pointer>)
target_compile_definitions(keydesk_flags INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(keydesk_flags INTERFACE -fuse-ld=lld-19 -pie)

if(KEYDESK_SANITIZE)
    target_compile_options(keydesk_flags INTERFACE
        -fsanitize=${KEYDESK_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(keydesk_flags INTERFACE -fsanitize=${KEYDESK_SANITIZE})
endif()
if(KEYDESK_FUZZ)
    target_compile_options(keydesk_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# ccache and a precompiled header live together only when the header's time stamp stays out of
# the object and ccache is told not to mind it.
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/cmake/cached.sh ${CMAKE_SOURCE_DIR})
    target_compile_options(keydesk_flags INTERFACE
        "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
