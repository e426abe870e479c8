// Walks the postings of a resolved query over one segment, window by window (SRCH-51). Groups without which no record
// can carry enough are walked first; the others are looked up in the records that are left, leaping over blocks.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "node/search/resolved_query.h"

namespace commonplace::search {

// Per record the bits of the groups that it matches, and the sum over them of weight × best impact. Ascending.
struct Matches {
  std::vector<std::uint32_t> records;
  std::vector<std::uint32_t> masks;
  std::vector<std::uint32_t> scores;

  std::size_t size() const { return records.size(); }
  void clear();
  void push(std::uint32_t record, std::uint32_t mask, std::uint32_t score);
  // Moves an entry to an earlier place; then cut() what is behind.
  void move(std::size_t from, std::size_t to);
  void cut(std::size_t size);
};

// What each record must carry, and which groups are walked.
struct MatchPlan {
  // `threshold`: percent of the query's weight (SRCH-20).
  MatchPlan(const ResolvedQuery& query, std::uint64_t threshold);

  std::uint64_t needed = 0;     // of the total weight
  std::uint32_t walked = 0;     // bits: every match holds one of these groups
  std::vector<std::size_t> probed;  // the other groups, in most records last
};

class PhraseChecks;
struct MatchWindow;

class Matching {
 public:
  // All must outlive it.
  Matching(const ResolvedQuery& query, const MatchPlan& plan, const State& state, std::size_t part);
  ~Matching();

  // Replaces `matches` by those of the next window, live and accepted; false behind the last window.
  bool next(Matches& matches);
  // Tells apart what matches on the segment; empty where that depends on more than words.
  std::string key() const;
  // Postings that are walked.
  std::uint64_t walked_postings() const;
  // From now on a match with a lower score need not be told, where that saves time.
  void leave_out_below(std::uint64_t score) { least_score_ = score; }

 private:
  struct Cursor {
    PostingCursor at;
    std::uint32_t term;
    int weight;
  };


  bool next_of_one_term(Cursor& cursor, Matches& matches);
  std::uint32_t first_record() const;
  void walk(std::size_t group);
  void probe(std::size_t group);
  class Adding;
  bool is_accepted(std::uint32_t mask);
  void collect(Matches& matches);
  void mark_all();

  const ResolvedQuery& query_;
  const MatchPlan& plan_;
  const Part& part_;
  MatchWindow& window_;                       // of the thread
  std::vector<std::vector<Cursor>> cursors_;  // per group
  std::vector<std::span<const TogetherPosting>> together_;  // per group, those that are left
  std::vector<signed char> accepted_;         // by mask, where there are few: 1 yes, 0 no, -1 not asked yet
  std::unique_ptr<PhraseChecks> phrases_;
  std::uint64_t least_score_ = 0;
  std::uint32_t begin_ = 0;  // of the window
  std::uint32_t end_ = 0;
};

}  // namespace commonplace::search
