// The tags of an HTML page, one after the other: a small tokeniser for pages from anywhere (HAR-45). Knows comments,
// quoted attributes, and that the text of scripts, styles and the like holds no tags. Linear in the size of the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace commonplace::harvest {

class Tags {
 public:
  explicit Tags(std::string_view page) : page_(page) {}

  // To the next start tag. False at the end of the page.
  bool next();
  // Lower case.
  const std::string& name() const { return name_; }
  // Value of the first attribute of that name (lower case), with the five XML entities and numbers read; empty: none.
  std::string attribute(std::string_view name) const;
  // Of a script, style, title, textarea and the like: what stands between its tags, verbatim. Else empty.
  std::string_view raw_text() const { return raw_text_; }
  // Whether a raw text was met that no end tag closes.
  bool is_cut() const { return cut_; }

 private:
  bool skip_comment();
  void read_tag();
  void read_raw_text();

  std::string_view page_;
  std::size_t at_ = 0;
  std::string name_;
  std::string_view attributes_;
  std::string_view raw_text_;
  bool cut_ = false;
};

}  // namespace commonplace::harvest
