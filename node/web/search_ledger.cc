#include "node/web/search_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_missing = 5000;       // words that are kept
constexpr std::size_t longest_missing = 100;     // bytes
constexpr std::int64_t days_to_be_shown = 2;     // SRCH-41

std::string day_of(model::Datestamp now) { return model::format_datestamp(now).substr(0, 10); }

}  // namespace

void SearchLedger::note(const std::vector<search::Exposure>& exposures) {
  if (exposures.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const auto& one : exposures) {
    auto& share = shares_[one.contributor];
    share.contributor = one.contributor;
    ++share.searches;
    share.exposure += one.exposure;
    share.relevance += one.relevance;
  }
  ++changes_;
}

void SearchLedger::note_missing(std::string_view words, model::Datestamp now) {
  std::string text = formats::fold_case(formats::normalise_text(words));
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32; }, ' ');
  if (text.empty() || text.size() > longest_missing) return;
  const auto day = day_of(now);
  const std::lock_guard lock(mutex_);
  if (!missing_.contains(text) && missing_.size() >= most_missing) make_room();
  auto& one = missing_[text];
  one.words = text;
  if (one.last == day) return;
  one.last = day;
  ++one.days;
  ++changes_;
}

// Those told on one day go first, the oldest before others.
void SearchLedger::make_room() {
  const auto least = std::min_element(missing_.begin(), missing_.end(), [](const auto& a, const auto& b) {
    const auto& [of_a, of_b] = std::pair{a.second, b.second};
    return of_a.days != of_b.days ? of_a.days < of_b.days : of_a.last < of_b.last;
  });
  if (least != missing_.end()) missing_.erase(least);
}

std::vector<SeenShare> SearchLedger::shares() const {
  const std::lock_guard lock(mutex_);
  std::vector<SeenShare> out;
  for (const auto& [id, share] : shares_) out.push_back(share);
  return out;
}

std::vector<MissingWords> SearchLedger::missing() const {
  const std::lock_guard lock(mutex_);
  std::vector<MissingWords> out;
  for (const auto& [words, one] : missing_)
    if (one.days >= days_to_be_shown) out.push_back(one);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.days > b.days; });
  return out;
}

std::string SearchLedger::written() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  for (const auto& [id, share] : shares_)
    out += fmt::format("share\t{}\t{}\t{:.6f}\t{:.6f}\n", id, share.searches, share.exposure, share.relevance);
  for (const auto& [words, one] : missing_) out += fmt::format("missing\t{}\t{}\t{}\n", one.days, one.last, words);
  return out;
}

void SearchLedger::read(std::string_view text) {
  const std::lock_guard lock(mutex_);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string kind;
    SeenShare share;
    MissingWords missing;
    fields >> kind;
    if (kind == "share" && fields >> share.contributor >> share.searches >> share.exposure >> share.relevance) {
      shares_[share.contributor] = share;
    } else if (kind == "missing" && fields >> missing.days >> missing.last && fields.get() == '\t' && std::getline(fields, missing.words) &&
               missing_.size() < most_missing) {
      missing_[missing.words] = missing;
    }
  }
}

std::uint64_t SearchLedger::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

}  // namespace commonplace::web
