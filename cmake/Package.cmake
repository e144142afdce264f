# Installs the headers, the license and the files for find_package(memnet). The libraries are installed by memnet_part
# (Memnet.cmake), the program by program/CMakeLists.txt.

include(CMakePackageConfigHelpers)

# lanes.hpp depends on the vector unit that the library was compiled for; no other header needs it.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/memnet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def" PATTERN "lanes.hpp" EXCLUDE)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/memnet)
install(EXPORT memnet NAMESPACE memnet:: FILE memnetTargets.cmake DESTINATION ${package} COMPONENT library)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/memnetConfig.cmake.in ${PROJECT_BINARY_DIR}/memnetConfig.cmake
  INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/memnetConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/memnetConfig.cmake ${PROJECT_BINARY_DIR}/memnetConfigVersion.cmake
  DESTINATION ${package} COMPONENT library)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)
