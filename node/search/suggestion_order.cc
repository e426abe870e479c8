#include "node/search/suggestion_order.h"

#include <algorithm>
#include <utility>

#include "node/search/words.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

using Entry = SuggestionOrder::Entry;
using Entries = SuggestionOrder::Entries;

constexpr std::uint32_t block_entries = 64;
constexpr std::size_t few_entries = 64;  // are looked at one by one
constexpr std::uint32_t no_holder = UINT32_MAX;

// Records that hold the rarest word of each of many texts, deleted ones too: an order of what is likely needs no more.
// Terms are looked up in one walk through each dictionary.
class AboutRecords {
 public:
  explicit AboutRecords(const State& state) : state_(state) {}

  void note(std::string_view text) {
    for (const auto& word : folded_words(text)) {
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

std::string_view text_of(const Entry& entry, const Values& values) {
  return whole_of(entry, values).substr(entry.offset);
}

bool begins_a_word(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '-';
}

enum class Nearness { no, open, yes };  // open: a longer text may be near

Nearness nearness(std::string_view text, std::string_view typed) {
  std::size_t same = 0;
  while (same < typed.size() && same < text.size() && typed[same] == text[same]) ++same;
  if (same == typed.size()) return Nearness::yes;
  if (same == text.size()) return Nearness::open;
  Nearness best = Nearness::no;
  const auto go_on = [&](std::size_t in_text, std::size_t in_typed) {
    const auto a = text.substr(std::min(in_text, text.size()));
    const auto b = typed.substr(std::min(in_typed, typed.size()));
    best = std::max(best, a.starts_with(b) ? Nearness::yes : b.starts_with(a) ? Nearness::open : Nearness::no);
  };
  go_on(same + 1, same + 1);  // another letter
  go_on(same, same + 1);      // one too many
  go_on(same + 1, same);      // one is missing
  if (same + 1 < typed.size() && same + 1 < text.size() && typed[same] == text[same + 1] && typed[same + 1] == text[same])
    go_on(same + 2, same + 2);
  return best;
}

// Goes down from letter to letter, only where the beginning may still become near.
class NearRanges {
 public:
  NearRanges(std::string_view typed, const Values& values) : typed_(typed), values_(values) {}

  // Requires texts of the same first `depth` bytes.
  void gather(Entries entries, std::size_t depth) {
    if (entries.size() <= few_entries) return gather_each(entries);
    const auto ended = std::partition_point(entries.begin(), entries.end(), [&](const Entry& e) { return text_of(e, values_).size() == depth; });
    if (ended != entries.begin() && begins_nearly_with(text_of(entries.front(), values_), typed_)) found_.emplace_back(entries.begin(), ended);
    for (auto first = ended; first != entries.end();) {
      const std::string_view beginning = text_of(*first, values_).substr(0, depth + 1);
      const auto behind = std::partition_point(first, entries.end(), [&](const Entry& e) { return text_of(e, values_)[depth] == beginning[depth]; });
      const Nearness near = nearness(beginning, typed_);
      if (near == Nearness::yes) found_.emplace_back(first, behind);
      if (near == Nearness::open) gather({first, behind}, depth + 1);
      first = behind;
    }
  }
  std::vector<Entries> take() { return std::move(found_); }

 private:
  void gather_each(Entries entries) {
    for (const Entry& entry : entries)
      if (begins_nearly_with(text_of(entry, values_), typed_)) found_.emplace_back(&entry, 1);
  }

  std::string_view typed_;
  const Values& values_;
  std::vector<Entries> found_;
};

}  // namespace

std::string_view whole_of(const Entry& entry, const Values& values) {
  return values[static_cast<std::size_t>(entry.is_phrase ? Column::phrase : Column::word)].text(entry.value);
}

std::vector<std::string> folded_words(std::string_view text) {
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

std::size_t suggestable(const State& state) {
  return state.values_of(Column::phrase).size() + state.values_of(Column::word).size();
}

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
  note_popularity();
  note_holders(state);
}

void SuggestionOrder::note_popularity() {
  most_popular_.assign((entries_.size() + block_entries - 1) / block_entries, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i)
    most_popular_[i / block_entries] = std::max(most_popular_[i / block_entries], entries_[i].popularity);
}

void SuggestionOrder::note_holders(const State& state) {
  holders_.assign(state.values_of(Column::phrase).size(), no_holder);
  holder_counts_.assign(holders_.size(), 0);
  for (const Part& part : state.parts) {
    const SetColumn& phrases = part.segment->column(Column::phrase);
    for (std::uint32_t record = 0; record < part.segment->size(); ++record) {
      if (!part.live->has(record)) continue;
      const std::int64_t key = part.segment->keys[record];
      const bool is_small = key >= 0 && key < std::int64_t{no_holder};
      for (const std::uint32_t value : phrases.values_of(record)) {
        if (is_small) holders_[value] = static_cast<std::uint32_t>(key);
        if (holder_counts_[value] < UINT8_MAX) ++holder_counts_[value];
      }
    }
  }
}

std::optional<std::int64_t> SuggestionOrder::holder_of(std::uint32_t phrase) const {
  if (phrase >= holders_.size() || holders_[phrase] == no_holder) return std::nullopt;
  return holders_[phrase];
}

Entries SuggestionOrder::beginning_with(std::string_view prefix, const Values& values) const {
  const auto first = std::partition_point(entries_.begin(), entries_.end(), [&](const Entry& e) { return text_of(e, values) < prefix; });
  const auto behind = std::partition_point(first, entries_.end(), [&](const Entry& e) { return text_of(e, values).starts_with(prefix); });
  return {first, behind};
}

std::vector<Entries> SuggestionOrder::nearly_beginning_with(std::string_view typed, const Values& values) const {
  std::size_t first_letter = 0;
  formats::next_code_point(typed, first_letter);
  NearRanges ranges(typed, values);
  ranges.gather(beginning_with(typed.substr(0, first_letter), values), first_letter);
  return ranges.take();
}

PopularFirst::PopularFirst(const SuggestionOrder& order, std::span<const Entries> ranges, const Values& values)
    : order_(order), values_(values) {
  for (const Entries& range : ranges) {
    auto begin = static_cast<std::uint32_t>(range.data() - order.entries_.data());
    const auto end = begin + static_cast<std::uint32_t>(range.size());
    for (std::uint32_t behind = begin; begin < end; begin = behind) {
      behind = std::min(end, (begin / block_entries + 1) * block_entries);
      add(begin, behind);
    }
  }
  std::make_heap(heap_.begin(), heap_.end(), [this](const Stretch& a, const Stretch& b) { return comes_later(a, b); });
}

const Entry* PopularFirst::next() {
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), [this](const Stretch& a, const Stretch& b) { return comes_later(a, b); });
    const Stretch first = heap_.back();
    heap_.pop_back();
    if (first.is_entry) return &order_.entries_[first.begin];
    open(first);
  }
  return nullptr;
}

void PopularFirst::add(std::uint32_t begin, std::uint32_t end) {
  std::uint32_t most = 0;
  if (end - begin == block_entries) {
    most = order_.most_popular_[begin / block_entries];
  } else {
    for (std::uint32_t i = begin; i < end; ++i) most = std::max(most, order_.entries_[i].popularity);
  }
  heap_.push_back({.popularity = most, .begin = begin, .end = end, .is_entry = false});
}

void PopularFirst::open(const Stretch& stretch) {
  std::uint32_t less = 0;
  bool any_less = false;
  for (std::uint32_t i = stretch.begin; i < stretch.end; ++i) {
    const std::uint32_t popularity = order_.entries_[i].popularity;
    if (popularity == stretch.popularity) push({.popularity = popularity, .begin = i, .end = i + 1, .is_entry = true});
    if (popularity >= stretch.popularity) continue;
    less = std::max(less, popularity);
    any_less = true;
  }
  if (any_less) push({.popularity = less, .begin = stretch.begin, .end = stretch.end, .is_entry = false});
}

void PopularFirst::push(const Stretch& stretch) {
  heap_.push_back(stretch);
  std::push_heap(heap_.begin(), heap_.end(), [this](const Stretch& a, const Stretch& b) { return comes_later(a, b); });
}

bool PopularFirst::comes_later(const Stretch& a, const Stretch& b) const {
  if (a.popularity != b.popularity) return a.popularity < b.popularity;
  if (a.is_entry != b.is_entry) return a.is_entry;  // what is not opened may hold an earlier one
  if (!a.is_entry) return a.begin > b.begin;
  const Entry& of_a = order_.entries_[a.begin];
  const Entry& of_b = order_.entries_[b.begin];
  const int order = whole_of(of_a, values_).compare(whole_of(of_b, values_));
  if (order != 0) return order > 0;
  return of_a.is_phrase != of_b.is_phrase ? of_b.is_phrase : a.begin > b.begin;
}

bool begins_nearly_with(std::string_view text, std::string_view typed) {
  if (text.size() + 1 == typed.size() && typed.starts_with(text)) return true;
  return nearness(text, typed) == Nearness::yes;
}

}  // namespace commonplace::search
