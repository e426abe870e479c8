// Cuts text into words (SRCH-11): runs of letters and digits, elisions undone, hyphens noted, CJK and Thai as bigrams.
// Knows nothing of languages; works on the text as it is written, so that offsets serve for highlighting.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace commonplace::search {

struct Word {
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  bool ascii = true;
  bool joined = false;  // a hyphen ties it to the word before: "papier-mâché"
};

// Appends the words of `text`. Bytes that are no UTF-8 separate words. At most 1 MiB of the text is read.
void split_words(std::string_view text, std::vector<Word>& words);

}  // namespace commonplace::search
