#include "node/oai/arguments.h"

#include <fmt/format.h>

#include <array>
#include <set>

namespace commonplace::oai {
namespace {

using Field = std::optional<std::string> Arguments::*;

struct Argument {
  std::string_view name;
  Field field;
};
constexpr std::array<Argument, 6> known = {{{"identifier", &Arguments::identifier},
                                            {"metadataPrefix", &Arguments::metadata_prefix},
                                            {"set", &Arguments::set},
                                            {"from", &Arguments::from},
                                            {"until", &Arguments::until},
                                            {"resumptionToken", &Arguments::resumption_token}}};

// S4: what each verb takes; `required` unless a resumption token stands alone.
struct Grammar {
  Verb verb;
  std::string_view name;
  std::vector<std::string_view> allowed;
  std::vector<std::string_view> required;
};
const std::array<Grammar, 6>& grammars() {
  static const std::array<Grammar, 6> table = {{
      {Verb::identify, "Identify", {}, {}},
      {Verb::list_metadata_formats, "ListMetadataFormats", {"identifier"}, {}},
      {Verb::list_sets, "ListSets", {"resumptionToken"}, {}},
      {Verb::get_record, "GetRecord", {"identifier", "metadataPrefix"}, {"identifier", "metadataPrefix"}},
      {Verb::list_identifiers, "ListIdentifiers", {"metadataPrefix", "from", "until", "set", "resumptionToken"}, {"metadataPrefix"}},
      {Verb::list_records, "ListRecords", {"metadataPrefix", "from", "until", "set", "resumptionToken"}, {"metadataPrefix"}},
  }};
  return table;
}

const Grammar* find_grammar(std::string_view name) {
  for (const auto& grammar : grammars())
    if (grammar.name == name) return &grammar;
  return nullptr;
}

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void bad(Arguments& out, std::string text) { out.errors.push_back({"badArgument", std::move(text)}); }

bool is_unreserved(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
}

// OAI-PMH.xsd metadataPrefixType.
bool is_prefix(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_unreserved); }

// OAI-PMH.xsd setSpecType: unreserved runs with single colons between.
bool is_set(std::string_view text) {
  bool run_is_empty = true;
  for (char c : text) {
    if (c == ':' ? run_is_empty : !is_unreserved(c)) return false;
    run_is_empty = c == ':';
  }
  return !run_is_empty;
}

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool is_scheme(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; });
}

bool has_broken_escape(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (at + 2 >= text.size() || !std::isxdigit(static_cast<unsigned char>(text[at + 1])) ||
        !std::isxdigit(static_cast<unsigned char>(text[at + 2])))
      return true;
  return false;
}

// Behind "//" a port is digits; nothing else of an authority is looked at.
bool has_broken_port(std::string_view rest) {
  if (!rest.starts_with("//")) return false;
  auto authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
  authority.remove_prefix(std::min(authority.size(), authority.rfind('@') + 1));
  const auto colon = authority.find(':');
  return colon != std::string_view::npos && authority.find_first_not_of("0123456789", colon + 1) != std::string_view::npos;
}

// The identifier is compared as a string, and echoed as xsd:anyURI: what libxml2 and Xerces refuse there would make the
// reply invalid.
bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return false;
  const bool has_bad_sign = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '[' || c == ']';
  });
  return !has_bad_sign && std::count(text.begin(), text.end(), '#') <= 1 && !has_broken_escape(text) &&
         !has_broken_port(text.substr(colon + 1));
}

void read_verb(Arguments& out, const std::vector<http::Argument>& sent) {
  const auto verbs = std::count_if(sent.begin(), sent.end(), [](const auto& a) { return a.name == "verb"; });
  const auto first = std::find_if(sent.begin(), sent.end(), [](const auto& a) { return a.name == "verb"; });
  if (verbs == 0) return out.errors.push_back({"badVerb", "The argument verb is missing. Try verb=Identify."});
  if (verbs > 1) return out.errors.push_back({"badVerb", "The argument verb was sent more than once."});
  const Grammar* grammar = find_grammar(first->value);
  if (!grammar)
    return out.errors.push_back({"badVerb",
                                 "The verb is none of Identify, ListMetadataFormats, ListSets, ListIdentifiers, "
                                 "ListRecords and GetRecord."});
  out.verb = grammar->verb;
}

void read_fields(Arguments& out, const std::vector<http::Argument>& sent, const Grammar& grammar) {
  std::set<std::string_view> seen;
  for (const auto& argument : sent) {
    if (argument.name == "verb") continue;
    const auto entry = std::find_if(known.begin(), known.end(), [&](const auto& k) { return k.name == argument.name; });
    if (entry == known.end() || !contains(grammar.allowed, argument.name)) {
      const bool can_be_named = entry != known.end();  // what a client invents is not echoed
      bad(out, can_be_named ? fmt::format("{} takes no argument {}.", grammar.name, argument.name)
                            : fmt::format("{} was sent an argument that it does not know.", grammar.name));
    } else if (!seen.insert(entry->name).second) {
      bad(out, fmt::format("The argument {} was sent more than once.", argument.name));
    } else {
      out.*(entry->field) = argument.value;
    }
  }
}

std::optional<model::ParsedDatestamp> read_date(Arguments& out, std::string_view name, const std::optional<std::string>& text) {
  if (!text) return {};
  const auto parsed = model::parse_datestamp(*text);
  const bool has_year = !text->starts_with("0000");  // XML Schema 1.0 knows no year 0: the echo would be invalid
  if (parsed && has_year) return *parsed;
  bad(out, fmt::format("The argument {} must look like 2026-11-20 or 2026-11-20T07:15:55Z.", name));
  return {};
}

constexpr std::int64_t last_second_of_day = 86'399;

void check_dates(Arguments& out, model::Granularity finest) {
  const auto from = read_date(out, "from", out.from);
  const auto until = read_date(out, "until", out.until);
  if (from) out.from_moment = from->datestamp;
  if (until) {
    out.until_moment = until->datestamp;
    if (until->granularity == model::Granularity::day) out.until_moment->seconds += last_second_of_day;
  }
  const auto is_too_fine = [&](const auto& date) {
    return finest == model::Granularity::day && date && date->granularity != model::Granularity::day;
  };
  if (is_too_fine(from) || is_too_fine(until)) bad(out, "This repository knows whole days only: write dates like 2026-11-20.");
  if (!from || !until) return;
  if (from->granularity != until->granularity)
    bad(out, "The arguments from and until must be written in the same granularity.");
  else if (out.from_moment > out.until_moment)
    bad(out, "The argument from is later than until.");
}

void check_values(Arguments& out, model::Granularity finest) {
  if (out.metadata_prefix && !is_prefix(*out.metadata_prefix)) bad(out, "The argument metadataPrefix is no possible prefix.");
  if (out.set && !is_set(*out.set)) bad(out, "The argument set is no possible set.");
  if (out.identifier && !is_uri(*out.identifier)) bad(out, "The argument identifier is no URI.");
  check_dates(out, finest);
}

void check_required(Arguments& out, const Grammar& grammar) {
  if (out.resumption_token) {
    if (out.identifier || out.metadata_prefix || out.set || out.from || out.until)
      bad(out, "The argument resumptionToken must stand alone beside the verb.");
    return;
  }
  for (const auto& argument : known)
    if (contains(grammar.required, argument.name) && !(out.*(argument.field)))
      bad(out, fmt::format("{} needs the argument {}.", grammar.name, argument.name));
}

}  // namespace

std::string_view verb_name(Verb verb) {
  for (const auto& grammar : grammars())
    if (grammar.verb == verb) return grammar.name;
  return {};
}

Arguments read_arguments(const std::vector<http::Argument>& sent, bool malformed, model::Granularity finest) {
  Arguments out;
  if (malformed) {
    bad(out, "The arguments are not percent-encoded UTF-8.");
    return out;
  }
  read_verb(out, sent);
  if (!out.verb) return out;
  const Grammar& grammar = *find_grammar(verb_name(*out.verb));
  read_fields(out, sent, grammar);
  check_values(out, finest);
  check_required(out, grammar);
  return out;
}

}  // namespace commonplace::oai
