# The web pages inside the binary. web/build.mjs writes web/dist with a manifest; embed_web.cmake
# turns that into one C++ source with #embed. It looks at each build (a few milliseconds), so pages
# built after the configuration are found, and it writes only when the manifest has changed.
set(KEYDESK_ASSETS ${CMAKE_BINARY_DIR}/generated/assets.cpp)
add_custom_target(keydesk_web
    COMMAND ${CMAKE_COMMAND} -DDIST=$<IF:$<BOOL:${KEYDESK_WEB}>,${CMAKE_SOURCE_DIR}/web/dist,>
            -DOUT=${KEYDESK_ASSETS} -P ${CMAKE_SOURCE_DIR}/cmake/embed_web.cmake
    BYPRODUCTS ${KEYDESK_ASSETS}
    COMMENT "Looking for changed web pages"
    VERBATIM)

add_library(keydesk_assets STATIC ${KEYDESK_ASSETS})
add_dependencies(keydesk_assets keydesk_web)
target_include_directories(keydesk_assets PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(keydesk_assets PRIVATE keydesk_flags keydesk_libraries)
target_compile_options(keydesk_assets PRIVATE
    -Wno-c23-extensions --embed-dir=${CMAKE_SOURCE_DIR}/web/dist)
# ccache does not see what #embed reads (4.7.5, tried): its answer could be an older page.
set_target_properties(keydesk_assets PROPERTIES CXX_COMPILER_LAUNCHER "")
get_target_property(app_kind keydesk_app TYPE)
if(app_kind STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(keydesk_app INTERFACE keydesk_assets)
else()
    target_link_libraries(keydesk_app PUBLIC keydesk_assets)
endif()
