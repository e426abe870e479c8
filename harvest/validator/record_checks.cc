// Records: in every answer that has some, and one by one with GetRecord.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::int64_t clock_slack = 60;  // seconds between the clocks of one house

bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (std::isalpha(static_cast<unsigned char>(text[0])) == 0) return false;
  const auto scheme_sign = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), scheme_sign) &&
         text.find_first_of(" \t\r\n<>\"{}|\\^`") == std::string_view::npos;
}

void check_datestamp(Interview& interview, const Answer& answer, const Header& header) {
  const auto date = model::parse_datestamp(header.datestamp);
  const auto& granularity = interview.known.granularity;
  const auto found = fmt::format("{} of {}.", excerpt(header.datestamp), excerpt(header.identifier));
  interview.hold("datestamp", date && (!granularity || date->granularity == *granularity), answer, found);
  if (!date) return;
  if (const auto earliest = model::parse_datestamp(interview.known.earliest))
    interview.hold("datestamp-earliest", date->datestamp >= earliest->datestamp, answer,
                   fmt::format("{} earliestDatestamp is {}.", found, interview.known.earliest));
  if (const auto now = model::parse_datestamp(answer.root->words_of("responseDate")))
    interview.hold("datestamp-future", date->datestamp.seconds <= now->datestamp.seconds + clock_slack, answer, found);
}

void check_header(Interview& interview, const Answer& answer, const Header& header) {
  interview.hold("identifier", is_uri(header.identifier), answer,
                 fmt::format("The identifier is {}.", excerpt(header.identifier)));
  check_datestamp(interview, answer, header);
  for (const auto& set : header.sets) {
    interview.hold("record-sets", is_set_spec(set), answer, fmt::format("The set is {}.", excerpt(set)));
    if (!interview.known.all_sets_seen || !is_set_spec(set)) continue;
    const auto& sets = interview.known.sets;
    interview.hold(
        "set-listed", std::find(sets.begin(), sets.end(), set) != sets.end(), answer,
        fmt::format("{} is in the set {}, which ListSets does not have.", excerpt(header.identifier), excerpt(set)));
  }
  if (header.deleted)
    interview.hold("deleted-announced", interview.known.deleted_record != "no", answer,
                   fmt::format("{} is deleted.", excerpt(header.identifier)));
}

std::string prefix_of(const Answer& answer) {
  const Element* request = answer.root->child("request");
  return request ? std::string(request->attribute("metadataPrefix")) : std::string();
}

void check_namespace(Interview& interview, const Answer& answer, const Element& metadata) {
  if (metadata.children.size() != 1) return;
  const std::string prefix = prefix_of(answer);  // pages after the first do not say it
  const std::string& asked = prefix.empty() ? interview.known.prefix : prefix;
  for (const auto& format : interview.known.formats) {
    if (format.prefix != asked) continue;
    const std::string& space = metadata.children.front().space;
    interview.hold("metadata-namespace", space == format.metadata_namespace, answer,
                   fmt::format("The metadata is in {}, the format {} in {}.", excerpt(space), excerpt(asked),
                               excerpt(format.metadata_namespace)));
  }
}

void check_body(Interview& interview, const Answer& answer, const Element& record, const Header& header) {
  const Element* metadata = record.child("metadata");
  const auto found = fmt::format("The record is {}.", excerpt(header.identifier));
  if (header.deleted) return interview.hold("deleted-empty", !metadata && !record.child("about"), answer, found);
  interview.hold("metadata-there", metadata != nullptr, answer, found);
  if (metadata) check_namespace(interview, answer, *metadata);
}

// A deleted record that is still told of must be shown; deletedRecord=transient may forget it in the meantime.
void check_one(Interview& interview, const Header& listed) {
  const Answer answer = interview.ask(
      {.arguments = {
           {"verb", "GetRecord"}, {"identifier", listed.identifier}, {"metadataPrefix", interview.known.prefix}}});
  if (!answer.is_readable()) return;
  const auto headers = answer.headers();
  const std::string_view rule = listed.deleted ? "deleted-get" : "get-record";
  if (headers.size() != 1) return interview.broken(rule, answer, answer.in_short());
  const Header& got = headers.front();
  const bool is_same = got.identifier == listed.identifier && got.deleted == listed.deleted;
  // A record that changed between the two questions is newer, and no fault.
  const bool is_older = got.datestamp.size() == listed.datestamp.size() && got.datestamp < listed.datestamp;
  interview.hold(rule, is_same && !is_older, answer,
                 fmt::format("It brings {} of {}, the list {} of {}.", excerpt(got.identifier), excerpt(got.datestamp),
                             excerpt(listed.identifier), excerpt(listed.datestamp)));
}

}  // namespace

void check_records(Interview& interview, const Answer& answer) {
  for (const auto& header : answer.headers()) check_header(interview, answer, header);
  const Element* answering = answer.verb();
  if (!answering || answering->local == "ListIdentifiers") return;
  for (const auto& record : answering->children) {
    const Element* header = record.local == "record" ? record.child("header") : nullptr;
    if (!header) continue;
    check_body(interview, answer, record,
               {header->words_of("identifier"), {}, {}, header->attribute("status") == "deleted"});
  }
}

void check_sampled_records(Interview& interview) {
  for (const auto& header : interview.known.sample) check_one(interview, header);
}

}  // namespace commonplace::harvest::validator
