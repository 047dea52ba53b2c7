# What our own tests and examples are built with. Nothing here reaches those who use the library.

set(CMAKE_CXX_EXTENSIONS OFF)

# Link one of these to get the library and our warnings: compiled once, which nearly everything takes, or header-only.
set(strict -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
add_library(ssot_strict INTERFACE)
target_link_libraries(ssot_strict INTERFACE ssot::compiled)
target_compile_options(ssot_strict INTERFACE ${strict})
target_compile_options(ssot_compiled PRIVATE ${strict})
add_library(ssot_strict_header_only INTERFACE)
target_link_libraries(ssot_strict_header_only INTERFACE ssot::ssot)
target_compile_options(ssot_strict_header_only INTERFACE ${strict})

# What nearly every program includes, read once. Those that use it include the same by themselves: clang-tidy reads them without.
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(ssot_precompiled OBJECT EXCLUDE_FROM_ALL ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(ssot_precompiled PRIVATE ssot_strict)
target_precompile_headers(ssot_precompiled PRIVATE <ssot/ssot.hpp>)

# A CTest case `unit.NAME` for each test file's suite in a Boost.Test program, found when ctest runs, so that a new or renamed
# suite needs no new configure run. A suite with a case labelled @threads gets the CTest label `threads`.
function(ssot_discover_boost_tests target)
    set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}.cmake)
    file(GENERATE OUTPUT ${script}
         CONTENT "set(program [==[$<TARGET_FILE:${target}>]==])\ninclude([==[${PROJECT_SOURCE_DIR}/cmake/discover_boost_tests.cmake]==])\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${script})
endfunction()

# For each file a CTest case compile_fail.NAME, where it is compiled with SSOT_COMPILE_FAIL and must fail with the words that the
# file expects; see cmake/check_compile_fail.cmake. Without the macro it must compile: all at once in compile_fail.controls, each in
# a namespace of its own, or, if it specializes a template of another namespace, in compile_fail.NAME.control. They read the
# precompiled headers first, but for a file with the line "// reads its headers by itself".
function(ssot_add_compile_fail_tests)
    set_target_properties(ssot_precompiled PROPERTIES EXCLUDE_FROM_ALL OFF)
    string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
    separate_arguments(flags NATIVE_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
    set(includes $<TARGET_PROPERTY:ssot,INTERFACE_INCLUDE_DIRECTORIES>)
    set(alone ${CMAKE_CXX_COMPILER} ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} ${flags} -DSSOT_SEPARATE_COMPILATION -fsyntax-only
              "-I$<JOIN:${includes},$<SEMICOLON>-I>")
    set(header ${PROJECT_BINARY_DIR}/CMakeFiles/ssot_precompiled.dir/cmake_pch.hxx)
    if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
        set(compile ${alone})
    elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        set(compile ${alone} -Xclang -include-pch -Xclang ${header}.pch -Xclang -include -Xclang ${header})
    else()
        set(compile ${alone} "-D$<JOIN:$<TARGET_PROPERTY:ssot_precompiled,COMPILE_DEFINITIONS>,$<SEMICOLON>-D>" -Winvalid-pch
                -include ${header})
    endif()
    set(headers "")
    set(controls "")
    foreach(source IN LISTS ARGN)
        get_filename_component(name ${source} NAME_WE)
        file(STRINGS ${source} by_itself REGEX "^// reads its headers by itself$")
        if(by_itself)
            set(command ${alone})
        else()
            set(command ${compile})
        endif()
        file(STRINGS ${source} specializes REGEX "^(namespace ssot|template<>)")
        if(by_itself OR specializes)
            add_test(NAME compile_fail.${name}.control COMMAND ${command} ${source} COMMAND_EXPAND_LISTS)
            set_tests_properties(compile_fail.${name}.control PROPERTIES LABELS compile_fail)
        else()
            file(STRINGS ${source} included REGEX "^#include")
            list(APPEND headers ${included})
            string(APPEND controls "namespace control_${name} {\n#include \"${source}\"\n}\n")
        endif()
        add_test(NAME compile_fail.${name}
                 COMMAND ${CMAKE_COMMAND} -DSOURCE=${source} -DCOMPILER_ID=${CMAKE_CXX_COMPILER_ID} "-DCOMPILE=${command}"
                         -P ${PROJECT_SOURCE_DIR}/cmake/check_compile_fail.cmake)
        set_tests_properties(compile_fail.${name} PROPERTIES LABELS compile_fail)
    endforeach()
    list(REMOVE_DUPLICATES headers)
    list(JOIN headers "\n" headers)
    set(file ${CMAKE_CURRENT_BINARY_DIR}/compile_fail_controls.cpp)
    file(GENERATE OUTPUT ${file} CONTENT "${headers}\n\n${controls}")
    add_test(NAME compile_fail.controls COMMAND ${compile} ${file} COMMAND_EXPAND_LISTS)
    set_tests_properties(compile_fail.controls PROPERTIES LABELS compile_fail)
endfunction()

# A CTest case consumer.NAME that configures, builds and runs the project in `folder` as a user of the library would.
# The other arguments are for its configure run.
function(ssot_add_consumer_test name folder)
    add_test(NAME consumer.${name}
             COMMAND ${CMAKE_CTEST_COMMAND} --build-and-test ${CMAKE_CURRENT_SOURCE_DIR}/${folder} ${CMAKE_CURRENT_BINARY_DIR}/${name}
                     --build-generator ${CMAKE_GENERATOR}
                     --build-options -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
                                     -DCMAKE_BUILD_TYPE=Debug "-DCMAKE_CXX_FLAGS_DEBUG=${CMAKE_CXX_FLAGS_DEBUG}" -DCMAKE_PREFIX_PATH=${CMAKE_PREFIX_PATH} ${ARGN}
                     --test-command consumer)
    set_tests_properties(consumer.${name} PROPERTIES LABELS consumer COST 100) # begun first, since they are long
endfunction()
