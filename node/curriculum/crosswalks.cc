#include "node/curriculum/crosswalks.h"

#include <algorithm>

namespace commonplace::curriculum {
namespace {

using model::Relation;

constexpr std::size_t most_reached = 64;
constexpr std::size_t most_exact = 256;  // statements in a chain of exact links that are looked at

// What the origin is to the destination.
Relation turned(Relation relation) {
  if (relation == Relation::narrower) return Relation::broader;
  if (relation == Relation::broader) return Relation::narrower;
  return relation;
}

}  // namespace

double weight_of(Relation relation) {
  switch (relation) {
    case Relation::exact:
    case Relation::replaced: return 1.0;
    case Relation::close: return 0.9;
    case Relation::narrower: return 0.8;
    case Relation::broader: return 0.5;
    case Relation::related: return 0.3;
    default: return 0;
  }
}

Crosswalks::Crosswalks(const std::vector<model::StatementLink>& links) {
  for (const auto& link : links) {
    if (link.state != model::LinkState::on || weight_of(link.relation) <= 0 || link.origin == link.destination) continue;
    steps_[link.origin].push_back({link.origin, link.relation, link.destination, link.asserted_by, link.method, link.confidence, link.reviewed_at});
    steps_[link.destination].push_back({link.destination, turned(link.relation), link.origin, link.asserted_by, link.method, link.confidence, link.reviewed_at});
  }
}

std::vector<Reached> Crosswalks::from(std::string_view statement) const {
  std::unordered_map<std::string, Reached> best;
  const auto offer = [&](Reached reached) {
    if (reached.statement == statement || reached.weight <= 0) return false;
    auto& known = best[reached.statement];
    if (known.weight >= reached.weight) return false;
    known = std::move(reached);
    return true;
  };
  // The statements that are exactly the asked one, and how sure that is; the asked one itself first.
  std::vector<Reached> exact{{std::string(statement), 1.0, {}}};
  for (std::size_t i = 0; i < exact.size() && exact.size() < most_exact; ++i) {
    const auto here = exact[i];
    const auto steps = steps_.find(here.statement);
    if (steps == steps_.end()) continue;
    for (const auto& step : steps->second) {
      if (i > 0 && step.relation != Relation::exact) continue;
      Reached next{step.to, here.weight * weight_of(step.relation) * std::clamp(step.confidence, 0, 100) / 100.0, here.path};
      next.path.push_back(step);
      const bool goes_on = step.relation == Relation::exact;
      auto copy = goes_on ? next : Reached{};
      if (offer(std::move(next)) && goes_on) exact.push_back(std::move(copy));
    }
  }
  std::vector<Reached> out;
  for (auto& [uri, reached] : best) out.push_back(std::move(reached));
  std::sort(out.begin(), out.end(), [](const Reached& a, const Reached& b) { return a.weight != b.weight ? a.weight > b.weight : a.statement < b.statement; });
  if (out.size() > most_reached) out.resize(most_reached);
  return out;
}

}  // namespace commonplace::curriculum
