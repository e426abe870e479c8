// ListMetadataFormats, of the repository and of one record (S4.4).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

std::vector<FormatOffered> formats_in(const Answer& answer) {
  std::vector<FormatOffered> out;
  if (const Element* list = answer.verb())
    for (const auto& format : list->children)
      if (format.local == "metadataFormat")
        out.push_back(
            {format.words_of("metadataPrefix"), format.words_of("schema"), format.words_of("metadataNamespace")});
  return out;
}

void check_prefixes(Interview& interview, const Answer& answer) {
  std::set<std::string_view> seen;
  for (const auto& format : interview.known.formats) {
    const bool is_new = seen.insert(format.prefix).second;
    interview.hold("format-prefix", is_new && is_prefix(format.prefix), answer,
                   fmt::format("{} {}.", excerpt(format.prefix), is_new ? "cannot be a prefix" : "is listed twice"));
  }
}

void check_dublin_core(Interview& interview, const Answer& answer) {
  const auto& formats = interview.known.formats;
  const auto dc = std::find_if(formats.begin(), formats.end(), [](const auto& f) { return f.prefix == "oai_dc"; });
  if (dc == formats.end()) return interview.broken("oai-dc", answer, "There is no oai_dc.");
  const bool is_right = dc->metadata_namespace == "http://www.openarchives.org/OAI/2.0/oai_dc/" &&
                        dc->schema.ends_with("://www.openarchives.org/OAI/2.0/oai_dc.xsd");
  interview.hold(
      "oai-dc", is_right, answer,
      fmt::format("The namespace is {}, the schema {}.", excerpt(dc->metadata_namespace), excerpt(dc->schema)));
}

}  // namespace

void check_formats(Interview& interview) {
  const Answer answer = interview.ask({.arguments = {{"verb", "ListMetadataFormats"}}});
  if (!answer.is_readable()) return;
  Known& known = interview.known;
  known.formats = formats_in(answer);
  check_prefixes(interview, answer);
  check_dublin_core(interview, answer);
  const bool has_dc =
      std::any_of(known.formats.begin(), known.formats.end(), [](const auto& f) { return f.prefix == "oai_dc"; });
  if (!has_dc && !known.formats.empty()) known.prefix = known.formats.front().prefix;
}

void check_formats_of_record(Interview& interview) {
  interview.expect_error("formats-unknown-record",
                         {{"verb", "ListMetadataFormats"}, {"identifier", std::string(nobodys_identifier)}},
                         {"idDoesNotExist"});
  const auto& sample = interview.known.sample;
  const auto live = std::find_if(sample.begin(), sample.end(), [](const Header& h) { return !h.deleted; });
  if (live == sample.end()) return;
  const Answer answer =
      interview.ask({.arguments = {{"verb", "ListMetadataFormats"}, {"identifier", live->identifier}}});
  if (!answer.is_readable()) return;
  const auto of_record = formats_in(answer);
  const auto& all = interview.known.formats;
  const bool are_known = std::all_of(of_record.begin(), of_record.end(), [&all](const FormatOffered& format) {
    return std::any_of(all.begin(), all.end(), [&format](const auto& f) { return f.prefix == format.prefix; });
  });
  interview.hold("formats-of-record", !of_record.empty() && are_known, answer, answer.in_short());
}

}  // namespace commonplace::harvest::validator
