# memnet_assets(out FOLDER page)
# A source file that holds the files of this folder as text, in the order of their names, with their checksums, for
# program/report/assets.hpp. It is made when the build is configured, and again when a file has changed.
function(memnet_assets out)
  cmake_parse_arguments(ASSETS "" "FOLDER" "" ${ARGN})
  set(entries "")
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ASSETS_FOLDER}/*)
  foreach(file ${files})
    cmake_path(GET file FILENAME name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    string(SHA256 checksum "${text}")
    string(APPEND entries "    {\"${name}\", R\"memnet_asset(${text})memnet_asset\", \"${checksum}\"},\n")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/assets.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT "// Made by cmake/Assets.cmake.
#include \"program/report/assets.hpp\"

namespace memnet::report {

std::span<const Asset> assets() {
  static constexpr Asset kAssets[] = {
@entries@  };
  return kAssets;
}

}  // namespace memnet::report
")
  set(${out} ${source} PARENT_SCOPE)
endfunction()
