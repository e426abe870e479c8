// What a node keeps of its searches: how much of what was seen, and of what was worth seeing, each contributor had
// (SRCH-35), and which words found nothing although somebody asked for more (SRCH-41). Never who searched, or when, and
// of other searches not the words. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "schemas/model/datestamp.h"

namespace commonplace::web {

// Sums over searches of a contributor's shares.
struct SeenShare {
  std::int64_t contributor = 0;
  std::int64_t searches = 0;
  double exposure = 0;
  double relevance = 0;

  // 1: it is seen as much as it is worth. Requires a search.
  double ratio() const { return relevance > 0 ? exposure / relevance : 0; }
};

struct MissingWords {
  std::string words;
  std::int64_t days = 0;  // different ones on which they were told
  std::string last;       // "2026-11-20"
};

class SearchLedger {
 public:
  void note(const std::vector<search::Exposure>& exposures);
  // Somebody says that nothing was found for these words. Counts once a day.
  void note_missing(std::string_view words, model::Datestamp now);

  std::vector<SeenShare> shares() const;  // by contributor
  // Told on at least two days, those of most days first: one person alone cannot be known by them.
  std::vector<MissingWords> missing() const;

  // As text, a line for each; read() takes back what written() gave, and leaves out lines that are none.
  std::string written() const;
  void read(std::string_view text);
  std::uint64_t changes() const;  // rises with each note

 private:
  void make_room();

  mutable std::mutex mutex_;
  std::map<std::int64_t, SeenShare> shares_;
  std::map<std::string, MissingWords, std::less<>> missing_;
  std::uint64_t changes_ = 0;
};

}  // namespace commonplace::web
