# Checks what a body must not hold that is compiled in many files, or together with all others in one:  cmake -P check_bodies.cmake
# INCLUDE_FOLDER. Nothing is `static` at the scope of a namespace, no namespace is without a name, and constants there are inline.
cmake_minimum_required(VERSION 3.24)

math(EXPR last_argument "${CMAKE_ARGC} - 1")
file(REAL_PATH ${CMAKE_ARGV${last_argument}} include_folder)
file(GLOB_RECURSE files ${include_folder}/ssot/*.hpp ${include_folder}/ssot/*.ipp)
list(LENGTH files count)
if(count EQUAL 0)
    message(FATAL_ERROR "no headers in ${include_folder}/ssot")
endif()

# At the scope of a namespace lines begin in the first column. A static member of a template that is defined there is no variable of
# its own.
set(wrong 0)
foreach(file IN LISTS files)
    file(STRINGS ${file} lines REGEX "^(namespace *{|static |const [^(]*[={]|constexpr [^(]*[={])")
    foreach(line IN LISTS lines)
        if(line MATCHES "^static_assert|>::[a-z_]+ = ")
            continue()
        endif()
        file(RELATIVE_PATH name ${include_folder} ${file})
        message("${name}: ${line}")
        math(EXPR wrong "${wrong} + 1")
    endforeach()
endforeach()
if(wrong)
    message(FATAL_ERROR "${wrong} lines would be compiled once for each file, or collide where all bodies are compiled together")
endif()
