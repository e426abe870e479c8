// Identify: what a repository says about itself (S4.2).
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::string_view identifier_namespace = "http://www.openarchives.org/OAI/2.0/oai-identifier";

bool all_of(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [more](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || more.find(c) != std::string_view::npos;
  });
}

// The strictest reader met: zimeon/oaipmh-validator takes nothing else (OAI-30).
bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at < 2 || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view local = text.substr(0, at), host = text.substr(at + 1);
  const auto dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || host.size() - dot < 3) return false;
  const std::string_view top = host.substr(dot + 1);
  const bool top_is_word = std::all_of(top.begin(), top.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return all_of(local, "_-.+") && local.front() != '.' && local.front() != '-' && all_of(host, "-.") && top_is_word;
}

void check_names(Interview& interview, const Answer& answer, const Element& identify) {
  interview.hold("repository-name", !identify.words_of("repositoryName").empty(), answer, "repositoryName is empty.");
  const std::string base_url = identify.words_of("baseURL");
  interview.hold("base-url", base_url == interview.url(), answer,
                 fmt::format("baseURL is {}, and {} was asked.", excerpt(base_url), excerpt(interview.url())));
  const std::string version = identify.words_of("protocolVersion");
  interview.hold("protocol-version", version == "2.0", answer, fmt::format("It is {}.", excerpt(version)));
  for (const auto& child : identify.children)
    if (child.local == "adminEmail")
      interview.hold("admin-email", is_email(child.words()), answer, fmt::format("It is {}.", excerpt(child.words())));
}

void check_dates_of(Interview& interview, const Answer& answer) {
  Known& known = interview.known;
  const auto date = model::parse_datestamp(known.earliest);
  interview.hold("earliest-datestamp", date && (!known.granularity || date->granularity == *known.granularity), answer,
                 fmt::format("It is {}.", excerpt(known.earliest)));
  constexpr std::int64_t first_of_1990 = 631'152'000;
  if (date)
    interview.hold("earliest-plausible", date->datestamp.seconds >= first_of_1990, answer,
                   fmt::format("It is {}.", known.earliest));
}

void check_policies(Interview& interview, const Answer& answer, const Element& identify) {
  Known& known = interview.known;
  const std::string granularity = identify.words_of("granularity");
  const bool days = granularity == "YYYY-MM-DD", seconds = granularity == "YYYY-MM-DDThh:mm:ssZ";
  if (days || seconds) known.granularity = days ? model::Granularity::day : model::Granularity::second;
  interview.hold("granularity", days || seconds, answer, fmt::format("It is {}.", excerpt(granularity)));
  const std::string& deleted = known.deleted_record;
  const bool is_known = deleted == "no" || deleted == "transient" || deleted == "persistent";
  interview.hold("deleted-record", is_known, answer, fmt::format("It is {}.", excerpt(deleted)));
  interview.hold("deletions-kept", deleted != "no", answer, "deletedRecord is no.");
  for (const auto& child : identify.children)
    if (child.local == "compression") {
      interview.hold("compression-identity", child.words() != "identity", answer, "It lists identity.");
      known.compression += child.words() + " ";
    }
}

std::string text_in(const Element& package, std::string_view name) {
  for (const auto& child : package.children)
    if (child.local == name) return child.words();
  return {};
}

std::string fault_of_scheme(const Element& package) {
  const std::string host = text_in(package, "repositoryIdentifier"), sample = text_in(package, "sampleIdentifier");
  if (text_in(package, "scheme") != "oai") return fmt::format("The scheme is {}.", excerpt(text_in(package, "scheme")));
  const bool is_host =
      host.find('.') != std::string::npos && all_of(host, "-.") && !host.starts_with('.') && !host.ends_with('.');
  if (!is_host) return fmt::format("The repositoryIdentifier is {}, which is no host name.", excerpt(host));
  if (text_in(package, "delimiter") != ":")
    return fmt::format("The delimiter is {}.", excerpt(text_in(package, "delimiter")));
  const bool fits = sample.starts_with("oai:" + host + ":") && sample.size() > host.size() + 5;
  return fits ? "" : fmt::format("The sampleIdentifier is {}.", excerpt(sample));
}

void check_sample(Interview& interview, const std::string& sample) {
  const Answer answer =
      interview.ask({.arguments = {{"verb", "GetRecord"}, {"identifier", sample}, {"metadataPrefix", "oai_dc"}}});
  if (answer.is_readable())
    interview.hold("sample-identifier", !answer.has_error("idDoesNotExist"), answer, answer.in_short());
}

void check_scheme(Interview& interview, const Answer& answer, const Element& identify) {
  std::vector<const Element*> packages;
  for (const auto& description : identify.children)
    if (description.local == "description")
      for (const auto& package : description.children)
        if (package.local == "oai-identifier" && package.space == identifier_namespace) packages.push_back(&package);
  if (packages.empty()) return;
  interview.hold("oai-identifier-once", packages.size() == 1, answer, fmt::format("There are {}.", packages.size()));
  const auto fault = fault_of_scheme(*packages.front());
  interview.hold("oai-identifier", fault.empty(), answer, fault);
  if (fault.empty()) check_sample(interview, text_in(*packages.front(), "sampleIdentifier"));
}

}  // namespace

bool check_identify(Interview& interview) {
  const Answer answer = interview.ask({.arguments = {{"verb", "Identify"}}});
  const Element* identify = answer.verb();
  if (!identify || identify->local != "Identify") {
    if (answer.is_readable()) interview.broken("identify-structure", answer, answer.in_short());
    return false;
  }
  Known& known = interview.known;
  known.earliest = identify->words_of("earliestDatestamp");
  known.deleted_record = identify->words_of("deletedRecord");
  known.response_date = answer.root->words_of("responseDate");
  interview.call(identify->words_of("repositoryName"));
  check_names(interview, answer, *identify);
  check_policies(interview, answer, *identify);
  check_dates_of(interview, answer);
  check_scheme(interview, answer, *identify);
  return true;
}

}  // namespace commonplace::harvest::validator
