// The words of this node for words: those that come with the program and those that its keeper added (SRCH-15).
#pragma once

#include <memory>
#include <string>

#include "node/search/thesaurus.h"

namespace commonplace::app {

// `folder`: files such as en.txt, each of one language; it need not be there. Lines that cannot be read are logged with
// file and number; the others count.
std::shared_ptr<const search::Thesaurus> read_synonyms(const std::string& folder);

}  // namespace commonplace::app
