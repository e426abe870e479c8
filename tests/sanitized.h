// Whether this build carries a sanitizer: promises of time and memory are not judged there.
#pragma once

namespace commonplace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace commonplace
