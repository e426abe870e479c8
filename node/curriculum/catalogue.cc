#include "node/curriculum/catalogue.h"

#include <algorithm>

#include "node/curriculum/statement_keys.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::curriculum {

void Catalogue::add(const model::Framework& framework, const std::vector<model::Statement>& statements) {
  const auto number = static_cast<std::uint32_t>(frameworks_.size());
  frameworks_.push_back({framework.id, framework.uri});
  const auto enter = [](Lookup& lookup, std::string key, std::uint32_t place) {
    if (key.empty()) return;
    auto& places = lookup[std::move(key)];
    if (places.empty() || places.back() != place) places.push_back(place);  // one text in two languages is no rival
  };
  std::unordered_map<std::string_view, std::uint32_t> here;
  for (const auto& statement : statements) {
    const auto place = static_cast<std::uint32_t>(entries_.size());
    const auto above = here.find(statement.parent);
    Entry entry{.framework = number,
                .parent = above == here.end() ? nobody : above->second,
                .id = statement.id,
                .uri = statement.uri,
                .code = statement.code,
                .text = statement.text,
                .levels = statement.levels,
                .subjects = statement.subjects,
                .ages = statement.ages ? statement.ages : vocabularies::ages_of(statement.levels),
                .is_retired = statement.is_retired};
    if (entry.parent != nobody) {
      auto& parent = entries_[entry.parent];
      parent.has_children = true;
      if (!entry.ages) entry.ages = parent.ages;
      if (entry.subjects.empty()) entry.subjects = parent.subjects;
    }
    here.emplace(statement.uri, place);
    enter(by_uri_, statement.uri, place);
    enter(by_guid_, guid_of(statement.uri), place);
    enter(by_guid_, guid_of(statement.case_guid), place);
    for (const auto& uri : statement.same_as) {
      enter(by_uri_, uri, place);
      enter(by_guid_, guid_of(uri), place);
    }
    enter(by_code_, code_key(statement.code), place);
    for (const auto& [language, text] : statement.text) {
      enter(by_exact_, exact_key(text), place);
      enter(by_folded_, folded_key(text), place);
    }
    words_.add(statement.text, statement.context, entry.parent);
    entries_.push_back(std::move(entry));
  }
}

const Catalogue::Places& Catalogue::at(const Lookup& lookup, std::string_view key) {
  static const Places none;
  const auto found = key.empty() ? lookup.end() : lookup.find(std::string(key));
  return found == lookup.end() ? none : found->second;
}

std::optional<std::uint32_t> Catalogue::find_framework(std::string_view name) const {
  const auto found = std::find_if(frameworks_.begin(), frameworks_.end(), [&](const Head& head) { return head.id == name || head.uri == name; });
  if (name.empty() || found == frameworks_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - frameworks_.begin());
}

}  // namespace commonplace::curriculum
