#include "node/search/matching.h"

#include <algorithm>
#include <bit>
#include <memory>

#include "node/search/phrases.h"

namespace commonplace::search {

namespace {

// SRCH-51 says 65,536: half of that stays in the second cache with what is counted by.
constexpr std::uint32_t window_records = 32768;
constexpr std::uint32_t probe_from = 8;  // postings for one candidate: then leaping is quicker than walking

constexpr std::size_t few_groups = 10;
constexpr std::size_t few_groups_told_apart = 5;

struct Cell {
  std::uint32_t mask = 0;
  std::uint32_t score = 0;
};

}  // namespace

// Empty between two windows.
struct MatchWindow {
  std::vector<Cell> cells = std::vector<Cell>(window_records);
  std::vector<std::uint64_t> touched = std::vector<std::uint64_t>(window_records / 64);
  std::vector<std::uint8_t> best = std::vector<std::uint8_t>(window_records);  // impact of the group being added
  std::vector<std::uint32_t> candidates;
};

namespace {

MatchWindow& window_of_this_thread() {
  thread_local MatchWindow window;
  return window;
}

template <typename Use>
void for_each_touched(const MatchWindow& window, std::uint32_t count, Use&& use) {
  for (std::uint32_t word = 0; word * 64 < count; ++word) {
    for (std::uint64_t bits = window.touched[word]; bits != 0; bits &= bits - 1)
      use(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
  }
}

}  // namespace

// Adds postings of one group. The best form of a group counts: a better one adds the difference.
class Matching::Adding {
 public:
  Adding(const Matching& matching, std::size_t group)
      : cells_(matching.window_.cells.data()),
        best_(matching.window_.best.data()),
        begin_(matching.begin_),
        bit_(std::uint32_t{1} << group),
        weight_((matching.query_.scoring & bit_) != 0 ? matching.query_.groups[group].weight : 0),
        several_(matching.cursors_[group].size() + (matching.together_[group].empty() ? 0 : 1) > 1) {}

  void operator()(std::uint32_t record, std::uint32_t impact) {
    const std::uint32_t i = record - begin_;
    Cell& cell = cells_[i];
    if (several_) {
      const std::uint32_t before = (cell.mask & bit_) != 0 ? best_[i] : 0;
      if (impact <= before && before > 0) return;
      best_[i] = static_cast<std::uint8_t>(impact);
      impact -= before;
    }
    cell.mask |= bit_;
    cell.score += weight_ * impact;
  }

 private:
  Cell* cells_;
  std::uint8_t* best_;
  std::uint32_t begin_;
  std::uint32_t bit_;
  std::uint32_t weight_;
  bool several_;
};

void Matches::clear() {
  cut(0);
}

void Matches::push(std::uint32_t record, std::uint32_t mask, std::uint32_t score) {
  records.push_back(record);
  masks.push_back(mask);
  scores.push_back(score);
}

void Matches::move(std::size_t from, std::size_t to) {
  records[to] = records[from];
  masks[to] = masks[from];
  scores[to] = scores[from];
}

void Matches::cut(std::size_t size) {
  records.resize(size);
  masks.resize(size);
  scores.resize(size);
}

MatchPlan::MatchPlan(const ResolvedQuery& query, std::uint64_t threshold)
    : needed((threshold * query.total_weight + 99) / 100) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < query.groups.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return query.groups[a].records < query.groups[b].records; });
  const auto bit = [](std::size_t group) { return std::uint32_t{1} << group; };
  const auto weight = [&](std::size_t group) { return query.groups[group].weight; };
  // A group that every match holds: of those the rarest alone is walked.
  const auto sure = std::find_if(order.begin(), order.end(), [&](std::size_t group) {
    const bool cannot_be_missed = (query.scoring & bit(group)) != 0 && query.total_weight - weight(group) < needed;
    return (query.required & bit(group)) != 0 || cannot_be_missed;
  });
  std::uint64_t left_out = 0;
  for (auto group = order.rbegin(); group != order.rend(); ++group) {
    const bool scores = (query.scoring & bit(*group)) != 0;
    const bool can_be_probed = sure != order.end() ? *group != *sure : !scores || left_out + weight(*group) < needed;
    if (scores && can_be_probed) left_out += weight(*group);
    if (can_be_probed)
      probed.insert(probed.begin(), *group);
    else
      walked |= bit(*group);
  }
}

Matching::Matching(const ResolvedQuery& query, const MatchPlan& plan, const State& state, std::size_t part)
    : query_(query), plan_(plan), part_(state.parts[part]), window_(window_of_this_thread()) {
  if (query.groups.size() <= few_groups) accepted_.assign(std::size_t{1} << query.groups.size(), -1);
  for (const ResolvedGroup& group : query.groups) {
    std::vector<Cursor>& cursors = cursors_.emplace_back();
    for (const ResolvedTerm& term : group.terms[part])
      cursors.push_back({.at = part_.segment->cursor(term.term), .term = term.term, .weight = term.weight});
    together_.emplace_back(group.together[part]);
  }
  if (!query.checks.empty()) phrases_ = std::make_unique<PhraseChecks>(query, part_, part);
}

Matching::~Matching() = default;

bool Matching::next(Matches& matches) {
  matches.clear();
  const bool one_word = cursors_.size() == 1 && query_.scoring == 1 && !phrases_;
  if (one_word && cursors_[0].size() == 1 && together_[0].empty()) return next_of_one_term(cursors_[0][0], matches);
  begin_ = query_.matches_all ? end_ : first_record();
  const std::uint32_t size = part_.segment->size();
  if (begin_ >= size) return false;
  end_ = size - begin_ > window_records ? begin_ + window_records : size;
  if (query_.matches_all) mark_all();
  for (std::size_t group = 0; group < cursors_.size(); ++group) {
    if ((plan_.walked >> group & 1U) != 0) walk(group);
  }
  for (const std::size_t group : plan_.probed) probe(group);
  collect(matches);
  if (phrases_) phrases_->keep_those_that_hold(matches);
  return true;
}

std::string Matching::key() const {
  if (query_.matches_all) return cursors_.empty() ? "*" : "";
  const bool too_much = phrases_ || cursors_.size() > few_groups_told_apart;
  const bool any_together = std::any_of(together_.begin(), together_.end(), [](const auto& some) { return !some.empty(); });
  if (too_much || any_together) return {};
  std::string key;
  for (const auto& group : cursors_) {
    for (const Cursor& cursor : group) key.append(std::to_string(cursor.term)).append(" ");
    key += '|';
  }
  for (std::uint32_t mask = 1; mask < std::uint32_t{1} << cursors_.size(); ++mask)
    key += query_.accepts(mask) && query_.weight_of(mask) >= plan_.needed ? '+' : '-';
  return key;
}

std::uint64_t Matching::walked_postings() const {
  std::uint64_t postings = 0;
  for (std::size_t group = 0; group < cursors_.size(); ++group) {
    if ((plan_.walked >> group & 1U) == 0) continue;
    for (const Cursor& cursor : cursors_[group]) postings += cursor.at.left();
  }
  return query_.matches_all ? part_.segment->size() : postings;
}

// Every posting is a match: no window is needed.
bool Matching::next_of_one_term(Cursor& cursor, Matches& matches) {
  const auto score_of = [&](std::uint32_t impact) {
    return query_.groups[0].weight * (impact * static_cast<std::uint32_t>(cursor.weight) / 100);
  };
  if (cursor.at.done()) return false;
  while (!cursor.at.done() && matches.size() < window_records) {
    if (least_score_ > 0 && cursor.at.index() % block_postings == 0 && score_of(cursor.at.block().most) < least_score_) {
      cursor.at.leap();
      continue;
    }
    const std::uint32_t record = cursor.at.record();
    const std::uint32_t score = score_of(cursor.at.impact());
    if (score >= least_score_ && (part_.is_whole() || part_.live->has(record))) matches.push(record, 1, score);
    cursor.at.next();
  }
  return true;
}

std::uint32_t Matching::first_record() const {
  std::uint32_t first = UINT32_MAX;
  for (std::size_t group = 0; group < cursors_.size(); ++group) {
    if ((plan_.walked >> group & 1U) == 0) continue;
    for (const Cursor& cursor : cursors_[group]) {
      if (!cursor.at.done()) first = std::min(first, cursor.at.record());
    }
    if (!together_[group].empty()) first = std::min(first, together_[group].front().record);
  }
  return first;
}

void Matching::mark_all() {
  for (std::uint32_t i = 0; i < end_ - begin_; ++i) window_.touched[i / 64] |= std::uint64_t{1} << (i % 64);
}

void Matching::walk(std::size_t group) {
  Adding add(*this, group);
  std::uint64_t* touched = window_.touched.data();
  // The best form of a word counts: what is too low in each cannot become more.
  const bool of_one_word = least_score_ > 0 && cursors_.size() == 1 && query_.scoring == 1 && !phrases_;
  for (Cursor& cursor : cursors_[group]) {
    const auto weight = static_cast<std::uint32_t>(cursor.weight);
    PostingCursor at = cursor.at;
    const auto is_too_low = [&](std::uint32_t impact) { return query_.groups[group].weight * (impact * weight / 100) < least_score_; };
    for (; !at.done() && at.record() < end_; at.next()) {
      if (of_one_word) {
        while (!at.done() && at.index() % block_postings == 0 && is_too_low(at.block().most)) at.leap();
        if (at.done() || at.record() >= end_) break;
        if (is_too_low(at.impact())) continue;
      }
      const std::uint32_t i = at.record() - begin_;
      touched[i / 64] |= std::uint64_t{1} << (i % 64);
      add(at.record(), at.impact() * weight / 100);
    }
    cursor.at = at;
  }
  for (auto& left = together_[group]; !left.empty() && left.front().record < end_; left = left.subspan(1)) {
    const std::uint32_t i = left.front().record - begin_;
    touched[i / 64] |= std::uint64_t{1} << (i % 64);
    add(left.front().record, left.front().impact);
  }
}

void Matching::probe(std::size_t group) {
  if (cursors_[group].empty() && together_[group].empty()) return;
  std::vector<std::uint32_t>& candidates = window_.candidates;
  candidates.clear();
  for_each_touched(window_, end_ - begin_, [&](std::uint32_t i) { candidates.push_back(begin_ + i); });
  if (candidates.empty()) return;
  Adding add(*this, group);
  for (Cursor& cursor : cursors_[group]) {
    const auto weight = static_cast<std::uint32_t>(cursor.weight);
    PostingCursor at = cursor.at;
    at.seek(candidates.front());
    const std::uint64_t postings = std::uint64_t{at.left()} * (end_ - begin_) / (part_.segment->size() - begin_);
    if (candidates.size() * probe_from > postings) {
      for (; !at.done() && at.record() < end_; at.next()) {
        const std::uint32_t i = at.record() - begin_;
        if ((window_.touched[i / 64] >> (i % 64) & 1U) != 0) add(at.record(), at.impact() * weight / 100);
      }
    } else {
      for (const std::uint32_t record : candidates) {
        at.seek(record);
        if (at.done()) break;
        if (at.record() == record) add(record, at.impact() * weight / 100);
      }
    }
    cursor.at = at;
  }
  for (auto& left = together_[group]; !left.empty() && left.front().record < end_; left = left.subspan(1)) {
    if (left.front().record < begin_) continue;
    const std::uint32_t i = left.front().record - begin_;
    if ((window_.touched[i / 64] >> (i % 64) & 1U) != 0) add(left.front().record, left.front().impact);
  }
}

bool Matching::is_accepted(std::uint32_t mask) {
  const auto ask = [&] { return query_.accepts(mask) && query_.weight_of(mask) >= plan_.needed; };
  if (mask >= accepted_.size()) return ask();
  if (accepted_[mask] < 0) accepted_[mask] = ask() ? 1 : 0;
  return accepted_[mask] > 0;
}

void Matching::collect(Matches& matches) {
  const bool whole = part_.is_whole();
  matches.cut(end_ - begin_);  // room for all
  std::size_t count = 0;
  for_each_touched(window_, end_ - begin_, [&](std::uint32_t i) {
    const Cell cell = window_.cells[i];
    window_.cells[i] = {};
    if (!is_accepted(cell.mask) || (!whole && !part_.live->has(begin_ + i))) return;
    matches.records[count] = begin_ + i;
    matches.masks[count] = cell.mask;
    matches.scores[count++] = cell.score;
  });
  matches.cut(count);
  std::fill(window_.touched.begin(), window_.touched.begin() + (end_ - begin_ + 63) / 64, 0);
}

}  // namespace commonplace::search
