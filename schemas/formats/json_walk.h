// Walks over the outermost object or array of a JSON text and says where each value begins and ends, so that it can be
// read alone, once, by whoever wants it. Looks at marks only: what is inside a value is checked by its reader.
#pragma once

#include <cstddef>
#include <string_view>

namespace commonplace::json {

class Walk {
 public:
  // Values nested deeper than `depth` end the walk.
  explicit Walk(std::string_view text, int depth = 32) : text_(text), deepest_(depth) {}

  bool open_object() { return open('{', '}'); }
  bool open_array() { return open('[', ']'); }
  // To the next member or item. False at the end, and where the text is broken.
  bool next();
  // Whether it ended, and nothing but blanks stands behind it.
  bool is_whole();
  bool is_too_deep() const { return too_deep_; }

  // As written; the name with its quotation marks, and only in objects.
  std::string_view name() const { return name_; }
  std::string_view value() const { return value_; }

 private:
  bool open(char first, char last);
  bool fail();
  void skip_blanks();
  bool take(char wanted);
  bool take_name();
  bool take_value();
  bool skip_text();
  bool skip_value();

  std::string_view text_;
  std::string_view name_, value_;
  int deepest_;
  std::size_t at_ = 0;
  char last_ = '}';
  bool begun_ = false, at_end_ = false, failed_ = false, too_deep_ = false;
};

}  // namespace commonplace::json
