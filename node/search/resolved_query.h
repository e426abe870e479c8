// A query against one state of the index: its words as terms of each segment, with their weights (SRCH-20, 30).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "node/search/query_text.h"
#include "node/search/state.h"

namespace commonplace::search {

struct ResolvedTerm {
  std::uint32_t term = 0;
  int weight = 100;       // percent, of the form
  std::size_t form = 0;   // place in ResolvedGroup::forms
};

// A record that holds the words which stand together for one; `impact` is weighted.
struct TogetherPosting {
  std::uint32_t record = 0;
  std::uint8_t impact = 0;
  std::size_t form = 0;
};

struct ResolvedGroup {
  std::vector<std::vector<ResolvedTerm>> terms;         // per part of the state
  std::vector<std::vector<TogetherPosting>> together;  // per part of the state, records ascending
  std::uint32_t weight = 0;                             // idf in 1/1024
  std::string word;                                     // folded, as typed
  std::vector<Form> forms;                              // what terms and postings point to
  std::int64_t records = 0;                             // that hold it, at most; one with two forms counts twice
};

// Words that must follow each other in one text, or stand in the name, or must not (SRCH-21).
struct PhraseCheck {
  struct Place {
    std::size_t group;
    std::uint32_t offset;
  };
  std::vector<Place> words;
  std::uint32_t groups = 0;  // their bits
  bool in_name = false;
  bool excluded = false;

  std::uint32_t length() const;  // words from the first to the last
};

// A word that was read as another, because it stands nowhere or nearly so (SRCH-22).
struct Correction {
  std::string word;  // folded, as typed
  std::string term;  // of the dictionary
};

struct ResolvedQuery {
  std::vector<ResolvedGroup> groups;
  std::uint32_t scoring = 0;              // bits of groups that raise a record; those that no record holds are left out
  std::uint32_t required = 0;             // bits of groups that must match
  std::uint32_t excluded = 0;             // bits of groups that must not, alone or together
  std::vector<std::uint32_t> exclusions;  // a record that matches all bits of one of them is left out
  std::uint64_t total_weight = 0;         // of the scoring groups
  bool matches_all = false;               // no word asks for anything
  std::vector<Correction> corrections;
  std::vector<PhraseCheck> checks;
  std::vector<std::pair<std::size_t, std::size_t>> neighbours;  // groups of words that follow each other, unquoted

  std::uint64_t weight_of(std::uint32_t mask) const;
  bool accepts(std::uint32_t mask) const;
  // In percent of total_weight: what a hit must carry (SRCH-20).
  std::uint64_t threshold() const;
};

// Literal: words are taken as they are spelt.
ResolvedQuery resolve(const std::vector<Group>& groups, const State& state, bool literal);

// Records that hold a term and live. Walks the list only where records were deleted.
std::uint32_t living_records(const Part& part, std::uint32_t term);
// ln(1 + (n - df + ½)/(df + ½)) in 1/1024, at least 1.
std::uint32_t idf_weight(std::int64_t records, std::int64_t records_with_term);

}  // namespace commonplace::search
