// Words as the key of a table: what people vary without meaning anything by it (case, accents, dashes, blanks) is gone.
// For our own tables of Latin-script words only; real Unicode folding is formats/unicode.h.
#pragma once

#include <string>
#include <string_view>

namespace commonplace::vocabularies {

// "Key Stage 2" → "key stage 2", "Pre-K" → "pre k", "Förskoleklass" → "forskoleklass", "Design & technology" → "design
// and technology", "teacher’s" → "teachers". Letters of other scripts stay as they are. Text beyond 200 bytes is cut:
// no table has longer words.
std::string lookup_key(std::string_view words);

}  // namespace commonplace::vocabularies
