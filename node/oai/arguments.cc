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

// The identifier is echoed as xsd:anyURI and compared as a string; a blank or control character can be no URI.
bool is_uri(std::string_view text) {
  return text.find(':') != std::string_view::npos && text.find(':') > 0 &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
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
  if (parsed) return *parsed;
  bad(out, fmt::format("The argument {} must look like 2026-11-20 or 2026-11-20T07:15:55Z.", name));
  return {};
}

constexpr std::int64_t last_second_of_day = 86'399;

void check_dates(Arguments& out) {
  const auto from = read_date(out, "from", out.from);
  const auto until = read_date(out, "until", out.until);
  if (from) out.from_moment = from->datestamp;
  if (until) {
    out.until_moment = until->datestamp;
    if (until->granularity == model::Granularity::day) out.until_moment->seconds += last_second_of_day;
  }
  if (!from || !until) return;
  if (from->granularity != until->granularity)
    bad(out, "The arguments from and until must be written in the same granularity.");
  else if (out.from_moment > out.until_moment)
    bad(out, "The argument from is later than until.");
}

void check_values(Arguments& out) {
  if (out.metadata_prefix && !is_prefix(*out.metadata_prefix)) bad(out, "The argument metadataPrefix is no possible prefix.");
  if (out.set && !is_set(*out.set)) bad(out, "The argument set is no possible set.");
  if (out.identifier && !is_uri(*out.identifier)) bad(out, "The argument identifier is no URI.");
  check_dates(out);
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

Arguments read_arguments(const std::vector<http::Argument>& sent, bool malformed) {
  Arguments out;
  if (malformed) {
    bad(out, "The arguments are not percent-encoded UTF-8.");
    return out;
  }
  read_verb(out, sent);
  if (!out.verb) return out;
  const Grammar& grammar = *find_grammar(verb_name(*out.verb));
  read_fields(out, sent, grammar);
  check_values(out);
  check_required(out, grammar);
  return out;
}

}  // namespace commonplace::oai
