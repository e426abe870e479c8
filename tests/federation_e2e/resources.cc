#include "tests/federation_e2e/resources.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "schemas/formats/json.h"

namespace commonplace::testing {

std::string document_line(const Sheet& sheet) {
  const json::Value document = {{"@context", {"https://schema.org/", "https://w3id.org/commonplace/ns/record/1"}},
                                {"@type", {"LearningResource"}},
                                {"url", sheet.url},
                                {"name", {{sheet.language, sheet.title}}},
                                {"description", {{sheet.language, sheet.description}}},
                                {"learningResourceType", {sheet.type}},
                                {"about", {sheet.subject}},
                                {"educationalLevel", {sheet.level}},
                                {"timeRequired", "PT45M"},
                                {"inLanguage", {sheet.language}},
                                {"license", "https://creativecommons.org/licenses/by/4.0/"}};
  return json::canonical(document) + "\n";
}

std::string generated_resources(const std::string& host, int count) {
  constexpr std::array<std::string_view, 5> crafts = {"Weaving", "Linocut", "Shadow theatre", "Bell ringing",
                                                      "Lettering"};
  constexpr std::array<std::string_view, 3> levels = {"england-ks1", "england-ks2", "england-ks3"};
  std::string lines;
  for (int number = 1; number <= count; ++number) {
    const auto place = static_cast<std::size_t>(number);
    Sheet sheet{.url = fmt::format("https://{}/sheets/{}", host, number),
                .title = fmt::format("{} for beginners, part {}", crafts[place % crafts.size()], number)};
    sheet.description = fmt::format("Part {} of a course in {} steps, with {} & a <cloth>. ", number, count,
                                    number % 2 == 0 ? "ink" : "thread");
    sheet.level = levels[place % levels.size()];
    lines += document_line(sheet);
  }
  return lines;
}

}  // namespace commonplace::testing
