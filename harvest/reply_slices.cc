#include "harvest/reply_slices.h"

#include "harvest/oai_reply.h"

namespace commonplace::harvest {

namespace {

std::string_view part(std::string_view text, const formats::Slice& slice) {
  return text.substr(slice.begin, slice.end - slice.begin);
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The end of the start tag at the front: a '>' may stand in an attribute value.
std::size_t end_of_start_tag(std::string_view element) {
  char quote = 0;
  for (std::size_t index = 0; index < element.size(); ++index) {
    const char c = element[index];
    if (quote ? c == quote : c == '"' || c == '\'') {
      quote = quote ? '\0' : c;
    } else if (!quote && c == '>') {
      return index + 1;
    }
  }
  return element.size();
}

}  // namespace

std::string_view inside_of(std::string_view element) {
  const std::size_t begin = end_of_start_tag(element);
  const std::size_t end = element.rfind("</");
  if (end == std::string_view::npos || end < begin) return {};
  return element.substr(begin, end - begin);
}

RecordSlices::RecordSlices(std::string_view page) : page_(page), records_(formats::find_elements(page, "record")) {}

void RecordSlices::find_next(Offered& record) {
  if (next_ == records_.size()) return;
  record.offset = records_[next_].begin;
  record.raw = part(page_, records_[next_++]);
  std::string_view rest = record.raw;
  if (record.has_metadata) {
    const auto metadata = formats::find_elements(rest, "metadata");
    if (metadata.empty()) return;
    record.bytes = trimmed(inside_of(part(rest, metadata.front())));
    rest.remove_prefix(metadata.front().end);
  }
  for (const auto& about : formats::find_elements(rest, "about")) record.about += part(rest, about);
}

}  // namespace commonplace::harvest
