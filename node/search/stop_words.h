// Words too common to tell records apart (SRCH-14): left out of a query when other words remain. Records keep theirs.
#pragma once

#include <string_view>

#include "node/search/stemming.h"

namespace commonplace::search {

// Whether a folded word is a stop word of the language; never in a language without a list.
bool is_stop_word(std::string_view folded, Language language);

// Whether a folded word says that something to teach with is looked for, and hardly what: "lesson", "activities", "help".
bool is_filler_word(std::string_view folded, Language language);

}  // namespace commonplace::search
