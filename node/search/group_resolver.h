// One word of a query against the dictionaries of a state: which of its forms stand where (SRCH-20).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "node/search/resolved_query.h"

namespace commonplace::search {

class GroupResolver {
 public:
  // Both must outlive it.
  GroupResolver(const Group& group, const State& state);

  // The forms of the word itself, and what stands for it by a list.
  void add_typed();
  void add_form(Form form);
  // Several words that stand for it together. Their records are found once for the query: few queries ask for them.
  void add_together(const Together& together);

  // That hold it as typed and in other spellings; of what it was read as where there are none.
  std::int64_t records() const { return typed_ > 0 ? typed_ : held_; }
  std::int64_t typed() const { return typed_; }
  bool is_held() const { return typed_ + held_ > 0; }
  const Group& asked() const { return asked_; }
  const ResolvedGroup& so_far() const { return resolved_; }

  // `percent`: of its weight by rarity.
  ResolvedGroup take(std::uint32_t percent);

 private:
  void add_term(const std::string& term, std::size_t form);

  const Group& asked_;
  const State& state_;
  ResolvedGroup resolved_;
  std::int64_t typed_ = 0;
  std::int64_t held_ = 0;  // by synonyms, corrections and related words
};

}  // namespace commonplace::search
