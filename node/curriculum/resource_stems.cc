#include "node/curriculum/resource_stems.h"

#include <algorithm>
#include <unordered_map>

#include "node/curriculum/spellings.h"
#include "node/search/analysis.h"
#include "node/search/stemming.h"
#include "node/search/stop_words.h"
#include "node/search/words.h"

namespace commonplace::curriculum {
namespace {

constexpr std::size_t most_bytes = 64 * 1024;

class Gatherer {
 public:
  explicit Gatherer(const model::Resource& resource) : default_(resource.in_language.empty() ? std::string("en") : resource.in_language.front()) {}

  void text(const model::LangMap& map, float weight) {
    for (const auto& [language, words] : map) text(words, language == "und" ? default_ : language, weight);
  }

  void text(std::string_view words, const std::string& language_tag, float weight) {
    const auto language = search::language_of(language_tag);
    words = words.substr(0, most_bytes - std::min(most_bytes, read_));
    read_ += words.size();
    places_.clear();
    search::split_words(words, places_);
    for (const auto& place : places_) {
      const auto written = words.substr(place.begin, place.end - place.begin);
      const auto folded = search::fold_word(written);
      if (folded.empty() || search::is_stop_word(folded, language)) continue;
      forms_.clear();
      search::append_terms(std::string(unified_spelling(folded)), language, forms_);
      if (forms_.empty()) continue;
      const auto [entry, is_new] = by_stem_.emplace(forms_.front(), out_.size());
      if (is_new) out_.push_back({forms_.front(), std::string(written), 0.0F});
      out_[entry->second].weight += weight;
    }
  }

  std::vector<WeightedStem> take() {
    std::stable_sort(out_.begin(), out_.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
    return std::move(out_);
  }

 private:
  const std::string default_;
  std::size_t read_ = 0;
  std::vector<search::Word> places_;
  std::vector<std::string> forms_;
  std::unordered_map<std::string, std::size_t> by_stem_;
  std::vector<WeightedStem> out_;
};

}  // namespace

std::vector<WeightedStem> stems_of(const model::Resource& resource) {
  Gatherer gatherer(resource);
  gatherer.text(resource.name, 3.0F);
  for (const auto& objective : resource.learning_objectives) gatherer.text(objective, 2.0F);
  for (const auto& term : resource.key_vocabulary) gatherer.text(term.term, 2.0F);
  for (const auto& [language, words] : resource.keywords)
    for (const auto& word : words) gatherer.text(word, language, 2.0F);
  for (const auto& whole : resource.is_part_of) gatherer.text(whole.name, 2.0F);
  gatherer.text(resource.description, 0.5F);
  for (const auto& part : resource.has_part) gatherer.text(part.name, 0.5F);
  return gatherer.take();
}

}  // namespace commonplace::curriculum
