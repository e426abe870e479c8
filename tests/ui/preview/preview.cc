// ui_preview FOLDER: writes every page, with invented data, as files that a browser can open without a server.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/ui/sample.h"
#include "ui/assets.h"
#include "ui/panels.h"

namespace {

namespace ui = commonplace::ui;

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Addresses of the node become names beside the page.
std::string beside(std::string html) {
  for (const std::string attribute : {"href", "src"}) {
    for (const std::string folder : {"assets", "media"}) {
      html = replaced(html, attribute + "=\"/" + folder + "/", attribute + "=\"" + folder + "/");
    }
  }
  return html;
}

constexpr std::string_view leaves =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600"><path fill="#1d2f3b" d="M0 0h800v600H0z"/><g fill="#c4552f"><circle cx="200" cy="150" r="90"/><circle cx="600" cy="400" r="110"/></g><g fill="#7ba17c"><ellipse cx="420" cy="180" rx="120" ry="50"/><ellipse cx="260" cy="440" rx="140" ry="60"/></g></svg>)";
constexpr std::string_view prints =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300"><path fill="#1c4f9c" d="M0 0h400v300H0z"/><path fill="#eaf1fb" d="M120 260L180 40l60 220zM250 260l40-150 40 150z"/></svg>)";

// Every family of patterns, in every sample colour.
std::string pattern_page() {
  std::string html = "<!doctype html><title>Patterns</title><link rel=\"stylesheet\" href=\"" +
                     std::string(ui::asset_path("commonplace.css").substr(1)) +
                     "\"><link rel=\"stylesheet\" href=\"assets/orgs.css\"><main class=\"wrap small-cards\">";
  for (const auto* type :
       {"lesson-plan", "activity", "image", "map", "text", "unit-plan", "quiz", "artwork", "audio"}) {
    for (const ui::Brand& brand : ui::sample::brands()) {
      html += "<div class=\"small-card " + ui::brand_class(brand.slug) + "\">" +
              ui::panel(brand.slug + type, type).bytes() + "</div>";
    }
  }
  return html + "</main>";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: ui_preview FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  for (const auto& [name, html] : ui::sample::all_pages()) write(folder / (name + ".html"), beside(html));
  for (const ui::Asset& asset : ui::assets()) write(folder / asset.path.substr(1), asset.bytes);
  write(folder / "assets/orgs.css", ui::brand_css(ui::sample::brands()));
  write(folder / "patterns.html", pattern_page());
  write(folder / "media/one.svg", leaves);
  write(folder / "media/two.svg", prints);
  write(folder / "media/logo.svg", prints);
  return 0;
}
