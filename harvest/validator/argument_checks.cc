// Questions that are wrong, each in one way (S3.6): a repository that answers them anyway hides mistakes of harvesters.
#include "harvest/validator/checks.h"

namespace commonplace::harvest::validator {

namespace {

void check_verbs(Interview& interview) {
  interview.expect_error("verb-missing", {}, {"badVerb"});
  interview.expect_error("verb-unknown", {{"verb", "ListEverything"}}, {"badVerb"});
  interview.expect_error("verb-unknown", {{"verb", "identify"}}, {"badVerb"});
  interview.expect_error("verb-repeated", {{"verb", "Identify"}, {"verb", "Identify"}}, {"badVerb"});
}

void check_unknown(Interview& interview, const std::string& prefix) {
  const std::pair<std::string, std::string> invented{"colour", "blue"}, format{"metadataPrefix", prefix};
  for (const Arguments& arguments :
       {Arguments{{"verb", "Identify"}}, Arguments{{"verb", "ListMetadataFormats"}}, Arguments{{"verb", "ListSets"}},
        Arguments{{"verb", "ListIdentifiers"}, format}, Arguments{{"verb", "ListRecords"}, format},
        Arguments{{"verb", "GetRecord"}, {"identifier", std::string(nobodys_identifier)}, format}}) {
    Arguments with = arguments;
    with.push_back(invented);
    interview.expect_error("argument-unknown", std::move(with), {"badArgument"});
  }
}

void check_foreign(Interview& interview, const std::string& prefix) {
  interview.expect_error("argument-foreign", {{"verb", "Identify"}, {"identifier", std::string(nobodys_identifier)}},
                         {"badArgument"});
  interview.expect_error("argument-foreign", {{"verb", "ListSets"}, {"metadataPrefix", prefix}}, {"badArgument"});
  interview.expect_error("argument-foreign", {{"verb", "ListMetadataFormats"}, {"metadataPrefix", prefix}},
                         {"badArgument"});
  interview.expect_error(
      "argument-foreign",
      {{"verb", "ListRecords"}, {"metadataPrefix", prefix}, {"identifier", std::string(nobodys_identifier)}},
      {"badArgument"});
}

void check_missing(Interview& interview, const std::string& prefix) {
  interview.expect_error("argument-missing", {{"verb", "ListRecords"}}, {"badArgument"});
  interview.expect_error("argument-missing", {{"verb", "ListIdentifiers"}}, {"badArgument"});
  interview.expect_error("argument-missing", {{"verb", "GetRecord"}, {"metadataPrefix", prefix}}, {"badArgument"});
  const auto& sample = interview.known.sample;
  const std::string identifier = sample.empty() ? std::string(nobodys_identifier) : sample.front().identifier;
  interview.expect_error("argument-missing", {{"verb", "GetRecord"}, {"identifier", identifier}}, {"badArgument"});
}

void check_repeated(Interview& interview, const std::string& prefix) {
  interview.expect_error("argument-repeated",
                         {{"verb", "ListIdentifiers"}, {"metadataPrefix", prefix}, {"metadataPrefix", prefix}},
                         {"badArgument"});
  interview.expect_error(
      "argument-repeated",
      {{"verb", "ListIdentifiers"}, {"metadataPrefix", prefix}, {"from", "2001-01-01"}, {"from", "2002-01-01"}},
      {"badArgument"});
}

void check_empty(Interview& interview, const std::string& prefix) {
  interview.expect_error("argument-empty", {{"verb", "ListIdentifiers"}, {"metadataPrefix", ""}}, {"badArgument"});
  for (const char* name : {"from", "until", "set"})
    interview.expect_error("argument-empty", {{"verb", "ListIdentifiers"}, {"metadataPrefix", prefix}, {name, ""}},
                           {"badArgument"});
  interview.expect_error("argument-empty", {{"verb", "GetRecord"}, {"metadataPrefix", prefix}, {"identifier", ""}},
                         {"badArgument"});
}

void check_unknown_values(Interview& interview, const std::string& prefix) {
  const std::string invented = "no-such-format";
  interview.expect_error("prefix-unknown", {{"verb", "ListRecords"}, {"metadataPrefix", invented}},
                         {"cannotDisseminateFormat"});
  interview.expect_error("prefix-unknown", {{"verb", "ListIdentifiers"}, {"metadataPrefix", invented}},
                         {"cannotDisseminateFormat"});
  if (!interview.known.sample.empty())
    interview.expect_error("prefix-unknown",
                           {{"verb", "GetRecord"},
                            {"identifier", interview.known.sample.front().identifier},
                            {"metadataPrefix", invented}},
                           {"cannotDisseminateFormat"});
  interview.expect_error("argument-impossible-prefix", {{"verb", "ListRecords"}, {"metadataPrefix", "two words"}},
                         {"badArgument"});
  interview.expect_error(
      "record-unknown",
      {{"verb", "GetRecord"}, {"identifier", std::string(nobodys_identifier)}, {"metadataPrefix", prefix}},
      {"idDoesNotExist"});
  interview.expect_error("argument-quote",
                         {{"verb", "GetRecord"}, {"identifier", "invalid\"id"}, {"metadataPrefix", prefix}},
                         {"idDoesNotExist", "badArgument"});
}

}  // namespace

void check_wrong_arguments(Interview& interview) {
  const std::string prefix = interview.known.prefix;
  check_verbs(interview);
  check_unknown(interview, prefix);
  check_foreign(interview, prefix);
  check_missing(interview, prefix);
  check_repeated(interview, prefix);
  check_empty(interview, prefix);
  check_unknown_values(interview, prefix);
}

void check_wrong_tokens(Interview& interview) {
  const std::string garbage = "commonplace-never-given-out-9f1c";
  for (const char* verb : {"ListRecords", "ListIdentifiers"})
    interview.expect_error("token-garbage", {{"verb", verb}, {"resumptionToken", garbage}}, {"badResumptionToken"});
  interview.expect_error("token-empty", {{"verb", "ListRecords"}, {"resumptionToken", ""}},
                         {"badResumptionToken", "badArgument"});
  const std::string& token = interview.known.records_token;
  if (token.empty()) return;
  interview.expect_error(
      "token-alone", {{"verb", "ListRecords"}, {"resumptionToken", token}, {"metadataPrefix", interview.known.prefix}},
      {"badArgument"});
  interview.expect_error("token-other-verb", {{"verb", "ListIdentifiers"}, {"resumptionToken", token}},
                         {"badResumptionToken"});
}

}  // namespace commonplace::harvest::validator
