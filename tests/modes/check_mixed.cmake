# Links a header-only file with one that is compiled for ssot::compiled, which must fail in words that name the mode.
#   cmake -DLINK="compiler flags" -DONE=a.o -DOTHER=b.o -DOUT=program -P check_mixed.cmake
execute_process(COMMAND ${LINK} ${ONE} ${OTHER} -o ${OUT} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT failed)
    message(FATAL_ERROR "files of two modes link")
endif()
if(NOT said MATCHES "add_sync\\(ssot::(header_only|compiled)::store&\\)")
    message(FATAL_ERROR "the linker does not name the mode:\n${said}")
endif()
