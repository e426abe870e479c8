#include "harvest/validator/interview.h"

#include <algorithm>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest::validator {

namespace {

constexpr int most_in_vain = 5;  // as the validator of openarchives.org
constexpr int most_waits = 3;
constexpr auto longest_wait_here = std::chrono::seconds(60);

std::string query_of(const Question& question) {
  if (!question.query.empty()) return question.query;
  std::string query;
  for (const auto& [name, value] : question.arguments) {
    if (!query.empty()) query += '&';
    query.append(formats::percent_encode(name)).append("=").append(formats::percent_encode(value));
  }
  return query;
}

Header header_from(const Element& node) {
  Header header{node.words_of("identifier"), node.words_of("datestamp"), {}, node.attribute("status") == "deleted"};
  for (const auto& child : node.children)
    if (child.local == "setSpec") header.sets.push_back(child.words());
  return header;
}

void read_frame(Answer& answer, Element root) {
  if (root.local != "OAI-PMH" || !root.is_oai()) return;
  for (const auto& child : root.children)
    if (child.local == "error") answer.errors.push_back({std::string(child.attribute("code")), child.words()});
  answer.root = std::move(root);
}

}  // namespace

const Element* Answer::verb() const {
  if (!root || !errors.empty()) return nullptr;
  for (const auto& child : root->children)
    if (child.is_oai() && child.local != "responseDate" && child.local != "request") return &child;
  return nullptr;
}

bool Answer::has_error(std::string_view code) const {
  return std::any_of(errors.begin(), errors.end(), [code](const OaiError& error) { return error.code == code; });
}

std::vector<Header> Answer::headers() const {
  std::vector<Header> out;
  const Element* list = verb();
  if (!list) return out;
  for (const auto& child : list->children) {
    const Element* header = child.local == "record"   ? child.child("header")
                            : child.local == "header" ? &child
                                                      : nullptr;
    if (header) out.push_back(header_from(*header));
  }
  return out;
}

const Element* Answer::token() const {
  const Element* list = verb();
  return list ? list->child("resumptionToken") : nullptr;
}

std::string Answer::in_short() const {
  if (!root) return "Nothing readable came.";
  if (!errors.empty()) {
    std::string codes;
    for (const auto& error : errors) codes.append(codes.empty() ? "" : ", ").append(error.code);
    return fmt::format("The answer is the error {}.", excerpt(codes));
  }
  const Element* answering = verb();
  if (!answering) return "The answer is empty.";
  const auto count = headers().size();
  if (count == 0) return fmt::format("The answer is {}, and no error.", excerpt(answering->local));
  return fmt::format("The answer is {} with {} record{}, and no error.", excerpt(answering->local), count,
                     count == 1 ? "" : "s");
}

Interview::Interview(Fetcher& fetcher, std::string url, Manners manners, InterviewHouse house, Report& report)
    : fetcher_(fetcher), url_(std::move(url)), manners_(manners), house_(std::move(house)), report_(report) {}

std::optional<model::Datestamp> Interview::now() const {
  return house_.now ? std::optional(house_.now()) : std::nullopt;
}

void Interview::end(std::string why, End how) {
  if (is_over()) return;
  report_.ended = std::move(why);
  report_.broken_off = how == End::broken_off;
}

bool Interview::may_ask() {
  if (is_over()) return false;
  if (house_.stop.stop_requested()) return end("Stopped before the end."), false;
  if (report_.requests >= manners_.requests)
    return end(fmt::format("Ended after {} requests, as many as were allowed.", report_.requests), End::limited), false;
  const bool first = report_.requests == 0;
  if (!first && manners_.pause.count() > 0 && house_.wait && !house_.wait(manners_.pause))
    return end("Stopped before the end."), false;
  ++report_.requests;
  return true;
}

Fetched Interview::fetch(const Question& question) {
  const std::string query = query_of(question);
  Ask ask{.url = url_, .accept = "text/xml", .limits = manners_.limits};
  if (question.post) {
    ask.form = query;
  } else if (!query.empty()) {
    ask.url.append(url_.find('?') == std::string::npos ? "?" : "&").append(query);
  }
  ask.plain = question.plain;
  return fetcher_.fetch(ask);
}

// Waits as the repository says, or two seconds, doubled. False: it will not be asked again.
bool Interview::wait_as_told(const Reply& reply, int attempt) {
  const auto wanted = reply.retry_after.value_or(std::chrono::seconds(2 << attempt));
  if (attempt >= most_waits || wanted > longest_wait_here) return false;
  return !house_.wait || house_.wait(wanted);
}

Answer Interview::ask(const Question& question) {
  Answer answer;
  const std::string query = query_of(question);
  answer.asked = question.post ? fmt::format("{} (POST {})", url_, query) : query.empty() ? url_ : url_ + "?" + query;
  for (int attempt = 0; may_ask(); ++attempt) {
    Fetched fetched = fetch(question);
    if (fetched.problem) {
      judge_fault(*fetched.problem, answer);
      return answer;
    }
    check_busy(*this, *fetched.reply, answer);
    const bool is_busy = fetched.reply->status == 503 || fetched.reply->status == 429;
    if (is_busy && wait_as_told(*fetched.reply, attempt)) continue;
    if (is_busy) {
      end("The repository is too busy to be judged now. Try again later.");
      return answer;
    }
    in_vain_ = 0;
    report_.kept("reach");
    answer.reply = std::move(fetched.reply);
    ReplyTree tree = read_tree(answer.reply->body);
    if (tree.root) read_frame(answer, std::move(*tree.root));
    follow_redirect(answer);
    check_reply(*this, question, answer, tree);
    return answer;
  }
  return answer;
}

void Interview::judge_fault(const FetchProblem& problem, const Answer& answer) {
  if (house_.stop.stop_requested()) return end("Stopped before the end.");
  const bool came = problem.fault == FetchFault::too_big || problem.fault == FetchFault::headers_too_big ||
                    problem.fault == FetchFault::bad_encoding;
  const std::string_view rule = problem.fault == FetchFault::bad_encoding      ? "compression-label"
                                : problem.fault == FetchFault::redirected_away ? "redirect"
                                : came                                         ? "reply-size"
                                                                               : "reach";
  broken(rule, answer, excerpt(problem.words));
  if (problem.fault == FetchFault::refused_address) return end("The address may not be asked from here.");
  if (++in_vain_ == most_in_vain) end("Given up after five questions in a row without an answer.");
}

// The address that the base URL leads to is the one that is judged from then on.
void Interview::follow_redirect(const Answer& answer) {
  const std::string_view final_url(answer.reply->final_url);
  const std::string_view reached = final_url.substr(0, final_url.find('?'));
  const std::string_view asked = std::string_view(url_).substr(0, url_.find('?'));
  const bool moved = !reached.empty() && reached != asked;
  hold("redirect", !moved, answer, moved ? fmt::format("It led to {}.", excerpt(reached)) : "");
  if (moved) url_ = reached;
}

void Interview::broken(std::string_view rule, const Answer& answer, std::string found) {
  report_.broken(rule, {answer.asked, std::move(found)});
}

void Interview::hold(std::string_view rule, bool is_kept, const Answer& answer, std::string_view found) {
  if (is_kept) return kept(rule);
  broken(rule, answer, std::string(found));
}

void Interview::expect_error(std::string_view rule, Arguments arguments, const std::vector<std::string_view>& codes) {
  const Answer answer = ask({.arguments = std::move(arguments), .legal = false});
  if (!answer.is_readable()) return;
  const bool is_kept =
      std::any_of(codes.begin(), codes.end(), [&](std::string_view code) { return answer.has_error(code); });
  hold(rule, is_kept, answer, answer.in_short());
}

}  // namespace commonplace::harvest::validator
