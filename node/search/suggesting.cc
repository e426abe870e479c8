#include "node/search/suggesting.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "node/search/resolved_query.h"
#include "node/search/words.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

constexpr std::uint32_t phrase_weight = 2;     // a keyword was chosen to be found by
constexpr std::size_t fewest_letters = 2;      // typed (SRCH-40)
constexpr std::size_t letters_for_errors = 5;
constexpr std::size_t most_tried = 32;         // candidates that are looked for in records
constexpr std::uint32_t most_steps = 50'000;   // records that are looked at for one of them
constexpr std::size_t longest_typed = 100;     // bytes

// An order is made anew when a share of its values has come since, or a new one where there are only few.
struct Growth {
  std::size_t share;
  std::size_t few;
};
constexpr Growth while_records_come{2, 512};
constexpr Growth when_it_is_quiet{8, 4096};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<Word> split;
  split_words(text, split);
  std::vector<std::string> words;
  for (const Word& word : split) words.push_back(fold_word(text.substr(word.begin, word.end - word.begin)));
  return words;
}

std::vector<Form> typed_forms(const std::string& word, const State& state) {
  auto forms = query_forms(word, state.languages);
  std::erase_if(forms, [](const Form& form) { return form.prefix || form.reading != Reading::typed; });
  return forms;
}

// Records that hold the word, deleted ones too: an order of what is likely needs no more.
std::uint32_t about_records(const std::string& word, const State& state) {
  std::uint32_t most = 0;
  for (const Form& form : typed_forms(word, state)) {
    std::uint32_t records = 0;
    for (const Part& part : state.parts)
      if (const auto term = part.segment->terms.find(form.term)) records += part.segment->postings.counts[*term];
    most = std::max(most, records);
  }
  return most;
}

// The same for all words of many texts: their terms are looked up in one walk through each dictionary.
class AboutRecords {
 public:
  explicit AboutRecords(const State& state) : state_(state) {}

  void note(std::string_view text) {
    for (const auto& word : words_of(text)) {
      const std::uint32_t before = words_.size();
      const std::uint32_t number = words_.add(word);
      words_of_texts_.push_back(number);
      if (number == before) note_terms(word);
    }
    texts_.push_back(static_cast<std::uint32_t>(words_of_texts_.size()));
  }
  void count() {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t term = 0; term < terms_.size(); ++term) order.emplace_back(leading_bytes(terms_.text(term)), term);
    std::sort(order.begin(), order.end(), [this](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : terms_.text(a.second) < terms_.text(b.second);
    });
    records_.assign(terms_.size(), 0);
    for (const Part& part : state_.parts) {
      const Dictionary& dictionary = part.segment->terms;
      std::uint32_t at = 0;
      for (const auto& [leading, term] : order) {
        while (at < dictionary.size() && comes_before(dictionary.term(at), leading, terms_.text(term))) ++at;
        if (at < dictionary.size() && dictionary.term(at) == terms_.text(term)) records_[term] += part.segment->postings.counts[at];
      }
    }
  }
  // Records that hold the rarest word of the text of that number, in order of note().
  std::uint32_t of(std::size_t text) const {
    std::uint32_t fewest = UINT32_MAX;
    for (std::uint32_t i = texts_[text]; i < texts_[text + 1]; ++i) {
      std::uint32_t most = 0;
      for (std::uint32_t k = terms_of_words_[words_of_texts_[i]]; k < terms_of_words_[words_of_texts_[i] + 1]; ++k)
        most = std::max(most, records_[term_numbers_[k]]);
      fewest = std::min(fewest, most);
    }
    return fewest == UINT32_MAX ? 0 : fewest;
  }

 private:
  static bool comes_before(std::string_view term, std::uint64_t leading, std::string_view text) {
    const std::uint64_t own = leading_bytes(term);
    return own != leading ? own < leading : term < text;
  }
  void note_terms(const std::string& word) {
    for (const Form& form : typed_forms(word, state_)) term_numbers_.push_back(terms_.add(form.term));
    terms_of_words_.push_back(static_cast<std::uint32_t>(term_numbers_.size()));
  }

  const State& state_;
  StringTable words_;
  StringTable terms_;
  std::vector<std::uint32_t> texts_{0};           // per text its place in words_of_texts_, and the end
  std::vector<std::uint32_t> words_of_texts_;
  std::vector<std::uint32_t> terms_of_words_{0};  // per word its place in term_numbers_, and the end
  std::vector<std::uint32_t> term_numbers_;
  std::vector<std::uint32_t> records_;            // per term
};

std::string_view whole_of(const SuggestionOrder::Entry& entry, const Values& values) {
  return values[static_cast<std::size_t>(entry.is_phrase ? Column::phrase : Column::word)].text(entry.value);
}

std::string_view text_of(const SuggestionOrder::Entry& entry, const Values& values) {
  return whole_of(entry, values).substr(entry.offset);
}

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool begins_a_word(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '-';
}

std::size_t suggestable(const State& state) {
  return state.values_of(Column::phrase).size() + state.values_of(Column::word).size();
}

// The records that hold every word of the context.
class Surroundings {
 public:
  Surroundings(const std::vector<std::string>& words, const State& state) : any_(words.empty()) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto forms = typed_forms(words[i], state);
      for (std::size_t part = 0; part < state.parts.size(); ++part) {
        auto bits = holding(forms, state.parts[part]);
        if (i == 0) {
          bits_.push_back(std::move(bits));
        } else {
          for (std::size_t k = 0; k < bits.size(); ++k) bits_[part][k] &= bits[k];
        }
      }
    }
  }
  bool has(std::size_t part, std::uint32_t record) const {
    return any_ || (bits_[part][record / 64] >> (record % 64) & 1U) != 0;
  }

 private:
  static std::vector<std::uint64_t> holding(const std::vector<Form>& forms, const Part& part) {
    std::vector<std::uint64_t> bits(part.live->bits.size(), 0);
    for (const Form& form : forms) {
      const auto term = part.segment->terms.find(form.term);
      if (!term) continue;
      for (PostingCursor at = part.segment->cursor(*term); !at.done(); at.next())
        bits[at.record() / 64] |= std::uint64_t{1} << (at.record() % 64);
    }
    return bits;
  }
  bool any_;
  std::vector<std::vector<std::uint64_t>> bits_;  // per part
};

class Suggesting {
 public:
  Suggesting(const State& state, const std::string& typed, std::size_t limit) : state_(state), limit_(limit) {
    context_ = words_of(std::string_view(typed).substr(0, longest_typed));
    if (context_.empty()) return;
    last_ = std::move(context_.back());
    context_.pop_back();
  }

  std::vector<Suggestion> run() {
    const bool is_enough = letters_of(last_) >= fewest_letters || (!context_.empty() && !last_.empty());
    if (!is_enough || !state_.suggestions) return {};
    const Surroundings around(context_, state_);
    offer(candidates(state_.suggestions->beginning_with(last_, *state_.values), false), around);
    if (lines_.empty() && letters_of(last_) >= letters_for_errors)
      offer(candidates(state_.suggestions->beginning_with(first_letter(), *state_.values), true), around);
    return std::move(lines_);
  }

 private:
  using Entry = SuggestionOrder::Entry;

  std::string_view first_letter() const {
    std::size_t end = 0;
    formats::next_code_point(last_, end);
    return std::string_view(last_).substr(0, end);
  }

  // The most popular that fit, each text once.
  std::vector<Entry> candidates(std::span<const Entry> entries, bool nearly) const {
    std::vector<Entry> fitting;
    for (const Entry& entry : entries) {
      if (nearly && !begins_nearly_with(text_of(entry, *state_.values), last_)) continue;
      if (entry.offset > 0 && !context_.empty() && !holds_context(entry)) continue;
      fitting.push_back(entry);
    }
    const auto kept = std::min(fitting.size(), 2 * most_tried);
    std::partial_sort(fitting.begin(), fitting.begin() + static_cast<std::ptrdiff_t>(kept), fitting.end(),
                      [this](const Entry& a, const Entry& b) {
                        if (a.popularity != b.popularity) return a.popularity > b.popularity;
                        const auto of_a = whole_of(a, *state_.values);
                        const auto of_b = whole_of(b, *state_.values);
                        return of_a != of_b ? of_a < of_b : a.is_phrase > b.is_phrase;
                      });
    fitting.resize(kept);
    return fitting;
  }

  bool holds_context(const Entry& entry) const {
    const auto words = words_of(whole_of(entry, *state_.values).substr(0, entry.offset));
    return std::all_of(context_.begin(), context_.end(),
                       [&](const auto& word) { return std::find(words.begin(), words.end(), word) != words.end(); });
  }

  std::string line_of(const Entry& entry) const {
    std::string line;
    if (!holds_context(entry))
      for (const auto& word : context_) line.append(word).append(" ");
    return line.append(whole_of(entry, *state_.values));
  }

  void offer(const std::vector<Entry>& entries, const Surroundings& around) {
    std::size_t tried = 0;
    for (const Entry& entry : entries) {
      if (lines_.size() >= limit_ || tried >= most_tried) return;
      auto line = line_of(entry);
      if (!offered_.insert(terms_of(line)).second) continue;
      ++tried;
      if (is_in_a_record(entry, around))
        lines_.push_back({.text = std::move(line), .records = std::max<std::int64_t>(1, entry.popularity / (entry.is_phrase ? phrase_weight : 1))});
    }
  }

  // Lines of the same words in other forms (war, wars) are one.
  std::string terms_of(const std::string& line) const {
    std::string terms;
    for (const auto& word : words_of(line)) {
      const auto forms = typed_forms(word, state_);
      terms.append(forms.empty() ? word : forms.front().term).append(" ");
    }
    return terms;
  }

  bool is_in_a_record(const Entry& entry, const Surroundings& around) const {
    std::vector<Form> rarest;
    std::uint32_t fewest = UINT32_MAX;
    for (const auto& word : words_of(whole_of(entry, *state_.values))) {
      const auto records = about_records(word, state_);
      if (records >= fewest) continue;
      fewest = records;
      rarest = typed_forms(word, state_);
    }
    std::uint32_t steps = 0;
    for (std::size_t part = 0; part < state_.parts.size(); ++part)
      for (const Form& form : rarest)
        if (is_in_part(entry, form, part, around, steps)) return true;
    return false;
  }

  bool is_in_part(const Entry& entry, const Form& form, std::size_t number, const Surroundings& around,
                  std::uint32_t& steps) const {
    const Part& part = state_.parts[number];
    const auto term = part.segment->terms.find(form.term);
    if (!term) return false;
    const SetColumn& phrases = part.segment->column(Column::phrase);
    for (PostingCursor at = part.segment->cursor(*term); !at.done() && steps < most_steps; at.next(), ++steps) {
      if (!part.live->has(at.record()) || !around.has(number, at.record())) continue;
      if (!entry.is_phrase) return true;
      const auto held = phrases.values_of(at.record());
      if (std::binary_search(held.begin(), held.end(), entry.value)) return true;
    }
    return false;
  }

  const State& state_;
  std::size_t limit_;
  std::vector<std::string> context_;
  std::string last_;
  std::unordered_set<std::string> offered_;  // the terms of lines
  std::vector<Suggestion> lines_;
};

}  // namespace

SuggestionOrder::SuggestionOrder(const State& state) : values_(suggestable(state)) {
  AboutRecords about(state);
  for (const Column column : {Column::phrase, Column::word})
    for (std::uint32_t value = 0; value < state.values_of(column).size(); ++value) about.note(state.values_of(column).text(value));
  about.count();
  struct Led {
    std::uint64_t leading;  // most pairs are told apart without touching the texts
    Entry entry;
  };
  std::vector<Led> led;
  std::size_t text = 0;
  for (const Column column : {Column::phrase, Column::word}) {
    const bool is_phrase = column == Column::phrase;
    const SharedTable& texts = state.values_of(column);
    for (std::uint32_t value = 0; value < texts.size(); ++value, ++text) {
      const std::string_view whole = texts.text(value);
      const auto popularity = about.of(text) * (is_phrase ? phrase_weight : 1);
      for (std::size_t at = 0; at < whole.size(); ++at)
        if (begins_a_word(whole, at))
          led.push_back({.leading = leading_bytes(whole.substr(at)),
                         .entry = {.value = value, .popularity = popularity, .offset = static_cast<std::uint16_t>(at), .is_phrase = is_phrase}});
    }
  }
  std::sort(led.begin(), led.end(), [&](const Led& a, const Led& b) {
    return a.leading != b.leading ? a.leading < b.leading : text_of(a.entry, *state.values) < text_of(b.entry, *state.values);
  });
  entries_.reserve(led.size());
  for (const Led& one : led) entries_.push_back(one.entry);
}

std::span<const SuggestionOrder::Entry> SuggestionOrder::beginning_with(std::string_view prefix, const Values& values) const {
  const auto first = std::partition_point(entries_.begin(), entries_.end(), [&](const Entry& e) { return text_of(e, values) < prefix; });
  const auto behind = std::partition_point(first, entries_.end(), [&](const Entry& e) { return text_of(e, values).starts_with(prefix); });
  return {first, behind};
}

bool renew_estimates(State& state, Renewal when) {
  const Growth& growth = when == Renewal::while_records_come ? while_records_come : when_it_is_quiet;
  const std::size_t now = suggestable(state);
  const std::size_t then = state.suggestions ? state.suggestions->values() : 0;
  const bool has_grown = now > then + then / growth.share || (now < growth.few && now != then);
  if (now == 0 || !has_grown) return false;
  state.suggestions = std::make_shared<const SuggestionOrder>(state);
  state.home = country_of_most(state);
  return true;
}

std::vector<Suggestion> suggest(const State& state, const std::string& typed, int limit) {
  if (limit <= 0) return {};
  return Suggesting(state, typed, static_cast<std::size_t>(limit)).run();
}

bool begins_nearly_with(std::string_view text, std::string_view typed) {
  std::size_t same = 0;
  while (same < typed.size() && same < text.size() && typed[same] == text[same]) ++same;
  if (same == typed.size()) return true;
  if (same == text.size()) return same + 1 == typed.size();
  const auto rest = [](std::string_view of, std::size_t from) { return of.substr(std::min(from, of.size())); };
  if (rest(text, same + 1).starts_with(rest(typed, same + 1))) return true;  // another letter
  if (rest(text, same).starts_with(rest(typed, same + 1))) return true;      // one too many
  if (rest(text, same + 1).starts_with(rest(typed, same))) return true;      // one is missing
  return same + 1 < typed.size() && same + 1 < text.size() && typed[same] == text[same + 1] && typed[same + 1] == text[same] &&
         rest(text, same + 2).starts_with(rest(typed, same + 2));
}

}  // namespace commonplace::search
