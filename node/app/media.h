// Logos and pictures that this node serves itself: files named by the hash of their bytes (SEC-40, UI-185).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/outcome.h"

namespace commonplace::app {

inline constexpr std::size_t most_logo_bytes = 512 * 1024;
inline constexpr int most_logo_pixels = 1024;  // a side

// "png", "jpg" or "webp" by the first bytes, with a sane size in pixels; nullopt for everything else, SVG too.
std::optional<std::string> picture_kind(std::string_view bytes);

// Writes bytes to <folder>/<sha256>.<ext>, whole or not at all; what is there already stays. Returns the file name.
model::Outcome<std::string> keep_logo(const std::string& media_folder, std::string_view bytes);

// Reads a logo file of the keeper's and keeps it.
model::Outcome<std::string> keep_logo_file(const std::string& media_folder, const std::string& path);

}  // namespace commonplace::app
