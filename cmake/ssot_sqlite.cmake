# ssot::sqlite: the SQLite backend and SQLite itself, if that is found. It is compiled once in the build of the program that links it, as
# ssot::compiled is, which it brings; with SSOT_SQLITE_HEADER_ONLY it is header-only and brings ssot::ssot.

if(NOT TARGET ssot::sqlite)
    find_package(SQLite3 3.38 QUIET GLOBAL)
    if(SQLite3_FOUND AND SSOT_SQLITE_HEADER_ONLY)
        add_library(ssot_sqlite INTERFACE)
        target_link_libraries(ssot_sqlite INTERFACE ssot::ssot SQLite::SQLite3)
    elseif(SQLite3_FOUND)
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/ssot_sqlite.cpp CONTENT "#include <ssot/storage/sqlite/src.hpp>\n" @ONLY)
        add_library(ssot_sqlite STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/ssot_sqlite.cpp)
        target_link_libraries(ssot_sqlite PUBLIC ssot::compiled PRIVATE SQLite::SQLite3)
        set_target_properties(ssot_sqlite PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    if(SQLite3_FOUND)
        add_library(ssot::sqlite ALIAS ssot_sqlite)
    endif()
endif()
