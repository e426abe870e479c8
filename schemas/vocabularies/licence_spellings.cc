// Reading licences as people and systems write them: addresses (MD-8) and plain names (MD-9).
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "schemas/vocabularies/licence_families.h"
#include "schemas/vocabularies/licences.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::vocabularies {
namespace {

// No licence has a longer address; what is longer is a text about rights.
constexpr std::size_t longest_spelling_bytes = 300;

using Words = std::vector<std::string>;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n<>";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

Words split(std::string_view text, char separator) {
  Words words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string join(const Words& words, char separator) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

// ---- addresses

// Host and path as segments, lower case, without scheme, "www.", query and fragment; empty when it is no address.
Words address_segments(std::string_view text) {
  std::string address = lower(text);
  address = address.substr(0, address.find_first_of("?#"));
  if (address.find(' ') != std::string::npos) return {};
  for (const std::string_view scheme : {"https:", "http:"})
    if (address.starts_with(scheme)) address.erase(0, scheme.size());
  Words segments = split(address, '/');
  if (segments.empty() || segments[0].find('.') == std::string::npos) return {};
  if (segments[0].starts_with("www.")) segments[0].erase(0, 4);
  return segments;
}

// "deed", "deed.cy", "legalcode.txt", "rdf": the page about a licence, not another licence.
bool is_page_of_licence(std::string_view segment) {
  const std::string_view page = segment.substr(0, segment.find_first_of(".-"));
  return page == "deed" || page == "legalcode" || segment == "rdf";
}

std::optional<std::string> creative_commons_address(Words segments) {
  if (segments[0] != "creativecommons.org" || segments.size() < 3) return std::nullopt;
  while (segments.size() > 3 && is_page_of_licence(segments.back())) segments.pop_back();
  const bool tool = segments[1] == "publicdomain";
  if (!tool && segments[1] != "licenses" && segments[1] != "licences") return std::nullopt;
  if (tool && segments.size() == 3) segments.emplace_back("1.0");
  if (segments.size() < 4 || segments.size() > 5) return std::nullopt;
  const CreativeCommons licence{segments[2], segments[3], segments.size() == 5 ? segments[4] : ""};
  if (!exists(licence) || tool != (licence.kind == "zero" || licence.kind == "mark")) return std::nullopt;
  return uri_of(licence);
}

// Endings that do not change which licence is meant.
void drop_endings(std::string& address) {
  for (const std::string_view ending : {".html", ".htm", ".txt", ".php", ".en", "/en"})
    if (address.ends_with(ending)) address.erase(address.rfind(ending));
}

struct OtherAddress {
  std::string_view address;
  std::string_view uri;
};
// Addresses under which the same text also stands.
constexpr OtherAddress other_addresses[] = {
    {"nationalarchives.gov.uk/doc/open-government-licence",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"spdx.org/licenses/ogl-uk-1.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/1/"},
    {"spdx.org/licenses/ogl-uk-2.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/"},
    {"spdx.org/licenses/ogl-uk-3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"etalab.gouv.fr/wp-content/uploads/2017/04/etalab-licence-ouverte-v2.0.pdf",
     "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    {"spdx.org/licenses/etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    {"data.norge.no/nlod/no/1.0", "https://data.norge.no/nlod/en/1.0"},
    {"data.norge.no/nlod/no/2.0", "https://data.norge.no/nlod/en/2.0"},
    {"gnu.org/copyleft/fdl", "https://www.gnu.org/licenses/fdl-1.3.html"},
    {"gnu.org/licenses/fdl", "https://www.gnu.org/licenses/fdl-1.3.html"},
    {"gnu.org/licenses/old-licenses/fdl-1.2", "https://www.gnu.org/licenses/fdl-1.2.html"},
    {"opensource.org/license/mit", "https://opensource.org/licenses/MIT"},
    {"opensource.org/license/bsd-2-clause", "https://opensource.org/licenses/BSD-2-Clause"},
    {"opensource.org/license/bsd-3-clause", "https://opensource.org/licenses/BSD-3-Clause"},
    {"opensource.org/licenses/apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"},
};

std::optional<std::string> fixed_address(const Words& segments) {
  std::string address = join(segments, '/');
  drop_endings(address);
  if (address.starts_with("rightsstatements.org/page/")) address.replace(21, 4, "vocab");
  for (const auto& licence : fixed_licences())
    if (licence.address == address) return std::string(licence.uri);
  for (const auto& other : other_addresses)
    if (other.address == address) return std::string(other.uri);
  return std::nullopt;
}

// ---- names

bool take(Words& words, std::initializer_list<std::string_view> phrase) {
  const auto found = std::search(words.begin(), words.end(), phrase.begin(), phrase.end());
  if (found == words.end()) return false;
  words.erase(found, found + static_cast<std::ptrdiff_t>(phrase.size()));
  return true;
}

bool take_any(Words& words, std::initializer_list<std::initializer_list<std::string_view>> phrases) {
  bool taken = false;
  for (const auto& phrase : phrases) taken = take(words, phrase) || taken;
  return taken;
}

// A plain name taken apart. lookup_key turns "4.0" into the words "4" and "0".
struct Name {
  bool creative_commons = false;
  std::string kind;
  std::string major;  // "4" of "4.0"
  std::string minor;  // "0" of "4.0"; empty for "CC BY 4"
  std::string port;
  bool understood = false;  // no word was left over
};

bool is_number(std::string_view word) {
  return word.size() == 1 && word[0] >= '0' && word[0] <= '9';
}

void take_version(Words& words, Name& name) {
  for (auto& word : words)  // "v3" → "3"
    if (word.size() == 2 && word[0] == 'v' && is_number(word.substr(1))) word.erase(0, 1);
  const auto major = std::find_if(words.begin(), words.end(), is_number);
  if (major == words.end()) return;
  name.major = *major;
  const auto next = words.erase(major);
  if (next == words.end() || !is_number(*next)) return;
  name.minor = *next;
  words.erase(next);
}

Words name_words(std::string_view text) {
  Words words = split(lookup_key(text), ' ');
  take_any(words, {{"license"},
                   {"licence"},
                   {"licensed"},
                   {"international"},
                   {"unported"},
                   {"generic"},
                   {"the"},
                   {"under"},
                   {"a"},
                   {"version"},
                   {"lizenz"},
                   {"trwydded"},
                   {"licencia"}});
  return words;
}

Name read_creative_commons_name(std::string_view text) {
  Name name;
  Words words = name_words(text);
  name.creative_commons = take_any(words, {{"creative", "commons"}, {"cc"}, {"creativecommons"}, {"ccby"}});
  const bool by = take_any(words, {{"attribution"}, {"by"}}) || lookup_key(text).find("ccby") != std::string::npos;
  const bool nc = take_any(words, {{"non", "commercial"}, {"noncommercial"}, {"nc"}});
  const bool nd = take_any(words, {{"no", "derivatives"}, {"noderivatives"}, {"no", "derivs"}, {"noderivs"}, {"nd"}});
  const bool sa = take_any(words, {{"share", "alike"}, {"sharealike"}, {"sa"}});
  if (by) name.kind = std::string("by") + (nc ? "-nc" : "") + (nd ? "-nd" : "") + (sa ? "-sa" : "");
  take_version(words, name);
  take(words, {"and"});
  if (words.size() == 1 && is_port(words[0])) {
    name.port = words[0];
    words.clear();
  }
  name.understood = words.empty() && is_kind(name.kind);
  return name;
}

std::optional<std::string> public_domain_name(const std::string& key) {
  for (const std::string_view known :
       {"cc0", "cc0 1 0", "cc zero", "cc zero 1 0", "cc 0", "creative commons zero", "creative commons zero 1 0",
        "creative commons 0", "creative commons cc0", "creative commons cc0 1 0", "cc0 1 0 universal", "cc0 universal",
        "cc0 1", "creative commons zero v1 0 universal", "cc0 public domain dedication",
        "cc0 1 0 universal public domain dedication"})
    if (key == known) return uri_of({"zero", "1.0", ""});
  for (const std::string_view known :
       {"public domain mark", "public domain mark 1 0", "pdm", "pdm 1 0", "cc pdm", "cc pdm 1 0",
        "creative commons public domain mark", "creative commons public domain mark 1 0", "cc public domain mark 1 0"})
    if (key == known) return uri_of({"mark", "1.0", ""});
  return std::nullopt;
}

bool is_ogl(Words& words) {
  return take_any(words, {{"open", "government"}, {"ogl"}}) && (take_any(words, {{"uk"}, {"ogl"}}), true);
}

std::string ogl_uri(std::string_view version) {
  return "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/" + std::string(version) + "/";
}

// OGL with its version ("3", "v3.0"); "" in `major` when none is said.
std::optional<Name> ogl_name(std::string_view text) {
  Words words = name_words(text);
  if (!is_ogl(words)) return std::nullopt;
  Name name;
  take_version(words, name);
  take_any(words, {{"united", "kingdom"}, {"for", "public", "sector", "information"}, {"uk"}});
  if (!words.empty()) return std::nullopt;
  return name;
}

struct KnownName {
  std::string_view key;  // as lookup_key writes it
  std::string_view uri;
};
constexpr KnownName known_names[] = {
    {"mit", "https://opensource.org/licenses/MIT"},
    {"mit license", "https://opensource.org/licenses/MIT"},
    {"mit licence", "https://opensource.org/licenses/MIT"},
    {"bsd 2 clause", "https://opensource.org/licenses/BSD-2-Clause"},
    {"bsd 3 clause", "https://opensource.org/licenses/BSD-3-Clause"},
    {"apache 2 0", "https://www.apache.org/licenses/LICENSE-2.0"},
    {"apache license 2 0", "https://www.apache.org/licenses/LICENSE-2.0"},
    {"apache license version 2 0", "https://www.apache.org/licenses/LICENSE-2.0"},
    {"gfdl 1 2", "https://www.gnu.org/licenses/fdl-1.2.html"},
    {"gfdl 1 3", "https://www.gnu.org/licenses/fdl-1.3.html"},
    {"gnu free documentation license 1 2", "https://www.gnu.org/licenses/fdl-1.2.html"},
    {"gnu free documentation license 1 3", "https://www.gnu.org/licenses/fdl-1.3.html"},
    {"licence ouverte 2 0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
    {"dl de by 2 0", "https://www.govdata.de/dl-de/by-2-0"},
    {"dl de zero 2 0", "https://www.govdata.de/dl-de/zero-2-0"},
    {"inc", "http://rightsstatements.org/vocab/InC/1.0/"},
    {"inc edu", "http://rightsstatements.org/vocab/InC-EDU/1.0/"},
    {"inc nc", "http://rightsstatements.org/vocab/InC-NC/1.0/"},
    {"inc ow eu", "http://rightsstatements.org/vocab/InC-OW-EU/1.0/"},
    {"inc ruu", "http://rightsstatements.org/vocab/InC-RUU/1.0/"},
    {"noc nc", "http://rightsstatements.org/vocab/NoC-NC/1.0/"},
    {"noc cr", "http://rightsstatements.org/vocab/NoC-CR/1.0/"},
    {"noc oklr", "http://rightsstatements.org/vocab/NoC-OKLR/1.0/"},
    {"noc us", "http://rightsstatements.org/vocab/NoC-US/1.0/"},
    {"nkc", "http://rightsstatements.org/vocab/NKC/1.0/"},
    {"cne", "http://rightsstatements.org/vocab/CNE/1.0/"},
};

std::optional<std::string> known_name(const std::string& key) {
  for (const auto& known : known_names)
    if (known.key == key) return std::string(known.uri);
  static const auto by_label = [] {
    std::map<std::string, std::string_view> map;
    for (const auto& licence : fixed_licences()) map.emplace(lookup_key(licence.label), licence.uri);
    return map;
  }();
  const auto found = by_label.find(key);
  return found == by_label.end() ? std::nullopt : std::optional(std::string(found->second));
}

}  // namespace

std::optional<std::string> normalise_licence(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_spelling_bytes) return std::nullopt;
  if (const Words segments = address_segments(text); segments.size() > 1) {
    if (auto uri = creative_commons_address(segments)) return uri;
    return fixed_address(segments);
  }
  const std::string key = lookup_key(text);
  if (auto uri = public_domain_name(key)) return uri;
  if (auto uri = known_name(key)) return uri;
  if (const auto name = ogl_name(text); name && name->major >= "1" && name->major <= "3") return ogl_uri(name->major);
  const Name name = read_creative_commons_name(text);
  const CreativeCommons licence{name.kind, name.major + "." + name.minor, name.port};
  if (!name.understood || !name.creative_commons || !exists(licence)) return std::nullopt;
  return uri_of(licence);
}

std::optional<std::string> suggest_licence(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_spelling_bytes) return std::nullopt;
  if (const Words segments = address_segments(text); segments.size() == 3 && segments[0] == "creativecommons.org")
    return creative_commons_address({segments[0], segments[1], segments[2], "4.0"});
  const std::string key = lookup_key(text);
  if (key == "public domain" || key == "pd" || key == "in the public domain") return uri_of({"mark", "1.0", ""});
  if (key == "all rights reserved" || key == "copyright") return "http://rightsstatements.org/vocab/InC/1.0/";
  if (const auto name = ogl_name(text); name && name->major.empty()) return ogl_uri("3");
  const Name name = read_creative_commons_name(text);
  if (!name.understood) return std::nullopt;
  const CreativeCommons licence{name.kind, name.major.empty() ? "4.0" : name.major + ".0", name.port};
  return exists(licence) ? std::optional(uri_of(licence)) : std::nullopt;
}

}  // namespace commonplace::vocabularies
