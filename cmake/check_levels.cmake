# Checks that headers include downwards only:  cmake -P check_levels.cmake INCLUDE_FOLDER
#
# A header includes headers of lower levels, or ones further left on its own line; `|` stands between headers that never include
# each other, and the headers that one `folder/*` means may. docs/design/0001-levels.md says what each level is for.
cmake_minimum_required(VERSION 3.24)

set(levels
    "version fwd error uuid time"
    "choice codec field reflect"
    "json/* validate form storage/value storage/schema storage/describe storage/query"
    "model/* | condition query aggregate"
    "storage/capability storage/packed_row storage/concept storage/diagnose storage/evaluate storage/session_ref storage/any_backend"
    "storage/memory | storage/sqlite | storage/postgresql"
    "stored page annotated transaction purge model_registry store related extern"
    "diff recorder metrics report nautobot/* src"
    "testing/*")

# The umbrella is on no level: it includes levels 0 to 6 with one backend.
set(umbrella_level 6)
set(umbrella_leaves_out storage/sqlite storage/postgresql src)

# `impl/X` is part of `X`. What has no public header of its own, which is `detail/*` and pieces of a long body, has no place
# either: it counts as everything that it includes, for each public header that reaches it.

math(EXPR last_argument "${CMAKE_ARGC} - 1")
file(REAL_PATH ${CMAKE_ARGV${last_argument}} include_folder)

# place_LEVEL, place_COLUMN, place_GROUP (headers of one level divided by `|`) of a header in the caller; -1 when not in the table.
function(find_place header)
    set(level 0)
    foreach(line IN LISTS levels)
        set(column 0)
        set(group 0)
        string(REPLACE " " ";" entries ${line})
        foreach(entry IN LISTS entries)
            if(entry STREQUAL "|")
                math(EXPR group "${group} + 1")
                continue()
            endif()
            string(REPLACE "*" ".+" pattern ${entry})
            if(header MATCHES "^${pattern}$")
                set(place_LEVEL ${level} PARENT_SCOPE)
                set(place_COLUMN ${column} PARENT_SCOPE)
                set(place_GROUP ${group} PARENT_SCOPE)
                return()
            endif()
            math(EXPR column "${column} + 1")
        endforeach()
        math(EXPR level "${level} + 1")
    endforeach()
    set(place_LEVEL -1 PARENT_SCOPE)
endfunction()

# The headers that a header includes, itself or through its bodies that are compiled once (`impl/X.ipp` of `X`), without "ssot/"
# and ".hpp". src, which is all bodies, includes what they are the bodies of.
function(read_includes header out)
    string(REGEX REPLACE "^impl/" "" public ${header})
    set(lines "")
    foreach(file ${header}.hpp impl/${public}.ipp)
        if(EXISTS ${include_folder}/ssot/${file})
            file(STRINGS ${include_folder}/ssot/${file} more REGEX "^[ \t]*#[ \t]*include[ \t]*<ssot/")
            list(APPEND lines ${more})
        endif()
    endforeach()
    list(TRANSFORM lines REPLACE ".*<ssot/impl/([^>]*)\\.ipp>.*" "\\1")
    list(TRANSFORM lines REPLACE ".*<ssot/([^>]*)\\.hpp>.*" "\\1")
    set(${out} ${lines} PARENT_SCOPE)
endfunction()

# Rewrites the header in `variable` from impl/X to X, when there is an X; `inner` says whether it is one without a place.
macro(resolve variable)
    string(REGEX REPLACE "^impl/" "" public ${${variable}})
    if(EXISTS ${include_folder}/ssot/${public}.hpp)
        set(${variable} ${public})
    endif()
    string(REGEX MATCH "^(detail|impl)/" inner ${${variable}})
endmacro()

set(violations 0)
macro(violation text)
    message("${text}")
    math(EXPR violations "${violations} + 1")
endmacro()

file(GLOB_RECURSE files RELATIVE ${include_folder}/ssot ${include_folder}/ssot/*.hpp)
list(SORT files)
foreach(file IN LISTS files)
    string(REGEX REPLACE "\\.hpp$" "" file ${file})
    set(header ${file})
    resolve(header)
    if(inner)
        continue()
    endif()

    find_place(${header})
    set(own_level ${place_LEVEL})
    set(own_column ${place_COLUMN})
    set(own_group ${place_GROUP})
    if(header STREQUAL ssot)
        set(own_level umbrella)
    elseif(own_level EQUAL -1)
        violation("ssot/${file}.hpp: has no place in the table of levels")
        continue()
    endif()

    # Every header reached from here directly or through inner headers. way_X says through which; seen holds the inner headers.
    read_includes(${file} reached)
    foreach(other IN LISTS reached)
        set(way_${other} "")
    endforeach()
    set(seen "")
    while(reached)
        list(POP_FRONT reached other)
        set(way "${way_${other}}")
        resolve(other)
        if(inner)
            if(NOT other IN_LIST seen AND EXISTS ${include_folder}/ssot/${other}.hpp)
                list(APPEND seen ${other})
                read_includes(${other} more)
                foreach(next IN LISTS more)
                    if(NOT next IN_LIST reached)
                        set(way_${next} "${way} through ssot/${other}.hpp")
                    endif()
                endforeach()
                list(APPEND reached ${more})
            endif()
            continue()
        endif()

        if(other STREQUAL header)
            continue()
        endif()
        find_place(${other})
        set(includes "ssot/${file}.hpp: includes <ssot/${other}.hpp>${way},")
        if(place_LEVEL EQUAL -1)
            violation("${includes} which has no place in the table of levels")
        elseif(own_level STREQUAL umbrella)
            if(place_LEVEL GREATER umbrella_level OR other IN_LIST umbrella_leaves_out)
                violation("${includes} which the umbrella leaves out")
            endif()
        elseif(place_LEVEL GREATER own_level)
            violation("${includes} which is of level ${place_LEVEL}, above its own level ${own_level}")
        elseif(place_LEVEL EQUAL own_level AND NOT place_GROUP EQUAL own_group)
            violation("${includes} but headers divided by | on level ${own_level} never include each other")
        elseif(place_LEVEL EQUAL own_level AND place_COLUMN GREATER own_column)
            violation("${includes} which stands further right on level ${own_level}")
        endif()
    endwhile()
endforeach()

list(LENGTH files count)
if(count EQUAL 0)
    message(FATAL_ERROR "no headers in ${include_folder}/ssot")
elseif(violations)
    message(FATAL_ERROR "${violations} includes go against the levels of docs/design/0001-levels.md")
endif()
