#include "harvest/ending.h"

#include <array>

#include <fmt/format.h>

namespace commonplace::harvest {

namespace {

struct Row {
  Ending ending;
  std::string_view word;
  std::string_view short_words;
  int exit_code;
};

// The table of harvest.md §4.
constexpr std::array rows = {
    Row{Ending::unchanged, "unchanged", "All fine", 0},
    Row{Ending::complete, "complete", "All fine", 0},
    Row{Ending::complete_with_losses, "complete_with_losses", "{} set aside", 3},
    Row{Ending::interrupted, "interrupted", "Stopped part-way", 4},
    Row{Ending::waiting, "waiting", "Asked to wait", 4},
    Row{Ending::held, "held", "Held for you", 5},
    Row{Ending::failed, "failed", "Nothing came through", 6},
    Row{Ending::not_reached, "not_reached", "Not reached", 6},
    Row{Ending::suspended, "suspended", "Stopped for safety", 7},
    Row{Ending::refused, "refused", "Not allowed", 8},
    Row{Ending::cancelled, "cancelled", "Stopped", 9},
};

const Row& row_of(Ending ending) {
  return rows[static_cast<std::size_t>(ending)];
}

std::int64_t set_aside(const Tally& tally) {
  return tally.quarantined + tally.lost;
}

std::string changes(const Tally& tally) {
  return fmt::format("{} new, {} changed, {} removed.", tally.created, tally.updated, tally.deleted);
}

std::string losses(const Tally& tally) {
  return fmt::format("{} of {} records could not be read. See which, and why.", set_aside(tally),
                     tally.offered + tally.lost);
}

}  // namespace

VisitOutcome ended(Ending ending, std::string reason, std::optional<std::chrono::seconds> come_again) {
  VisitOutcome outcome;
  outcome.ending = ending;
  outcome.reason = std::move(reason);
  outcome.come_again = come_again;
  return outcome;
}

std::string_view word(Ending ending) {
  return row_of(ending).word;
}

std::optional<Ending> ending_of(std::string_view word) {
  for (const Row& row : rows) {
    if (row.word == word) return row.ending;
  }
  return std::nullopt;
}

int exit_code(Ending ending) {
  return row_of(ending).exit_code;
}

bool Tally::adds_up() const {
  return offered == created + updated + deleted + unchanged + duplicate + own + refused + quarantined;
}

Ending settle(Ending ending, const Tally& tally) {
  if (ending != Ending::complete && ending != Ending::unchanged) return ending;
  if (set_aside(tally) > 0) return Ending::complete_with_losses;
  return tally.created + tally.updated + tally.deleted > 0 ? Ending::complete : Ending::unchanged;
}

std::string short_words(Ending ending, const Tally& tally) {
  if (ending == Ending::complete_with_losses) return fmt::format("{} set aside", set_aside(tally));
  return std::string(row_of(ending).short_words);
}

std::string sentences(const VisitOutcome& outcome, const Tally& tally, std::string_view since) {
  switch (outcome.ending) {
    case Ending::unchanged:
      return since.empty() ? "Nothing new." : fmt::format("Nothing new since {}.", since);
    case Ending::complete:
      return changes(tally);
    case Ending::complete_with_losses:
      return fmt::format("{} {}", changes(tally), losses(tally));
    case Ending::interrupted:
    case Ending::cancelled:
      return fmt::format("{} records so far; {} It can be continued from there.", tally.offered, outcome.reason);
    default:
      return outcome.reason;
  }
}

}  // namespace commonplace::harvest
