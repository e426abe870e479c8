// Which of the formats that an OAI-PMH source offers is asked for: the best that can be read here and was not refused (HAR-20, HAR-27).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "harvest/oai_reply.h"

namespace commonplace::harvest {

class FormatChoice {
 public:
  void refuse(const std::string& prefix) { refused_.insert(prefix); }
  bool is_refused(const std::string& prefix) const { return refused_.contains(prefix); }

  // The prefix under which the source offers it; of nothing offered oai_dc, which every source must have. Empty where none is left.
  // A format goes by its usual prefix, or by its namespace under any other.
  std::string best_of(const std::vector<FormatOffered>& offered) const;

 private:
  std::set<std::string, std::less<>> refused_;
};

// Whether the whole record of a Commonplace node is among them.
bool is_of_a_node(const std::vector<FormatOffered>& offered);

// For a sentence: "oai_dc, marcxml".
std::string names_of(const std::vector<FormatOffered>& offered);

}  // namespace commonplace::harvest
