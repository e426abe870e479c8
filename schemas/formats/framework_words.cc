// Words of frameworks, and the list in which their statements are gathered.
#include "schemas/formats/framework_words.h"

#include <algorithm>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

void add_once(std::vector<std::string>& list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

// CASE writes grades as bare numbers, or in CEDS codes ("01", "KG", "HS").
std::string spoken_level(std::string_view words) {
  if (words == "KG") return "K";
  if (words == "PK") return "Pre-K";
  if (words == "HS") return "high school";
  if (words.empty() || words.size() > 2 || words.find_first_not_of("0123456789") != std::string_view::npos)
    return std::string(words);
  return "Grade " + std::string(words.starts_with('0') ? words.substr(1) : words);
}

}  // namespace

bool add_level(model::Statement& statement, std::string_view words, const FrameworkHints& hints) {
  auto ids = vocabularies::read_levels(spoken_level(words), hints.jurisdiction);
  for (auto& id : ids) add_once(statement.levels, std::move(id));
  return !ids.empty();
}

bool add_subject(model::Statement& statement, std::string_view words) {
  auto id = vocabularies::read_subject(words);
  if (id) add_once(statement.subjects, *std::move(id));
  return id.has_value();
}

model::Failure StatementList::add(PlacedStatement placed) {
  const auto [known, is_new] = by_uri_.emplace(placed.statement.uri, all_.size());
  if (!is_new) {
    if (all_[known->second].statement.text == placed.statement.text) return std::nullopt;
    return model::Problem{"conflicting-statements", placed.statement.uri,
                          "Two statements with this identifier have different texts.",
                          "Give each statement an identifier of its own, or take one out."};
  }
  if (all_.size() == most_statements)
    return model::Problem{"too-many-statements", "", "The framework has more than 500,000 statements.",
                          "Import it in parts."};
  placed.position = all_.size();
  all_.push_back(std::move(placed));
  return std::nullopt;
}

PlacedStatement* StatementList::find(const std::string& uri) {
  const auto found = by_uri_.find(uri);
  return found == by_uri_.end() ? nullptr : &all_[found->second];
}

}  // namespace commonplace::formats
