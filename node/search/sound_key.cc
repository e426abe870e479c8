#include "node/search/sound_key.h"

#include <algorithm>
#include <array>

namespace commonplace::search {

namespace {

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// What is said for letters that stand together; the longest first. 'x' is sh, as x itself is said ks.
struct Sound {
  std::string_view written;
  std::string_view said;
};
constexpr auto sounds = std::to_array<Sound>({{"tion", "xn"}, {"sion", "xn"}, {"cian", "xn"}, {"shun", "xn"}, {"tch", "c"},
                                              {"dge", "j"},  {"sch", "sk"},  {"ght", "t"},   {"ph", "f"},    {"ck", "k"},
                                              {"qu", "kw"},  {"gh", "g"},    {"rh", "r"},    {"wh", "w"},    {"kn", "n"},
                                              {"wr", "r"},   {"sc", "s"},    {"sh", "x"},    {"ch", "c"},    {"ce", "s"},
                                              {"ci", "s"},   {"cy", "s"},    {"ge", "j"},    {"gi", "j"},    {"gy", "j"}});

std::string_view said(char c) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  if (is_vowel(c)) return "a";
  if (c == 'c' || c == 'q') return "k";
  if (c == 'x') return "ks";
  if (c == 'z') return "s";
  const auto at = letters.find(c);
  return at == std::string_view::npos ? std::string_view() : letters.substr(at, 1);
}

}  // namespace

std::string sound_key(std::string_view word) {
  std::string key;
  while (!word.empty()) {
    const auto several = std::find_if(sounds.begin(), sounds.end(), [&](const Sound& s) { return word.starts_with(s.written); });
    const bool is_one = several == sounds.end();
    const std::string_view heard = is_one ? said(word.front()) : several->said;
    for (const char sound : heard) {
      const bool is_inner_vowel = sound == 'a' && !key.empty();
      if (!is_inner_vowel && (key.empty() || key.back() != sound)) key += sound;
    }
    if (is_one && heard.empty()) key += word.front();  // no letter of the alphabet: as it is
    word.remove_prefix(is_one ? 1 : several->written.size());
  }
  return key;
}

}  // namespace commonplace::search
