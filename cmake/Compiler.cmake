# How everything of ours is compiled: warnings, hardening, ccache.

add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wno-psabi)
if(COMMONPLACE_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()
add_compile_options(-fstack-protector-strong -fdiagnostics-color=auto)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fstack-clash-protection -fcf-protection -ftrivial-auto-var-init=zero)
  add_compile_definitions(_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
endif()

# ccache keeps precompiled headers only when it is told not to look at their time stamps.
find_program(COMMONPLACE_CCACHE ccache)
if(COMMONPLACE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${COMMONPLACE_CCACHE})
  add_compile_options(-fpch-preprocess)
endif()
