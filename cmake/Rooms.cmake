# A room is a folder of sources and one target. A room sees the headers of exactly the rooms that it names:
# each room exports an include folder that holds nothing but a link to itself, and links are PRIVATE, so that the
# include path keeps the walls (docs/architecture.md).

# Standard headers (and JSON, for the rooms that may see it) are compiled once for all rooms and once for all tests.
# Precompiled headers hide a missing #include: the target headers_alone compiles every header of ours without them.
function(commonplace_precompiled name)
  cmake_parse_arguments(PCH "" "" "HEADERS;FOREIGN" ${ARGN})
  file(WRITE ${PROJECT_BINARY_DIR}/empty/${name}.cc "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/empty/${name}.cc)
  target_link_libraries(${name} PRIVATE ${PCH_FOREIGN} Threads::Threads)
  target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/standard.h ${PCH_HEADERS})
endfunction()

# commonplace_room(NAME LINKS room... FOREIGN library...)
function(commonplace_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;FOREIGN" ${ARGN})
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(door ${PROJECT_BINARY_DIR}/rooms/${name})
  get_filename_component(parent ${door}/${folder} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${door}/${folder} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  if(NOT sources)
    file(WRITE ${PROJECT_BINARY_DIR}/empty/${name}.cc "")
    set(sources ${PROJECT_BINARY_DIR}/empty/${name}.cc)
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${door})
  target_link_libraries(${name} PRIVATE ${ROOM_LINKS} ${ROOM_FOREIGN} Threads::Threads)
  if("schemas_formats" IN_LIST ROOM_LINKS OR name STREQUAL "schemas_formats")
    target_precompile_headers(${name} REUSE_FROM precompiled_json)
  else()
    target_precompile_headers(${name} REUSE_FROM precompiled_standard)
  endif()
  set_property(GLOBAL APPEND PROPERTY COMMONPLACE_ROOMS ${name})
endfunction()

# The target headers_alone, not part of the usual build: each header of each room, compiled by itself.
function(commonplace_headers_alone)
  get_property(rooms GLOBAL PROPERTY COMMONPLACE_ROOMS)
  add_custom_target(headers_alone)
  foreach(room ${rooms})
    get_target_property(folder ${room} SOURCE_DIR)
    file(GLOB headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${folder}/*.h)
    set(alone)
    foreach(header ${headers})
      string(REPLACE "/" "_" unit ${header})
      file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/alone/${unit}.cc CONTENT "#include \"${header}\"\n")
      list(APPEND alone ${PROJECT_BINARY_DIR}/alone/${unit}.cc)
    endforeach()
    if(alone)
      add_library(${room}_headers OBJECT EXCLUDE_FROM_ALL ${alone})
      target_include_directories(${room}_headers PRIVATE $<TARGET_PROPERTY:${room},INCLUDE_DIRECTORIES>)
      add_dependencies(headers_alone ${room}_headers)
    endif()
  endforeach()
endfunction()

# commonplace_pkg(VARIABLE_TARGET module...): an imported target PkgConfig::VARIABLE_TARGET.
macro(commonplace_pkg target)
  if(NOT TARGET PkgConfig::${target})
    pkg_check_modules(${target} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
  endif()
endmacro()

# commonplace_tests(NAME LINKS room... FOREIGN library...): every *_test.cc of this folder, one program.
function(commonplace_tests name)
  cmake_parse_arguments(TESTS "" "" "LINKS;FOREIGN;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE COMMONPLACE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             COMMONPLACE_BINARY="$<TARGET_FILE:commonplace>")
  target_link_libraries(${name} PRIVATE ${TESTS_LINKS} ${TESTS_FOREIGN} GTest::gmock GTest::gtest_main Threads::Threads)
  # Programs are compiled like the object they share precompiled headers with.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIC)
  target_precompile_headers(${name} REUSE_FROM precompiled_tests)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300
                       LABELS "${TESTS_LABELS}")
endfunction()
