# How the parts of memnet are compiled.

include(GNUInstallDirs)
include(${CMAKE_CURRENT_LIST_DIR}/Classes.cmake)

# Flags that every part shares. None of them allows another order of additions, as -ffast-math would. -fopenmp-simd
# vectorizes the loops marked with #pragma omp simd. The other two declare that errno and floating-point traps are not
# used; otherwise a loop with a square root or a condition could not be vectorized.
add_library(memnet_flags INTERFACE)
target_include_directories(memnet_flags INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(memnet_flags INTERFACE cxx_std_20)
target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic;-fopenmp-simd;-fno-math-errno;-fno-trapping-math>)
if(MEMNET_WERROR)
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-Werror>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps in the standard library's own string concatenation (GCC bug 105651), and at -O3 writes past the
  # end of fmt's own buffers.
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-Wno-restrict;-Wno-stringop-overflow>)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # clang warns if it does not vectorize a loop that is marked for it
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-Wno-pass-failed>)
endif()
target_compile_options(memnet_flags INTERFACE "$<BUILD_INTERFACE:${MEMNET_CLASS_FLAGS}>")
if(MEMNET_SANITIZE)
  target_compile_options(memnet_flags INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${MEMNET_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>)
  target_link_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-fsanitize=${MEMNET_SANITIZE}>)
endif()
set_target_properties(memnet_flags PROPERTIES EXPORT_NAME flags)
install(TARGETS memnet_flags EXPORT memnet COMPONENT library)

# memnet_part(memnet/ops NEEDS memnet/base memnet/math memnet/autodiff DOUBLE)
# Declares one folder as a library: memnet/ops is memnet_ops, program/text is memnet_program_text. Its sources are the
# .cpp files of the folder, and those in MADE, which the build generates. NEEDS lists the folders that it may include,
# each declared before, so that there is no cycle; CheckIncludes.cmake compares every #include with these lists.
# For each further class of processors it also builds memnet_ops_v3 and so on.
#   DOUBLE     also builds memnet_ops_f64, in double, for the laws
#   UNITY      compiles several sources at once; only where results do not depend on how code is inlined
#   INSTALL    is part of the installed library, where it is called memnet::ops
#   PACKAGES   external libraries that only these sources use
function(memnet_part folder)
  cmake_parse_arguments(PART "DOUBLE;UNITY;INSTALL" "" "NEEDS;PACKAGES;MADE" ${ARGN})
  list(JOIN PART_NEEDS " " needs)
  set_property(GLOBAL APPEND_STRING PROPERTY MEMNET_ARROWS "${folder}: ${needs}\n")
  file(GLOB own CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  list(FILTER own EXCLUDE REGEX "/main\\.cpp$")
  list(APPEND own ${PART_MADE})

  memnet_target(name ${folder})
  memnet_libraries_of_classes(${name} "${own}")

  # A source is compiled once for both libraries if neither it nor its header uses the precision.
  set(shared "")
  if(PART_DOUBLE)
    foreach(source ${own})
      string(REGEX REPLACE "\\.cpp$" ".hpp" header ${source})
      set(lines "")
      foreach(file ${source} ${header})
        if(EXISTS ${file})
          file(STRINGS ${file} found REGEX "MEMNET_PRECISION|MEMNET_DOUBLE")
          list(APPEND lines ${found})
        endif()
      endforeach()
      if(NOT lines)
        list(APPEND shared ${source})
      endif()
    endforeach()
    list(REMOVE_ITEM own ${shared})
  endif()
  if(shared)
    memnet_library(${name}_shared OBJECT "${shared}")
    set(shared $<TARGET_OBJECTS:${name}_shared>)
  endif()
  memnet_library(${name} STATIC "${own};${shared}")
  if(PART_DOUBLE)
    memnet_library(${name}_f64 STATIC "${own};${shared}" SUFFIX _f64)
  endif()
endfunction()

# Adds the libraries of memnet_part() for further classes of processors: memnet_ops_v3 and so on.
function(memnet_libraries_of_classes name sources)
  set(PART_INSTALL OFF)
  foreach(MEMNET_CLASS IN LISTS MEMNET_MORE_CLASSES)
    memnet_library(${name}_${MEMNET_CLASS} STATIC "${sources}" SUFFIX _${MEMNET_CLASS})
  endforeach()
endfunction()

# The library that a folder becomes: memnet/ops is memnet_ops, tasks/babi is memnet_tasks_babi.
function(memnet_target out folder)
  string(REGEX REPLACE "^memnet/" "" name ${folder})
  string(REPLACE "/" "_" name ${name})
  set(${out} memnet_${name} PARENT_SCOPE)
endfunction()

# Adds one library of memnet_part(), whose arguments it uses: of this type, or INTERFACE if there are no sources. With
# a SUFFIX it links those libraries with this suffix that exist; with _f64 it is in double.
function(memnet_library target type sources)
  cmake_parse_arguments(LIBRARY "" "SUFFIX" "" ${ARGN})
  list(REMOVE_ITEM sources "")
  if(sources STREQUAL "")
    add_library(${target} INTERFACE)
    set(public INTERFACE)
  else()
    add_library(${target} ${type} ${sources})
    set(public PUBLIC)
    target_link_libraries(${target} PRIVATE ${PART_PACKAGES})
    if(PART_UNITY AND MEMNET_UNITY)
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
    endif()
  endif()
  target_link_libraries(${target} ${public} memnet_flags fmt::fmt)
  if(LIBRARY_SUFFIX STREQUAL _f64)
    target_compile_definitions(${target} ${public} MEMNET_DOUBLE)
  endif()
  foreach(need ${PART_NEEDS})
    memnet_target(library ${need})
    if(TARGET ${library}${LIBRARY_SUFFIX})
      set(library ${library}${LIBRARY_SUFFIX})
    elseif(NOT TARGET ${library})
      message(FATAL_ERROR "${folder} NEEDS ${need}, which is not declared before it; needs may not form a cycle")
    endif()
    target_link_libraries(${target} ${public} ${library})
  endforeach()
  if(PART_INSTALL AND NOT type STREQUAL OBJECT)
    string(REGEX REPLACE "^memnet_" "" exported ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${exported})
    install(TARGETS ${target} EXPORT memnet COMPONENT library)
  endif()
endfunction()

# memnet_check_includes(): stops the configuration if an #include is not allowed by the NEEDS lists; a test checks the
# same when sources have changed. To be called when all parts are declared.
function(memnet_check_includes)
  get_property(arrows GLOBAL PROPERTY MEMNET_ARROWS)
  file(WRITE ${PROJECT_BINARY_DIR}/arrows.txt "${arrows}")
  execute_process(COMMAND ${CMAKE_COMMAND} -D root=${PROJECT_SOURCE_DIR} -D arrows=${PROJECT_BINARY_DIR}/arrows.txt
    -P ${PROJECT_SOURCE_DIR}/cmake/CheckIncludes.cmake RESULT_VARIABLE failed ERROR_VARIABLE problems)
  if(failed)
    message(FATAL_ERROR "${problems}")
  endif()
endfunction()

# memnet_check_table(memnet/addressing/table.def MEMNET_STAGE)
# A line of a table is a .cpp file beside it, and a .cpp file without a line has a header of its own (or reads the table
# and is called table.cpp). Anything else stops the configuration.
function(memnet_check_table table macro)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${table})
  get_filename_component(folder ${PROJECT_SOURCE_DIR}/${table} DIRECTORY)
  file(STRINGS ${PROJECT_SOURCE_DIR}/${table} lines REGEX "^${macro}\\(")
  list(TRANSFORM lines REPLACE "^${macro}\\(([a-z0-9_]+).*" "\\1")
  foreach(name ${lines})
    if(NOT EXISTS ${folder}/${name}.cpp)
      message(FATAL_ERROR "${table} lists '${name}', but there is no ${folder}/${name}.cpp")
    endif()
  endforeach()
  file(GLOB present CONFIGURE_DEPENDS ${folder}/*.cpp)
  foreach(file ${present})
    get_filename_component(name ${file} NAME_WE)
    if(NOT name IN_LIST lines AND NOT name STREQUAL "table" AND NOT EXISTS ${folder}/${name}.hpp)
      message(FATAL_ERROR "${file} has no line in ${table}; add ${macro}(${name}, ...)")
    endif()
  endforeach()
endfunction()
