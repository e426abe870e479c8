#include "node/search/phrases.h"

#include <algorithm>

namespace commonplace::search {

namespace {

bool stand_near(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b, std::uint32_t end) {
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size() && a[i] < end && b[k] < end;) {
    const std::uint32_t apart = a[i] < b[k] ? b[k] - a[i] : a[i] - b[k];
    if (apart > 0 && apart <= most_near) return true;
    if (a[i] < b[k])
      ++i;
    else
      ++k;
  }
  return false;
}

}  // namespace

WordPositions::WordPositions(const ResolvedQuery& query, const Part& of, std::size_t part)
    : groups_(query.groups.size()) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    for (const ResolvedTerm& term : query.groups[i].terms[part])
      groups_[i].readers.emplace_back(of.segment->postings, term.term);
  }
}

const std::vector<std::uint32_t>& WordPositions::of(std::size_t group, std::uint32_t record) {
  Group& asked = groups_[group];
  if (asked.record == record) return asked.positions;
  asked.record = record;
  asked.positions.clear();
  for (PositionReader& reader : asked.readers) reader.read(record, asked.positions);
  if (asked.readers.size() > 1) {
    std::sort(asked.positions.begin(), asked.positions.end());
    asked.positions.erase(std::unique(asked.positions.begin(), asked.positions.end()), asked.positions.end());
  }
  return asked.positions;
}

PhraseChecks::PhraseChecks(const ResolvedQuery& query, const Part& of, std::size_t part)
    : query_(query), segment_(*of.segment), positions_(query, of, part) {}

void PhraseChecks::keep_those_that_hold(Matches& matches) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const bool good = std::all_of(query_.checks.begin(), query_.checks.end(), [&](const PhraseCheck& check) {
      const bool has_words = (matches.masks[i] & check.groups) == check.groups;
      return (has_words && holds(check, matches.records[i])) != check.excluded;
    });
    if (good) matches.move(i, kept++);
  }
  matches.cut(kept);
}

// Whether some place is followed by every word at its distance.
bool PhraseChecks::holds(const PhraseCheck& check, std::uint32_t record) {
  starts_.clear();
  for (std::size_t i = 0; i < check.words.size(); ++i) {
    const auto& [group, offset] = check.words[i];
    const auto& places = positions_.of(group, record);
    if (i == 0) {
      for (const std::uint32_t place : places) {
        if (place >= offset) starts_.push_back(place - offset);
      }
    } else {
      std::erase_if(starts_, [&, offset = offset](std::uint32_t start) {
        return !std::binary_search(places.begin(), places.end(), start + offset);
      });
    }
  }
  if (!check.in_name) return !starts_.empty();
  // The first position behind the name has no word: names and what follows do not touch.
  return std::any_of(starts_.begin(), starts_.end(), [&](std::uint32_t start) {
    return start + check.length() <= segment_.field_ends[record].name;
  });
}

int near_pairs(const ResolvedQuery& query, WordPositions& positions, const Segment& segment, std::uint32_t record) {
  const std::uint32_t end = segment.field_ends[record].objectives;
  int pairs = 0;
  for (const auto& [a, b] : query.neighbours) pairs += stand_near(positions.of(a, record), positions.of(b, record), end) ? 1 : 0;
  return pairs;
}

std::uint32_t named_share(const ResolvedQuery& query, WordPositions& positions, const Segment& segment, std::uint32_t record) {
  constexpr std::uint64_t whole = 1000;
  const std::uint32_t end = segment.field_ends[record].name;
  std::vector<std::uint32_t> places;
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    if ((query.scoring >> i & 1U) == 0) continue;
    const auto& of_word = positions.of(i, record);
    places.insert(places.end(), of_word.begin(), std::lower_bound(of_word.begin(), of_word.end(), end));
  }
  if (places.empty()) return 0;
  std::sort(places.begin(), places.end());
  const auto found = static_cast<std::uint64_t>(std::unique(places.begin(), places.end()) - places.begin());
  std::uint64_t weight = 0;
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    if ((query.scoring >> i & 1U) == 0) continue;
    const auto& of_word = positions.of(i, record);
    if (!of_word.empty() && of_word.front() < end) weight += query.groups[i].weight;
  }
  const std::uint64_t words = std::max<std::uint64_t>(end > between_texts ? end - between_texts : 1, found);
  return static_cast<std::uint32_t>(whole * found / words * weight / query.total_weight);
}

}  // namespace commonplace::search
