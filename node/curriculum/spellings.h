// Words that are written in two ways (CUR-26): British and American, numbers in words and in digits. Our own list.
#pragma once

#include <string_view>

namespace commonplace::curriculum {

// The one spelling that stands for both; the word itself where it has no other. `word` is folded (search::fold_word).
// The result lives as long as `word`.
std::string_view unified_spelling(std::string_view word);

}  // namespace commonplace::curriculum
