# The web pages inside the binary. web/build.mjs writes web/dist with a manifest; embed_web.cmake
# turns that into a table and an assembly source with the bytes. It looks at each build (a few
# milliseconds), so pages built after the configuration are found, and it writes only when the
# manifest has changed.
set(KEYDESK_ASSETS ${CMAKE_BINARY_DIR}/generated/assets)
add_custom_target(keydesk_web
    COMMAND ${CMAKE_COMMAND} -DDIST=$<IF:$<BOOL:${KEYDESK_WEB}>,${CMAKE_SOURCE_DIR}/web/dist,>
            -DOUT=${KEYDESK_ASSETS} -P ${CMAKE_SOURCE_DIR}/cmake/embed_web.cmake
    BYPRODUCTS ${KEYDESK_ASSETS}.cpp ${KEYDESK_ASSETS}.S
    COMMENT "Looking for changed web pages"
    VERBATIM)

add_library(keydesk_assets STATIC ${KEYDESK_ASSETS}.cpp ${KEYDESK_ASSETS}.S)
add_dependencies(keydesk_assets keydesk_web)
target_include_directories(keydesk_assets PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(keydesk_assets PRIVATE keydesk_libraries)
get_target_property(app_kind keydesk_app TYPE)
if(app_kind STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(keydesk_app INTERFACE keydesk_assets)
else()
    target_link_libraries(keydesk_app PUBLIC keydesk_assets)
endif()
