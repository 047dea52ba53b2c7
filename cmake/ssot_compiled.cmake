# ssot::compiled: the bodies of the library, compiled once in the build of the program that links it. Included by the project and
# by its installed package. All files of a program that link it define SSOT_SEPARATE_COMPILATION. Flags that change what the
# standard library's types look like, such as _GLIBCXX_DEBUG, and sanitizers must be set for the whole build.

if(NOT TARGET ssot_compiled)
    enable_language(CXX)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/ssot_compiled.cpp CONTENT "#include <ssot/src.hpp>\n" @ONLY)
    add_library(ssot_compiled STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/ssot_compiled.cpp)
    target_link_libraries(ssot_compiled PUBLIC ssot::ssot)
    target_compile_definitions(ssot_compiled PUBLIC SSOT_SEPARATE_COMPILATION)
    set_target_properties(ssot_compiled PROPERTIES OUTPUT_NAME ssot POSITION_INDEPENDENT_CODE ON)
    add_library(ssot::compiled ALIAS ssot_compiled)
endif()
