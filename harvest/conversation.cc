#include "harvest/conversation.h"

#include <fmt/format.h>

#include "harvest/pace.h"

namespace commonplace::harvest {

using std::chrono::seconds;

namespace {

constexpr int most_cut = 3;     // HAR-7
constexpr int most_broken = 5;  // HAR-6
constexpr int most_busy = 10;   // a source that is always busy is asked again another day
constexpr std::chrono::milliseconds longest_first_byte = std::chrono::minutes(10);  // harvest.md §8

bool is_oai_error(const Reply& reply) {
  return reply.status / 100 == 4 && reply.body.find("OAI-PMH") != std::string::npos &&
         reply.body.find("<error") != std::string::npos;
}

bool is_answer(const Reply& reply, const Conversation::Question& question) {
  const bool is_told = question.told && (reply.status / 100 == 3 || (reply.status / 100 == 4 && reply.status != 429));
  return reply.status == 200 || is_told || is_oai_error(reply);
}

std::string words_for(int status) {
  switch (status) {
    case 401:
    case 403:
      return fmt::format("The source does not let us in ({}). Ask its keeper whether harvesting needs a permission.",
                         status);
    case 404:
      return "There is nothing at this address (404). Has the source moved?";
    case 410:
      return "The source says that it is gone for good (410). Remove it, or ask its keeper for a new address.";
    default:
      return fmt::format("The source answered with status {} instead of records.", status);
  }
}

}  // namespace

Conversation::Conversation(Fetcher& fetcher, const House& house, FetchLimits limits, seconds pause, Progress& progress)
    : fetcher_(fetcher), house_(house), limits_(limits), pause_(pause), progress_(progress) {}

// Not before the first question, and not declined: a house that will not wait is asked no less politely.
Fetched Conversation::fetch(const Ask& ask) {
  if (progress_.requests > 0 && pause_.count() > 0 && house_.wait) house_.wait(pause_);
  if (stopped()) return {std::nullopt, FetchProblem{FetchFault::not_reached, "Stopped."}};
  ++progress_.requests;
  return fetcher_.fetch(ask);
}

VisitOutcome Conversation::cancelled() {
  return ended(Ending::cancelled, "Stopped.");
}

VisitOutcome Conversation::ended_by(const Reply& reply) {
  return ended(Ending::failed, words_for(reply.status));
}

Conversation::Answer Conversation::ask(const Question& question) {
  Attempts attempts;
  while (!stopped()) {
    FetchLimits limits = limits_;
    limits.first_byte = std::min(longest_first_byte, limits.first_byte * (1 << attempts.broken));  // SEC-48
    Ask ask;
    ask.url = question.url;
    ask.accept = question.accept;
    ask.limits = limits;
    ask.etag = question.etag;
    ask.last_modified = question.last_modified;
    if (question.decoded_bytes > 0) ask.limits.decoded_bytes = ask.limits.wire_bytes = question.decoded_bytes;
    Fetched fetched = fetch(ask);
    if (stopped()) break;
    if (fetched.reply && is_answer(*fetched.reply, question)) return std::move(*fetched.reply);
    auto end = fetched.problem ? after_problem(*fetched.problem, question, attempts)
                               : after_status(*fetched.reply, question, attempts);
    if (end) return std::move(*end);
  }
  return cancelled();
}

std::optional<Reply> Conversation::try_once(const std::string& url) {
  if (stopped()) return std::nullopt;
  FetchLimits limits = limits_;
  limits.total = std::min(limits.total, std::chrono::milliseconds(15'000));  // SEC-48
  Ask ask;
  ask.url = url;
  ask.limits = limits;
  Fetched fetched = fetch(ask);
  if (!fetched.reply || fetched.reply->status != 200) return std::nullopt;
  return std::move(*fetched.reply);
}

std::optional<VisitOutcome> Conversation::after_problem(const FetchProblem& problem, const Question& question,
                                                        Attempts& attempts) {
  switch (problem.fault) {
    case FetchFault::refused_address: {
      auto refused = ended(Ending::refused, problem.words);
      refused.alarming = true;
      return refused;
    }
    case FetchFault::bad_encoding:
    case FetchFault::redirected_away:
      return ended(Ending::failed, problem.words);
    case FetchFault::too_big:
      return ended(Ending::suspended, fmt::format("Too much: {}", problem.words));
    case FetchFault::cut:
      if (attempts.cut++ < most_cut) return std::nullopt;
      return ended(question.begun ? Ending::interrupted : Ending::failed, problem.words, back_off(0, chance()));
    case FetchFault::headers_too_big:
      return ended(question.begun ? Ending::interrupted : Ending::failed, problem.words, back_off(0, chance()));
    case FetchFault::not_reached:
    case FetchFault::timed_out:
      break;
  }
  return when_broken(ended(question.begun ? Ending::interrupted : Ending::not_reached, problem.words), question,
                     attempts);
}

std::optional<VisitOutcome> Conversation::after_status(const Reply& reply, const Question& question,
                                                       Attempts& attempts) {
  if (reply.status == 503 || reply.status == 429) return when_busy(reply, attempts);
  if (reply.status / 100 != 5) return ended_by(reply);
  return when_broken(ended(question.begun ? Ending::interrupted : Ending::failed,
                           fmt::format("The source has trouble of its own (status {}).", reply.status)),
                     question, attempts);
}

std::optional<VisitOutcome> Conversation::when_busy(const Reply& reply, Attempts& attempts) {
  const seconds duration = wait_when_busy(reply.retry_after, attempts.busy, chance());
  if (++attempts.busy <= most_busy && wait(duration, "The source asks us to wait")) return std::nullopt;
  if (stopped()) return cancelled();
  return ended(Ending::waiting, fmt::format("The source asked us to come back in {} seconds.", duration.count()),
               duration);
}

std::optional<VisitOutcome> Conversation::when_broken(VisitOutcome trouble, const Question& question,
                                                      Attempts& attempts) {
  const seconds duration = back_off(attempts.broken, chance());
  trouble.come_again = duration;
  ++attempts.broken;
  if (!question.patient || attempts.broken == most_broken) return trouble;
  if (wait(duration, trouble.reason)) return std::nullopt;
  return stopped() ? cancelled() : trouble;
}

bool Conversation::wait(seconds duration, const std::string& why) {
  if (house_.say) house_.say(fmt::format("{}: {} seconds", why, duration.count()));
  return house_.wait && house_.wait(duration) && !stopped();
}

}  // namespace commonplace::harvest
