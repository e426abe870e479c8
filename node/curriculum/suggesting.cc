#include "node/curriculum/suggesting.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "node/curriculum/disciplines.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::curriculum {
namespace {

constexpr WordWeights parents{.parent = 0.5F, .ancestors = 0.2F};  // CUR-30
constexpr float same_subject = 1.5F;
constexpr float same_level = 1.5F;
constexpr float other_level = 0.3F;
constexpr float other_subject = 0.3F;
constexpr float heading = 0.5F;           // a statement with statements below it says less
constexpr std::size_t neighbours = 20;    // CUR-30
constexpr double most_of_one = 0.7;       // of the neighbours' signal may come from one contributor
constexpr double neighbour_share = 1.0;   // beside the resource's own words
constexpr std::size_t rivals = 10;        // among which the own words share one vote, as the neighbours do
constexpr double agreement = 1.2;         // neighbours that agree count more than each alone
constexpr std::size_t shown_first = 5;
constexpr std::size_t kept_by_words = 3;  // what the own words say best is among them, whatever the neighbours say
constexpr double full_score = 1.0;
constexpr std::size_t most_terms = 80;
constexpr std::size_t most_words = 5;     // shown

class Suggester {
 public:
  Suggester(const Catalogue& catalogue, const AlignedResources* aligned, const SuggestionWish& wish)
      : catalogue_(catalogue), aligned_(aligned), wish_(wish), resource_(*wish.resource), stems_(stems_of(resource_)) {
    ages_ = vocabularies::ages_of(resource_.educational_level);
    if (!ages_) ages_ = resource_.age_range;
    for (const auto& name : wish.frameworks)
      if (const auto found = catalogue.find_framework(name)) frameworks_.push_back(*found);
  }

  std::vector<Suggestion> suggest() {
    if (!wish_.frameworks.empty() && frameworks_.empty()) return {};
    score_own_words();
    score_neighbours();
    return best();
  }

 private:
  bool is_asked_for(std::uint32_t statement) const {
    const auto& entry = catalogue_.entries()[statement];
    if (entry.is_retired) return false;
    if (!frameworks_.empty() && std::find(frameworks_.begin(), frameworks_.end(), entry.framework) == frameworks_.end()) return false;
    return !wish_.rejected.contains(entry.uri);
  }

  float prior(const Catalogue::Entry& entry) const {
    float prior = entry.has_children ? heading : 1.0F;
    if (!resource_.about.empty() && !entry.subjects.empty())
      prior *= any_subjects_meet(resource_.about, entry.subjects) ? same_subject : other_subject;
    if (ages_ && entry.ages) prior *= vocabularies::overlap(*ages_, *entry.ages) ? same_level : other_level;
    return prior;
  }

  float best_prior() const { return (resource_.about.empty() ? 1.0F : same_subject) * (ages_ ? same_level : 1.0F); }

  void score_own_words() {
    for (const auto& stem : stems_) {
      const Term term = catalogue_.words().find(stem.stem);
      if (term == unknown_term) continue;
      terms_.push_back({term, std::sqrt(stem.weight)});
      if (terms_.size() == most_terms) break;
    }
    catalogue_.words().score(terms_, parents, own_);
    for (std::uint32_t i = 0; i < own_.size(); ++i)
      own_[i] = is_asked_for(i) ? own_[i] * prior(catalogue_.entries()[i]) : 0.0F;
    share_out();
  }

  // Own words that fit one statement far better than all others say more than those that fit many alike: the best few share
  // one vote by the square of their scores. (Of the best alone being 1, words that tell nothing would outweigh neighbours.)
  void share_out() {
    for (auto& score : own_) score *= score;
    auto best = own_;
    const auto compared = std::min(rivals, best.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(compared), best.end(), std::greater<>());
    const float sum = std::accumulate(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(compared), 0.0F);
    if (sum > 0.0F)
      for (auto& score : own_) score /= sum;
  }

  // Each neighbour speaks for its statements by its nearness; no contributor for more than its share.
  void score_neighbours() {
    votes_.assign(own_.size(), 0.0);
    voters_.assign(own_.size(), 0);
    if (!aligned_) return;
    AlignedResources::Aside aside{wish_.key, {}};
    if (!wish_.same_whole) aside.wholes = wholes_of(resource_);
    const auto near = aligned_->nearest(resource_, stems_, aside, neighbours);
    double all = 0;
    std::map<std::int64_t, double> by_contributor;
    const auto weight = [](const auto& one) { return one.similarity * one.similarity; };
    for (const auto& one : near) {
      all += weight(one);
      by_contributor[one.contributor] += weight(one);
    }
    if (all <= 0) return;
    for (const auto& one : near) {
      const double share = by_contributor[one.contributor] / all;
      const double factor = share > most_of_one ? most_of_one / share : 1.0;
      for (const auto number : one.statements) {
        for (const auto place : catalogue_.with_uri(aligned_->statement(number))) {
          if (!is_asked_for(place)) continue;
          votes_[place] += factor * weight(one) / all * prior(catalogue_.entries()[place]) / best_prior();
          ++voters_[place];
        }
      }
    }
  }

  struct Candidate {
    std::uint32_t statement;
    double score;
  };
  static bool is_better(const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.statement < b.statement; }

  static void keep_best(std::vector<Candidate>& candidates, std::size_t limit) {
    const auto kept = std::min(limit, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept), candidates.end(), is_better);
    candidates.resize(kept);
  }

  std::vector<Suggestion> best() const {
    std::vector<Candidate> by_words;
    std::vector<Candidate> candidates;
    for (std::uint32_t i = 0; i < own_.size(); ++i) {
      if (own_[i] > 0) by_words.push_back({i, own_[i]});
      const double score = own_[i] + neighbour_share * std::pow(votes_[i], agreement);
      if (score > 0) candidates.push_back({i, score});
    }
    keep_best(by_words, kept_by_words);
    keep_best(candidates, std::max(wish_.limit, shown_first * 4));
    raise(candidates, by_words);
    if (candidates.size() > wish_.limit) candidates.resize(wish_.limit);
    std::vector<Suggestion> out;
    for (const auto& [statement, score] : candidates) out.push_back({statement, scaled(score), words_for(statement), voters_[statement]});
    return out;
  }

  // The first ones are what the own words say best, and of the others as many as there is room for; each part in its order.
  static void raise(std::vector<Candidate>& candidates, const std::vector<Candidate>& by_words) {
    const auto is_among = [](const std::vector<Candidate>& list, const Candidate& one) {
      return std::any_of(list.begin(), list.end(), [&](const auto& c) { return c.statement == one.statement; });
    };
    for (const auto& word : by_words)
      if (!is_among(candidates, word)) candidates.push_back(word);
    auto room = shown_first - std::min(shown_first, by_words.size());
    std::stable_partition(candidates.begin(), candidates.end(), [&](const Candidate& c) { return is_among(by_words, c) || (room > 0 && room-- > 0); });
  }

  // About how many of a hundred suggestions with such a score are right (tests/eval).
  static int scaled(double score) {
    return std::clamp(static_cast<int>(100 * score / full_score), 1, 99);
  }

  std::vector<std::string> words_for(std::uint32_t statement) const {
    std::vector<std::pair<float, std::string>> shared;
    for (const auto& stem : stems_) {
      const Term term = catalogue_.words().find(stem.stem);
      if (term != unknown_term && catalogue_.words().has(statement, term, false))
        shared.emplace_back(catalogue_.words().idf(term) * std::sqrt(stem.weight), stem.word);
    }
    std::stable_sort(shared.begin(), shared.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> out;
    for (auto& [weight, word] : shared)
      if (out.size() < most_words) out.push_back(std::move(word));
    return out;
  }

  const Catalogue& catalogue_;
  const AlignedResources* aligned_;
  const SuggestionWish& wish_;
  const model::Resource& resource_;
  const std::vector<WeightedStem> stems_;
  std::optional<model::AgeRange> ages_;
  std::vector<std::uint32_t> frameworks_;
  std::vector<WeightedTerm> terms_;
  std::vector<float> own_;
  std::vector<double> votes_;
  std::vector<int> voters_;
};

}  // namespace

std::vector<Suggestion> suggest(const Catalogue& catalogue, const AlignedResources* aligned, const SuggestionWish& wish) {
  return Suggester(catalogue, aligned, wish).suggest();
}

}  // namespace commonplace::curriculum
