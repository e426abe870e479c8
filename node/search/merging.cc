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

class Merge {
 public:
  explicit Merge(const std::vector<Part>& parts) : parts_(parts) {
    for (const Part& part : parts) {
      new_records_.emplace_back(part.segment->size(), gone);
      new_terms_.emplace_back(part.segment->terms.size(), gone);
    }
  }

  Segment run() {
    order_records();
    copy_rows();
    for (std::size_t i = 0; i < column_count; ++i) copy_column(i);
    merge_terms();
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
  void copy_row(std::vector<T> Segment::*row) {
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
  }

  void copy_column(std::size_t i) {
    SetColumnBuilder builder;
    for (const Place& place : places_) builder.add(segment(place.part).columns[i].values_of(place.record));
    out_.columns[i] = builder.take();
  }

  void merge_terms() {
    reserve_terms();
    std::vector<std::uint32_t> heads(parts_.size(), 0);
    for (;;) {
      bool found = false;
      std::string_view least;
      for (std::uint32_t part = 0; part < parts_.size(); ++part) {
        const Dictionary& terms = segment(part).terms;
        if (heads[part] == terms.size()) continue;
        const std::string_view term = terms.term(heads[part]);
        if (!found || term < least) least = term;
        found = true;
      }
      if (!found) break;
      merge_term(least, heads);
    }
    out_.terms.bytes.shrink_to_fit();
    out_.terms.starts.shrink_to_fit();
    out_.posting_starts.shrink_to_fit();
    out_.postings.shrink_to_fit();
  }

  void reserve_terms() {
    std::size_t term_bytes = 0;
    std::size_t terms = 0;
    std::size_t postings = 0;
    for (const Part& part : parts_) {
      term_bytes = std::max(term_bytes, part.segment->terms.bytes.size());
      terms = std::max<std::size_t>(terms, part.segment->terms.size());
      postings += part.segment->postings.size();
    }
    out_.terms.bytes.reserve(term_bytes);
    out_.terms.starts.reserve(terms + 1);
    out_.posting_starts.reserve(terms + 1);
    out_.postings.reserve(postings);
  }

  // `term` is a view into one of the parts.
  void merge_term(std::string_view term, std::vector<std::uint32_t>& heads) {
    gathered_.clear();
    bool sorted = true;
    for (std::uint32_t part = 0; part < parts_.size(); ++part) {
      const Dictionary& terms = segment(part).terms;
      if (heads[part] == terms.size() || terms.term(heads[part]) != term) continue;
      const std::uint32_t old_term = heads[part]++;
      new_terms_[part][old_term] = out_.terms.size();
      for (PostingCursor at = segment(part).cursor(old_term); !at.done(); at.next()) {
        const std::uint32_t record = new_records_[part][at.record()];
        if (record == gone) continue;
        sorted = sorted && (gathered_.empty() || gathered_.back().record < record);
        gathered_.push_back({.record = record, .impact = at.impact()});
      }
    }
    if (gathered_.empty()) return;  // its number goes to the next term; no living record refers to it
    if (!sorted) {
      std::sort(gathered_.begin(), gathered_.end(),
                [](const Posting& a, const Posting& b) { return a.record < b.record; });
    }
    out_.terms.append(term);
    append_postings(out_.postings, gathered_);
    out_.posting_starts.push_back(static_cast<std::uint32_t>(out_.postings.size()));
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
  std::vector<Posting> gathered_;
  Segment out_;
};

}  // namespace

Segment merge(const std::vector<Part>& parts) {
  return Merge(parts).run();
}

}  // namespace commonplace::search
