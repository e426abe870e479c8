// Initial mutations of Welsh (SRCH-12): cath, gath, chath, nghath are one word.
#pragma once

#include <string>
#include <vector>

namespace commonplace::search {

// Every other spelling that mutation can give a folded Welsh word without marks; empty when it cannot mutate.
std::vector<std::string> welsh_mutations(const std::string& word);

}  // namespace commonplace::search
