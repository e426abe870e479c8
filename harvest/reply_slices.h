// Where records and their metadata stand in the bytes of a page: for keeping them verbatim, and for saving the whole
// ones of a damaged page. Looks at tags only; reading them is oai_reply's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/xml.h"

namespace commonplace::harvest {

struct Offered;

// The verbatim parts of the records of a page that is well-formed, one record after the other.
class RecordSlices {
 public:
  explicit RecordSlices(std::string_view page);
  // Fills in bytes, offset, raw and about of the next record.
  void find_next(Offered& record);

 private:
  std::string_view page_;
  std::vector<formats::Slice> records_;
  std::size_t next_ = 0;
};

// What stands between the start tag and the end tag of a whole element; empty for <x/>.
std::string_view inside_of(std::string_view element);

}  // namespace commonplace::harvest
