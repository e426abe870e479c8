#include "node/search/merging.h"

#include <algorithm>
#include <numeric>

namespace commonplace::search {

namespace {

constexpr std::uint32_t gone = UINT32_MAX;

struct Place {
  std::int64_t key;
  std::uint32_t part;
  std::uint32_t record;
};

// Records of a part that follow each other there and here.
struct Run {
  std::uint32_t part;
  std::uint32_t first;
  std::uint32_t count;
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
    shifts_.resize(parts.size());
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
    std::vector<std::uint32_t> by_key(parts_.size());
    std::iota(by_key.begin(), by_key.end(), 0U);
    std::sort(by_key.begin(), by_key.end(),
              [this](std::uint32_t a, std::uint32_t b) { return segment(a).keys.front() < segment(b).keys.front(); });
    for (const std::uint32_t part : by_key) {
      for (std::uint32_t record = 0; record < segment(part).size(); ++record) {
        if (parts_[part].live->has(record)) places_.push_back({segment(part).keys[record], part, record});
      }
    }
    const auto comes_before = [](const Place& a, const Place& b) { return a.key < b.key; };
    if (!std::is_sorted(places_.begin(), places_.end(), comes_before)) std::sort(places_.begin(), places_.end(), comes_before);
    for (std::uint32_t i = 0; i < places_.size(); ++i) note_place(i);
    const bool all_whole = std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.is_whole(); });
    if (runs_.size() != parts_.size() || !all_whole) return;
    for (const Run& run : runs_) shifts_[run.part] = new_records_[run.part].front();
    by_key_ = std::move(by_key);
  }

  void note_place(std::uint32_t i) {
    const Place& place = places_[i];
    new_records_[place.part][place.record] = i;
    const bool goes_on = !runs_.empty() && runs_.back().part == place.part && runs_.back().first + runs_.back().count == place.record;
    if (!goes_on) runs_.push_back({.part = place.part, .first = place.record, .count = 0});
    ++runs_.back().count;
  }

  template <typename T>
  void copy_row(Row<T> Segment::*row) {
    std::vector<T> values;
    values.reserve(places_.size());
    for (const Run& run : runs_) {
      const auto from = (segment(run.part).*row).span().subspan(run.first, run.count);
      values.insert(values.end(), from.begin(), from.end());
    }
    out_.*row = Row(std::move(values));
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
      if (new_set != not_yet && builder.is_sharing()) {
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
    if (!by_key_.empty()) {
      append_lists(term);
      return;
    }
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

  // Where all records keep their order, part by part.
  void append_lists(std::string_view term) {
    const std::uint64_t leading = leading_bytes(term);
    for (const std::uint32_t part : by_key_) {
      const Head head = heads_[part];
      if (head.done || head.leading != leading || head.text != term) continue;
      heads_[part] = head_of(part, head.term + 1);
      new_terms_[part][head.term] = out_.terms.size();
      writer_.append(segment(part).postings, head.term, shifts_[part]);
    }
    out_.terms.append(term);
    writer_.end_term();
  }

  void copy_characteristic() {
    std::vector<std::uint32_t> starts{0};
    std::vector<std::uint32_t> terms;
    starts.reserve(places_.size() + 1);
    for (const Place& place : places_) {
      const Segment& from = segment(place.part);
      const std::uint32_t end = from.characteristic_starts[place.record + 1];
      for (std::uint32_t i = from.characteristic_starts[place.record]; i < end; ++i)
        terms.push_back(new_terms_[place.part][from.characteristic[i]]);
      starts.push_back(static_cast<std::uint32_t>(terms.size()));
    }
    terms.shrink_to_fit();
    out_.characteristic_starts = Row(std::move(starts));
    out_.characteristic = Row(std::move(terms));
  }

  const std::vector<Part>& parts_;
  std::vector<Place> places_;
  std::vector<Run> runs_;
  std::vector<std::uint32_t> by_key_;  // parts in order, where each comes whole behind the one before
  std::vector<std::uint32_t> shifts_;  // what is added to the records of a part then
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
