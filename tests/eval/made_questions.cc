#include "tests/eval/made_questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <string_view>

namespace commonplace::eval {

namespace {

using Words = std::vector<std::string>;

constexpr std::size_t fewest_words = 3;
constexpr std::size_t most_words = 9;
constexpr std::size_t fewest_letters = 5;  // of a word in which somebody errs

// The same on every machine, unlike std::uniform_int_distribution.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return random_() % limit; }
  template <typename T>
  void shuffle(std::vector<T>& all) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
  }

 private:
  std::mt19937 random_;
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// The words of a name of plain letters; none where it has signs, digits or marks.
Words plain_words(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!is_letter(low) && low != ' ') return {};
    lower += low;
  }
  std::istringstream stream(lower);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string joined(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

constexpr std::array<std::string_view, 3> keyboard = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

char neighbour_key(char c, Dice& dice) {
  for (const auto row : keyboard) {
    const auto at = row.find(c);
    if (at == std::string_view::npos) continue;
    const bool left = at + 1 == row.size() || (at > 0 && dice.below(2) == 0);
    return row[left ? at - 1 : at + 1];
  }
  return c;
}

// A slip of the fingers: a letter too few, twice, another, or in its neighbour's place.
void slip(std::string& word, Dice& dice) {
  const auto before = word;
  while (word == before) {
    const auto at = 1 + dice.below(word.size() - 1);
    switch (dice.below(4)) {
      case 0: word.erase(at, 1); break;
      case 1: word.insert(at, 1, word[at]); break;
      case 2: word[at] = neighbour_key(word[at], dice); break;
      default: std::swap(word[at], word[at - 1]);
    }
    if (word.size() < fewest_letters - 1) word = before;
  }
}

struct SoundsLike {
  std::string_view written;
  std::string_view heard;
};
// How people write what they hear, as spelling books for teachers list it.
constexpr auto sounds = std::to_array<SoundsLike>(
    {{"ph", "f"},    {"tion", "shun"}, {"sion", "tion"}, {"ie", "ei"},   {"ei", "ie"},   {"ance", "ence"}, {"ence", "ance"},
     {"ant", "ent"}, {"ent", "ant"},   {"able", "ible"}, {"ible", "able"}, {"ar", "er"},  {"or", "er"},     {"er", "ar"},
     {"le", "el"},   {"al", "le"},     {"ical", "icle"}, {"ous", "us"},  {"ch", "k"},    {"rh", "r"},      {"wh", "w"},
     {"kn", "n"},    {"wr", "r"},      {"ll", "l"},      {"ss", "s"},    {"tt", "t"},    {"mm", "m"},      {"nn", "n"},
     {"pp", "p"},    {"rr", "r"},      {"cc", "c"},      {"ff", "f"},    {"qu", "kw"},   {"ck", "k"},      {"que", "k"},
     {"sc", "s"},    {"gue", "g"},     {"ea", "ee"},     {"ee", "ea"},   {"ai", "ay"},   {"ou", "ow"},     {"y", "i"},
     {"i", "e"},     {"e", "i"},       {"a", "e"},       {"c", "s"},     {"s", "c"},     {"ate", "ait"},   {"mn", "m"}});

bool write_as_heard(std::string& word, Dice& dice) {
  std::vector<std::pair<std::size_t, SoundsLike>> places;
  for (const auto& sound : sounds)
    for (auto at = word.find(sound.written, 1); at != std::string::npos; at = word.find(sound.written, at + 1)) places.emplace_back(at, sound);
  if (places.empty()) return false;
  const auto& [at, sound] = places[dice.below(places.size())];
  word.replace(at, sound.written.size(), sound.heard);
  return true;
}

std::vector<std::size_t> long_words(const Words& words) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].size() >= fewest_letters) places.push_back(i);
  return places;
}

using Made = std::optional<Words>;

Made as_it_is(Words words, Dice&) { return words; }

Made with_slips(Words words, std::size_t count, Dice& dice) {
  auto places = long_words(words);
  if (places.size() < count) return std::nullopt;
  dice.shuffle(places);
  for (std::size_t i = 0; i < count; ++i) slip(words[places[i]], dice);
  return words;
}
Made one_slip(Words words, Dice& dice) { return with_slips(std::move(words), 1, dice); }
Made two_slips(Words words, Dice& dice) { return with_slips(std::move(words), 2, dice); }

Made as_heard(Words words, Dice& dice) {
  const auto places = long_words(words);
  if (places.empty() || !write_as_heard(words[places[dice.below(places.size())]], dice)) return std::nullopt;
  return words;
}

// A letter too few of a word that then gets another ending: no stem is as it was.
Made slip_and_other_form(Words words, Dice& dice) {
  const auto places = long_words(words);
  if (places.empty()) return std::nullopt;
  auto& word = words[places[dice.below(places.size())]];
  slip(word, dice);
  if (word.back() == 's') word.pop_back();
  else word += 's';
  return words;
}

bool is_small(const std::string& word) {
  static const std::set<std::string> small = {"a", "an", "and", "the", "of", "in", "on", "to", "for", "by", "with", "from", "using", "at", "or", "is", "as"};
  return small.contains(word);
}

Made some_words(Words words, Dice& dice) {
  std::erase_if(words, is_small);
  if (words.size() < 3) return std::nullopt;
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(dice.below(words.size())));
  dice.shuffle(words);
  return words;
}

Made other_forms(Words words, Dice&) {
  std::erase_if(words, is_small);
  for (auto& word : words) {
    if (word.ends_with("ing") && word.size() > 6) word.resize(word.size() - 3);
    else if (word.ends_with("s") && word.size() > 4 && !word.ends_with("ss")) word.pop_back();
    else if (word.size() > 3) word += 's';
  }
  return words;
}

Made as_question(Words words, Dice& dice) {
  static const std::vector<std::pair<std::string, std::string>> frames = {
      {"how do i teach", ""},         {"lesson about", "for my class"}, {"activities on", "for children"}, {"what can i do about", ""},
      {"resources to help with", ""}, {"ideas for teaching", ""},       {"an introduction to", "lesson"},  {"my class need to learn", ""}};
  std::erase_if(words, is_small);
  if (words.size() < 2) return std::nullopt;
  if (words.size() > 3) words.erase(words.begin() + static_cast<std::ptrdiff_t>(dice.below(words.size())));
  const auto& [before, behind] = frames[dice.below(frames.size())];
  words.insert(words.begin(), before);
  if (!behind.empty()) words.push_back(behind);
  return words;
}

Made joined_words(Words words, Dice& dice) {
  std::vector<std::size_t> places;
  for (std::size_t i = 1; i < words.size(); ++i)
    if (!is_small(words[i - 1]) && !is_small(words[i]) && words[i - 1].size() > 2 && words[i].size() > 2) places.push_back(i);
  if (places.empty()) return std::nullopt;
  const auto at = places[dice.below(places.size())];
  words[at - 1] += words[at];
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
  return words;
}

struct Kind {
  std::string_view name;
  Made (*make)(Words, Dice&);
};
constexpr auto kinds = std::to_array<Kind>({{"the name", as_it_is},
                                            {"one slip", one_slip},
                                            {"slips in two words", two_slips},
                                            {"written as heard", as_heard},
                                            {"slip and other form", slip_and_other_form},
                                            {"a word missing", some_words},
                                            {"other forms", other_forms},
                                            {"as a question", as_question},
                                            {"two words joined", joined_words}});

}  // namespace

std::vector<MadeQuestion> make_questions(const std::vector<std::string>& names, std::size_t of_each, unsigned seed) {
  std::vector<std::string> usable;
  for (const auto& name : std::set<std::string>(names.begin(), names.end())) {
    const auto count = plain_words(name).size();
    if (count >= fewest_words && count <= most_words) usable.push_back(name);
  }
  Dice dice(seed);
  dice.shuffle(usable);
  std::vector<MadeQuestion> questions;
  std::size_t next = 0;
  for (const auto& kind : kinds) {
    for (std::size_t made = 0; made < of_each && next < usable.size(); ++next) {
      const auto words = kind.make(plain_words(usable[next]), dice);
      if (!words) continue;
      questions.push_back({std::string(kind.name), joined(*words), usable[next]});
      ++made;
    }
  }
  return questions;
}

}  // namespace commonplace::eval
