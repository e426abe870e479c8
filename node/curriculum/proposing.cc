#include "node/curriculum/proposing.h"

#include <algorithm>

#include "node/curriculum/suggesting.h"

namespace commonplace::curriculum {

std::vector<Proposal> alike(const Catalogue& catalogue, std::uint32_t place, const std::vector<std::string>& frameworks, std::size_t limit) {
  const auto& entry = catalogue.entries()[place];
  model::Resource asked;
  asked.name = entry.text;
  asked.about = entry.subjects;
  asked.educational_level = entry.levels;
  asked.age_range = entry.ages;
  SuggestionWish wish;
  wish.resource = &asked;
  wish.frameworks = frameworks;
  wish.limit = limit;
  std::vector<Proposal> out;
  for (const auto& suggestion : suggest(catalogue, nullptr, wish)) {
    if (suggestion.words.empty()) continue;  // nothing in common but what stands above them
    out.push_back({place, suggestion.statement, std::min(most_proposed_confidence, suggestion.score), suggestion.words});
  }
  return out;
}

std::vector<Proposal> propose_links(const Catalogue& catalogue, const std::string& from, const std::string& to, std::size_t limit) {
  std::vector<Proposal> out;
  const auto origin = catalogue.find_framework(from);
  const auto destination = catalogue.find_framework(to);
  if (!origin || !destination || *origin == *destination) return out;
  for (std::uint32_t place = 0; place < catalogue.entries().size(); ++place) {
    const auto& entry = catalogue.entries()[place];
    if (entry.framework != *origin || entry.has_children || entry.is_retired) continue;
    const auto proposals = alike(catalogue, place, {to}, limit);
    out.insert(out.end(), proposals.begin(), proposals.end());
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
