# Compiles SOURCE with SSOT_COMPILE_FAIL, by the command COMPILE. Passes when that fails, and the compiler says every text that
# the file expects in comments of these forms, each at the end of a line:
#   // expect: "text"           of both compilers
#   // expect-gcc: "text"       of this one only
#   // expect-clang: "text"
cmake_minimum_required(VERSION 3.24)

set(ENV{LC_ALL} C)
execute_process(COMMAND ${COMPILE} -DSSOT_COMPILE_FAIL ${SOURCE}
                RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT failed)
    message(FATAL_ERROR "${SOURCE} compiles, and should not")
endif()

# Compilers quote the source beside what they say, and with it the comment that holds the text.
string(REGEX REPLACE "(^|\n) *[0-9]* \\|[^\n]*" "" said "${said}")

if(COMPILER_ID STREQUAL GNU)
    set(other clang)
else()
    set(other gcc)
endif()

file(READ ${SOURCE} rest)
set(expectations 0)
while(rest MATCHES "// expect(-[a-z]+)?: \"([^\n]*)\"\n(.*)")
    set(only "${CMAKE_MATCH_1}")
    set(text "${CMAKE_MATCH_2}")
    set(rest "${CMAKE_MATCH_3}")
    if(only STREQUAL "-${other}")
        continue()
    endif()
    math(EXPR expectations "${expectations} + 1")
    string(FIND "${said}" "${text}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "Expected the compiler to say:\n${text}\nIt says:\n${said}")
    endif()
endwhile()
if(expectations EQUAL 0)
    message(FATAL_ERROR "${SOURCE} expects nothing")
endif()
