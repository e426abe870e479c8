// Languages in BCP 47, from the many ways in which they are written (MD-39).
#include "schemas/formats/normalise.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

constexpr std::size_t longest_tag_bytes = 35;  // RFC 5646 §4.4.1 asks for at least this

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool all_letters(std::string_view text) {
  for (const char c : text)
    if (!is_letter(c)) return false;
  return true;
}

// Case as RFC 5646 §2.1.1 recommends: zh-Hant-TW, en-GB.
std::string cased(std::string_view subtag) {
  std::string out(subtag);
  for (char& c : out) c = lower(c);
  if (out.size() == 2)
    for (char& c : out) c = upper(c);
  if (out.size() == 4 && all_letters(out)) out[0] = upper(out[0]);
  return out;
}

bool is_subtag(std::string_view subtag) {
  if (subtag.size() < 2 || subtag.size() > 8) return false;
  for (const char c : subtag)
    if (!is_letter(c) && !is_digit(c)) return false;
  return true;
}

std::optional<std::string> primary_subtag(std::string_view text) {
  if (text.size() < 2 || text.size() > 3 || !all_letters(text)) return std::nullopt;
  if (auto known = vocabularies::read_language(text)) return known;
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

std::optional<std::string> well_formed_tag(std::string_view text) {
  if (text.size() > longest_tag_bytes) return std::nullopt;
  std::string tag;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("-_", begin), text.size());
    const std::string_view subtag = text.substr(begin, end - begin);
    if (begin == 0) {
      const auto primary = primary_subtag(subtag);
      if (!primary) return std::nullopt;
      tag = *primary;
    } else {
      if (!is_subtag(subtag)) return std::nullopt;
      tag += "-" + cased(subtag);
    }
    begin = end + 1;
  }
  return tag;
}

// "http://id.loc.gov/vocabulary/iso639-2/eng", "http://lexvo.org/id/term/eng/English" → "eng".
std::string_view code_of_uri(std::string_view uri) {
  for (const std::string_view folder : {"/iso639-1/", "/iso639-2/", "/iso639-3/", "lexvo.org/id/term/"})
    if (const auto place = uri.find(folder); place != std::string_view::npos) {
      uri.remove_prefix(place + folder.size());
      return uri.substr(0, uri.find_first_of("/#?"));
    }
  return {};
}

}  // namespace

std::optional<std::string> normalise_language(std::string_view text) {
  text = trim(text);
  if (text.starts_with("http:") || text.starts_with("https:")) text = code_of_uri(text);
  if (text.empty()) return std::nullopt;
  if (auto tag = well_formed_tag(text)) return tag;
  return vocabularies::read_language(text);
}

}  // namespace commonplace::formats
