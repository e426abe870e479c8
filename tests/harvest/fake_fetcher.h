// A source in memory: pages of invented records behind the Fetcher port, with faults where a test wants them.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harvest/fetcher.h"
#include "harvest/visit.h"

namespace commonplace::harvest {

Fetched replied(std::string body, int status = 200);
Fetched failed(FetchFault fault, std::string words = "made by the test");
Fetched busy(std::optional<std::chrono::seconds> retry_after);

// The arguments of a URL, decoded.
std::map<std::string, std::string> arguments_of(const std::string& url);

// An OAI-PMH envelope around `content`, and single records of it.
std::string envelope(const std::string& content, const std::string& response_date = "2026-11-20T08:00:00Z");
std::string oai_error(const std::string& code, const std::string& text = "");
std::string identify_reply(const std::string& granularity = "YYYY-MM-DDThh:mm:ssZ", const std::string& extra = "",
                           const std::string& response_date = "2026-11-20T08:00:00Z");
std::string dc_record(const std::string& identifier, const std::string& datestamp,
                      const std::string& title = "A title");
std::string deleted_record(const std::string& identifier, const std::string& datestamp);
std::string cpl_record(const std::string& identifier, const std::string& datestamp, const std::string& json,
                       const std::string& sets = "", const std::string& about = "");

// Five pages of a hundred oai_dc records, in the order of their datestamps, token "p2" for page 2 and so on; the list
// from index 40 to 90 has the tokens "d40-90-2" and so on.
class FakeSource : public Fetcher {
 public:
  int pages = 5;
  int per_page = 100;
  std::string formats = "oai_dc";  // blank-separated
  std::string identify = identify_reply();
  std::string token_attributes;  // of every token, beginning with a blank
  std::string response_date = "2026-11-20T08:00:00Z";
  bool knows_dates = true;        // from and until
  bool in_order = true;           // else the records of a page come last first
  bool gets_records = true;       // answers GetRecord
  bool lists_identifiers = true;  // answers ListIdentifiers

  // Looked at first, with the arguments asked and how often this very URL was asked before; nullopt: the healthy
  // answer.
  using Fault = std::function<std::optional<Fetched>(const std::map<std::string, std::string>& arguments, int before)>;
  Fault fault;

  Fetched fetch(const Ask& ask) override;

  std::string page(int number) const;  // the healthy reply
  std::string records(int number) const;
  int index_of(const std::string& identifier) const;  // -1: none of its own
  std::string token_after(int number) const;
  static std::string identifier(int index) { return "oai:source.example:" + std::to_string(index); }
  static std::string datestamp(int index);

  std::vector<std::string> asked;  // URLs, in order
  std::vector<FetchLimits> limits;

 private:
  // Indexes [begin, end) that a list question asks for.
  struct Part {
    int begin = 0;
    int end = 0;
    bool whole = true;
  };
  Part part_asked(const std::map<std::string, std::string>& arguments) const;
  Fetched list(const std::map<std::string, std::string>& arguments) const;
  Fetched single(const std::string& identifier) const;

  std::map<std::string, int> times_;
};

// The number of the page that a question of ListRecords asks for; 0 for other questions.
int page_asked(const std::map<std::string, std::string>& arguments);

// Runs a visit to its end, remembering what it brought.
struct Visited {
  VisitOutcome outcome;
  std::vector<Delivered> records;
  std::vector<Unread> unread;
  std::vector<Unread> missing;
  std::vector<model::Contributor> contributors;
  std::vector<Cursor> cursors;
  std::vector<std::chrono::seconds> waits;
  Progress progress;
  std::vector<std::string> warnings;
  std::string prefix, from;
  Repository repository;
  bool whole = false;
  Standing standing;

  std::size_t distinct() const;  // identifiers
};

Source healthy_source();

struct VisitPlan {
  Source source = healthy_source();
  std::optional<Resumption> resumption;
  VisitLimits limits;
  std::chrono::seconds longest_wait = std::chrono::hours(48);             // longer waits are declined
  std::optional<model::Datestamp> now = model::Datestamp{1'795'161'600};  // 2026-11-20T08:00:00Z
  std::stop_token stop;
};

Visited visit(Fetcher& fetcher, VisitPlan plan = {});

}  // namespace commonplace::harvest
