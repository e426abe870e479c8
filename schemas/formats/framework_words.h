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

// The places of statements by URI, with what stops an import (CUR-20).
class StatementList {
 public:
  // Fails when the URI is there already with another text, or when there are too many.
  model::Failure add(PlacedStatement placed);
  bool contains(const std::string& uri) const { return by_uri_.contains(uri); }
  PlacedStatement* find(const std::string& uri);
  std::vector<PlacedStatement> take() { return std::move(all_); }
  const std::vector<PlacedStatement>& all() const { return all_; }

 private:
  std::vector<PlacedStatement> all_;
  std::unordered_map<std::string, std::size_t> by_uri_;
};

}  // namespace commonplace::formats
