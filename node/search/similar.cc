#include "node/search/similar.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "node/search/ranking.h"
#include "node/search/resolved_query.h"

namespace commonplace::search {

namespace {

// Shares of the score (SRCH-42).
constexpr float statement_share = 0.5F;
constexpr float words_share = 0.35F;
constexpr float unit_share = 0.15F;
constexpr std::size_t most_of_one_contributor = 2;
constexpr int most_similar = 100;

class Similar {
 public:
  Similar(const State& state, std::uint32_t part, std::uint32_t record)
      : state_(state), part_(part), record_(record), segment_(*state.parts[part].segment) {
    for (const Part& p : state.parts) scores_.emplace_back(p.segment->size(), 0.0F);
  }

  std::vector<Hit> run(std::size_t limit) {
    add_values(Column::statement, statement_share);
    add_values(Column::unit, unit_share);
    add_words();
    return best(limit);
  }

 private:
  // Shares `share` among the values of the record by their rarity, and gives each record what it has in common.
  void add_values(Column column, float share) {
    const auto mine = segment_.column(column).values_of(record_);
    if (mine.empty()) return;
    std::unordered_map<std::uint32_t, float> weights;
    float total = 0;
    for (std::uint32_t value : mine)
      total += weights[value] = static_cast<float>(idf_weight(state_.size, records_with(column, value)));
    for (std::size_t part = 0; part < state_.parts.size(); ++part) {
      const SetColumn& sets = state_.parts[part].segment->column(column);
      std::vector<float> by_set(sets.set_count(), 0.0F);
      for (std::uint32_t set = 0; set < sets.set_count(); ++set) {
        for (std::uint32_t value : sets.set(set)) {
          const auto weight = weights.find(value);
          if (weight != weights.end()) by_set[set] += share * weight->second / total;
        }
      }
      for (std::uint32_t i = 0; i < scores_[part].size(); ++i) scores_[part][i] += by_set[sets.of_record[i]];
    }
  }

  std::int64_t records_with(Column column, std::uint32_t value) const {
    std::int64_t records = 0;
    for (const Part& part : state_.parts) {
      const SetColumn& sets = part.segment->column(column);
      std::vector<char> has(sets.set_count(), 0);
      for (std::uint32_t set = 0; set < sets.set_count(); ++set) {
        const auto values = sets.set(set);
        has[set] = std::binary_search(values.begin(), values.end(), value);
      }
      for (std::uint32_t i = 0; i < part.segment->size(); ++i) {
        records += has[sets.of_record[i]] != 0 && part.live->has(i) ? 1 : 0;
      }
    }
    return records;
  }

  void add_words() {
    struct Word {
      std::vector<std::uint32_t> terms;  // per part, or none
      float weight;
    };
    constexpr std::uint32_t none = UINT32_MAX;
    std::vector<Word> words;
    float total = 0;
    const std::uint32_t end = segment_.characteristic_starts[record_ + 1];
    for (std::uint32_t i = segment_.characteristic_starts[record_]; i < end; ++i) {
      const std::string_view term = segment_.terms.term(segment_.characteristic[i]);
      Word word{.terms = {}, .weight = 0};
      std::int64_t records = 0;
      for (const Part& part : state_.parts) {
        word.terms.push_back(part.segment->terms.find(term).value_or(none));
        if (word.terms.back() != none) records += living_records(part, word.terms.back());
      }
      word.weight = static_cast<float>(idf_weight(state_.size, records));
      total += word.weight;
      words.push_back(std::move(word));
    }
    for (const Word& word : words) {
      for (std::size_t part = 0; part < state_.parts.size(); ++part) {
        if (word.terms[part] == none) continue;
        for (auto at = state_.parts[part].segment->cursor(word.terms[part]); !at.done(); at.next()) {
          scores_[part][at.record()] += words_share * word.weight / total * static_cast<float>(at.impact()) / 255.0F;
        }
      }
    }
  }

  // Levels must overlap where both records have any.
  std::vector<std::vector<char>> sets_of_fitting_levels() const {
    const auto mine = segment_.column(Column::level).values_of(record_);
    std::vector<std::vector<char>> fits;
    for (const Part& part : state_.parts) {
      const SetColumn& sets = part.segment->column(Column::level);
      std::vector<char>& fit = fits.emplace_back(sets.set_count(), 0);
      for (std::uint32_t set = 0; set < sets.set_count(); ++set) {
        const auto theirs = sets.set(set);
        fit[set] = mine.empty() || theirs.empty() || std::any_of(theirs.begin(), theirs.end(), [&](std::uint32_t a) {
                     return std::any_of(mine.begin(), mine.end(),
                                        [&](std::uint32_t b) { return levels_meet(a, b, state_.ages); });
                   });
      }
    }
    return fits;
  }

  std::vector<Hit> best(std::size_t limit) const {
    const auto fits = sets_of_fitting_levels();
    constexpr std::size_t enough = 1000;  // to fill `limit` with two of one contributor
    constexpr float scale = 1 << 24;
    TopHits top(enough, HitOrder(state_, Sort::best));
    for (std::uint32_t part = 0; part < state_.parts.size(); ++part) {
      const Segment& segment = *state_.parts[part].segment;
      const auto& level_sets = segment.column(Column::level).of_record;
      for (std::uint32_t i = 0; i < segment.size(); ++i) {
        const bool itself = part == part_ && i == record_;
        const float score = scores_[part][i];
        if (score <= 0.0F || itself || !state_.parts[part].live->has(i) || fits[part][level_sets[i]] == 0) continue;
        top.push(
            {.rank = static_cast<std::uint64_t>(score * scale), .tie = segment.ties[i], .part = part, .record = i});
      }
    }
    return few_of_each(top.take_sorted(), limit);
  }

  std::vector<Hit> few_of_each(const std::vector<Ranked>& ranked, std::size_t limit) const {
    std::vector<Hit> hits;
    std::unordered_map<std::uint32_t, std::size_t> of_contributor;
    for (const Ranked& hit : ranked) {
      if (hits.size() >= limit) break;
      const Segment& segment = *state_.parts[hit.part].segment;
      const std::uint32_t contributor = segment.column(Column::contributor).values_of(hit.record).front();
      if (++of_contributor[contributor] > most_of_one_contributor) continue;
      hits.push_back({.key = segment.keys[hit.record],
                      .score = static_cast<double>(scores_[hit.part][hit.record]),
                      .likeness = likeness(segment, hit.record)});
    }
    return hits;
  }

  // What a reader is told: the most telling thing that both have.
  Likeness likeness(const Segment& other, std::uint32_t record) const {
    if (shares(Column::statement, other, record)) return Likeness::statement;
    return shares(Column::unit, other, record) ? Likeness::unit : Likeness::words;
  }

  bool shares(Column column, const Segment& other, std::uint32_t record) const {
    const auto mine = segment_.column(column).values_of(record_);
    const auto theirs = other.column(column).values_of(record);
    return std::any_of(mine.begin(), mine.end(), [&](auto value) { return std::binary_search(theirs.begin(), theirs.end(), value); });
  }

  const State& state_;
  std::uint32_t part_;
  std::uint32_t record_;
  const Segment& segment_;
  std::vector<std::vector<float>> scores_;
};

}  // namespace

std::vector<Hit> similar(const State& state, std::int64_t key, int limit) {
  if (limit <= 0) return {};
  for (std::uint32_t part = 0; part < state.parts.size(); ++part) {
    const auto record = state.parts[part].segment->find(key);
    if (!record || !state.parts[part].live->has(*record)) continue;
    return Similar(state, part, *record).run(static_cast<std::size_t>(std::min(limit, most_similar)));
  }
  return {};
}

}  // namespace commonplace::search
