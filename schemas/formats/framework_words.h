// Levels and subjects as frameworks write them. For the readers of frameworks alone.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/formats/framework_package.h"

namespace commonplace::formats {

// "Key Stage 3", "Pre-K", "1", "01", "HS": adds what we know to the statement. Whether anything was understood.
bool add_level(model::Statement& statement, std::string_view words, const FrameworkHints& hints);
bool add_subject(model::Statement& statement, std::string_view words);

// A last level that only says its parent's words again, without a code, says nothing (CUR-17: Oak's sub-content
// descriptors): it is taken out of the list, and its addresses become further ones of its parent. Returns what was taken.
class StatementList;
std::vector<PlacedStatement> take_repetitions(StatementList& list, Warnings& warnings);

// The places of statements by URI, with what stops an import (CUR-20).
class StatementList {
 public:
  // Fails when the URI is there already with another text, or when there are too many.
  model::Failure add(PlacedStatement placed);
  bool contains(const std::string& uri) const { return by_uri_.contains(uri); }
  PlacedStatement* find(const std::string& uri);
  void remove(const std::vector<PlacedStatement>& gone);
  std::vector<PlacedStatement> take() { return std::move(all_); }
  const std::vector<PlacedStatement>& all() const { return all_; }

 private:
  std::vector<PlacedStatement> all_;
  std::unordered_map<std::string, std::size_t> by_uri_;
};

}  // namespace commonplace::formats
