#include "node/web/place_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

namespace commonplace::web {
namespace {

constexpr std::size_t title_bytes = 24;

template <typename Number>
bool read_number(std::string_view text, int base, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find('.');
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string text_of_place(const search::Place& place) {
  std::string text = fmt::format("{:x}.{:x}.{:x}", place.rank, place.tie, place.key);
  if (place.title.empty()) return text;
  text += '.';
  for (const char c : place.title) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

std::optional<search::Place> read_place(std::string_view text) {
  if (text.size() > 128) return std::nullopt;
  const auto parts = parts_of(text);
  search::Place place;
  if (parts.size() < 3 || parts.size() > 4) return std::nullopt;
  if (!read_number(parts[0], 16, place.rank) || !read_number(parts[1], 16, place.tie) || !read_number(parts[2], 16, place.key)) return std::nullopt;
  if (parts.size() == 3) return place;
  if (parts[3].size() != 2 * title_bytes) return std::nullopt;
  for (std::size_t at = 0; at < parts[3].size(); at += 2) {
    unsigned char byte = 0;
    if (!read_number(parts[3].substr(at, 2), 16, byte)) return std::nullopt;
    place.title += static_cast<char>(byte);
  }
  return place;
}

}  // namespace commonplace::web
