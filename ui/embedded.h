// The bytes that CMake puts into the program (ui/embed.cmake). ui/assets.h gives them names for the world.
#pragma once

#include <span>
#include <string_view>

namespace commonplace::ui {

struct EmbeddedFile {
  std::string_view name;  // "card.mustache", "base.css", "bricolage-grotesque-latin-wght-normal.woff2"
  std::string_view bytes;
};

std::span<const EmbeddedFile> embedded_files();  // by name
const EmbeddedFile* find_embedded(std::string_view name);

}  // namespace commonplace::ui
