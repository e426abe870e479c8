#include "schemas/formats/text_limits.h"

#include <algorithm>

#include "schemas/formats/unicode.h"

namespace commonplace::formats {

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80; }));
}

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t position = 0;
  std::size_t last = 0;
  for (std::size_t count = 0; position < text.size() && count < most; ++count) {
    last = position;
    next_code_point(text, position);
  }
  if (position == text.size()) return text;
  text.resize(last);
  return text + "…";
}

std::vector<model::Problem> cut_long_texts(model::Resource& resource) {
  std::vector<model::Problem> warnings;
  const auto shorten = [&warnings](std::string& text, std::size_t most, std::string_view field) {
    if (text.size() <= most || characters(text) <= most) return;
    text = cut(std::move(text), most);
    if (warnings.empty() || warnings.back().where != field)
      warnings.push_back({"too-long", std::string(field),
                          "This text is longer than " + std::to_string(most) + " characters; its end was left out.",
                          "Shorten the text."});
  };
  for (auto& [language, text] : resource.name) shorten(text, longest_title, "name");
  for (auto& [language, text] : resource.description) shorten(text, longest_description, "description");
  for (auto& [language, text] : resource.abstract) shorten(text, longest_abstract, "abstract");
  for (auto& [language, words] : resource.keywords)
    for (auto& word : words) shorten(word, longest_keyword, "keywords");
  shorten(resource.credit_text, longest_notice, "creditText");
  shorten(resource.copyright_notice, longest_notice, "copyrightNotice");
  return warnings;
}

}  // namespace commonplace::formats
