// Asks one question until there is an answer or the rules say stop: Retry-After, back-off, the same token again (HAR-6,
// HAR-7). What ends a visit comes back as its outcome.
#pragma once

#include <string>
#include <variant>

#include "harvest/ending.h"
#include "harvest/fetcher.h"
#include "harvest/visit.h"

namespace commonplace::harvest {

class Conversation {
 public:
  // `begun`: the visit has records already, so that trouble is an interruption and no failure.
  struct Question {
    std::string url;
    bool begun = false;
    bool patient = true;  // asks again after back-off; else the first trouble is told (Identify, looks)
    bool told = false;    // 3xx and 4xx but 429 are answers too
    std::string accept = "text/xml, application/xml";
    std::string etag = {};  // of Ask
    std::string last_modified = {};
    std::size_t decoded_bytes = 0;  // the most that is taken, on the wire too; 0: as for a page of a list
  };
  using Answer = std::variant<Reply, VisitOutcome>;

  // `pause`: between two questions (HAR-22).
  Conversation(Fetcher& fetcher, const House& house, FetchLimits limits, std::chrono::seconds pause, Progress& progress);

  // A Reply has status 200, or is an OAI-PMH error in other clothes, or one that the question wants to be told.
  Answer ask(const Question& question);

  // Asked once, without waiting, within small limits; nullopt for whatever goes wrong.
  std::optional<Reply> try_once(const std::string& url);

  bool stopped() const { return house_.stop.stop_requested(); }
  static VisitOutcome cancelled();
  // What a status that is no answer means to the keeper.
  static VisitOutcome ended_by(const Reply& reply);

 private:
  struct Attempts {
    int busy = 0;
    int broken = 0;
    int cut = 0;
  };
  // nullopt: ask again.
  std::optional<VisitOutcome> after_problem(const FetchProblem& problem, const Question& question, Attempts& attempts);
  std::optional<VisitOutcome> after_status(const Reply& reply, const Question& question, Attempts& attempts);
  std::optional<VisitOutcome> when_busy(const Reply& reply, Attempts& attempts);
  std::optional<VisitOutcome> when_broken(VisitOutcome trouble, const Question& question, Attempts& attempts);
  bool wait(std::chrono::seconds duration, const std::string& why);
  Fetched fetch(const Ask& ask);
  double chance() const { return house_.jitter ? house_.jitter() : 0.5; }

  Fetcher& fetcher_;
  const House& house_;
  FetchLimits limits_;
  std::chrono::seconds pause_;
  Progress& progress_;
};

}  // namespace commonplace::harvest
