#include "tests/clients/print_shop.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace commonplace::testing {
namespace {

// With a character outside the basic plane, a combining accent, right-to-left text and every character of XML's own.
constexpr std::array<std::string_view, 6> subjects = {"Linocut & ink: \"cut away\" from <you>, it's safer",
                                                      "Гравюра: линия и пятно",
                                                      "木版画を刷る",
                                                      "حفر الخشب وطباعته",
                                                      "Torri leino yn Nhŷ’r Ysgol e\xCC\x81",
                                                      "Potato prints \xF0\x9F\xA5\x94 > plates"};

json::Value resource(int number) {
  const auto subject = subjects[static_cast<std::size_t>(number) % subjects.size()];
  return {{"@context", {"https://schema.org/", "https://w3id.org/commonplace/ns/record/1"}},
          {"@type", {"LearningResource"}},
          {"url", fmt::format("https://print-shop.example/sheets/{}?a=1&b=2", number)},
          {"name", {{"und", fmt::format("{} {}", subject, number)}}},
          {"description", {{"en", fmt::format("Sheet {} of the print shop: ink, roller & <baren>.", number)}}},
          {"learningResourceType", {"activity"}},
          {"about", {"art-and-design"}},
          {"inLanguage", {"en"}},
          {"license", "https://creativecommons.org/licenses/by/4.0/"}};
}

std::string resources() {
  std::string lines;
  for (int number = 1; number <= shop_records; ++number) lines += json::canonical(resource(number)) + "\n";
  return lines;
}

}  // namespace

PrintShop open_print_shop(const std::string& page_size) {
  PrintShop shop;
  shop.node = std::make_unique<Node>(Kit{.name = "Print & Press <Shop>",
                                         .slug = "print-shop",
                                         .home = "https://print-shop.example/",
                                         .colour = "#1F4E5F"});
  if (!page_size.empty()) shop.node->set("COMMONPLACE_OAI_PAGE_SIZE", page_size);
  const auto imported = shop.node->import_text("sheets.ndjson", resources());
  if (imported.at("created") != shop_records) throw std::runtime_error("import: " + imported.dump());
  for (const auto& document : shop.node->documents())
    shop.titles[document.at("identifier")] = document.at("name").at("und");
  const int every = shop_records / shop_withdrawn;
  int place = 0;
  for (auto entry = shop.titles.begin(); entry != shop.titles.end();) {
    const bool withdraw = place++ % every == 0 && shop.withdrawn.size() < shop_withdrawn;
    if (!withdraw) {
      ++entry;
      continue;
    }
    shop.node->answer({"withdraw", entry->first});
    shop.withdrawn.insert(entry->first);
    entry = shop.titles.erase(entry);
  }
  shop.node->serve();
  return shop;
}

}  // namespace commonplace::testing
