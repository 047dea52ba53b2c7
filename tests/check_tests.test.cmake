# Builds a small project in TREE and checks that check_tests.cmake names the headers without a test, and no other.
cmake_minimum_required(VERSION 3.24)

# what_is_said(OUT FILES...): writes the files, each "NAME" or "NAME=TEXT", beside those that are right, and returns what is said.
function(what_is_said out)
    file(REMOVE_RECURSE ${TREE})
    foreach(file IN ITEMS # what check_tests.cmake names
            include/ssot/extern.hpp include/ssot/src.hpp include/ssot/ssot.hpp include/ssot/store.hpp include/ssot/testing/src.hpp
            include/ssot/storage/sqlite/src.hpp cmake/ssot_sqlite.cmake
            include/ssot/testing/kit/cell.hpp include/ssot/testing/kit/config.hpp include/ssot/testing/kit/kit_store.hpp
            tests/extern/use.cpp tests/modes/main.cpp docs/examples/readme.cpp cmake/ssot_testing.cmake
            tests/conformance/behaviour.test.cpp tests/conformance/conformance.test.cpp tests/conformance/trial.test.cpp
            # and what needs no test
            include/ssot/impl/time.hpp include/ssot/detail/base/config.hpp
            ${ARGN})
        string(REGEX MATCH "^([^=]+)=?(.*)" whole ${file})
        file(WRITE ${TREE}/${CMAKE_MATCH_1} "${CMAKE_MATCH_2}\n")
    endforeach()
    execute_process(COMMAND ${CMAKE_COMMAND} -P ${CMAKE_CURRENT_LIST_DIR}/../cmake/check_tests.cmake ${TREE}
                    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(said AND NOT failed)
        message(FATAL_ERROR "check_tests.cmake complains and does not fail:\n${said}")
    endif()
    set(${out} "${said}" PARENT_SCOPE)
endfunction()

macro(expect text)
    string(FIND "${said}" "${text}\n" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "check_tests.cmake does not say:\n${text}\nIt says:\n${said}")
    endif()
endmacro()

set(right include/ssot/time.hpp "tests/unit/time.test.cpp=#include <ssot/time.hpp>" include/ssot/testing/kit/scene.hpp
          "tests/conformance/kit/scene.test.cpp=#include <ssot/testing/kit/scene.hpp>")
what_is_said(said ${right} tests/unit/store/erase.test.cpp)
if(said)
    message(FATAL_ERROR "check_tests.cmake complains of a project in which nothing is wrong:\n${said}")
endif()

what_is_said(said ${right} include/ssot/uuid.hpp "tests/unit/codec.test.cpp=#include <ssot/error.hpp>" include/ssot/codec.hpp
             include/ssot/testing/kit/asking.hpp tests/unit/extern.test.cpp)
expect("ssot/uuid.hpp: has no tests/unit/uuid.test.cpp")
expect("ssot/codec.hpp: tests/unit/codec.test.cpp does not include it")
expect("ssot/testing/kit/asking.hpp: has no tests/conformance/kit/asking.test.cpp")
expect("ssot/extern.hpp: is named in check_tests.cmake, although it has tests/unit/extern.test.cpp")
expect("ssot/store.hpp: there is no tests/unit/store, which check_tests.cmake names")
string(FIND "${said}" "5 headers are not tested" at)
if(at EQUAL -1)
    message(FATAL_ERROR "check_tests.cmake says more than 5 lines:\n${said}")
endif()
