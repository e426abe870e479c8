#include "node/search/merging.h"

#include <algorithm>

namespace commonplace::search {

namespace {

constexpr std::uint32_t gone = UINT32_MAX;

struct Place {
  std::int64_t key;
  std::uint32_t part;
  std::uint32_t record;
};

struct Gathered {
  std::uint32_t record;
  std::uint8_t impact;
  std::span<const std::uint8_t> positions;
};

class Merge {
 public:
  Merge(const std::vector<Part>& parts, std::stop_token stop) : parts_(parts), stop_(std::move(stop)) {
    for (const Part& part : parts) {
      new_records_.emplace_back(part.segment->size(), gone);
      new_terms_.emplace_back(part.segment->terms.size(), gone);
    }
  }

  std::optional<Segment> run() {
    order_records();
    copy_rows();
    for (std::size_t i = 0; i < column_count && !stop_.stop_requested(); ++i) copy_column(i);
    merge_terms();
    if (stop_.stop_requested()) return std::nullopt;
    copy_characteristic();
    return std::move(out_);
  }

 private:
  const Segment& segment(std::uint32_t part) const { return *parts_[part].segment; }

  void order_records() {
    for (std::uint32_t part = 0; part < parts_.size(); ++part) {
      for (std::uint32_t record = 0; record < segment(part).size(); ++record) {
        if (parts_[part].live->has(record)) places_.push_back({segment(part).keys[record], part, record});
      }
    }
    std::sort(places_.begin(), places_.end(), [](const Place& a, const Place& b) { return a.key < b.key; });
    for (std::uint32_t i = 0; i < places_.size(); ++i) new_records_[places_[i].part][places_[i].record] = i;
  }

  template <typename T>
  void copy_row(Row<T> Segment::*row) {
    (out_.*row).reserve(places_.size());
    for (const Place& place : places_) (out_.*row).push_back((segment(place.part).*row)[place.record]);
  }

  void copy_rows() {
    copy_row(&Segment::keys);
    copy_row(&Segment::ties);
    copy_row(&Segment::changed);
    copy_row(&Segment::minutes);
    copy_row(&Segment::languages);
    copy_row(&Segment::titles);
    copy_row(&Segment::field_ends);
  }

  void copy_column(std::size_t i) {
    constexpr std::uint32_t not_yet = UINT32_MAX;
    SetColumnBuilder builder;
    std::vector<std::vector<std::uint32_t>> new_sets;  // per part and set
    for (const Part& part : parts_) new_sets.emplace_back(part.segment->columns[i].set_count(), not_yet);
    for (const Place& place : places_) {
      const SetColumn& column = segment(place.part).columns[i];
      const std::uint32_t set = column.of_record[place.record];
      std::uint32_t& new_set = new_sets[place.part][set];
      if (new_set != not_yet) {
        builder.add_again(new_set);
        continue;
      }
      builder.add(column.set(set));
      new_set = builder.last();
    }
    out_.columns[i] = builder.take();
  }

  void merge_terms() {
    reserve_terms();
    for (std::uint32_t part = 0; part < parts_.size(); ++part) heads_.push_back(head_of(part, 0));
    const Head* least = least_head();
    for (; least != nullptr && !stop_.stop_requested(); least = least_head()) merge_term(least->text);
    out_.terms.bytes.shrink_to_fit();
    out_.terms.starts.shrink_to_fit();
    out_.postings = writer_.finish();
  }

  // The next term of a part; `leading` saves most comparisons of texts.
  struct Head {
    std::uint32_t term = 0;
    bool done = false;
    std::uint64_t leading = 0;
    std::string_view text;
  };

  Head head_of(std::uint32_t part, std::uint32_t term) const {
    const Dictionary& terms = segment(part).terms;
    if (term == terms.size()) return {.term = term, .done = true, .leading = 0, .text = {}};
    return {.term = term, .done = false, .leading = leading_bytes(terms.term(term)), .text = terms.term(term)};
  }

  const Head* least_head() const {
    const Head* least = nullptr;
    for (const Head& head : heads_) {
      if (head.done) continue;
      const bool less = least == nullptr || head.leading < least->leading ||
                        (head.leading == least->leading && head.text < least->text);
      if (less) least = &head;
    }
    return least;
  }

  void reserve_terms() {
    std::size_t term_bytes = 0;
    std::size_t terms = 0;
    std::size_t postings = 0;
    std::size_t positions = 0;
    for (const Part& part : parts_) {
      term_bytes = std::max(term_bytes, part.segment->terms.bytes.size());
      terms = std::max<std::size_t>(terms, part.segment->terms.size());
      postings += part.segment->postings.bytes.size();
      positions += part.segment->postings.positions.size();
    }
    out_.terms.bytes.reserve(term_bytes);
    out_.terms.starts.reserve(terms + 1);
    writer_.reserve(terms, postings, positions);
  }

  // `term` is a view into one of the parts.
  void merge_term(std::string_view term) {
    gathered_.clear();
    bool sorted = true;
    const std::uint64_t leading = leading_bytes(term);
    for (std::uint32_t part = 0; part < parts_.size(); ++part) {
      const Head head = heads_[part];
      if (head.done || head.leading != leading || head.text != term) continue;
      heads_[part] = head_of(part, head.term + 1);
      new_terms_[part][head.term] = out_.terms.size();
      const Postings& lists = segment(part).postings;
      const std::uint8_t* positions = lists.positions.data() + lists.blocks_of(head.term).front().positions_at;
      for (PostingCursor at = lists.cursor(head.term); !at.done(); at.next()) {
        const std::uint8_t* behind = skip_positions(positions);
        const std::uint32_t record = new_records_[part][at.record()];
        if (record != gone) {
          sorted = sorted && (gathered_.empty() || gathered_.back().record < record);
          gathered_.push_back({.record = record, .impact = at.impact(), .positions = {positions, behind}});
        }
        positions = behind;
      }
    }
    if (gathered_.empty()) return;  // its number goes to the next term; no living record refers to it
    if (!sorted) {
      std::sort(gathered_.begin(), gathered_.end(),
                [](const Gathered& a, const Gathered& b) { return a.record < b.record; });
    }
    out_.terms.append(term);
    for (const Gathered& posting : gathered_) writer_.add(posting.record, posting.impact, posting.positions);
    writer_.end_term();
  }

  void copy_characteristic() {
    out_.characteristic_starts.reserve(places_.size() + 1);
    for (const Place& place : places_) {
      const Segment& from = segment(place.part);
      const std::uint32_t end = from.characteristic_starts[place.record + 1];
      for (std::uint32_t i = from.characteristic_starts[place.record]; i < end; ++i) {
        out_.characteristic.push_back(new_terms_[place.part][from.characteristic[i]]);
      }
      out_.characteristic_starts.push_back(static_cast<std::uint32_t>(out_.characteristic.size()));
    }
    out_.characteristic.shrink_to_fit();
  }

  const std::vector<Part>& parts_;
  std::vector<Place> places_;
  std::vector<std::vector<std::uint32_t>> new_records_;
  std::vector<std::vector<std::uint32_t>> new_terms_;
  std::vector<Head> heads_;
  std::vector<Gathered> gathered_;
  PostingWriter writer_;
  std::stop_token stop_;
  Segment out_;
};

}  // namespace

std::optional<Segment> merge(const std::vector<Part>& parts, const std::stop_token& stop) {
  return Merge(parts, stop).run();
}

}  // namespace commonplace::search
