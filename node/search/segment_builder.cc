#include "node/search/segment_builder.h"

#include <algorithm>

#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

// Articles that a sorted list passes over (SRCH-26), folded, with what divides them from the title.
struct Articles {
  std::string_view language;
  std::array<std::string_view, 9> articles;
};
constexpr std::array<Articles, 7> articles = {{{"en", {"the ", "a ", "an "}},
                                               {"cy", {"y ", "yr "}},
                                               {"fr", {"le ", "la ", "les ", "l'", "un ", "une ", "l’"}},
                                               {"de", {"der ", "die ", "das ", "ein ", "eine "}},
                                               {"es", {"el ", "la ", "los ", "las ", "un ", "una "}},
                                               {"it", {"il ", "lo ", "la ", "i ", "gli ", "le ", "l'", "un ", "una "}},
                                               {"nl", {"de ", "het ", "een "}}}};

std::string_view skip_article(std::string_view folded, std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  for (const Articles& row : articles) {
    if (row.language != primary && !(row.language == "en" && primary == "und")) continue;
    for (std::string_view article : row.articles) {
      if (!article.empty() && folded.size() > article.size() && folded.starts_with(article)) {
        return folded.substr(article.size());
      }
    }
  }
  return folded;
}

// Quotation marks and brackets before the first letter do not count.
std::string_view skip_signs(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    const char32_t c = formats::next_code_point(text, at);
    if (formats::is_letter_or_mark(c) || formats::is_digit(c)) return text.substr(begin);
  }
  return {};
}

std::uint16_t minutes_of(const model::Resource& resource) {
  const auto minutes = formats::duration_minutes(resource.time_required);
  if (!minutes || *minutes < 0) return unknown_minutes;
  return static_cast<std::uint16_t>(std::min<int>(*minutes, unknown_minutes - 1));
}

}  // namespace

TitleKey title_key(const model::Resource& resource) {
  const model::Said title = model::best(resource.name, resource.in_language);
  constexpr std::size_t enough = 256;  // bytes of the title that can come before the part that is kept
  const std::string folded = formats::fold(title.text.substr(0, enough));
  const std::string_view sorted = skip_article(skip_signs(folded), title.language);
  TitleKey key{};
  if (sorted.empty()) key.fill('\xFF');  // untitled ones come last
  std::copy_n(sorted.begin(), std::min(sorted.size(), key.size()), key.begin());
  return key;
}

void SegmentBuilder::read(const Document& document) {
  terms_.read(document);
  const std::uint32_t record = segment_.size();
  const auto positions_at = static_cast<std::uint32_t>(positions_.size());
  positions_.insert(positions_.end(), terms_.positions().begin(), terms_.positions().end());
  for (const TermImpact& impact : terms_.impacts()) {
    terms_.order().mark(impact.term);
    entries_.push_back({.term = impact.term,
                        .record = record,
                        .positions_at = positions_at + impact.positions_at,
                        .impact = impact.impact});
  }
  segment_.characteristic.append(terms_.characteristic());
  segment_.characteristic_starts.push_back(static_cast<std::uint32_t>(segment_.characteristic.size()));
  segment_.languages.push_back(terms_.languages());
  segment_.field_ends.push_back(terms_.field_ends());
  read_columns(document);
}

void SegmentBuilder::read_columns(const Document& document) {
  segment_.keys.push_back(document.key);
  segment_.ties.push_back(static_cast<std::uint32_t>(stable_hash(document.public_id)));
  segment_.changed.push_back(document.changed.seconds);
  segment_.minutes.push_back(minutes_of(*document.resource));
  segment_.titles.push_back(title_key(*document.resource));
  values_.read(document);
  for (std::size_t i = 0; i < column_count; ++i) add_values(static_cast<Column>(i));
}

// What came to the same numbers before comes to the same set.
void SegmentBuilder::add_values(Column column) {
  constexpr std::uint32_t not_yet = UINT32_MAX;
  SetColumnBuilder& builder = columns_[static_cast<std::size_t>(column)];
  const std::uint32_t key = values_.key(column);
  if (key == ValueReader::no_key || !builder.is_sharing()) {
    builder.add(values_.of(column));
    return;
  }
  std::vector<std::uint32_t>& sets = sets_[static_cast<std::size_t>(column)];
  if (key >= sets.size()) sets.resize(key + 1, not_yet);
  if (sets[key] != not_yet) {
    builder.add_again(sets[key]);
    return;
  }
  builder.add(values_.of(column));
  if (builder.is_sharing()) sets[key] = builder.last();
}

Segment SegmentBuilder::finish() {
  for (const std::uint32_t term : terms_.order().rank()) segment_.terms.append(terms_.table().text(term));
  write_postings();
  for (std::size_t i = 0; i < segment_.characteristic.size(); ++i)
    segment_.characteristic.owned(i) = terms_.order().rank_of(segment_.characteristic[i]);
  terms_.order().clear_marks();
  for (std::size_t i = 0; i < column_count; ++i) segment_.columns[i] = columns_[i].take();
  return std::move(segment_);
}

// Counting sort by term; records stay in order.
void SegmentBuilder::write_postings() {
  std::vector<std::uint32_t> places(segment_.terms.size() + 1, 0);
  for (Entry& entry : entries_) {
    entry.term = terms_.order().rank_of(entry.term);
    ++places[entry.term + 1];
  }
  for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  const std::vector<std::uint32_t> begins = places;
  std::vector<Entry> sorted(entries_.size());
  for (const Entry& entry : entries_) sorted[places[entry.term]++] = entry;
  PostingWriter writer;
  writer.reserve(segment_.terms.size(), entries_.size() * 3, positions_.size());
  for (std::uint32_t term = 0; term < segment_.terms.size(); ++term) {
    for (std::uint32_t i = begins[term]; i < begins[term + 1]; ++i) {
      const std::uint8_t* at = positions_.data() + sorted[i].positions_at;
      writer.add(sorted[i].record, sorted[i].impact, {at, skip_positions(at)});
    }
    writer.end_term();
  }
  segment_.postings = writer.finish();
}

}  // namespace commonplace::search
