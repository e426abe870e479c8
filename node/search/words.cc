#include "node/search/words.h"

#include <algorithm>
#include <array>

#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest_text = 1 << 20;
constexpr std::size_t longest_ending = 2;  // pupil's, they'll

enum class Kind : std::uint8_t { other, word, bigrams, apostrophe, hyphen };

constexpr std::array<bool, 128> ascii_word = [] {
  std::array<bool, 128> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
  return table;
}();

bool between(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// Scripts written without spaces: Thai and Lao, kana, Han, Hangul.
bool is_unspaced(char32_t c) {
  return between(c, 0x0E00, 0x0EFF) || between(c, 0x3041, 0x30FF) || between(c, 0x3400, 0x9FFF) ||
         between(c, 0xAC00, 0xD7A3) || between(c, 0xF900, 0xFAFF) || between(c, 0x20000, 0x3FFFD);
}

Kind kind_of(char32_t c) {
  if (c == U'\'' || c == 0x2019 || c == 0x02BC || c == 0xFF07) return Kind::apostrophe;
  if (c == U'-' || c == 0x2010 || c == 0x2011) return Kind::hyphen;
  if (c < 128) return ascii_word[c] ? Kind::word : Kind::other;
  if (!formats::is_letter_or_mark(c) && !formats::is_digit(c)) return Kind::other;
  return is_unspaced(c) ? Kind::bigrams : Kind::word;
}

class Splitter {
 public:
  Splitter(std::string_view text, std::vector<Word>& words) : text_(text), words_(words) {}

  void run() {
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte < 128 && byte != '-') {
        if (ascii_word[byte]) {
          take_word();
        } else {
          hyphen_ = false;
          ++at_;
        }
        continue;
      }
      std::size_t next = at_;
      switch (kind_at(next)) {
        case Kind::word:
          take_word();
          break;
        case Kind::bigrams:
          take_bigrams();
          break;
        case Kind::hyphen:
          hyphen_ = !words_.empty() && words_.back().end == at_;
          at_ = next;
          break;
        default:
          hyphen_ = false;
          at_ = next;
      }
    }
  }

 private:
  // The kind of the character at `position`, which moves behind it.
  Kind kind_at(std::size_t& position) const {
    const auto byte = static_cast<unsigned char>(text_[position]);
    if (byte < 128) {
      ++position;
      return kind_of(byte);
    }
    return kind_of(formats::next_code_point(text_, position));
  }

  Word read_run() {
    Word word{.begin = static_cast<std::uint32_t>(at_), .end = 0, .ascii = true, .joined = false};
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      std::size_t next = at_;
      if (byte < 128) {
        if (!ascii_word[byte]) break;
        next = at_ + 1;
      } else {
        if (kind_at(next) != Kind::word) break;
        word.ascii = false;
      }
      at_ = next;
    }
    word.end = static_cast<std::uint32_t>(at_);
    return word;
  }

  // The article or pronoun of l'art, d'or, qu'il.
  bool is_elided(const Word& word) const {
    const std::string_view written = text_.substr(word.begin, word.end - word.begin);
    return written.size() == 1 || written == "qu" || written == "Qu";
  }

  // Whether an apostrophe with a letter behind it stands here; then the place is moved to the letter.
  bool take_apostrophe() {
    if (at_ >= text_.size() || text_[at_] == ' ') return false;
    std::size_t next = at_;
    if (kind_at(next) != Kind::apostrophe || next >= text_.size()) return false;
    std::size_t after = next;
    if (kind_at(after) != Kind::word) return false;
    at_ = next;
    return true;
  }

  void take_word() {
    const bool joined = hyphen_;
    hyphen_ = false;
    Word word = read_run();
    while (take_apostrophe()) {
      const Word after = read_run();
      if (is_elided(word)) {
        word = after;
      } else if (after.end - after.begin > longest_ending) {
        words_.push_back(word);
        word = after;
      }
    }
    word.joined = joined;
    words_.push_back(word);
  }

  void take_bigrams() {
    hyphen_ = false;
    std::size_t begin = at_;
    kind_at(at_);
    std::size_t middle = at_;
    std::size_t pairs = 0;
    while (at_ < text_.size()) {
      std::size_t next = at_;
      if (kind_at(next) != Kind::bigrams) break;
      push_wide(begin, next);
      ++pairs;
      begin = middle;
      middle = at_ = next;
    }
    if (pairs == 0) push_wide(begin, at_);
  }

  void push_wide(std::size_t begin, std::size_t end) {
    words_.push_back({.begin = static_cast<std::uint32_t>(begin),
                      .end = static_cast<std::uint32_t>(end),
                      .ascii = false,
                      .joined = false});
  }

  std::string_view text_;
  std::vector<Word>& words_;
  std::size_t at_ = 0;
  bool hyphen_ = false;  // a hyphen stands directly behind the last word
};

}  // namespace

void split_words(std::string_view text, std::vector<Word>& words) {
  Splitter(text.substr(0, std::min(text.size(), longest_text)), words).run();
}

}  // namespace commonplace::search
