// A node in a folder of its own, gone afterwards, that is filled from files and asked through the search that pages and
// JSON use.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/app/desk.h"
#include "node/web/search_answer.h"

namespace commonplace::eval {

// Ends the program with 2: its input cannot be used.
[[noreturn]] void give_up(const std::string& why);

struct Corpus {
  std::string path;         // JSON lines
  std::string mapping;      // TOML
  std::string contributor;  // as of `import`: empty for the node's own
};

class EvalNode {
 public:
  explicit EvalNode(const std::vector<Corpus>& corpora);
  ~EvalNode();
  EvalNode(const EvalNode&) = delete;
  EvalNode& operator=(const EvalNode&) = delete;

  // The first ten hits. Without `fair`, by score alone.
  web::Answered ask(const std::string& text, const std::vector<http::Argument>& more = {}, bool fair = true) const;
  // What one search shows of each contributor.
  std::vector<search::Exposure> exposures(const std::string& text, bool fair) const;
  std::int64_t records_of(std::int64_t contributor) const;
  std::int64_t size() const { return index_->size(); }
  const store::Store& store() const { return *desk_->store; }

 private:
  std::vector<search::Exposure> exposures_by_score(search::Query query) const;

  const std::string folder_;
  std::optional<app::Desk> desk_;
  std::unique_ptr<search::Index> index_;
  std::shared_ptr<const web::Profile> profile_;
  std::optional<web::House> house_;
};

}  // namespace commonplace::eval
