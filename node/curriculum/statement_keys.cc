#include "node/curriculum/statement_keys.h"

#include <algorithm>
#include <array>
#include <vector>

#include "node/curriculum/spellings.h"
#include "node/search/analysis.h"
#include "node/search/words.h"
#include "schemas/formats/unicode.h"

namespace commonplace::curriculum {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// As code_key() writes them, the longer ones first.
constexpr auto framework_prefixes = std::to_array<std::string_view>({"ccsselaliteracy", "ccssmathcontent", "ccssmathpractice", "ccssmath",
                                                                     "ccssela", "ccss", "elaliteracy", "mathcontent", "mathpractice"});

// A prefix alone is no code; behind one stand letters or digits.
std::string without_framework(std::string key) {
  for (const auto prefix : framework_prefixes)
    if (key.size() > prefix.size() && key.starts_with(prefix)) return key.substr(prefix.size());
  return key;
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<search::Word> places;
  search::split_words(text, places);
  std::vector<std::string> words;
  for (const auto& place : places) {
    auto word = search::fold_word(text.substr(place.begin, place.end - place.begin));
    if (!word.empty()) words.emplace_back(unified_spelling(word));
  }
  return words;
}

using Opening = std::vector<std::string_view>;

// What stands before the statement itself; longer ones first.
const std::vector<Opening>& openings() {
  static const std::vector<Opening> all = {{"pupils", "should", "be", "taught", "to", "know"},
                                           {"pupils", "should", "be", "taught", "to"},
                                           {"pupils", "should", "be", "taught", "how", "to"},
                                           {"pupils", "should", "be", "taught", "about"},
                                           {"pupils", "should", "be", "taught", "that"},
                                           {"pupils", "should", "be", "taught"},
                                           {"pupils", "should", "be", "able", "to"},
                                           {"pupils", "should"},
                                           {"students", "will", "be", "able", "to"},
                                           {"students", "should", "be", "able", "to"},
                                           {"students", "will"},
                                           {"students", "should"},
                                           {"the", "student", "will"},
                                           {"to"}};
  return all;
}

std::size_t opening_length(const std::vector<std::string>& words, std::size_t from) {
  for (const auto& opening : openings())
    if (words.size() > from + opening.size() && std::equal(opening.begin(), opening.end(), words.begin() + static_cast<std::ptrdiff_t>(from)))
      return opening.size();
  return 0;
}

// "1.", "2.3", "(a)", "iv)": what stands before the first blank and is closed by a sign.
std::string_view without_number(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos || blank > 8) return text;
  const auto head = text.substr(0, blank);
  const bool closed = head.ends_with('.') || head.ends_with(')') || head.ends_with(':');
  const bool has_digit = std::any_of(head.begin(), head.end(), is_digit);
  const auto bare = static_cast<std::size_t>(std::count_if(head.begin(), head.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }));
  const bool is_number = has_digit ? bare <= 1 && (closed || head.find('.') != std::string_view::npos) : closed && head.size() <= 5 && bare <= 3 && head.ends_with(')');
  return is_number ? text.substr(blank + 1) : text;
}

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

std::string code_key(std::string_view code) {
  const std::string folded = formats::fold_case(code);
  std::string out;
  bool in_number = false;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (std::string_view(" .-_/:").find(c) != std::string_view::npos) {
      in_number = false;
      continue;
    }
    const bool leads = is_digit(c) && !in_number;
    in_number = is_digit(c);
    if (leads && c == '0' && i + 1 < folded.size() && is_digit(folded[i + 1])) {
      in_number = false;  // a leading zero; a zero alone is a number (A.0.1 is not A.1)
      continue;
    }
    if (leads && !out.empty() && is_digit(out.back())) out += '.';  // 1.11 and 11.1 stay apart
    out += c;
  }
  return without_framework(std::move(out));
}

std::string exact_key(std::string_view text) {
  std::string out;
  for (char c : formats::fold_case(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return out;
}

std::string folded_key(std::string_view text) {
  const auto words = folded_words(without_number(text));
  std::string out;
  for (std::size_t i = opening_length(words, 0); i < words.size(); ++i) {
    if (!out.empty()) out += ' ';
    out += words[i];
  }
  return out;
}

std::string guid_of(std::string_view uri) {
  constexpr std::size_t length = 36;
  if (uri.size() < length) return {};
  std::string guid(uri.substr(uri.size() - length));
  for (std::size_t i = 0; i < length; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? guid[i] != '-' : !is_hex(guid[i])) return {};
    if (guid[i] >= 'A' && guid[i] <= 'F') guid[i] = static_cast<char>(guid[i] - 'A' + 'a');
  }
  const bool is_whole = uri.size() == length || std::string_view("/:#").find(uri[uri.size() - length - 1]) != std::string_view::npos;
  return is_whole ? guid : std::string();
}

}  // namespace commonplace::curriculum
