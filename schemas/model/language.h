// Text in several languages: the lang map of the canonical document (MD §2).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::model {

// BCP 47 tag → text, ordered by tag. "und" where the language is unknown. Texts are UTF-8, NFC.
using LangMap = std::map<std::string, std::string>;
// BCP 47 tag → texts in order.
using LangLists = std::map<std::string, std::vector<std::string>>;

// A text and the language it is in.
struct Said {
  std::string_view language;
  std::string_view text;
};

// The entry for the first of `preferred` that is there (exactly, else by primary language: "en" finds "en-GB"),
// else English, else the first. Empty text and language for an empty map. Views into `map`.
Said best(const LangMap& map, const std::vector<std::string>& preferred = {});

}  // namespace commonplace::model
