// The tables of MD §3: what each licence family answers to a teacher, and how its canonical URI is spelled.
// Sources: creativecommons.org (ports and versions), rightsstatements.org 1.0, nationalarchives.gov.uk, govdata.de,
// data.norge.no, etalab.gouv.fr, gnu.org, opensource.org; as of November 2026.
#include "schemas/vocabularies/licence_families.h"

#include <algorithm>
#include <array>

namespace commonplace::vocabularies {
namespace {

constexpr Answer yes = Answer::yes;
constexpr Answer no = Answer::no;
constexpr Answer ask = Answer::ask;
constexpr Answer unsure = Answer::unsure;

constexpr std::string_view ogl_words = "give the source's attribution statement";
constexpr std::string_view fdl_words = "same licence, with its full text";
constexpr std::string_view software_words = "keep the licence text (meant for software)";
constexpr std::string_view orphan_words = "orphan work; rights-holder not found";
constexpr std::string_view other_law_words = "contract or another law restricts";
constexpr std::string_view unknown_words = "not evaluated; undetermined";

// rightsstatements.org names its statements with http, and says that this spelling identifies them.
constexpr FixedLicence fixed[] = {
    {"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/1/",
     "OGL 1.0",
     "nationalarchives.gov.uk/doc/open-government-licence/version/1",
     {yes, yes, yes, yes, yes, ogl_words}},
    {"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
     "OGL 2.0",
     "nationalarchives.gov.uk/doc/open-government-licence/version/2",
     {yes, yes, yes, yes, yes, ogl_words}},
    {"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
     "OGL 3.0",
     "nationalarchives.gov.uk/doc/open-government-licence/version/3",
     {yes, yes, yes, yes, yes, ogl_words}},
    {"https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
     "Etalab 2.0",
     "etalab.gouv.fr/licence-ouverte-open-licence",
     {yes, yes, yes, yes, yes, ""}},
    {"https://data.norge.no/nlod/en/1.0", "NLOD 1.0", "data.norge.no/nlod/en/1.0", {yes, yes, yes, yes, yes, ""}},
    {"https://data.norge.no/nlod/en/2.0", "NLOD 2.0", "data.norge.no/nlod/en/2.0", {yes, yes, yes, yes, yes, ""}},
    {"https://www.govdata.de/dl-de/by-2-0", "DL-DE BY 2.0", "govdata.de/dl-de/by-2-0", {yes, yes, yes, yes, yes, ""}},
    {"https://www.govdata.de/dl-de/zero-2-0",
     "DL-DE Zero 2.0",
     "govdata.de/dl-de/zero-2-0",
     {yes, yes, yes, yes, no, ""}},
    {"https://www.gnu.org/licenses/fdl-1.2.html",
     "GNU FDL 1.2",
     "gnu.org/licenses/fdl-1.2",
     {yes, yes, yes, yes, yes, fdl_words}},
    {"https://www.gnu.org/licenses/fdl-1.3.html",
     "GNU FDL 1.3",
     "gnu.org/licenses/fdl-1.3",
     {yes, yes, yes, yes, yes, fdl_words}},
    {"https://opensource.org/licenses/MIT",
     "MIT",
     "opensource.org/licenses/mit",
     {yes, yes, yes, yes, yes, software_words}},
    {"https://opensource.org/licenses/BSD-2-Clause",
     "BSD 2-Clause",
     "opensource.org/licenses/bsd-2-clause",
     {yes, yes, yes, yes, yes, software_words}},
    {"https://opensource.org/licenses/BSD-3-Clause",
     "BSD 3-Clause",
     "opensource.org/licenses/bsd-3-clause",
     {yes, yes, yes, yes, yes, software_words}},
    {"https://www.apache.org/licenses/LICENSE-2.0",
     "Apache 2.0",
     "apache.org/licenses/license-2.0",
     {yes, yes, yes, yes, yes, software_words}},
    {"http://rightsstatements.org/vocab/InC/1.0/",
     "In copyright",
     "rightsstatements.org/vocab/inc/1.0",
     {ask, ask, ask, ask, ask, "in copyright"}},
    {"http://rightsstatements.org/vocab/InC-EDU/1.0/",
     "In copyright – educational use permitted",
     "rightsstatements.org/vocab/inc-edu/1.0",
     {yes, ask, ask, no, yes, "educational use allowed"}},
    {"http://rightsstatements.org/vocab/InC-NC/1.0/",
     "In copyright – non-commercial use permitted",
     "rightsstatements.org/vocab/inc-nc/1.0",
     {yes, ask, yes, no, yes, "non-commercial use allowed"}},
    {"http://rightsstatements.org/vocab/InC-OW-EU/1.0/",
     "In copyright – EU orphan work",
     "rightsstatements.org/vocab/inc-ow-eu/1.0",
     {ask, ask, ask, ask, unsure, orphan_words}},
    {"http://rightsstatements.org/vocab/InC-RUU/1.0/",
     "In copyright – rights-holder unlocatable or unidentifiable",
     "rightsstatements.org/vocab/inc-ruu/1.0",
     {ask, ask, ask, ask, unsure, orphan_words}},
    {"http://rightsstatements.org/vocab/NoC-NC/1.0/",
     "No copyright – non-commercial use only",
     "rightsstatements.org/vocab/noc-nc/1.0",
     {yes, yes, yes, no, unsure, "contract forbids commercial use"}},
    {"http://rightsstatements.org/vocab/NoC-CR/1.0/",
     "No copyright – contractual restrictions",
     "rightsstatements.org/vocab/noc-cr/1.0",
     {ask, ask, ask, ask, unsure, other_law_words}},
    {"http://rightsstatements.org/vocab/NoC-OKLR/1.0/",
     "No copyright – other known legal restrictions",
     "rightsstatements.org/vocab/noc-oklr/1.0",
     {ask, ask, ask, ask, unsure, other_law_words}},
    {"http://rightsstatements.org/vocab/NoC-US/1.0/",
     "No copyright – United States",
     "rightsstatements.org/vocab/noc-us/1.0",
     {unsure, unsure, unsure, unsure, unsure, "public domain in the United States only"}},
    {"http://rightsstatements.org/vocab/NKC/1.0/",
     "No known copyright",
     "rightsstatements.org/vocab/nkc/1.0",
     {unsure, unsure, unsure, unsure, unsure, "no known copyright, no guarantee"}},
    {"http://rightsstatements.org/vocab/CNE/1.0/",
     "Copyright not evaluated",
     "rightsstatements.org/vocab/cne/1.0",
     {unsure, unsure, unsure, unsure, unsure, unknown_words}},
    {"http://rightsstatements.org/vocab/UND/1.0/",
     "Copyright undetermined",
     "rightsstatements.org/vocab/und/1.0",
     {unsure, unsure, unsure, unsure, unsure, unknown_words}},
};

constexpr std::string_view kinds_of_all_versions[] = {"by", "by-sa", "by-nc", "by-nd", "by-nc-nd", "by-nc-sa"};
constexpr std::string_view kinds_of_1_0[] = {"nd", "nc", "sa", "nc-sa", "nd-nc", "by-nd-nc"};
constexpr std::string_view versions[] = {"1.0", "2.0", "2.5", "3.0", "4.0"};
constexpr std::string_view ports[] = {
    "ae", "am", "ar", "at", "au", "az", "be", "bg", "bo", "br", "ca", "ch", "cl", "cn",  "co", "cr",       "cz", "de",
    "dk", "ec", "ee", "eg", "es", "fi", "fr", "ge", "gr", "gt", "hk", "hr", "hu", "ie",  "il", "in",       "it", "jo",
    "jp", "kr", "lu", "mk", "mt", "mx", "my", "ng", "nl", "no", "nz", "pe", "ph", "pl",  "pr", "pt",       "ro", "rs",
    "ru", "se", "sg", "si", "th", "tn", "tw", "ua", "ug", "uk", "us", "ve", "vn", "igo", "za", "scotland",
};

template <typename Range>
bool holds(const Range& range, std::string_view word) {
  return std::find(std::begin(range), std::end(range), word) != std::end(range);
}

bool is_public_domain_tool(const CreativeCommons& licence) {
  return licence.kind == "zero" || licence.kind == "mark";
}

// Whether a kind has an element: "by-nc" has "nc".
bool has(std::string_view kind, std::string_view element) {
  for (std::size_t begin = 0; begin < kind.size();) {
    const std::size_t end = std::min(kind.find('-', begin), kind.size());
    if (kind.substr(begin, end - begin) == element) return true;
    begin = end + 1;
  }
  return false;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string_view condition_of(std::string_view kind) {
  if (has(kind, "nc") && has(kind, "sa")) return "same licence, not commercial";
  if (has(kind, "nc") && has(kind, "nd")) return "unchanged, not commercial";
  if (has(kind, "nc")) return "not for commercial use";
  if (has(kind, "nd")) return "unchanged only";
  if (has(kind, "sa")) return "share adaptations under the same licence";
  return "";
}

}  // namespace

std::span<const FixedLicence> fixed_licences() {
  return fixed;
}

const FixedLicence* find_fixed_licence(std::string_view uri) {
  const auto* found = std::find_if(std::begin(fixed), std::end(fixed), [&](const auto& one) { return one.uri == uri; });
  return found == std::end(fixed) ? nullptr : found;
}

bool is_port(std::string_view word) {
  return holds(ports, word);
}

bool is_kind(std::string_view word) {
  return holds(kinds_of_all_versions, word) || holds(kinds_of_1_0, word);
}

bool exists(const CreativeCommons& licence) {
  if (is_public_domain_tool(licence)) return licence.version == "1.0" && licence.port.empty();
  if (holds(kinds_of_1_0, licence.kind)) return licence.version == "1.0" && licence.port.empty();
  if (!holds(kinds_of_all_versions, licence.kind) || !holds(versions, licence.version)) return false;
  if (licence.port.empty()) return true;
  if (licence.port == "igo") return licence.version == "3.0";
  return licence.version != "4.0" && is_port(licence.port);
}

std::string uri_of(const CreativeCommons& licence) {
  std::string uri = "https://creativecommons.org/";
  uri += is_public_domain_tool(licence) ? "publicdomain/" : "licenses/";
  uri += licence.kind + "/" + licence.version + "/";
  if (!licence.port.empty()) uri += licence.port + "/";
  return uri;
}

std::string label_of(const CreativeCommons& licence) {
  if (licence.kind == "zero") return "CC0 1.0";
  if (licence.kind == "mark") return "Public Domain Mark 1.0";
  std::string label = "CC " + upper(licence.kind) + " " + licence.version;
  if (!licence.port.empty()) label += " " + (licence.port == "scotland" ? "Scotland" : upper(licence.port));
  return label;
}

Permissions permissions_of(const CreativeCommons& licence) {
  if (licence.kind == "zero") return {yes, yes, yes, yes, no, ""};
  if (licence.kind == "mark") return {yes, yes, yes, yes, no, "free of known copyright"};
  return {.print = yes,
          .adapt = has(licence.kind, "nd") ? no : yes,
          .share = yes,
          .sell = has(licence.kind, "nc") ? no : yes,
          .credit = has(licence.kind, "by") ? yes : no,
          .condition = condition_of(licence.kind)};
}

std::optional<CreativeCommons> creative_commons(std::string_view canonical_uri) {
  constexpr std::string_view host = "https://creativecommons.org/";
  if (!canonical_uri.starts_with(host)) return std::nullopt;
  std::array<std::string, 4> parts;
  std::size_t count = 0;
  for (std::size_t begin = host.size(); begin < canonical_uri.size() && count < parts.size(); ++count) {
    const std::size_t end = std::min(canonical_uri.find('/', begin), canonical_uri.size());
    parts[count] = canonical_uri.substr(begin, end - begin);
    begin = end + 1;
  }
  CreativeCommons licence{parts[1], parts[2], parts[3]};
  if (!exists(licence) || uri_of(licence) != canonical_uri) return std::nullopt;
  return licence;
}

}  // namespace commonplace::vocabularies
