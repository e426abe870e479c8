#include "node/curriculum/similarity.h"

#include <algorithm>

namespace commonplace::curriculum {
namespace {

// The longest run of places that ascend.
std::size_t longest_ascent(const std::vector<std::size_t>& places) {
  std::vector<std::size_t> ends;
  for (const auto place : places) {
    const auto end = std::lower_bound(ends.begin(), ends.end(), place);
    if (end == ends.end())
      ends.push_back(place);
    else
      *end = place;
  }
  return ends.size();
}

}  // namespace

AskedText::AskedText(const StatementWords& words, const std::vector<std::string>& stems) : words_(words) {
  std::vector<std::string_view> unknown;
  for (const auto& stem : stems) {
    const Term term = words.find(stem);
    const bool is_known = term != unknown_term;
    if (is_known ? std::find(terms_.begin(), terms_.end(), term) != terms_.end()
                 : std::find(unknown.begin(), unknown.end(), stem) != unknown.end())
      continue;
    if (!is_known) unknown.push_back(stem);
    terms_.push_back(term);
    weights_.push_back(words.idf(term));
    total_ += weights_.back();
  }
}

Similarity AskedText::with(const std::vector<Term>& statement) const {
  Similarity found;
  double statement_total = 0;
  for (std::size_t i = 0; i < statement.size(); ++i)
    if (std::find(statement.begin(), statement.begin() + static_cast<std::ptrdiff_t>(i), statement[i]) == statement.begin() + static_cast<std::ptrdiff_t>(i))
      statement_total += words_.idf(statement[i]);
  double common = 0;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (terms_[i] == unknown_term) continue;
    const auto place = std::find(statement.begin(), statement.end(), terms_[i]);
    if (place == statement.end()) continue;
    common += weights_[i];
    places.push_back(static_cast<std::size_t>(place - statement.begin()));
  }
  if (places.empty() || total_ <= 0 || statement_total <= 0) return found;
  found.in_statement = common / total_;
  found.in_asked = common / statement_total;
  found.both = 2 * common / (total_ + statement_total);
  found.order = static_cast<double>(longest_ascent(places)) / static_cast<double>(places.size());
  found.common = places.size();
  return found;
}

std::vector<bool> AskedText::covered_by(const std::vector<Term>& statement) const {
  std::vector<bool> covered(terms_.size(), false);
  for (std::size_t i = 0; i < terms_.size(); ++i)
    covered[i] = terms_[i] != unknown_term && std::find(statement.begin(), statement.end(), terms_[i]) != statement.end();
  return covered;
}

double AskedText::share(const std::vector<bool>& covered) const {
  double sum = 0;
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (covered[i]) sum += weights_[i];
  return total_ > 0 ? sum / total_ : 0;
}

}  // namespace commonplace::curriculum
