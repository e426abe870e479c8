// One visit to one source, page by page, each page read and put into our own shape: the port that every kind of source
// serves. Asks through a Fetcher, waits through a callback, knows no clock and no store. Never throws for what the source
// does. All of it is plain data, so that a visit can run in another process.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harvest/delivery.h"
#include "harvest/ending.h"
#include "harvest/fetcher.h"
#include "schemas/model/datestamp.h"

namespace commonplace::harvest {

// What is known of a source before the visit.
struct Source {
  std::string kind = "oai";              // of harvest.md §7; "auto": found out by asking
  std::string url;                       // OAI-PMH base URL, or what the kind calls its address
  std::string name;                      // shown as publisher where a record names none
  std::string wished_prefix;             // chosen by the keeper, or empty
  std::string known_prefix;              // chosen by the last visit: saves asking for the formats; or empty
  std::string set;                       // or empty for everything
  std::string checkpoint;                // VisitOutcome::checkpoint of the last complete list; empty: a full list
                                         // (opaque to others: each kind writes what it needs)
  std::vector<std::string> known_looks;  // contributor sets whose look need not be fetched again
  bool mend = true;                      // HAR-16
  std::chrono::seconds pause{0};         // between two requests (HAR-22)
};

// Where an interrupted visit goes on.
struct Resumption {
  Cursor cursor;       // as of the last page stored; its token is not empty
  std::string prefix;  // Standing::prefix of that visit
  std::string from;    // Standing::from of that visit
};

// Limits of one visit (harvest.md §8).
struct VisitLimits {
  FetchLimits fetch;
  std::int64_t records = 200'000;
  std::int64_t pages = 20'010;
  std::chrono::seconds time = std::chrono::hours(6);
  std::size_t record_bytes = 1024 * 1024;
  std::size_t token_bytes = 4096;
};

// What the house lends to a visit. All are called on the visiting thread.
struct House {
  // Waits that long and says true, or says false at once: too long, or stopped. Then the visit ends with come_again.
  std::function<bool(std::chrono::seconds)> wait;
  std::function<double()> jitter;         // a random number in [0, 1)
  std::function<model::Datestamp()> now;  // may be empty: then no limit on time, and no date is "in the future"
  std::stop_token stop;
  std::function<void(const std::string&)> say;  // one line about what is happening; may be empty
};

// What the source says about itself.
struct Repository {
  std::string name;
  std::string base_url;
  std::string earliest;         // verbatim
  std::string deleted_records;  // "no", "transient", "persistent", or as found
  model::Granularity granularity = model::Granularity::day;
  std::string admin_email;
  std::string identifier_host;  // repositoryIdentifier of its oai-identifier description, or empty
  std::string response_date;
  std::vector<std::string> friends;  // addresses of other repositories: suggestions, never visited by themselves (HAR-28)
};

// Counters of the visit so far, for progress (HAR-32).
struct Progress {
  std::int64_t requests = 0;
  std::int64_t pages = 0;
  std::int64_t offered = 0;
  std::int64_t unread = 0;
  std::int64_t duplicate = 0;
  std::int64_t lost = 0;
  std::int64_t skipped = 0;         // pages of a site that say nothing about something to learn with
  std::int64_t mended = 0;          // characters
  std::int64_t mended_records = 0;  // records with at least one of them
  std::int64_t declared = -1;  // completeListSize
  std::int64_t received = 0;   // distinct identifiers of this list, earlier visits included where it was resumed
};

// What a visit has found out so far. Full: everything was asked for, whatever was known before.
struct Standing {
  Progress progress;
  Repository repository;  // empty before the first next_page()
  std::string prefix;     // format asked for; remember it as Source::known_prefix
  std::string from;       // as asked; empty for a full list
  bool full = true;
  bool whole = false;  // the list ended properly, and of what this visit took nothing was lost or set aside: only then
                       // does absence mean anything (HAR-41); a resumed visit speaks for its own part alone
  bool is_node = false;               // a Commonplace node
  std::string kind;  // what a source of kind "auto" has turned out to be, and where it is to be visited; else empty
  std::string url;
  std::vector<std::string> warnings;  // sentences: declared and received differ, strange dates, …
};

// One pass over one source. Every kind of source has its own; make_visit() knows them.
class Visit {
 public:
  virtual ~Visit() = default;

  // The next page, read; nullopt when the visit has ended. What must be known first (Identify, the choice of the format)
  // is asked in the first call. A page may be empty of records. Store it with `next` in one transaction before calling again.
  virtual std::optional<Delivery> next_page() = 0;

  // Requires that next_page() said nullopt.
  virtual const VisitOutcome& outcome() const = 0;

  // As of the last next_page().
  virtual const Standing& standing() const = 0;
};

// By source.kind; one that is not known is visited as "oai".
std::unique_ptr<Visit> make_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits = {},
                                  std::optional<Resumption> resumption = std::nullopt);

}  // namespace commonplace::harvest
