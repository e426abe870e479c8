// How a visit ended: the outcomes of harvest.md §4, their words on the row, their exit codes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commonplace::harvest {

// The order is the order of the table; the words are on disk.
enum class Ending {
  unchanged,
  complete,
  complete_with_losses,
  interrupted,
  waiting,
  held,
  failed,
  not_reached,
  suspended,
  refused,
  cancelled
};

std::string_view word(Ending ending);  // "complete_with_losses": stored and printed
std::optional<Ending> ending_of(std::string_view word);
int exit_code(Ending ending);  // of `commonplace harvest` (HAR-31)

// What the store made of the records of a visit. Every offered record is in exactly one column (HAR-29):
// offered = created + updated + deleted + unchanged + duplicate + own + refused + quarantined.
struct Tally {
  std::int64_t offered = 0, created = 0, updated = 0, deleted = 0, unchanged = 0, duplicate = 0, own = 0, refused = 0,
               quarantined = 0;
  std::int64_t lost = 0;

  bool adds_up() const;
};

// The outcome of a visit, without what the store makes of its records.
struct VisitOutcome {
  Ending ending = Ending::failed;
  std::string reason;                              // a sentence for the keeper: what came instead, what to do
  std::string checkpoint;                          // `from` of the next visit; empty unless the list ended properly
  std::optional<std::chrono::seconds> come_again;  // asked for by the source, or by our own back-off
  bool alarming = false;                           // the source led to an address that is not allowed (HOST-12, HOST-13)
  std::string moved_to;                            // new address proposed by the source, for the keeper to accept
};

VisitOutcome ended(Ending ending, std::string reason, std::optional<std::chrono::seconds> come_again = std::nullopt);

// What the store's tally makes of a `complete`: `complete_with_losses` when anything was set aside, also by an earlier
// part of the visit; `unchanged` when nothing was new (HAR-31). Other endings stay.
Ending settle(Ending ending, const Tally& tally);

// The few words on the row: "All fine", "3 set aside", "Stopped part-way".
std::string short_words(Ending ending, const Tally& tally);

// The sentences that the keeper reads: counts of the tally and the reason of the outcome.
// `since`: date of the last good visit in words, or empty.
std::string sentences(const VisitOutcome& outcome, const Tally& tally, std::string_view since);

}  // namespace commonplace::harvest
