#include "schemas/formats/json_walk.h"

#include <cstring>
#include <utility>

namespace commonplace::json {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

bool Walk::open(char first, char last) {
  last_ = last;
  return take(first) || fail();
}

bool Walk::next() {
  if (at_end_) return false;
  const bool is_first = !std::exchange(begun_, true);
  if (take(last_)) {
    at_end_ = true;
    return false;
  }
  if (!is_first && !take(',')) return fail();
  skip_blanks();
  if (last_ == '}' && !take_name()) return fail();
  return take_value() || fail();
}

bool Walk::is_whole() {
  skip_blanks();
  return at_end_ && !failed_ && at_ == text_.size();
}

bool Walk::fail() {
  failed_ = at_end_ = true;
  return false;
}

void Walk::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool Walk::take(char wanted) {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

bool Walk::take_name() {
  if (at_ == text_.size() || text_[at_] != '"') return false;
  const std::size_t begin = at_;
  if (!skip_text()) return false;
  name_ = text_.substr(begin, at_ - begin);
  return take(':');
}

bool Walk::take_value() {
  skip_blanks();
  const std::size_t begin = at_;
  if (!skip_value() || at_ == begin) return false;
  value_ = text_.substr(begin, at_ - begin);
  return true;
}

// From the opening quotation mark to behind the closing one: the next mark before which stands an even number of
// backslashes.
bool Walk::skip_text() {
  for (++at_;;) {
    const void* mark = std::memchr(text_.data() + at_, '"', text_.size() - at_);
    if (mark == nullptr) return false;
    const auto place = static_cast<std::size_t>(static_cast<const char*>(mark) - text_.data());
    std::size_t slashes = 0;
    while (text_[place - 1 - slashes] == '\\') ++slashes;  // ends at the opening mark at the latest
    at_ = place + 1;
    if (slashes % 2 == 0) return true;
  }
}

bool Walk::skip_value() {
  int depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!skip_text()) return false;
      if (depth == 0) return true;
      continue;
    }
    const bool closes = c == '}' || c == ']';
    if (depth == 0 && (c == ',' || closes || is_blank(c))) return true;
    ++at_;
    if (c == '{' || c == '[') too_deep_ = too_deep_ || ++depth >= deepest_;
    if (too_deep_) return false;
    if (closes && --depth == 0) return true;
  }
  return depth == 0;
}

}  // namespace commonplace::json
