// What records are filtered and counted by. A column maps each record to one set of values; records with the same
// set share it (84,000 records have a few hundred sets of subjects), so that counting touches four bytes a record
// and every member of a set is counted once.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "node/search/row.h"
#include "node/search/shared_table.h"
#include "node/search/string_table.h"

namespace commonplace::search {

// The numbers are in snapshot files: append only.
enum class Column : std::uint8_t {
  type,
  subject,      // with all broader ones: choosing "arts" finds drama (MD-19)
  level,        // level ids, and the age range as "@7-11" (see level_ages.h)
  may,          // "adapt", "share", "print", "sell", where the answer is yes
  licence,      // licence and rights statement
  contributor,  // decimal store ids
  language,     // lower-case tags with all their beginnings: "en-gb", "en"
  framework,
  origin,     // decimal store ids
  statement,  // URI, or code where there is no URI
  code,       // codes of statements
  unit,       // what the record is part of; for similar records
  phrase,     // keywords and key vocabulary, folded; for suggestions (SRCH-40)
  word,       // words of names, folded; known, but of no record: postings tell which records hold a word
  merit       // what speaks for the record by itself (merit.h)
};
inline constexpr std::size_t column_count = 15;

// Per column its values, numbered; the numbers hold for all segments of an index.
using Values = std::array<SharedTable, column_count>;

// A number per record in as few bytes as the greatest needs. Width 0: the number of the record itself.
class PackedNumbers {
 public:
  PackedNumbers() = default;
  // Numbers below `limit`.
  PackedNumbers(std::span<const std::uint32_t> numbers, std::uint32_t limit);
  static PackedNumbers identity() { return {}; }

  std::uint32_t operator[](std::uint32_t record) const {
    switch (width_) {
      case 0:
        return record;
      case 1:
        return bytes_[record];
      case 2:
        return of_two()[record];
      default:
        return of_four()[record];
    }
  }
  // Calls `use` with something that gives the number of a record, of a type of its own for each width.
  template <typename Use>
  void visit(Use&& use) const {
    switch (width_) {
      case 0:
        return use([](std::uint32_t record) { return record; });
      case 1:
        return use([bytes = bytes_.data()](std::uint32_t record) { return std::uint32_t{bytes[record]}; });
      case 2:
        return use([two = of_two()](std::uint32_t record) { return std::uint32_t{two[record]}; });
      default:
        return use([four = of_four()](std::uint32_t record) { return four[record]; });
    }
  }

  // As they lie in a snapshot.
  const Row<std::uint8_t>& bytes() const { return bytes_; }
  std::uint32_t width() const { return width_; }
  // nullopt unless there is a number below `limit` for each of `records`. Requires bytes that begin at a multiple of 8.
  static std::optional<PackedNumbers> restored(Row<std::uint8_t> bytes, std::uint32_t width, std::size_t records,
                                               std::uint32_t limit);

 private:
  const std::uint16_t* of_two() const { return reinterpret_cast<const std::uint16_t*>(bytes_.data()); }
  const std::uint32_t* of_four() const { return reinterpret_cast<const std::uint32_t*>(bytes_.data()); }

  Row<std::uint8_t> bytes_;
  std::uint32_t width_ = 0;
};

struct SetColumn {
  Row<std::uint32_t> starts{0};  // per set its place in `values`, and the end
  Row<std::uint32_t> values;     // ascending in each set
  PackedNumbers of_record;       // the set of each record

  std::uint32_t set_count() const { return static_cast<std::uint32_t>(starts.size() - 1); }
  std::span<const std::uint32_t> set(std::uint32_t id) const {
    return values.span().subspan(starts[id], starts[id + 1] - starts[id]);
  }
  std::span<const std::uint32_t> values_of(std::uint32_t record) const { return set(of_record[record]); }

  // Every set in its range, its values below `value_count`.
  bool is_sound(std::uint32_t value_count) const;
};

// Fills a column record by record, sharing equal sets; where most records have one of their own, nothing is shared.
class SetColumnBuilder {
 public:
  // `record_values` ascending, each once.
  void add(std::span<const std::uint32_t> record_values);
  // Whether numbers of sets still hold.
  bool is_sharing() const { return is_sharing_; }
  // The same for a set that add() has numbered before. Requires is_sharing().
  void add_again(std::uint32_t id) { of_record_.push_back(id); }
  std::uint32_t last() const { return of_record_.back(); }
  SetColumn take();

 private:
  void stop_sharing();

  StringTable known_;
  std::optional<std::uint32_t> empty_;  // the set without values
  bool is_sharing_ = true;  // until most records have turned out to have a set of their own
  std::vector<std::uint32_t> starts_{0};
  std::vector<std::uint32_t> values_;
  std::vector<std::uint32_t> of_record_;
};

}  // namespace commonplace::search
