// The addresses that an OAI-PMH source is asked at (OAI-PMH 2.0 §3.1, §4).
#pragma once

#include <string>
#include <string_view>

#include "harvest/date_ranges.h"

namespace commonplace::harvest {

class OaiQuestions {
 public:
  // `set`: that every list is limited to; empty: none.
  OaiQuestions(std::string base_url, std::string set) : base_url_(std::move(base_url)), set_(std::move(set)) {}

  // "Identify", "ListMetadataFormats".
  std::string about(std::string_view verb) const { return ask("verb=" + std::string(verb)); }
  // The first page of ListRecords or ListIdentifiers.
  std::string list(std::string_view verb, const std::string& prefix, const DateRange& range) const;
  std::string next_page(std::string_view verb, const std::string& token) const;
  std::string record(const std::string& prefix, const std::string& identifier) const;

 private:
  std::string ask(const std::string& arguments) const;

  const std::string base_url_;
  const std::string set_;
};

}  // namespace commonplace::harvest
