# How the parts of memnet are compiled.

include(GNUInstallDirs)

# Flags that every part shares. Nothing here changes what a sum means: no -ffast-math. -fopenmp-simd allows the loops
# that say so to be vectorised; the other two only say that nobody looks at errno or at floating-point traps, which
# otherwise keeps every loop with a square root or a choice from being vectorised.
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
  # clang warns where a loop marked for vectorisation was better left alone
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-Wno-pass-failed>)
endif()
if(MEMNET_NATIVE)
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-march=native;-mprefer-vector-width=512>)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-march=x86-64-v3>)
endif()
if(MEMNET_SANITIZE)
  target_compile_options(memnet_flags INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${MEMNET_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>)
  target_link_options(memnet_flags INTERFACE $<BUILD_INTERFACE:-fsanitize=${MEMNET_SANITIZE}>)
endif()
set_target_properties(memnet_flags PROPERTIES EXPORT_NAME flags)
install(TARGETS memnet_flags EXPORT memnet COMPONENT library)

# memnet_part(core SOURCES a.cpp b.cpp NEEDS ops PACKAGES Eigen3::Eigen)
# One folder of the library, in both precisions: memnet_core (float, the program) and memnet_core_f64 (double, the
# laws). NEEDS names the folders it may include; anything else does not link, which keeps the arrows of the design.
# Both are installed; who uses them from outside calls them memnet::core and memnet::core_f64.
function(memnet_part name)
  cmake_parse_arguments(PART "" "" "SOURCES;NEEDS;PACKAGES" ${ARGN})
  foreach(suffix "" "_f64")
    set(target memnet_${name}${suffix})
    add_library(${target} STATIC ${PART_SOURCES})
    target_link_libraries(${target} PUBLIC memnet_flags fmt::fmt PRIVATE ${PART_PACKAGES})
    foreach(need ${PART_NEEDS})
      target_link_libraries(${target} PUBLIC memnet_${need}${suffix})
    endforeach()
    if(suffix STREQUAL "_f64")
      target_compile_definitions(${target} PUBLIC MEMNET_DOUBLE)
    endif()
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name}${suffix})
    install(TARGETS ${target} EXPORT memnet COMPONENT library)
  endforeach()
endfunction()

# memnet_table(out FILE table.def MACRO MEMNET_TASK)
# The source files that a table names: one .cpp for each line, beside the table. A line without a file stops the
# configuration, and so does a file without a line, unless it is listed in EXCEPT.
function(memnet_table out)
  cmake_parse_arguments(TABLE "" "FILE;MACRO" "EXCEPT" ${ARGN})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${TABLE_FILE})
  get_filename_component(folder ${TABLE_FILE} DIRECTORY)
  file(STRINGS ${TABLE_FILE} lines REGEX "^${TABLE_MACRO}\\(")
  set(sources "")
  foreach(line ${lines})
    string(REGEX REPLACE "^${TABLE_MACRO}\\(([a-z0-9_]+).*" "\\1" name "${line}")
    if(NOT EXISTS ${folder}/${name}.cpp)
      message(FATAL_ERROR "${TABLE_FILE} lists '${name}', but there is no ${folder}/${name}.cpp")
    endif()
    list(APPEND sources ${folder}/${name}.cpp)
  endforeach()
  file(GLOB present CONFIGURE_DEPENDS ${folder}/*.cpp)
  foreach(file ${present})
    get_filename_component(name ${file} NAME_WE)
    if(NOT file IN_LIST sources AND NOT name IN_LIST TABLE_EXCEPT)
      message(FATAL_ERROR "${file} has no line in ${TABLE_FILE}; add ${TABLE_MACRO}(${name}, ...)")
    endif()
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()
