// How an English reader would say a word, roughly (SRCH-22).
#pragma once

#include <string>
#include <string_view>

namespace commonplace::search {

// Words that sound alike have the same key: consonants as they are said, each once in a row; vowels only at the beginning.
std::string sound_key(std::string_view word);

}  // namespace commonplace::search
