// Losses are found, not foretold: the record goes through the format and what comes back is compared with it. The table
// of exchange_carriage.cc only says why.
#include "schemas/formats/exchange.h"

#include <algorithm>

#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/json.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/schema_org.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Outcome;
using model::Resource;

Outcome<Resource> resource_in(Outcome<Reading> reading) {
  if (!reading) return reading.problem();
  return std::move(reading->resource);
}

template <typename Read>
Outcome<Resource> read_tree(std::string_view xml, Read read) {
  const auto tree = read_xml_tree(xml);
  if (!tree) return tree.problem();
  return read(*tree);
}

Outcome<Resource> through_cpl(const Resource& resource) {
  Envelope envelope;
  envelope.identifier = resource.identifier.empty() ? "urn:record" : resource.identifier;
  envelope.contributor = "did:web:node.invalid";
  envelope.modified = "1970-01-01T00:00:00Z";
  envelope.document = write_canonical(resource);
  return read_tree(write_cpl(envelope, "urn:schema"), [](const XmlNode& tree) -> Outcome<Resource> {
    auto opened = open_envelope(tree.text);
    if (!opened) return opened.problem();
    return read_canonical(std::move(opened->document));
  });
}

bool is_duration(std::string_view field) {
  return field == "duration" || field == "timeRequired";
}

bool is_list_of_texts(const Value& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Value& one) { return one.is_string(); });
}

bool means_the_same(std::string_view field, const Value& a, const Value& b) {
  if (a == b) return true;
  if (is_list_of_texts(a) && is_list_of_texts(b))
    return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
  if (!is_duration(field) || !a.is_string() || !b.is_string()) return false;
  const auto minutes = duration_minutes(a.get_ref<const std::string&>());
  return minutes && minutes == duration_minutes(b.get_ref<const std::string&>());
}

// An object from language to text or texts.
bool is_lang_map(std::string_view field) {
  return field == "name" || field == "alternateName" || field == "description" || field == "abstract" ||
         field == "keywords";
}

NarrowedField narrowed(std::string_view field, const Value& given, const Value& back, std::string_view why) {
  NarrowedField one{std::string(field), {}, {}, std::string(why)};
  if (!is_lang_map(field) || !given.is_object()) return one;
  for (const auto& [language, text] : given.items()) {
    const auto found = back.find(language);
    (found != back.end() && *found == text ? one.kept : one.dropped).push_back(language);
  }
  return one;
}

std::string_view why_lost(const Carriage& carriage) {
  if (carriage.carries == Carries::nothing) return "no place in format";
  return carriage.remark.empty() ? std::string_view("this value cannot be said in the format") : carriage.remark;
}

Value texts(const std::vector<std::string>& list) {
  return Value(list);
}

}  // namespace

Outcome<Resource> there_and_back(const Resource& resource, Exchange format) {
  switch (format) {
    case Exchange::oai_dc:
      return read_tree(write_oai_dc(resource), [](const XmlNode& tree) { return read_oai_dc(tree); });
    case Exchange::lom:
      return read_tree(write_lom(resource), [](const XmlNode& tree) { return resource_in(read_lom(tree)); });
    case Exchange::lrmi:
      return read_tree(write_lrmi(resource), [](const XmlNode& tree) { return resource_in(read_lrmi(tree)); });
    case Exchange::mods:
      return read_tree(write_mods(resource), [](const XmlNode& tree) { return resource_in(read_mods(tree)); });
    case Exchange::cpl:
      return through_cpl(resource);
    case Exchange::schema_org:
      return resource_in(read_schema_org(write_schema_org(resource)));
  }
  return model::Problem{"unknown-format", "", "This is no exchange format.", "Name one of the formats."};
}

LossReport loss_report(const Resource& resource, Exchange format) {
  LossReport report{std::string(exchange_name(format)), {}, {}};
  const Value given = canonical_json(resource);
  const auto returned = there_and_back(resource, format);
  const Value back = returned ? canonical_json(*returned) : Value::object();
  for (const auto& [field, value] : given.items()) {
    const Carriage carriage = carriage_of(field, format);
    const auto found = back.find(field);
    if (found == back.end()) {
      report.lost.push_back({field, std::string(why_lost(carriage))});
    } else if (!means_the_same(field, value, *found)) {
      report.narrowed.push_back(narrowed(field, value, *found, why_lost(carriage)));
    }
  }
  return report;
}

std::string write_loss_report(const LossReport& report) {
  Value out = {{"format", report.format}, {"lost", Value::array()}, {"narrowed", Value::array()}};
  for (const LostField& one : report.lost) out["lost"].push_back({{"field", one.field}, {"why", one.why}});
  for (const NarrowedField& one : report.narrowed) {
    Value entry = {{"field", one.field}, {"why", one.why}};
    if (!one.kept.empty() || !one.dropped.empty()) {
      entry["kept"] = texts(one.kept);
      entry["dropped"] = texts(one.dropped);
    }
    out["narrowed"].push_back(std::move(entry));
  }
  return json::canonical(out);
}

}  // namespace commonplace::formats
