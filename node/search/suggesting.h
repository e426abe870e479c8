// What may be meant by what has been typed so far (SRCH-40): words of names, keywords and key vocabulary. Other people's
// queries are never a source.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

// Where each word of each value begins, in order of the texts from there on. Immutable. Holds numbers of values only.
class SuggestionOrder {
 public:
  explicit SuggestionOrder(const State& state);

  struct Entry {
    std::uint32_t value = 0;
    std::uint32_t popularity = 0;  // weight of the field × records that hold its rarest word
    std::uint16_t offset = 0;      // bytes into the value
    bool is_phrase = false;        // else a word of a name
  };
  // Those that begin with `prefix`. `values`: those of the state it was made from, or of a later one.
  std::span<const Entry> beginning_with(std::string_view prefix, const Values& values) const;
  std::size_t values() const { return values_; }  // how many it was made from

 private:
  std::vector<Entry> entries_;
  std::size_t values_ = 0;
};

enum class Renewal { while_records_come, when_it_is_quiet };

// Makes the order anew where names and keywords have grown since, by a half while more may come and by an eighth when it
// is quiet, and looks which country the levels are of. Whether it did.
bool renew_estimates(State& state, Renewal when);

// As Index::suggest.
std::vector<Suggestion> suggest(const State& state, const std::string& typed, int limit);

// Whether `text` begins with `typed` but for one error: a letter more, less or another, or two that changed places.
bool begins_nearly_with(std::string_view text, std::string_view typed);

}  // namespace commonplace::search
