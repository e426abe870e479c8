// Words of frameworks, and the list in which their statements are gathered.
#include "schemas/formats/framework_words.h"

#include <algorithm>
#include <unordered_set>

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

void give_addresses(const model::Statement& from, model::Statement& to) {
  add_once(to.same_as, from.uri);
  for (const auto& uri : from.same_as) add_once(to.same_as, uri);
  if (!from.case_guid.empty()) add_once(to.same_as, "urn:uuid:" + from.case_guid);
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

std::vector<PlacedStatement> take_repetitions(StatementList& list, Warnings& warnings) {
  std::unordered_set<std::string> parents;
  for (const auto& one : list.all()) parents.insert(one.statement.parent);
  const auto repeats = [&](const model::Statement& statement) {
    const PlacedStatement* parent = list.find(statement.parent);
    return parent != nullptr && parent->statement.uri != statement.uri && statement.code.empty() &&
           parent->statement.text == statement.text && !parents.contains(statement.uri);
  };
  std::vector<PlacedStatement> taken;
  for (const auto& one : list.all()) {
    if (!repeats(one.statement)) continue;
    taken.push_back(one);
    warnings.add("repeated-text", one.statement.uri, "A statement only repeats its parent's text; it counts as its parent.",
                 "Nothing to do.");
  }
  for (const auto& one : taken) give_addresses(one.statement, list.find(one.statement.parent)->statement);
  list.remove(taken);
  return taken;
}

void StatementList::remove(const std::vector<PlacedStatement>& gone) {
  std::unordered_set<std::string> uris;
  for (const auto& one : gone) uris.insert(one.statement.uri);
  std::erase_if(all_, [&](const PlacedStatement& one) { return uris.contains(one.statement.uri); });
  by_uri_.clear();
  for (std::size_t i = 0; i < all_.size(); ++i) by_uri_.emplace(all_[i].statement.uri, i);
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
