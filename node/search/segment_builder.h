// Builds a segment from documents, in two steps: read() each, then finish().
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/document_terms.h"
#include "node/search/segment.h"

namespace commonplace::search {

// Numbers the values of records; new ones are added. The numbers of known ones never change.
class ValueNumbers {
 public:
  virtual ~ValueNumbers() = default;
  virtual std::uint32_t number(Column column, std::string_view value) = 0;
};

class SegmentBuilder {
 public:
  SegmentBuilder(DocumentTerms& terms, ValueNumbers& numbers) : terms_(terms), numbers_(numbers) {}

  // Requires keys ascending, each once.
  void read(const Document& document);
  Segment finish();

 private:
  struct Entry {
    std::uint32_t term;
    std::uint32_t record;
    std::uint32_t positions_at;
    std::uint8_t impact;
  };

  void read_columns(const Document& document);
  std::vector<std::uint32_t> rank_terms();
  void write_postings(const std::vector<std::uint32_t>& rank);

  DocumentTerms& terms_;
  ValueNumbers& numbers_;
  Segment segment_;
  std::array<SetColumnBuilder, column_count> columns_;
  std::vector<Entry> entries_;
  std::vector<std::uint8_t> positions_;
};

TitleKey title_key(const model::Resource& resource);

}  // namespace commonplace::search
