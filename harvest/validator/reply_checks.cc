// What holds for every answer: the way it came, its bytes, its envelope.
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"
#include "harvest/validator/structure.h"

namespace commonplace::harvest::validator {

namespace {

constexpr auto longest_retry = std::chrono::seconds(3600);
constexpr auto most_clock_error = 3600;  // seconds

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

void check_status(Interview& interview, const Answer& answer) {
  const int status = answer.reply->status;
  interview.hold("status", status == 200, answer, fmt::format("The status is {}.", status));
}

void check_content_type(Interview& interview, const Answer& answer) {
  const std::string type = lower(answer.reply->content_type);
  std::string media = type.substr(0, type.find(';'));
  media.erase(media.find_last_not_of(" \t") + 1);
  interview.hold("content-type", media == "text/xml", answer, fmt::format("The Content-Type is {}.", excerpt(type)));
  const auto charset = type.find("charset=");
  if (charset == std::string::npos) return;
  const bool is_utf8 = type.find("utf-8", charset) != std::string::npos;
  interview.hold("charset", is_utf8, answer, fmt::format("The Content-Type is {}.", excerpt(type)));
}

void check_compression(Interview& interview, const Question& question, const Answer& answer) {
  interview.hold("compression-label", !answer.reply->mislabelled, answer, "It says gzip, and is plain.");
  if (!question.plain) return;
  const bool is_plain = answer.reply->wire_bytes == answer.reply->body.size();
  interview.hold("identity-encoding", is_plain, answer, "It came compressed although no compression was wanted.");
}

void check_bytes(Interview& interview, const Answer& answer, const ReplyTree& tree) {
  constexpr std::array rules = {"xml-well-formed", "xml-declaration", "xml-encoding", "xml-characters",
                                "xml-entities",    "xml-doctype",     "reply-size",   "double-encoding"};
  for (const std::string_view rule : rules) {
    const auto fault =
        std::find_if(tree.faults.begin(), tree.faults.end(), [rule](const XmlFault& f) { return f.rule == rule; });
    if (fault != tree.faults.end()) {
      interview.broken(rule, answer, fault->found);
    } else if (answer.is_readable()) {
      interview.kept(rule);
    }
  }
}

void check_schema_location(Interview& interview, const Answer& answer) {
  std::string_view location;
  for (const auto& attribute : answer.root->attributes)
    if (attribute.local == "schemaLocation" && attribute.space == "http://www.w3.org/2001/XMLSchema-instance")
      location = attribute.value;
  constexpr std::string_view schema = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd";
  const auto at = location.find(oai_namespace);
  const bool has_pair =
      at != std::string_view::npos && location.find(schema, at + oai_namespace.size()) != std::string_view::npos;
  interview.hold("schema-location", has_pair, answer,
                 location.empty() ? "There is no xsi:schemaLocation." : fmt::format("It is {}.", excerpt(location)));
}

void check_envelope(Interview& interview, const Question& question, const Answer& answer) {
  const Element& root = *answer.root;
  std::string fault = misfit(root, {{"responseDate"}, {"request"}, {"error", 1, 0}});
  if (answer.errors.empty()) {
    const Element* answering = answer.verb();
    const std::string verb = answering ? answering->local : "an answer";
    fault = misfit(root, {{"responseDate"}, {"request"}, {verb}});
    for (const auto& [name, value] : question.arguments)
      if (fault.empty() && question.legal && name == "verb" && value != verb)
        fault = fmt::format("{} was asked, and {} came.", value, excerpt(verb));
  }
  interview.hold("envelope", fault.empty(), answer, fault);
}

void check_response_date(Interview& interview, const Answer& answer) {
  const std::string text = answer.root->words_of("responseDate");
  const auto date = model::parse_datestamp(text);
  const bool is_good = date && date->granularity == model::Granularity::second;
  interview.hold("response-date", is_good, answer, fmt::format("It is {}.", excerpt(text)));
  const auto now = interview.now();
  if (!is_good || !now) return;
  const auto ahead = date->datestamp.seconds - now->seconds;
  interview.hold("clock", ahead >= -most_clock_error && ahead <= most_clock_error, answer,
                 fmt::format("It says {} when it is {}.", text, model::format_datestamp(*now)));
}

void check_request(Interview& interview, const Question& question, const Answer& answer) {
  const Element* request = answer.root->child("request");
  if (!request) return;
  const std::string& base = interview.known.base_url;
  if (!base.empty())
    interview.hold("request-url", request->words() == base, answer,
                   fmt::format("The text is {}, and baseURL is {}.", excerpt(request->words()), excerpt(base)));
  std::set<std::pair<std::string, std::string>> echoed;
  for (const auto& attribute : request->attributes)
    if (attribute.space.empty()) echoed.emplace(attribute.local, attribute.value);
  if (answer.has_error("badVerb") || answer.has_error("badArgument"))
    return interview.hold(
        "request-attributes-error", echoed.empty(), answer,
        echoed.empty() ? "" : fmt::format("It has the attribute {}.", excerpt(echoed.begin()->first)));
  if (!question.legal) return;
  const std::set<std::pair<std::string, std::string>> sent(question.arguments.begin(), question.arguments.end());
  interview.hold("request-attributes", echoed == sent, answer,
                 fmt::format("{} arguments were sent, and {} attributes came, or their values differ.", sent.size(),
                             echoed.size()));
}

void check_errors(Interview& interview, const Answer& answer) {
  static const std::set<std::string_view> codes = {
      "badArgument",    "badResumptionToken", "badVerb",        "cannotDisseminateFormat",
      "idDoesNotExist", "noMetadataFormats",  "noRecordsMatch", "noSetHierarchy"};
  for (const auto& error : answer.errors) {
    interview.hold("error-code", codes.contains(error.code), answer,
                   fmt::format("The code is {}.", excerpt(error.code)));
    if (error.code != "noSetHierarchy")
      interview.hold("error-text", !error.text.empty(), answer,
                     fmt::format("{} comes without words.", excerpt(error.code)));
  }
}

}  // namespace

void check_busy(Interview& interview, const Reply& reply, const Answer& answer) {
  if (reply.status == 429) interview.broken("busy-status", answer, "The status is 429.");
  if (reply.status != 503) return;
  interview.kept("busy-status");
  const bool is_good = reply.retry_after && *reply.retry_after <= longest_retry && reply.retry_after->count() > 0;
  interview.hold("retry-after", is_good, answer,
                 reply.retry_after ? fmt::format("It says {} seconds.", reply.retry_after->count())
                                   : "There is no Retry-After that can be read.");
}

void check_reply(Interview& interview, const Question& question, const Answer& answer, const ReplyTree& tree) {
  check_status(interview, answer);
  check_content_type(interview, answer);
  check_compression(interview, question, answer);
  check_bytes(interview, answer, tree);
  if (!answer.is_readable()) {
    if (tree.root) interview.broken("root", answer, "It is another element, or of another version.");
    return;
  }
  interview.kept("root");
  if (const Element* identify = answer.verb();
      identify && identify->local == "Identify" && interview.known.base_url.empty())
    interview.known.base_url = identify->words_of("baseURL");
  check_schema_location(interview, answer);
  check_envelope(interview, question, answer);
  check_response_date(interview, answer);
  check_request(interview, question, answer);
  check_errors(interview, answer);
  check_content(interview, answer);
  check_records(interview, answer);
}

}  // namespace commonplace::harvest::validator
