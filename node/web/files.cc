#include "node/web/files.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "node/web/pages.h"
#include "ui/assets.h"
#include "ui/colour.h"

namespace commonplace::web {
namespace {

constexpr std::size_t sha256_digits = 64;

http::Response style_sheet(std::string css) {
  auto response = http::Response::text(200, "text/css; charset=utf-8", std::move(css));
  response.etag = "\"" + ui::asset_hash(response.body) + "\"";
  response.headers.push_back({"Cache-Control", "public, max-age=300"});
  return response;
}

void keep_for_ever(http::Response& response) {
  response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
}

// <64 hex digits>.<png|jpg|webp>; anything else, and so every way out of the folder, is not there.
std::string_view media_type(std::string_view name) {
  if (name.size() < sha256_digits + 4 || name.find_first_not_of("0123456789abcdef") != sha256_digits) return {};
  const auto extension = name.substr(sha256_digits);
  if (extension == ".png") return "image/png";
  if (extension == ".jpg") return "image/jpeg";
  if (extension == ".webp") return "image/webp";
  return {};
}

}  // namespace

http::Response asset(const Context& context, const http::Captures& captures) {
  const auto* found = ui::find_asset("/assets/" + captures["path"]);
  if (!found) return not_found(context);
  auto response = http::Response::text(200, std::string(found->content_type), std::string(found->bytes));
  keep_for_ever(response);
  return response;
}

http::Response organisation_colours(const Context& context, const http::Captures&) {
  std::stringstream only{std::string(context.request.argument("only").value_or(""))};
  std::set<std::string> slugs;
  for (std::string slug; std::getline(only, slug, ',');) slugs.insert(slug);
  std::vector<ui::Brand> brands;
  for (const auto& slug : slugs)
    if (const auto* contributor = context.directory->by_slug(slug)) brands.push_back({slug, contributor->profile.colour});
  return style_sheet(ui::brand_css(brands));
}

http::Response brand_sheet(const Context& context, const http::Captures& captures) {
  const auto* contributor = context.directory->by_slug(captures["slug"]);
  if (!contributor) return not_found(context);
  const std::vector<ui::Brand> brands = {{contributor->profile.slug, contributor->profile.colour}};
  return style_sheet(ui::brand_css(brands));
}

http::Response media(const Context& context, const http::Captures& captures) {
  const auto& name = captures["file"];
  const auto type = media_type(name);
  if (type.empty()) return not_found(context);
  const auto path = context.house.site.media_folder + "/" + name;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return not_found(context);
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found(context);
  std::stringstream bytes;
  bytes << file.rdbuf();
  auto response = http::Response::text(200, std::string(type), std::move(bytes).str());
  response.compressible = false;
  response.headers.push_back({"Content-Security-Policy", "sandbox"});
  keep_for_ever(response);
  return response;
}

}  // namespace commonplace::web
