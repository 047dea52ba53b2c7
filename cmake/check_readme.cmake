# Checks that README.md quotes what docs/examples/readme.cpp holds between its marks:  cmake -DROOT=... -P check_readme.cmake
cmake_minimum_required(VERSION 3.24)

file(READ ${ROOT}/docs/examples/readme.cpp example)
file(READ ${ROOT}/README.md readme)
if(NOT example MATCHES "//\\[ readme\n(.*)//\\]")
    message(FATAL_ERROR "docs/examples/readme.cpp has lost its marks")
endif()
string(FIND "${readme}" "```cpp\n${CMAKE_MATCH_1}```" at)
if(at EQUAL -1)
    message(FATAL_ERROR "README.md does not quote docs/examples/readme.cpp word for word")
endif()
