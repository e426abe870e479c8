#include "node/curriculum/proposing.h"

#include <algorithm>

#include "node/curriculum/suggesting.h"

namespace commonplace::curriculum {

// A statement is asked about as if it were a resource of its subject and level.
std::vector<Proposal> propose_links(const Catalogue& catalogue, const std::string& from, const std::string& to, std::size_t limit) {
  std::vector<Proposal> out;
  const auto origin = catalogue.find_framework(from);
  const auto destination = catalogue.find_framework(to);
  if (!origin || !destination || *origin == *destination) return out;
  for (std::uint32_t place = 0; place < catalogue.entries().size(); ++place) {
    const auto& entry = catalogue.entries()[place];
    if (entry.framework != *origin || entry.has_children || entry.is_retired) continue;
    model::Resource asked;
    asked.name = entry.text;
    asked.about = entry.subjects;
    asked.educational_level = entry.levels;
    asked.age_range = entry.ages;
    SuggestionWish wish;
    wish.resource = &asked;
    wish.frameworks = {to};
    wish.limit = limit;
    for (const auto& suggestion : suggest(catalogue, nullptr, wish)) {
      if (suggestion.words.empty()) continue;  // nothing in common but what stands above them
      out.push_back({place, suggestion.statement, std::min(most_proposed_confidence, suggestion.score), suggestion.words});
    }
  }
  return out;
}

model::StatementLink link_of(const Catalogue& catalogue, const Proposal& proposal) {
  model::StatementLink link;
  link.origin = catalogue.entries()[proposal.from].uri;
  link.destination = catalogue.entries()[proposal.to].uri;
  link.relation = model::Relation::related;
  link.asserted_by = "this node";
  link.method = "text";
  link.confidence = proposal.confidence;
  link.state = model::LinkState::proposed;
  return link;
}

}  // namespace commonplace::curriculum
