#include "ui/assets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <vector>

#include "tests/ui/sample.h"
#include "ui/colour.h"

namespace commonplace::ui {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t compressed(std::string_view bytes) {
  std::vector<Bytef> out(compressBound(bytes.size()));
  uLongf size = out.size();
  EXPECT_EQ(compress2(out.data(), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 6), Z_OK);
  return size;
}

TEST(Assets, AreFoundByTheirHashedPath) {
  for (const Asset& asset : assets()) {
    EXPECT_TRUE(asset.path.starts_with("/assets/"));
    EXPECT_FALSE(asset.bytes.empty()) << asset.path;
    EXPECT_FALSE(asset.content_type.empty()) << asset.path;
    EXPECT_EQ(find_asset(asset.path), &asset);
    EXPECT_THAT(asset.path, HasSubstr("." + asset_hash(asset.bytes) + "."));
  }
  EXPECT_EQ(find_asset("/assets/../etc/passwd"), nullptr);
  EXPECT_EQ(asset_path("nothing.css"), "");
  EXPECT_NE(find_asset(asset_path("commonplace.css")), nullptr);
  EXPECT_NE(find_asset(asset_path("icon.svg")), nullptr);
}

TEST(Ui215, TheSheetFetchesNothingFromElsewhere) {
  const std::string css(find_asset(asset_path("commonplace.css"))->bytes);

  for (const auto* forbidden : {"http:", "https:", "//", "data:", "@import", "expression("}) {
    EXPECT_THAT(css, Not(HasSubstr(forbidden)));
  }
}

TEST(Ui4, NothingIsPinned) {
  EXPECT_THAT(std::string(find_asset(asset_path("commonplace.css"))->bytes), Not(HasSubstr("sticky")));
}

// Logical properties only, so that right-to-left pages need no sheet of their own (UI-202).
TEST(Ui202, TheSheetNamesNoSides) {
  const std::string css(find_asset(asset_path("commonplace.css"))->bytes);

  for (const auto* side :
       {"margin-left", "margin-right", "padding-left", "padding-right", "border-left", "border-right",
        "text-align: left", "text-align: right", "float: left", "float: right", " left:", " right:"}) {
    EXPECT_THAT(css, Not(HasSubstr(side)));
  }
}

TEST(Ui220, TheFirstViewKeepsItsBudget) {
  ResultsPage page = sample::results();
  while (page.cards.size() < 20) page.cards.push_back(page.cards[page.cards.size() % 8]);
  for (std::size_t i = 0; i < page.cards.size(); ++i) page.cards[i].id += std::to_string(i);
  const std::size_t html = compressed(results_page(page));
  const std::size_t css = compressed(find_asset(asset_path("commonplace.css"))->bytes);
  std::size_t fonts = 0;
  for (const Asset& asset : assets()) {
    if (asset.content_type == "font/woff2" && asset.path.find("latin-ext") == std::string_view::npos)
      fonts += asset.bytes.size();
  }

  RecordProperty("html", static_cast<int>(html));
  RecordProperty("css", static_cast<int>(css));
  EXPECT_LE(html, 12'288U);
  EXPECT_LE(css, 8'192U);
  EXPECT_LE(html + css + fonts + compressed(brand_css(sample::brands())), 90U * 1024);
}

}  // namespace
}  // namespace commonplace::ui
