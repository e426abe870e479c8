#include "node/search/similar.h"

#include <algorithm>
#include <optional>
#include <string_view>
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

constexpr std::uint32_t long_list = 2048;  // postings; before more are walked it is asked whether they can matter

// A word of the record: where it stands in each part, and what it adds at most.
struct SharedWord {
  std::string_view text;
  std::vector<std::optional<std::uint32_t>> terms;  // per part
  std::uint64_t postings = 0;
  std::uint32_t idf = 0;
  float factor = 0;  // of an impact
  float most = 0;
};

// Adds up what other records have in common with one: first what few have, so that what many have need only be looked up
// in those that can still come among the best.
class Similar {
 public:
  Similar(const State& state, std::uint32_t part, std::uint32_t record, std::size_t limit)
      : state_(state), part_(part), record_(record), limit_(limit), segment_(*state.parts[part].segment), touched_(state.parts.size()) {
    for (const Part& p : state.parts) scores_.emplace_back(p.segment->size(), 0.0F);
    find_fitting_levels();
  }

  std::vector<Hit> run() {
    add_values(Column::statement, statement_share);
    add_values(Column::unit, unit_share);
    add_words();
    return few_of_each(best());
  }

 private:
  struct Sharing {
    std::uint32_t part;
    std::uint32_t record;
    std::uint32_t set;
  };

  void add(std::uint32_t part, std::uint32_t record, float score) {
    float& sum = scores_[part][record];
    if (sum == 0.0F) touched_[part].push_back(record);
    sum += score;
    greatest_ = std::max(greatest_, sum);
  }

  // Shares `share` among the values of the record by their rarity, and gives each record what it has in common.
  void add_values(Column column, float share) {
    const auto mine = segment_.column(column).values_of(record_);
    if (mine.empty()) return;
    std::vector<char> is_mine(state_.values_of(column).size(), 0);
    for (const std::uint32_t value : mine) is_mine[value] = 1;
    std::vector<Sharing> sharing;
    for (std::uint32_t part = 0; part < state_.parts.size(); ++part) find_sharing(column, part, is_mine, sharing);
    const auto weights = weights_of(column, is_mine, sharing);
    float total = 0;
    for (const std::uint32_t value : mine) total += weights.at(value);
    for (const Sharing& one : sharing) {
      float sum = 0;
      for (const std::uint32_t value : state_.parts[one.part].segment->column(column).set(one.set))
        if (is_mine[value] != 0) sum += share * weights.at(value) / total;
      add(one.part, one.record, sum);
    }
  }

  // The living records that have any of the values.
  void find_sharing(Column column, std::uint32_t part, const std::vector<char>& is_mine, std::vector<Sharing>& sharing) const {
    const SetColumn& sets = state_.parts[part].segment->column(column);
    const Live& live = *state_.parts[part].live;
    std::vector<char> shares(sets.of_record.width() == 0 ? 0 : sets.set_count(), 0);
    bool any = false;
    for (std::uint32_t place = 0, set = 0; place < sets.values.size(); ++place) {
      if (is_mine[sets.values[place]] == 0) continue;
      set = static_cast<std::uint32_t>(std::upper_bound(sets.starts.begin() + set, sets.starts.end(), place) - sets.starts.begin()) - 1;
      any = true;
      if (!shares.empty()) {
        shares[set] = 1;
      } else if (live.has(set) && (sharing.empty() || sharing.back().part != part || sharing.back().record != set)) {
        sharing.push_back({.part = part, .record = set, .set = set});
      }
    }
    if (!any || shares.empty()) return;
    sets.of_record.visit([&](auto set_of) {
      for (std::uint32_t record = 0; record < live.bits.size() * 64 && record < state_.parts[part].segment->size(); ++record)
        if (shares[set_of(record)] != 0 && live.has(record)) sharing.push_back({.part = part, .record = record, .set = set_of(record)});
    });
  }

  std::unordered_map<std::uint32_t, float> weights_of(Column column, const std::vector<char>& is_mine, const std::vector<Sharing>& sharing) const {
    std::unordered_map<std::uint32_t, std::int64_t> records;
    for (const Sharing& one : sharing)
      for (const std::uint32_t value : state_.parts[one.part].segment->column(column).set(one.set))
        if (is_mine[value] != 0) ++records[value];
    std::unordered_map<std::uint32_t, float> weights;
    for (const auto& [value, count] : records) weights[value] = static_cast<float>(idf_weight(state_.size, count));
    return weights;
  }

  std::vector<SharedWord> words() const {
    std::vector<SharedWord> found;
    const std::uint32_t end = segment_.characteristic_starts[record_ + 1];
    float total = 0;
    for (std::uint32_t i = segment_.characteristic_starts[record_]; i < end; ++i) {
      SharedWord word;
      word.text = segment_.terms.term(segment_.characteristic[i]);
      std::int64_t records = 0;
      for (const Part& part : state_.parts) {
        word.terms.push_back(part.segment->terms.find(word.text));
        if (word.terms.back()) records += living_records(part, *word.terms.back());
      }
      word.idf = idf_weight(state_.size, records);
      total += static_cast<float>(word.idf);
      found.push_back(std::move(word));
    }
    for (SharedWord& word : found) {
      word.factor = words_share * static_cast<float>(word.idf) / total / 255.0F;
      word.most = word.factor * static_cast<float>(greatest_impact(word));
    }
    std::sort(found.begin(), found.end(), [](const SharedWord& a, const SharedWord& b) { return a.idf != b.idf ? a.idf > b.idf : a.text < b.text; });
    return found;
  }

  std::uint32_t greatest_impact(SharedWord& word) const {
    std::uint32_t most = 0;
    for (std::size_t part = 0; part < word.terms.size(); ++part) {
      if (!word.terms[part]) continue;
      const Postings& lists = state_.parts[part].segment->postings;
      word.postings += lists.counts[*word.terms[part]];
      for (const PostingBlock& block : lists.blocks_of(*word.terms[part])) most = std::max(most, block.most);
    }
    return most;
  }

  void add_words() {
    const std::vector<SharedWord> all = words();
    float left = 0;
    for (const SharedWord& word : all) left += word.most;
    bool is_closed = false;  // only those that were touched matter
    for (const SharedWord& word : all) {
      if (!is_closed && word.postings >= long_list) is_closed = close(left);
      for (std::uint32_t part = 0; part < state_.parts.size(); ++part) {
        if (!word.terms[part]) continue;
        PostingCursor at = state_.parts[part].segment->cursor(*word.terms[part]);
        if (is_closed)
          look_up(word, part, at);
        else
          for (; !at.done(); at.next()) add(part, at.record(), word.factor * static_cast<float>(at.impact()));
      }
      left -= word.most;
    }
  }

  void look_up(const SharedWord& word, std::uint32_t part, PostingCursor& at) {
    for (const std::uint32_t record : touched_[part]) {
      at.seek(record);
      if (at.done()) return;
      if (at.record() == record) scores_[part][record] += word.factor * static_cast<float>(at.impact());
    }
  }

  // Where `left` more cannot bring a record among the hits that has nothing yet: keeps those that may come there.
  bool close(float left) {
    constexpr float rounding = 0.999F;
    if (left >= greatest_ * rounding) return false;
    const auto hits = few_of_each(best());
    if (hits.size() < limit_) return false;
    const float least = static_cast<float>(hits.back().score) * rounding;
    if (left >= least) return false;
    for (std::size_t part = 0; part < touched_.size(); ++part) {
      std::erase_if(touched_[part], [&](std::uint32_t record) { return scores_[part][record] + left < least; });
      std::sort(touched_[part].begin(), touched_[part].end());
    }
    return true;
  }

  // Levels must overlap where both records have any.
  void find_fitting_levels() {
    const auto mine = segment_.column(Column::level).values_of(record_);
    for (const Part& part : state_.parts) {
      const SetColumn& sets = part.segment->column(Column::level);
      std::vector<char>& fit = fits_.emplace_back(sets.set_count(), 0);
      for (std::uint32_t set = 0; set < sets.set_count(); ++set) {
        const auto theirs = sets.set(set);
        fit[set] = mine.empty() || theirs.empty() || std::any_of(theirs.begin(), theirs.end(), [&](std::uint32_t a) {
                     return std::any_of(mine.begin(), mine.end(),
                                        [&](std::uint32_t b) { return levels_meet(a, b, state_.ages); });
                   });
      }
    }
  }

  std::vector<Ranked> best() const {
    constexpr std::size_t enough = 1000;  // to fill `limit` with two of one contributor
    constexpr float scale = 1 << 24;
    TopHits top(enough, HitOrder(state_, Sort::best));
    for (std::uint32_t part = 0; part < state_.parts.size(); ++part) {
      const Segment& segment = *state_.parts[part].segment;
      const auto& level_sets = segment.column(Column::level).of_record;
      for (const std::uint32_t i : touched_[part]) {
        const bool itself = part == part_ && i == record_;
        const float score = scores_[part][i];
        if (score <= 0.0F || itself || !state_.parts[part].live->has(i) || fits_[part][level_sets[i]] == 0) continue;
        top.push(
            {.rank = static_cast<std::uint64_t>(score * scale), .tie = segment.ties[i], .part = part, .record = i});
      }
    }
    return top.take_sorted();
  }

  std::vector<Hit> few_of_each(const std::vector<Ranked>& ranked) const {
    std::vector<Hit> hits;
    std::unordered_map<std::uint32_t, std::size_t> of_contributor;
    for (const Ranked& hit : ranked) {
      if (hits.size() >= limit_) break;
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
  std::size_t limit_;
  const Segment& segment_;
  std::vector<std::vector<float>> scores_;           // per part
  std::vector<std::vector<std::uint32_t>> touched_;  // per part, the records that have any
  std::vector<std::vector<char>> fits_;              // per part and set of levels
  float greatest_ = 0;                               // of the scores
};

}  // namespace

std::vector<Hit> similar(const State& state, std::int64_t key, int limit) {
  if (limit <= 0) return {};
  for (std::uint32_t part = 0; part < state.parts.size(); ++part) {
    const auto record = state.parts[part].segment->find(key);
    if (!record || !state.parts[part].live->has(*record)) continue;
    return Similar(state, part, *record, static_cast<std::size_t>(std::min(limit, most_similar))).run();
  }
  return {};
}

}  // namespace commonplace::search
