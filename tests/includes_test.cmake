# Makes a tree in which one #include is not allowed, and expects that CheckIncludes.cmake names its line and no other.
file(REMOVE_RECURSE ${scratch})
file(WRITE ${scratch}/arrows.txt "low:\nhigh: low\n")
file(WRITE ${scratch}/low/value.hpp "#include <vector>\n")
file(WRITE ${scratch}/high/right.cpp "#include \"low/value.hpp\"\n")
execute_process(COMMAND ${CMAKE_COMMAND} -D root=${scratch} -D arrows=${scratch}/arrows.txt -P ${check}
  RESULT_VARIABLE code ERROR_VARIABLE message)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "refused a tree that is right: ${message}")
endif()
file(WRITE ${scratch}/low/wrong.cpp
  "// A file of the lower folder.\n#include \"low/value.hpp\"\n#include \"high/right.hpp\"\n")
execute_process(COMMAND ${CMAKE_COMMAND} -D root=${scratch} -D arrows=${scratch}/arrows.txt -P ${check}
  RESULT_VARIABLE code ERROR_VARIABLE message)
if(code EQUAL 0 OR NOT message MATCHES "low/wrong.cpp:3: ")
  message(FATAL_ERROR "expected low/wrong.cpp:3 to be named, got: ${message}")
endif()
