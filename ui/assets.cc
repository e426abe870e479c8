#include "ui/assets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "ui/colour.h"
#include "ui/embedded.h"

namespace commonplace::ui {
namespace {

// The parts of the one sheet, in the order of the cascade.
constexpr std::array<std::string_view, 8> sheets{"tokens.css",  "base.css",     "frame.css", "cards.css",
                                                 "results.css", "resource.css", "pages.css", "media.css"};

struct Font {
  std::string_view file;
  std::string_view family;
  std::string_view weights;
  bool latin_ext;
};
constexpr std::array<Font, 4> fonts{
    {{"bricolage-grotesque-latin-wght-normal.woff2", "Bricolage Grotesque", "200 800", false},
     {"bricolage-grotesque-latin-ext-wght-normal.woff2", "Bricolage Grotesque", "200 800", true},
     {"source-sans-3-latin-wght-normal.woff2", "Source Sans 3", "200 900", false},
     {"source-sans-3-latin-ext-wght-normal.woff2", "Source Sans 3", "200 900", true}}};

// As @fontsource-variable 5.3.0 cuts its files, so that a Welsh or Polish page fetches the second file and others do
// not.
constexpr std::string_view latin_range =
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";
constexpr std::string_view latin_ext_range =
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,"
    "U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF";

// "base.css" → "base.1f2e3d4c.css"
std::string hashed_name(std::string_view name, std::string_view bytes) {
  const auto dot = name.rfind('.');
  return fmt::format("{}.{}{}", name.substr(0, dot), asset_hash(bytes), name.substr(dot));
}

// `optional`, without preload: measured, no shift of the page (specs/ux.md §14.1).
std::string font_faces() {
  std::string css;
  for (const Font& font : fonts) {
    const EmbeddedFile* file = find_embedded(font.file);
    if (file == nullptr) continue;
    css += fmt::format(
        "@font-face{{font-family:\"{}\";font-weight:{};font-display:optional;src:url(\"{}\") format(\"woff2\");"
        "unicode-range:{}}}\n",
        font.family, font.weights, hashed_name(font.file, file->bytes), font.latin_ext ? latin_ext_range : latin_range);
  }
  return css;
}

// Comments and indentation stay in the sources.
std::string without_comments(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  for (std::size_t i = 0; i < css.size(); ++i) {
    if (css.substr(i, 2) == "/*") {
      i = std::min(css.find("*/", i), css.size() - 2) + 1;
    } else if (css[i] != ' ' || (!out.empty() && out.back() != '\n' && out.back() != ' ')) {
      if (css[i] != '\n' || (!out.empty() && out.back() != '\n')) out += css[i];
    }
  }
  return out;
}

std::string whole_sheet() {
  std::string css = font_faces() + neutral_css();
  for (const auto name : sheets) {
    if (const EmbeddedFile* file = find_embedded(name)) css += without_comments(file->bytes);
  }
  return css;
}

struct Shipped {
  std::string name;
  std::string path;
  std::string_view type;
  std::string_view bytes;
};

class Shelf {
 public:
  Shelf() : sheet_(whole_sheet()) {
    add("commonplace.css", "text/css; charset=utf-8", sheet_);
    for (const EmbeddedFile& file : embedded_files()) {
      if (file.name.ends_with(".woff2")) add(file.name, "font/woff2", file.bytes);
      if (file.name.ends_with(".js")) add(file.name, "text/javascript; charset=utf-8", file.bytes);
      if (file.name.ends_with(".svg")) add(file.name, "image/svg+xml", file.bytes);
    }
    std::sort(shipped_.begin(), shipped_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    for (const Shipped& one : shipped_) assets_.push_back({one.path, one.type, one.bytes});
  }

  const std::vector<Asset>& assets() const { return assets_; }
  std::string_view path(std::string_view name) const {
    const auto found =
        std::find_if(shipped_.begin(), shipped_.end(), [&](const auto& one) { return one.name == name; });
    return found == shipped_.end() ? std::string_view{} : std::string_view(found->path);
  }

 private:
  void add(std::string_view name, std::string_view type, std::string_view bytes) {
    shipped_.push_back({std::string(name), "/assets/" + hashed_name(name, bytes), type, bytes});
  }

  std::string sheet_;
  std::vector<Shipped> shipped_;
  std::vector<Asset> assets_;
};

const Shelf& shelf() {
  static const Shelf it;
  return it;
}

}  // namespace

std::span<const Asset> assets() {
  return shelf().assets();
}

const Asset* find_asset(std::string_view path) {
  const auto all = assets();
  const auto found = std::find_if(all.begin(), all.end(), [path](const Asset& asset) { return asset.path == path; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view asset_path(std::string_view name) {
  return shelf().path(name);
}

std::string asset_hash(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ hash >> 32));
}

}  // namespace commonplace::ui
