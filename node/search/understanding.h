// What a person means by "KS2", "ages 7-11", "30 minutes", "in Welsh" or "lesson plan" among the words of a search
// (SRCH-1, 2): a finite table and a small grammar over the vocabularies. Never fails; what is in quotes stays words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commonplace::search {

// A part that was read. `as` is the name of a filter, `values` are as that filter takes them.
struct Understood {
  std::string words;  // as typed
  std::string as;     // level, age, time_max, may, licence, language, type, subject
  std::vector<std::string> values;
  bool is_preference = false;  // a kind or a subject: the words are still searched for, and the part only raises
};

struct Understanding {
  std::vector<Understood> parts;  // in the order typed; a word belongs to one part at most
  std::string rest;               // the words that no part but preferences has used; all of them where there is no part
};

// `text`: at most 500 bytes are read. No part at all where the parts are all there is: then the words are the content.
Understanding understand(std::string_view text);

}  // namespace commonplace::search
