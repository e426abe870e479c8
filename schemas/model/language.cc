// Which of several translations to show.
#include "schemas/model/language.h"

namespace commonplace::model {
namespace {

std::string_view primary(std::string_view tag) {
  return tag.substr(0, tag.find('-'));
}

const LangMap::value_type* find(const LangMap& map, const std::string& tag) {
  if (const auto exact = map.find(tag); exact != map.end()) return &*exact;
  for (const auto& entry : map) {
    if (primary(entry.first) == primary(tag)) return &entry;
  }
  return nullptr;
}

}  // namespace

Said best(const LangMap& map, const std::vector<std::string>& preferred) {
  if (map.empty()) return {};
  for (const std::string& tag : preferred) {
    if (const auto* entry = find(map, tag)) return {entry->first, entry->second};
  }
  static const std::string english = "en";
  const auto* entry = find(map, english);
  if (entry == nullptr) entry = &*map.begin();
  return {entry->first, entry->second};
}

}  // namespace commonplace::model
