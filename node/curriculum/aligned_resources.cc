#include "node/curriculum/aligned_resources.h"

#include <algorithm>
#include <cmath>

#include "node/curriculum/disciplines.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::curriculum {
namespace {

constexpr std::size_t most_stems = 48;  // the heaviest of a resource; keeps 100,000 of them small
constexpr float k1 = 1.2F;
constexpr float b = 0.4F;
constexpr double same_subject = 3;
constexpr int most_of_a_whole = 3;
constexpr double same_level = 1.5;
constexpr double other_level = 0.25;

std::optional<model::AgeRange> ages_of(const model::Resource& resource) {
  if (auto ages = vocabularies::ages_of(resource.educational_level)) return ages;
  return resource.age_range;
}

}  // namespace

std::vector<std::string> wholes_of(const model::Resource& resource) {
  std::vector<std::string> out;
  for (const auto& whole : resource.is_part_of) {
    auto name = !whole.id.empty() ? whole.id : !whole.url.empty() ? whole.url : std::string(model::best(whole.name).text);
    if (!name.empty()) out.push_back(std::move(name));
  }
  return out;
}

void AlignedResources::put(std::int64_t key, std::int64_t contributor, const model::Resource& resource,
                           const std::vector<std::string>& statements) {
  remove(key);
  if (statements.empty()) return;
  const auto place = static_cast<std::uint32_t>(all_.size());
  One one{.key = key, .contributor = contributor, .statements = {}, .wholes = {}, .subjects = {}, .ages = ages_of(resource)};
  for (const auto& uri : statements) one.statements.push_back(statements_.add(uri));
  for (const auto& whole : wholes_of(resource)) one.wholes.push_back(names_.add(whole));
  for (const auto& subject : resource.about) one.subjects.push_back(names_.add(subject));
  auto stems = stems_of(resource);
  if (stems.size() > most_stems) stems.resize(most_stems);
  for (const auto& stem : stems) {
    const auto term = stems_.add(stem.stem);
    if (term >= postings_.size()) postings_.resize(term + 1);
    postings_[term].push_back({place, stem.weight});
    one.length += stem.weight;
  }
  length_total_ += one.length;
  place_of_[key] = place;
  all_.push_back(std::move(one));
}

void AlignedResources::remove(std::int64_t key) {
  const auto found = place_of_.find(key);
  if (found == place_of_.end()) return;
  all_[found->second].gone = true;
  length_total_ -= all_[found->second].length;
  place_of_.erase(found);
  if (all_.size() > 1024 && all_.size() > 2 * place_of_.size()) rebuild();
}

// What is part of one whole has the statements of the whole: it is heard a few times, not twenty.
void AlignedResources::keep_few_of_each_whole(std::vector<Candidate>& best, std::size_t k) const {
  std::unordered_map<std::uint32_t, int> heard;
  std::vector<Candidate> kept;
  for (const auto& candidate : best) {
    const auto& wholes = all_[candidate.place].wholes;
    if (kept.size() == k) break;
    if (!wholes.empty() && ++heard[wholes.front()] > most_of_a_whole) continue;
    kept.push_back(candidate);
  }
  best = std::move(kept);
}

// Half of the resources are gone: their places are given free.
void AlignedResources::rebuild() {
  std::vector<std::uint32_t> moved(all_.size());
  std::vector<One> kept;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    moved[i] = static_cast<std::uint32_t>(kept.size());
    if (all_[i].gone) continue;
    place_of_[all_[i].key] = moved[i];
    kept.push_back(std::move(all_[i]));
  }
  for (auto& list : postings_) {
    std::erase_if(list, [&](const Posting& p) { return all_[p.place].gone; });
    for (auto& p : list) p.place = moved[p.place];
  }
  all_ = std::move(kept);
}

std::vector<AlignedResources::Neighbour> AlignedResources::nearest(const model::Resource& resource, const std::vector<WeightedStem>& stems,
                                                                   const Aside& aside, std::size_t k) const {
  std::vector<float> scores(all_.size(), 0.0F);
  const auto n = static_cast<float>(place_of_.size());
  const float average = std::max(1.0F, static_cast<float>(length_total_) / std::max(1.0F, n));
  for (std::size_t i = 0; i < std::min(stems.size(), most_stems); ++i) {
    const auto term = stems_.find(stems[i].stem);
    if (!term || *term >= postings_.size()) continue;
    const auto& list = postings_[*term];
    const float holders = std::min(n, static_cast<float>(list.size()));
    const float rarity = std::log(1.0F + (n - holders + 0.5F) / (holders + 0.5F)) * std::sqrt(stems[i].weight);
    for (const auto& p : list) scores[p.place] += rarity * p.weight * (k1 + 1.0F) / (p.weight + k1 * (1.0F - b + b * all_[p.place].length / average));
  }
  const auto ages = ages_of(resource);
  std::vector<std::uint32_t> wholes;
  for (const auto& whole : aside.wholes)
    if (const auto number = names_.find(whole)) wholes.push_back(*number);
  const auto is_aside = [&](const One& one) {
    return one.gone || one.key == aside.key ||
           std::any_of(one.wholes.begin(), one.wholes.end(), [&](auto w) { return std::find(wholes.begin(), wholes.end(), w) != wholes.end(); });
  };
  std::unordered_map<std::uint32_t, bool> meets;  // by subject number
  const auto meets_ours = [&](std::uint32_t subject) {
    const auto [entry, is_new] = meets.try_emplace(subject, false);
    if (is_new) entry->second = any_subjects_meet(resource.about, {std::string(names_.text(subject))});
    return entry->second;
  };

  std::vector<Candidate> best;
  for (std::uint32_t place = 0; place < all_.size(); ++place) {
    if (scores[place] <= 0.0F) continue;
    const auto& one = all_[place];
    if (is_aside(one)) continue;
    double score = scores[place];
    if (!resource.about.empty() && std::any_of(one.subjects.begin(), one.subjects.end(), meets_ours)) score *= same_subject;
    if (ages && one.ages) score *= vocabularies::overlap(*ages, *one.ages) ? same_level : other_level;
    best.push_back({place, score});
  }
  const auto looked_at = std::min(k * 5, best.size());
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(looked_at), best.end(), [&](const Candidate& x, const Candidate& y) {
    return x.score != y.score ? x.score > y.score : all_[x.place].key < all_[y.place].key;
  });
  best.resize(looked_at);
  keep_few_of_each_whole(best, k);
  std::vector<Neighbour> out;
  for (const auto& [place, score] : best)
    out.push_back({all_[place].key, all_[place].contributor, score / best.front().score, all_[place].statements});
  return out;
}

}  // namespace commonplace::curriculum
