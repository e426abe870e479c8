// What a source sent, kept without the document that stands in it: nodes send it as it is (node feed) or as the text of
// an element (cpl), and it is kept beside anyway. A third less is written of each record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::store {

struct KeptBytes {
  std::string rest;          // in front of the document and behind it
  std::int64_t around = -1;  // twice the bytes in front, and one more where it is escaped as XML; -1: `rest` is all
};

KeptBytes without_document(std::string_view bytes, std::string_view document);

// What came, byte for byte. StoreError where the two cannot belong together: the row is damaged.
std::string with_document(std::string_view rest, std::int64_t around, std::string_view document);

}  // namespace commonplace::store
