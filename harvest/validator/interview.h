// Asks a repository question after question, politely, and judges each answer by what holds for every answer. What one
// part of the judgement learns (Known) the next may use. Not for more than one thread.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harvest/fetcher.h"
#include "harvest/oai_reply.h"
#include "harvest/validator/reply_tree.h"
#include "harvest/validator/report.h"
#include "schemas/model/datestamp.h"

namespace commonplace::harvest::validator {

using Arguments = std::vector<std::pair<std::string, std::string>>;  // decoded, in the order sent, repeats kept

struct Question {
  Arguments arguments;
  bool legal = true;       // false: an error is wanted
  bool post = false;       // sent as a form
  bool plain = false;      // no compression wanted
  std::string query = {};  // sent as it stands instead of the arguments, where their coding is the question
};

struct Header {
  std::string identifier;
  std::string datestamp;
  std::vector<std::string> sets;
  bool deleted = false;
};

struct Answer {
  std::string asked;            // the address with its arguments
  std::optional<Reply> reply;   // absent when nothing came
  std::optional<Element> root;  // absent unless it is one of OAI-PMH
  std::vector<OaiError> errors;

  bool is_readable() const { return root.has_value(); }
  const Element* verb() const;  // the answering element; null beside errors
  bool has_error(std::string_view code) const;
  std::vector<Header> headers() const;  // of a list, or of GetRecord
  const Element* token() const;         // the resumptionToken element, when there is one
  std::string in_short() const;         // "The answer is badVerb.", "The answer is ListRecords with 3 records."
};

// What is known of the repository so far.
struct Known {
  std::string base_url;  // as Identify says
  std::string earliest;
  std::string deleted_record;
  std::string compression;
  std::string response_date;  // of Identify
  std::optional<model::Granularity> granularity;
  std::vector<FormatOffered> formats;
  std::string prefix = "oai_dc";  // the format in which lists are asked for
  bool has_sets = false;
  bool all_sets_seen = false;
  std::vector<std::string> sets;
  std::vector<Header> sample;  // a few headers from the lists, deleted ones too
  std::string records_token;   // of a ListRecords list that has more pages
};

// What the house lends. Both may be empty: then nobody waits, and no clock is compared.
struct InterviewHouse {
  std::function<bool(std::chrono::milliseconds)> wait;  // false: stopped, or too long to wait
  std::function<model::Datestamp()> now;
  std::stop_token stop = {};
};

struct Manners {
  std::chrono::milliseconds pause{500};  // between two questions
  int requests = 400;                    // at most
  int pages = 5;                         // of one list; 0: all
  FetchLimits limits = {};
};

class Interview {
 public:
  Interview(Fetcher& fetcher, std::string url, Manners manners, InterviewHouse house, Report& report);

  Answer ask(const Question& question);

  // Each judges one rule by one answer. `found`: what was found, safe to print.
  void kept(std::string_view rule) { report_.kept(rule); }
  void broken(std::string_view rule, const Answer& answer, std::string found);
  void hold(std::string_view rule, bool is_kept, const Answer& answer, std::string_view found);
  // Asks what is illegal, and holds the rule to an error of one of these codes. Not judged when nothing readable comes.
  void expect_error(std::string_view rule, Arguments arguments, const std::vector<std::string_view>& codes);

  // Nothing more will be asked: stopped, out of requests, or the repository answers no more.
  bool is_over() const { return !report_.ended.empty(); }
  const std::string& url() const { return url_; }
  void call(std::string name) { report_.name = std::move(name); }
  int pages() const { return manners_.pages; }
  std::optional<model::Datestamp> now() const;

  Known known;

 private:
  bool may_ask();
  Fetched fetch(const Question& question);
  bool wait_as_told(const Reply& reply, int attempt);
  void judge_fault(const FetchProblem& problem, const Answer& answer);
  void follow_redirect(const Answer& answer);
  enum class End { limited, broken_off };
  void end(std::string why, End how = End::broken_off);

  Fetcher& fetcher_;
  std::string url_;
  Manners manners_;
  InterviewHouse house_;
  Report& report_;
  int in_vain_ = 0;  // questions in a row without an answer
};

}  // namespace commonplace::harvest::validator
