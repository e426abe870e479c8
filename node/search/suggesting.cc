#include "node/search/suggesting.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <unordered_set>
#include <utility>

#include "node/search/suggestion_order.h"

namespace commonplace::search {

namespace {

constexpr std::size_t fewest_letters = 2;      // typed (SRCH-40)
constexpr std::size_t letters_for_errors = 5;
constexpr std::size_t most_tried = 32;         // candidates that are looked for in records
constexpr std::size_t most_drawn = 4096;       // entries that may be one
constexpr std::uint32_t most_steps = 8192;     // leaps in the postings for one of them,
constexpr std::uint32_t steps_of_all = 32768;  // for all of them together,
constexpr std::uint32_t least_steps = 256;     // and for each holder of a phrase, or for what comes too late
constexpr std::size_t longest_typed = 100;     // bytes
constexpr std::uint32_t none = UINT32_MAX;     // no record

// An order is made anew when a share of its values has come since, or a new one where there are only few.
struct Growth {
  std::size_t share;
  std::size_t few;
};
constexpr Growth while_records_come{2, 512};
constexpr Growth when_it_is_quiet{8, 4096};

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Goes through the records that hold any form of a word.
class AnyForm {
 public:
  AnyForm(const std::vector<Form>& forms, const Segment& segment) {
    for (const Form& form : forms)
      if (const auto term = segment.terms.find(form.term)) cursors_.push_back(segment.cursor(*term));
  }
  // The first record from `record` on; none where there is no more.
  std::uint32_t seek(std::uint32_t record) {
    std::uint32_t first = none;
    for (PostingCursor& at : cursors_) {
      at.seek(record);
      if (!at.done()) first = std::min(first, at.record());
    }
    return first;
  }
  std::uint64_t records() const {
    std::uint64_t sum = 0;
    for (const PostingCursor& at : cursors_) sum += at.left();
    return sum;
  }

 private:
  std::vector<PostingCursor> cursors_;
};

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
  // The first of them from `record` on; none where there is no more.
  std::uint32_t seek(std::size_t part, std::uint32_t record) const {
    if (any_) return record;
    const auto& bits = bits_[part];
    std::size_t word = record / 64;
    if (word >= bits.size()) return none;
    std::uint64_t left = bits[word] & (~std::uint64_t{0} << (record % 64));
    while (left == 0 && ++word < bits.size()) left = bits[word];
    return left == 0 ? none : static_cast<std::uint32_t>(word * 64) + static_cast<std::uint32_t>(std::countr_zero(left));
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
    context_ = folded_words(std::string_view(typed).substr(0, longest_typed));
    if (context_.empty()) return;
    last_ = std::move(context_.back());
    context_.pop_back();
  }

  std::vector<Suggestion> run() {
    const bool is_enough = letters_of(last_) >= fewest_letters || (!context_.empty() && !last_.empty());
    if (!is_enough || !state_.suggestions) return {};
    const SuggestionOrder& order = *state_.suggestions;
    const Surroundings around(context_, state_);
    offer(std::array{order.beginning_with(last_, *state_.values)}, around);
    if (lines_.empty() && letters_of(last_) >= letters_for_errors) offer(order.nearly_beginning_with(last_, *state_.values), around);
    return std::move(lines_);
  }

 private:
  using Entry = SuggestionOrder::Entry;

  bool holds_context(const Entry& entry) const {
    const auto before = whole_of(entry, *state_.values).substr(0, entry.offset);
    const bool may_hold = std::all_of(context_.begin(), context_.end(), [&](const auto& word) { return before.find(word) != std::string_view::npos; });
    if (!may_hold) return false;
    const auto words = folded_words(before);
    return std::all_of(context_.begin(), context_.end(),
                       [&](const auto& word) { return std::find(words.begin(), words.end(), word) != words.end(); });
  }

  std::string line_of(const Entry& entry) const {
    std::string line;
    if (!holds_context(entry))
      for (const auto& word : context_) line.append(word).append(" ");
    return line.append(whole_of(entry, *state_.values));
  }

  // The most popular that fit, each text once.
  void offer(std::span<const SuggestionOrder::Entries> ranges, const Surroundings& around) {
    PopularFirst popular(*state_.suggestions, ranges, *state_.values);
    std::size_t tried = 0;
    for (std::size_t drawn = 0; drawn < most_drawn && tried < most_tried && lines_.size() < limit_; ++drawn) {
      const Entry* entry = popular.next();
      if (entry == nullptr) return;
      if (entry->offset > 0 && !context_.empty() && !holds_context(*entry)) continue;
      auto line = line_of(*entry);
      if (!offered_.insert(terms_of(line)).second) continue;
      ++tried;
      if (is_in_a_record(*entry, around))
        lines_.push_back({.text = std::move(line), .records = std::max<std::int64_t>(1, entry->popularity / (entry->is_phrase ? phrase_weight : 1))});
    }
  }

  // Lines of the same words in other forms (war, wars) are one.
  std::string terms_of(const std::string& line) const {
    std::string terms;
    for (const auto& word : folded_words(line)) {
      const auto forms = typed_forms(word, state_);
      terms.append(forms.empty() ? word : forms.front().term).append(" ");
    }
    return terms;
  }

  bool is_in_a_record(const Entry& entry, const Surroundings& around) {
    if (entry.is_phrase && is_where_it_was(entry.value, around)) return true;
    std::vector<std::vector<Form>> words;
    for (const auto& word : folded_words(whole_of(entry, *state_.values))) words.push_back(typed_forms(word, state_));
    const std::uint32_t worth = entry.is_phrase ? least_steps * state_.suggestions->holders(entry.value) : most_steps;
    const std::uint32_t allowed = std::max(least_steps, std::min({worth, most_steps, steps_left_}));
    std::uint32_t left = allowed;
    bool found = false;
    for (std::size_t part = 0; part < state_.parts.size() && !found; ++part) found = is_in_part(entry, words, part, around, left);
    steps_left_ -= std::min(steps_left_, allowed - left);
    return found;
  }

  bool is_where_it_was(std::uint32_t phrase, const Surroundings& around) const {
    const auto key = state_.suggestions->holder_of(phrase);
    if (!key) return false;
    for (std::size_t part = 0; part < state_.parts.size(); ++part) {
      const auto record = state_.parts[part].segment->find(*key);
      if (record && around.has(part, *record) && holds_phrase(state_.parts[part], *record, phrase)) return true;
    }
    return false;
  }

  static bool holds_phrase(const Part& part, std::uint32_t record, std::uint32_t phrase) {
    const auto held = part.segment->column(Column::phrase).values_of(record);
    return part.live->has(record) && std::binary_search(held.begin(), held.end(), phrase);
  }

  // Whether a record of the part holds all words, and the phrase if it is one: all lists are leapt through together.
  bool is_in_part(const Entry& entry, const std::vector<std::vector<Form>>& words, std::size_t number,
                  const Surroundings& around, std::uint32_t& left) const {
    const Part& part = state_.parts[number];
    std::vector<AnyForm> lists;
    for (const auto& forms : words) lists.emplace_back(forms, *part.segment);
    if (lists.empty()) return false;
    std::sort(lists.begin(), lists.end(), [](const AnyForm& a, const AnyForm& b) { return a.records() < b.records(); });
    for (std::uint32_t record = 0; left > 0; --left) {
      const std::uint32_t sought = around.seek(number, record);
      record = sought;
      for (std::size_t i = 0; i < lists.size() && record == sought && sought != none; ++i) record = lists[i].seek(sought);
      if (record == none) return false;
      if (record != sought) continue;
      if (entry.is_phrase ? holds_phrase(part, record, entry.value) : part.live->has(record)) return true;
      ++record;
    }
    return false;
  }

  const State& state_;
  std::size_t limit_;
  std::vector<std::string> context_;
  std::string last_;
  std::unordered_set<std::string> offered_;  // the terms of lines
  std::vector<Suggestion> lines_;
  std::uint32_t steps_left_ = steps_of_all;
};

}  // namespace

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

}  // namespace commonplace::search
