# ssot::testing: the conformance kit, compiled once in the build of the program that links it, as ssot::compiled is, which it brings.
# It is large: without this target each file that includes <ssot/testing/conformance.hpp> compiles it.

if(NOT TARGET ssot_testing)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/ssot_testing.cpp CONTENT "#include <ssot/testing/src.hpp>\n" @ONLY)
    add_library(ssot_testing STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/ssot_testing.cpp)
    target_link_libraries(ssot_testing PUBLIC ssot::compiled)
    set_target_properties(ssot_testing PROPERTIES POSITION_INDEPENDENT_CODE ON)
    add_library(ssot::testing ALIAS ssot_testing)
endif()
