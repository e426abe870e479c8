// What a person means by "KS2", "ages 7-11", "30 minutes", "in Welsh" or "lesson plan" among the words of a search
// (SRCH-1, 2): a finite table and a small grammar over the vocabularies. Never fails; what is in quotes stays words.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/known_names.h"

namespace commonplace::search {

// A part that was read. `as` is the name of a filter, `values` are as that filter takes them.
struct Understood {
  std::string words;  // as typed
  std::string as;     // level, age, time_max, may, licence, language, type, subject, contributor, statement
  std::vector<std::string> values;
  bool is_preference = false;  // a kind, a subject, a name of one word: still searched for as words, and only raises
  bool is_hard = false;        // "from:name": never only raises
  std::vector<std::string> shown = {};  // the values as readers write them, where they are others
  std::map<std::string, int> raise = {};  // statements → percent of the score (SRCH-31)
};

struct Understanding {
  std::vector<Understood> parts;  // in the order typed; a word belongs to one part at most
  std::string rest;               // the words that no part but preferences has used; all of them where there is no part
};

// `text`: at most 500 bytes are read. No part at all where the parts are all there is: then the words are the content,
// but for organisations and statements, which can be asked for alone. `names`: nullptr: none are known. `home`: the
// country whose "Year 11" is meant where several have one (SRCH-4).
Understanding understand(std::string_view text, const KnownNames* names = nullptr, std::string_view home = "england");

}  // namespace commonplace::search
