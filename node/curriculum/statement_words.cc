#include "node/curriculum/statement_words.h"

#include <algorithm>
#include <cmath>

#include "node/curriculum/spellings.h"
#include "node/search/analysis.h"
#include "node/search/stemming.h"
#include "node/search/stop_words.h"
#include "node/search/words.h"

namespace commonplace::curriculum {
namespace {

constexpr float k1 = 1.2F;  // CUR-30
constexpr float b = 0.4F;
constexpr int deepest = 64;  // ancestors that are read

void count(std::uint8_t& counter) {
  if (counter < 255) ++counter;
}

}  // namespace

std::vector<std::string> stems_of(std::string_view text, std::string_view language_tag) {
  const auto language = search::language_of(language_tag);
  std::vector<search::Word> places;
  search::split_words(text, places);
  std::vector<std::string> stems;
  std::vector<std::string> stop_stems;
  std::vector<std::string> forms;
  for (const auto& place : places) {
    const auto folded = search::fold_word(text.substr(place.begin, place.end - place.begin));
    if (folded.empty()) continue;
    const bool stops = search::is_stop_word(folded, language);
    forms.clear();
    search::append_terms(std::string(unified_spelling(folded)), language, forms);
    if (!forms.empty()) (stops ? stop_stems : stems).push_back(std::move(forms.front()));
  }
  return stems.empty() ? stop_stems : stems;
}

StatementWords::Posting& StatementWords::posting(Term term, std::uint32_t statement) {
  if (term >= postings_.size()) {
    postings_.resize(term + 1);
    holders_.resize(term + 1, 0);
  }
  auto& list = postings_[term];
  if (list.empty() || list.back().statement != statement) list.push_back({.statement = statement});
  return list.back();
}

void StatementWords::add(const model::LangMap& text, const model::LangMap& context, std::uint32_t parent) {
  const auto statement = size();
  firsts_.push_back(static_cast<std::uint32_t>(texts_.size()));
  parents_.push_back(parent);
  Lengths lengths;
  for (const auto& [language, words] : text) {
    Text one{statement, {}};
    for (const auto& stem : stems_of(words, language)) one.terms.push_back(table_.add(stem));
    for (const Term term : one.terms) {
      auto& place = posting(term, statement);
      if (place.own == 0) ++holders_[term];
      count(place.own);
    }
    lengths.own += static_cast<std::uint32_t>(one.terms.size());
    texts_.push_back(std::move(one));
  }
  for (const auto& [language, words] : context) {
    for (const auto& stem : stems_of(words, language)) {
      count(posting(table_.add(stem), statement).parent);
      ++lengths.parent;
    }
  }
  int depth = 0;
  for (auto above = parent; above != nobody && depth < deepest; above = parents_[above], ++depth) {
    const auto end = above + 1 < firsts_.size() ? firsts_[above + 1] : static_cast<std::uint32_t>(texts_.size());
    for (auto i = firsts_[above]; i < end; ++i) {
      for (const Term term : texts_[i].terms) {
        auto& place = posting(term, statement);
        count(depth == 0 ? place.parent : place.ancestors);
      }
      (depth == 0 ? lengths.parent : lengths.ancestors) += static_cast<std::uint32_t>(texts_[i].terms.size());
    }
  }
  lengths_.push_back(lengths);
  own_total_ += lengths.own;
  parent_total_ += lengths.parent;
  ancestor_total_ += lengths.ancestors;
}

Term StatementWords::find(std::string_view stem) const {
  const auto found = table_.find(stem);
  return found && *found < postings_.size() ? *found : unknown_term;
}

float StatementWords::idf(Term term) const {
  const auto n = static_cast<float>(size());
  const auto holders = term < holders_.size() ? static_cast<float>(holders_[term]) : 0.0F;
  return std::log(1.0F + (n - holders + 0.5F) / (holders + 0.5F));
}

void StatementWords::score(const std::vector<WeightedTerm>& question, const WordWeights& weights, std::vector<float>& scores) const {
  scores.assign(size(), 0.0F);
  if (size() == 0) return;
  const auto n = static_cast<float>(size());
  const float average = std::max(1.0F, (static_cast<float>(own_total_) + weights.parent * static_cast<float>(parent_total_) +
                                        weights.ancestors * static_cast<float>(ancestor_total_)) / n);
  for (const auto& [term, weight] : question) {
    if (term >= postings_.size()) continue;
    const float rarity = idf(term) * weight;
    for (const auto& place : postings_[term]) {
      const float tf = place.own + weights.parent * place.parent + weights.ancestors * place.ancestors;
      if (tf <= 0.0F) continue;
      const auto& lengths = lengths_[place.statement];
      const float length = static_cast<float>(lengths.own) + weights.parent * static_cast<float>(lengths.parent) +
                           weights.ancestors * static_cast<float>(lengths.ancestors);
      scores[place.statement] += rarity * tf * (k1 + 1.0F) / (tf + k1 * (1.0F - b + b * length / average));
    }
  }
}

bool StatementWords::has(std::uint32_t statement, Term term, bool above) const {
  if (term >= postings_.size()) return false;
  const auto& list = postings_[term];
  const auto found = std::lower_bound(list.begin(), list.end(), statement, [](const Posting& p, std::uint32_t s) { return p.statement < s; });
  if (found == list.end() || found->statement != statement) return false;
  return found->own > 0 || (above && (found->parent > 0 || found->ancestors > 0));
}

}  // namespace commonplace::curriculum
