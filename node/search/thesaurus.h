// Other words for the words of a query: synonyms (SRCH-15) and British beside American spellings (SRCH-16).
// Immutable after it is made; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/search/query_text.h"

namespace commonplace::search {

class Thesaurus {
 public:
  // Reads lines of one language: "poster = placard", "maths = mathematics = math" (every side stands for every other),
  // "painting => oil on canvas" (one way; sides may be lists with commas). A side has at most six words; # begins a
  // comment. Returns the numbers of the lines that are none of these, from 1; the others count.
  std::vector<int> add(std::string_view lines, Language language);

  // Gives each word outside quotes its other spellings at full weight and its synonyms at 70 %, those of `languages`
  // only. What was added is not looked up again: synonyms are never chained.
  void expand(std::vector<Group>& groups, const std::vector<Language>& languages, Language main_language) const;

  std::size_t size() const { return size_; }  // pairs of sides

 private:
  struct Entry {
    Language language;
    std::vector<std::string> terms;  // of the side that is typed
    std::string shown;               // the other side
  };
  bool add_line(std::string_view line, Language language);
  void add_pair(std::string_view typed, std::string_view shown, Language language);
  std::size_t typed_at(const Entry& entry, const std::vector<Group>& groups, std::size_t at) const;

  std::unordered_map<std::string, std::vector<Entry>> by_first_term_;
  std::size_t size_ = 0;
};

// The lists that come with the program: classroom words in several languages.
const Thesaurus& shipped_thesaurus();

// The lists that come with the program, as text by language tag: what a node's own list is added to.
struct SynonymList {
  std::string_view language;
  std::string_view lines;
};
const std::vector<SynonymList>& shipped_synonyms();
std::string_view everyday_words();  // English, of shipped_synonyms()

// Terms of the same word in the other English spelling ("colour" for "color"); empty where there is none.
const std::vector<std::string>& other_spellings(const std::string& english_term);
std::size_t other_spelling_count();  // words of the table

}  // namespace commonplace::search
