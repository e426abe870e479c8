#include "harvest/oai_questions.h"

#include "schemas/formats/url.h"

namespace commonplace::harvest {

std::string OaiQuestions::ask(const std::string& arguments) const {
  return base_url_ + (base_url_.find('?') == std::string::npos ? "?" : "&") + arguments;
}

std::string OaiQuestions::list(std::string_view verb, const std::string& prefix, const DateRange& range) const {
  std::string arguments = "verb=" + std::string(verb) + "&metadataPrefix=" + formats::percent_encode(prefix);
  if (!set_.empty()) arguments += "&set=" + formats::percent_encode(set_);
  if (!range.from.empty()) arguments += "&from=" + formats::percent_encode(range.from);
  if (!range.until.empty()) arguments += "&until=" + formats::percent_encode(range.until);
  return ask(arguments);
}

std::string OaiQuestions::next_page(std::string_view verb, const std::string& token) const {
  return ask("verb=" + std::string(verb) + "&resumptionToken=" + formats::percent_encode(token));
}

std::string OaiQuestions::record(const std::string& prefix, const std::string& identifier) const {
  return ask("verb=GetRecord&identifier=" + formats::percent_encode(identifier) + "&metadataPrefix=" + formats::percent_encode(prefix));
}

}  // namespace commonplace::harvest
