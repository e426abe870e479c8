// Builds a segment from documents, in two steps: read() each, then finish().
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/document_terms.h"
#include "node/search/segment.h"
#include "node/search/value_reader.h"

namespace commonplace::search {

class SegmentBuilder {
 public:
  // Nothing else may use these until finish().
  SegmentBuilder(DocumentTerms& terms, ValueReader& values) : terms_(terms), values_(values) {}

  // Requires keys ascending, each once.
  void read(const Document& document);
  Segment finish();
  const Row<std::int64_t>& keys() const { return segment_.keys; }
  std::size_t postings() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t term;
    std::uint32_t record;
    std::uint32_t positions_at;
    std::uint8_t impact;
  };

  void read_columns(const Document& document);
  void add_values(Column column);
  void write_postings();

  DocumentTerms& terms_;
  ValueReader& values_;
  Segment segment_;
  std::array<SetColumnBuilder, column_count> columns_;
  // By ValueReader::key(), the set that it came to in columns_.
  std::array<std::vector<std::uint32_t>, column_count> sets_;
  std::vector<Entry> entries_;
  std::vector<std::uint8_t> positions_;
};

TitleKey title_key(const model::Resource& resource);

}  // namespace commonplace::search
