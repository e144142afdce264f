# The classes of processors that memnet is compiled for, from MEMNET_CLASSES: those of x86-64 as the psABI defines them,
# v2 (SSE4.2), v3 (AVX2, fused multiplication and addition) and v4 (AVX-512), or `native`, the highest that this machine
# can run. There is no -march=native: it would also tune for the model of the processor, which changes the order of
# operations. So a class has the same bits in every build. Processors of another kind have one class, `generic`.
#   MEMNET_BUILT_CLASSES  the classes
#   MEMNET_CLASS          the first; as a property of a target, the class that it is compiled for
#   MEMNET_MORE_CLASSES   the others, for which the program and its libraries are compiled once more
#   MEMNET_CLASS_FLAGS    flags by which a target is compiled for its class

set(MEMNET_BUILT_CLASSES ${MEMNET_CLASSES})
set(MEMNET_CLASS_FLAGS -march=x86-64-$<TARGET_PROPERTY:MEMNET_CLASS> -mprefer-vector-width=512)
if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(MEMNET_CLASS_FLAGS "")
  if(MEMNET_CLASSES STREQUAL native)
    set(MEMNET_CLASS_FLAGS -march=native)
  endif()
  set(MEMNET_BUILT_CLASSES generic)
elseif(MEMNET_CLASSES STREQUAL native)
  if(NOT MEMNET_NATIVE_CLASS)
    try_run(ran compiled SOURCES ${CMAKE_CURRENT_LIST_DIR}/native_class.cpp ${PROJECT_SOURCE_DIR}/program/start/processor.cpp
      CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${PROJECT_SOURCE_DIR} RUN_OUTPUT_VARIABLE class)
    if(NOT class MATCHES "^v[234]$")
      message(FATAL_ERROR "The class of this processor is unknown (${class}); give it: cmake -D MEMNET_CLASSES=v2")
    endif()
    set(MEMNET_NATIVE_CLASS ${class} CACHE INTERNAL "The highest class that this machine can run")
  endif()
  set(MEMNET_BUILT_CLASSES ${MEMNET_NATIVE_CLASS})
elseif(NOT MEMNET_CLASSES MATCHES "^(v2|v3|v4|v2;v3|v2;v4|v3;v4|v2;v3;v4)$")
  message(FATAL_ERROR "MEMNET_CLASSES is '${MEMNET_CLASSES}'; expected native, or some of v2;v3;v4 in this order")
endif()
set(MEMNET_MORE_CLASSES ${MEMNET_BUILT_CLASSES})
list(POP_FRONT MEMNET_MORE_CLASSES MEMNET_CLASS)
define_property(TARGET PROPERTY MEMNET_CLASS INITIALIZE_FROM_VARIABLE MEMNET_CLASS)
