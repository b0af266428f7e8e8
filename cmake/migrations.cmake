# schema.cpp holds the migrations by #embed, which ccache (4.7.5) does not look into: an edited
# migration would be answered with the object of the old one. Their digest on the command line makes
# it look again.
file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/migrations/*.sql)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migrations})
set(digests "")
foreach(migration ${migrations})
    file(SHA256 ${migration} digest)
    string(APPEND digests ${digest})
endforeach()
string(SHA256 digests "${digests}")
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/store/schema.cpp
    PROPERTIES COMPILE_DEFINITIONS "KEYDESK_MIGRATIONS=\"${digests}\"")
