#include "node/search/understanding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "node/search/query_text.h"
#include "node/search/stop_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest_phrase = 5;  // words: "7 to 11 year olds"
constexpr int time_slack_percent = 125;    // SRCH §1
constexpr int half_a_day = 180;            // minutes
constexpr int oldest_pupil = 18;

struct Token {
  std::string_view written;
  std::string word;  // folded, without signs around it; empty inside quotes and for -excluded words
};

std::string_view without_signs(std::string_view token) {
  constexpr std::string_view signs = ",.;:!?()";
  const auto begin = token.find_first_not_of(signs);
  if (begin == std::string_view::npos) return {};
  return token.substr(begin, token.find_last_not_of(signs) + 1 - begin);
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = text.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    const auto written = text.substr(begin, end - begin);
    const auto quotes = std::count(written.begin(), written.end(), '"');
    const bool is_plain = !quoted && quotes == 0 && written.front() != '-' && written.back() != '*';
    tokens.push_back({written, is_plain ? formats::fold_case(without_signs(written)) : std::string()});
    quoted = quoted != (quotes % 2 == 1);
    at = end;
  }
  return tokens;
}

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

using Words = std::vector<std::string_view>;
using Found = std::optional<std::vector<std::string>>;

std::string joined(const Words& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A bare number or letter names no level: "K" is potassium too.
Found level(const Words& words, std::string_view home) {
  const std::string phrase = joined(words);
  if (phrase.size() < 2 || number(phrase)) return std::nullopt;
  auto ids = vocabularies::read_levels(phrase, home);
  if (ids.empty()) return std::nullopt;
  return ids;
}

// "primary colours" and "secondary sources" are no schools.
bool is_said_of_another(std::string_view word, std::string_view next) {
  static constexpr std::array<std::string_view, 2> schools = {"primary", "secondary"};
  static constexpr std::array<std::string_view, 14> others = {"colour", "colours",  "color",    "colors", "source",
                                                              "sources", "data",    "evidence", "research", "sector",
                                                              "industry", "storage", "memory",  "succession"};
  return is_one_of(word, schools) && is_one_of(next, others);
}

bool says_age(std::string_view word) {
  static constexpr std::array<std::string_view, 9> markers = {"age",  "ages",  "aged", "year", "years",
                                                              "yrs", "old", "olds", "year-olds"};
  return is_one_of(word, markers);
}

// Needs a word that says ages are meant, or a plus: "7-11" alone may be anything.
Found age(const Words& words) {
  Words rest;
  std::remove_copy_if(words.begin(), words.end(), std::back_inserter(rest), says_age);
  if (rest.size() == 2 && rest.front() == "under") {
    const auto limit = number(rest.back().substr(0, rest.back().find('s')));
    if (limit && *limit > 0 && *limit <= oldest_pupil) return {{fmt::format("0-{}", *limit - 1)}};
    return std::nullopt;
  }
  const bool is_open = rest.size() == 1 && words.size() == 1 && rest.front().ends_with('+');
  if ((rest.size() == words.size() && !is_open) || rest.empty() || !has_digit(rest.front())) return std::nullopt;
  const auto range = formats::normalise_age_range(joined(rest));
  if (!range || range->min > oldest_pupil || range->max > 99) return std::nullopt;
  return {{fmt::format("{}-{}", range->min, range->max)}};
}

Found time_max(const Words& words) {
  static constexpr std::array<std::string_view, 9> units = {"min",  "mins", "minute", "minutes", "hour",
                                                            "hours", "hr",  "hrs",    "h"};
  const std::string phrase = joined(words);
  if (phrase == "half a day") return {{std::to_string(half_a_day)}};
  const bool two = words.size() == 2 && number(words.front()) && is_one_of(words.back(), units);
  const bool one = words.size() == 1 && has_digit(phrase.substr(0, 1)) && (phrase.ends_with("min") || phrase.ends_with("mins"));
  if (!two && !one) return std::nullopt;
  const auto duration = formats::normalise_duration(phrase);
  const auto minutes = duration ? formats::duration_minutes(*duration) : std::nullopt;
  if (!minutes || *minutes < 1 || *minutes > 24 * 60) return std::nullopt;
  return {{std::to_string(*minutes * time_slack_percent / 100)}};
}

Found may(const Words& words) {
  static constexpr std::array<std::string_view, 4> verbs = {"adapt", "share", "print", "sell"};
  const bool can = words.size() == 2 && words.front() == "can";
  const bool free_to = words.size() == 3 && words[0] == "free" && words[1] == "to";
  if ((!can && !free_to) || !is_one_of(words.back(), verbs)) return std::nullopt;
  return {{std::string(words.back())}};
}

Found licence(const Words& words) {
  const std::string phrase = joined(words);
  const bool names_one = words.front() == "cc" || words.front().starts_with("cc-") || words.front() == "cc0" || phrase == "public domain";
  if (!names_one) return std::nullopt;
  const auto uri = phrase == "public domain" ? std::optional<std::string>("https://creativecommons.org/publicdomain/zero/1.0/")
                                             : vocabularies::normalise_licence(phrase);
  if (!uri) return std::nullopt;
  if (phrase == "public domain") return {{*uri, "https://creativecommons.org/publicdomain/mark/1.0/"}};
  return {{*uri}};
}

// "in Welsh", "auf Deutsch", "yn Gymraeg", "lang:cy"; a language alone is what is taught.
Found language(const Words& words) {
  static constexpr std::array<std::string_view, 5> markers = {"in", "auf", "en", "yn", "på"};
  std::string name;
  if (words.size() == 1 && words.front().starts_with("lang:")) name = words.front().substr(5);
  else if (words.size() == 1 && (words.front() == "cymraeg" || words.front() == "gàidhlig")) name = words.front();
  else if (words.size() == 2 && is_one_of(words.front(), markers)) name = words.back() == "gymraeg" ? "cymraeg" : words.back();
  else return std::nullopt;
  const auto tag = name.size() == 2 && words.size() == 1 ? formats::normalise_language(name) : vocabularies::read_language(name);
  if (name.empty() || !tag || (words.size() == 2 && name.size() <= 3)) return std::nullopt;
  return {{*tag}};
}

// "it" is no computing.
bool is_function_word(const Words& words) {
  return words.size() == 1 && is_stop_word(words.front(), Language::english);
}

// Who types "drawing" or "text" says what is to be learnt, and no kind of resource.
Found type(const Words& words) {
  static constexpr std::array<std::string_view, 4> contents = {"artwork", "text", "data", "other"};
  if (is_function_word(words)) return std::nullopt;
  const auto id = vocabularies::read_resource_type(joined(words));
  if (!id || is_one_of(*id, contents)) return std::nullopt;
  return {{*id}};
}

Found subject(const Words& words) {
  if (is_function_word(words)) return std::nullopt;
  const auto id = vocabularies::read_subject(joined(words));
  if (!id) return std::nullopt;
  return {{*id}};
}

struct Reader {
  std::string_view as;
  Found (*read)(const Words&);
  bool is_preference;
};
constexpr std::array<Reader, 7> readers = {{{"age", age, false},
                                            {"time_max", time_max, false},
                                            {"may", may, false},
                                            {"licence", licence, false},
                                            {"language", language, false},
                                            {"type", type, true},
                                            {"subject", subject, true}}};

class Sentence {
 public:
  Sentence(std::string_view text, const KnownNames* names, std::string_view home)
      : tokens_(tokens_of(text)), names_(names), home_(home), is_used_(tokens_.size(), false) {}

  Understanding read() {
    for (std::size_t at = 0; at < tokens_.size();) at += std::max<std::size_t>(read_at(at), 1);
    Understanding out;
    out.rest = rest();
    out.parts = std::move(parts_);
    return out;
  }

 private:
  // How many words from here are one part; the longest wins.
  std::size_t read_at(std::size_t at) {
    const std::size_t most = std::max(longest_phrase, names_ == nullptr ? 0 : names_->longest_name() + 1);
    std::size_t plain = 0;  // words that may be read
    while (plain < most && at + plain < tokens_.size() && !tokens_[at + plain].word.empty()) ++plain;
    for (std::size_t length = plain; length > 0; --length) {
      Words words;
      for (std::size_t i = at; i < at + length; ++i) words.push_back(tokens_[i].word);
      if (read_name(words, at) || (length <= longest_phrase && read_phrase(words, at))) return length;
    }
    return 0;
  }

  // "from:river gallery", "by Tate", "River Gallery"; a code or the address of a statement.
  bool read_name(const Words& words, std::size_t at) {
    if (names_ == nullptr) return false;
    Words name = words;
    bool is_marked = false;
    bool is_hard = false;
    for (const std::string_view mark : {"from:", "by:"}) {
      if (is_marked || !words.front().starts_with(mark)) continue;
      is_marked = true;
      is_hard = mark == "from:";
      name.front().remove_prefix(mark.size());
      if (name.front().empty()) name.erase(name.begin());
    }
    if (!is_marked && words.size() > 1 && (words.front() == "from" || words.front() == "by")) {
      is_marked = true;
      name.erase(name.begin());
    }
    if (name.empty()) return false;
    if (const auto known = names_->contributor(joined(name)))
      return take_name(*known, "contributor", words, at, {.is_preference = name.size() == 1 && !is_marked, .is_hard = is_hard});
    if (words.size() > 1 || is_marked || !may_be_code(words.front())) return false;
    const auto known = names_->statement(without_signs(tokens_[at].written));
    return known && take_name(*known, "statement", words, at, {.is_preference = false, .is_hard = false});
  }

  static bool may_be_code(std::string_view word) {
    return word.size() > 1 && has_digit(word) && !number(word);
  }

  struct Manner {
    bool is_preference;
    bool is_hard;
  };
  bool take_name(const KnownName& known, std::string as, const Words& words, std::size_t at, Manner manner) {
    Understood part{.words = written(at, at + words.size()), .as = std::move(as), .values = known.values,
                    .is_preference = manner.is_preference, .is_hard = manner.is_hard, .shown = {known.shown}, .raise = {}};
    for (std::size_t i = 0; i < std::min(known.values.size(), known.raise.size()); ++i) part.raise[known.values[i]] = known.raise[i];
    take(std::move(part), at, words.size());
    return true;
  }

  bool read_phrase(const Words& words, std::size_t at) {
    const std::size_t behind = at + words.size();
    const bool leads_on = behind < tokens_.size() && is_said_of_another(words.back(), tokens_[behind].word);
    if (auto levels = leads_on ? std::nullopt : level(words, home_)) {
      take({.words = written(at, behind), .as = "level", .values = std::move(*levels)}, at, words.size());
      return true;
    }
    for (const Reader& reader : readers) {
      auto values = reader.read(words);
      if (!values) continue;
      take({.words = written(at, behind), .as = std::string(reader.as), .values = std::move(*values), .is_preference = reader.is_preference},
           at, words.size());
      return true;
    }
    return false;
  }

  void take(Understood part, std::size_t at, std::size_t length) {
    std::fill_n(is_used_.begin() + static_cast<std::ptrdiff_t>(at), length, !part.is_preference);
    parts_.push_back(std::move(part));
  }

  std::string written(std::size_t begin, std::size_t end) const {
    std::string words;
    for (std::size_t i = begin; i < end; ++i) words.append(i > begin ? " " : "").append(tokens_[i].written);
    return words;
  }

  std::string rest() const {
    std::string words;
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (!is_used_[i]) words.append(words.empty() ? "" : " ").append(tokens_[i].written);
    return words;
  }

  const std::vector<Token> tokens_;
  const KnownNames* names_;
  const std::string_view home_;
  std::vector<bool> is_used_;  // by a part that is no preference
  std::vector<Understood> parts_;
};

}  // namespace

Understanding understand(std::string_view text, const KnownNames* names, std::string_view home) {
  text = text.substr(0, longest_query);
  auto understood = Sentence(text, names, home).read();
  const bool stands_alone = std::any_of(understood.parts.begin(), understood.parts.end(),
                                        [](const Understood& part) { return part.as == "contributor" || part.as == "statement"; });
  if (understood.rest.empty() && !stands_alone) return {{}, std::string(text)};
  return understood;
}

}  // namespace commonplace::search
