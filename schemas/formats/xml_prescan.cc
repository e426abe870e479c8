// Walks over tags, quotes, comments and CDATA once: the limits of SEC-50, and the whole elements of a damaged page.
#include "schemas/formats/xml_prescan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

namespace commonplace::formats {
namespace {

constexpr auto npos = std::string_view::npos;

// The bytes that mean something inside a tag; the rest is skipped without a second look.
constexpr std::array<bool, 256> meaningful = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("<>\"'=x")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Tag {
  std::size_t end = 0;  // behind its ">"; at the next "<" or the end where it is broken off
  int equal_signs = 0;
  int namespaces = 0;
  bool closes_itself = false;
};

// The tag whose "<" stands at `begin`. A "<" ends it even between quotes, where XML forbids it too: so a lost quote
// spoils one tag and not the page.
Tag scan_tag(std::string_view text, std::size_t begin) {
  Tag tag;
  char quote = 0;
  std::size_t i = begin + 1;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (!meaningful[static_cast<unsigned char>(c)]) continue;
    if (c == '<') break;
    if (c == '=') ++tag.equal_signs;
    if (c == 'x' && quote == 0 && is_blank(text[i - 1]) && text.substr(i).starts_with("xmlns")) ++tag.namespaces;
    if (c == '"' || c == '\'') {
      if (quote == 0) {
        quote = c;
      } else if (quote == c) {
        quote = 0;
      }
    }
    if (c == '>' && quote == 0) {
      tag.closes_itself = text[i - 1] == '/';
      ++i;
      break;
    }
  }
  tag.end = i;
  return tag;
}

// Position behind the next `mark` from `from` on; the end where there is none.
std::size_t behind(std::string_view text, std::string_view mark, std::size_t from) {
  const auto found = text.find(mark, from);
  return found == npos ? text.size() : found + mark.size();
}

// Comments and instructions, which hold no tags. nullopt when something else begins at `begin`.
std::optional<std::size_t> behind_remark(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(begin);
  if (rest.starts_with("<!--")) return behind(text, "-->", begin + 4);
  if (rest.starts_with("<?")) return behind(text, "?>", begin + 2);
  return std::nullopt;
}

constexpr std::string_view cdata_open = "<![CDATA[";
constexpr std::string_view cdata_close = "]]>";

class Prescan {
 public:
  Prescan(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

  model::Failure run() {
    while (position_ < text_.size()) {
      const std::size_t next = std::min(text_.find('<', position_), text_.size());
      if (auto failure = add_text(next)) return failure;
      if (next == text_.size()) break;
      if (auto failure = markup()) return failure;
    }
    return std::nullopt;
  }

 private:
  model::Failure markup() {
    const std::string_view rest = text_.substr(position_);
    if (rest.starts_with(cdata_open)) return add_text(behind(text_, cdata_close, position_ + cdata_open.size()));
    if (const auto end = behind_remark(text_, position_)) return remark(*end);
    if (rest.starts_with("<!")) return refuse("doctype", "The page brings a document type, which is not read here.");
    return rest.starts_with("</") ? close() : open();
  }

  // Text goes on behind comments and CDATA borders: only a tag ends it.
  model::Failure add_text(std::size_t end) {
    text_run_ += end - position_;
    if (text_run_ > limits_.text_bytes) return refuse("text_too_long", "One text in the page is too long.");
    position_ = end;
    return std::nullopt;
  }

  model::Failure remark(std::size_t end) {
    if (end - position_ > limits_.comment_bytes) return refuse("tag_too_big", "A comment in the page is too long.");
    position_ = end;
    return std::nullopt;
  }

  model::Failure open() {
    const Tag tag = scan_tag(text_, position_);
    if (tag.end - position_ > limits_.tag_bytes || tag.equal_signs > limits_.equal_signs_per_tag) {
      return refuse("tag_too_big", "One tag in the page is too long or has too many attributes.");
    }
    if (!tag.closes_itself) {
      if (static_cast<int>(open_.size()) >= limits_.depth) return refuse("too_deep", "Elements are nested too deeply.");
      open_.push_back(tag.namespaces);
      namespaces_ += tag.namespaces;
    }
    // libxml2 looks a name's namespace up among all that are open, one after the other.
    if (namespaces_ > limits_.open_namespaces) return refuse("tag_too_big", "Too many namespaces are declared.");
    return leave(tag.end);
  }

  model::Failure close() {
    const Tag tag = scan_tag(text_, position_);
    if (tag.end - position_ > limits_.tag_bytes) return refuse("tag_too_big", "One tag in the page is too long.");
    if (!open_.empty()) {
      namespaces_ -= open_.back();
      open_.pop_back();
    }
    return leave(tag.end);
  }

  model::Failure leave(std::size_t end) {
    position_ = end;
    text_run_ = 0;
    return std::nullopt;
  }

  model::Problem refuse(std::string_view kind, std::string_view what) const {
    return {std::string(kind), fmt::format("byte {}", position_), std::string(what),
            "Ask the keeper of the source to mend it."};
  }

  std::string_view text_;
  const XmlLimits& limits_;
  std::size_t position_ = 0;
  std::size_t text_run_ = 0;
  std::vector<int> open_;  // per open element, the namespaces it declares
  int namespaces_ = 0;
};

// The name in a tag, and whether its part behind the prefix is `local`.
std::string_view name_at(std::string_view text, std::size_t begin) {
  const auto end = text.find_first_of(" \t\r\n/><", begin);
  return text.substr(begin, end == npos ? npos : end - begin);
}

bool has_local_name(std::string_view name, std::string_view local) {
  if (!name.ends_with(local)) return false;
  return name.size() == local.size() || name[name.size() - local.size() - 1] == ':';
}

// Pairs begin and end tags like brackets, each prefix for itself, so that one lost tag costs one element.
class ElementFinder {
 public:
  ElementFinder(std::string_view text, std::string_view local) : text_(text), local_(local) {}

  std::vector<Slice> run() {
    std::size_t position = 0;
    while ((position = text_.find('<', position)) != npos) position = markup(position);
    return outermost();
  }

 private:
  std::size_t markup(std::size_t begin) {
    if (text_.substr(begin).starts_with(cdata_open)) return behind(text_, cdata_close, begin + cdata_open.size());
    if (const auto end = behind_remark(text_, begin)) return *end;
    const bool closes = text_.substr(begin).starts_with("</");
    const std::string_view name = name_at(text_, begin + (closes ? 2 : 1));
    const Tag tag = scan_tag(text_, begin);
    if (has_local_name(name, local_)) closes ? close(name, tag.end) : open(name, begin, tag);
    return tag.end;
  }

  void open(std::string_view name, std::size_t begin, const Tag& tag) {
    if (tag.closes_itself) {
      found_.push_back({begin, tag.end});
    } else {
      begun_[name].push_back(begin);
    }
  }

  void close(std::string_view name, std::size_t end) {
    const auto begun = begun_.find(name);
    if (begun == begun_.end() || begun->second.empty()) return;
    found_.push_back({begun->second.back(), end});
    begun->second.pop_back();
  }

  std::vector<Slice> outermost() {
    const auto first = [](const Slice& a, const Slice& b) { return a.begin < b.begin; };
    std::sort(found_.begin(), found_.end(), first);
    std::vector<Slice> slices;
    for (const Slice& slice : found_) {
      if (slices.empty() || slice.begin >= slices.back().end) slices.push_back(slice);
    }
    return slices;
  }

  std::string_view text_;
  std::string_view local_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> begun_;
  std::vector<Slice> found_;
};

}  // namespace

model::Failure prescan_xml(std::string_view text, const XmlLimits& limits) {
  return Prescan(text, limits).run();
}

std::vector<Slice> find_elements(std::string_view prepared, std::string_view local) {
  return ElementFinder(prepared, local).run();
}

}  // namespace commonplace::formats
