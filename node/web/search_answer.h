// A search carried out: the question, what the index found, the records of the page; and its JSON (CONTRACT §4.1).
#pragma once

#include "node/web/json_shapes.h"

namespace commonplace::web {

// A word that was read as another (SRCH-22).
struct ReadAs {
  std::string typed;
  std::string read;  // as the first hits write it
};

struct Answered {
  SearchRequest request;
  search::Results results;
  std::vector<Shown> hits;  // in the order of results.hits, those gone meanwhile left out
  std::vector<search::Hit> found;  // parallel to hits
  double took_ms = 0;
  std::vector<ReadAs> read_as;

  // The words with those that were read as others in their place; empty when they are as typed.
  std::string corrected() const;
  // The words that stand in the hits: those typed, and those that they were read as.
  std::string words_found() const;
};

Answered answer_search(const Context& context, SearchRequest request);

// A facet value as readers write it (a slug for a contributor's id, a name for an origin), with its label.
struct FacetValue {
  std::string value;
  std::string label;
  std::int64_t count = 0;
};
std::vector<FacetValue> facet_values(const Context& context, const search::Results& results, const std::string& name);

json::Value search_json(const Context& context, const Answered& answered);

// For each chosen filter, how many hits there would be without it; only the useful ones (SRCH-41).
struct Without {
  std::string filter;
  std::string value;
  std::int64_t count = 0;
};
std::vector<Without> help_without(const Context& context, const Answered& answered);

// Where few were found: something a little wider, with how many there would be (SRCH-41).
struct Wider {
  std::string label;
  std::string url;
  std::int64_t count = 0;
};
// The statement above the one that was asked for.
std::optional<Wider> help_broader(const Context& context, const Answered& answered);
// Without the word that the fewest resources hold.
std::optional<Wider> help_fewer_words(const Context& context, const Answered& answered);

// Counts the search in the node's ledger, where it has one: shares of contributors, never words.
void note_search(const Context& context, const Answered& answered);

}  // namespace commonplace::web
