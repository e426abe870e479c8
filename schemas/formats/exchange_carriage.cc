// What each exchange format carries of each field: the crosswalk table of MD §7 as our writers and readers keep it. The
// page docs/oai-pmh.md shows it, and a test holds both against what happens.
#include <algorithm>
#include <iterator>

#include "schemas/formats/exchange.h"

namespace commonplace::formats {
namespace {

constexpr Carriage whole{Carries::whole, ""};
constexpr Carriage nothing{Carries::nothing, ""};
constexpr Carriage part(std::string_view remark) { return {Carries::part, remark}; }

struct Row {
  std::string_view field;
  Carriage oai_dc;
  Carriage lom;
  Carriage lrmi;
  Carriage mods;
  Carriage schema_org;
};

// clang-format off
constexpr Row table[] = {
    // field, oai_dc, lom, lrmi, mods, schema.org
    {"@id", nothing, whole, whole, whole, whole},
    {"@type", part("LearningResource alone"), part("LearningResource alone"), whole, whole, whole},
    {"about", whole, whole, whole, whole, whole},
    {"abstract", nothing, nothing, whole, whole, part("a text whose language is unknown takes that of the record")},
    {"accessibilityFeature", nothing, nothing, whole, whole, whole},
    {"ageRange", nothing, whole, whole, whole, whole},
    {"alternateName", part("the first in a language without a title becomes its title"), nothing, whole, whole, part("a text whose language is unknown takes that of the record")},
    {"assesses", nothing, part("who asserted and reviewed it is left out"), whole, part("who asserted and reviewed it is left out"), part("who asserted and reviewed it is left out")},
    {"audience", nothing, whole, whole, whole, whole},
    {"competencyRequired", nothing, part("who asserted and reviewed it is left out"), whole, part("who asserted and reviewed it is left out"), part("who asserted and reviewed it is left out")},
    {"conditionsOfAccess", nothing, nothing, whole, whole, whole},
    {"contributor", part("names in the main language"), whole, whole, whole, part("no roles")},
    {"copyrightNotice", part("joined with the credit line"), whole, whole, whole, whole},
    {"creativeWorkStatus", nothing, whole, whole, nothing, nothing},
    {"creator", part("names in the main language"), whole, whole, whole, part("no roles")},
    {"creditText", part("joined to the copyright notice"), whole, whole, whole, whole},
    {"dateCreated", part("one date alone"), whole, whole, whole, whole},
    {"dateModified", part("one date alone"), whole, whole, whole, whole},
    {"datePublished", whole, whole, whole, whole, whole},
    {"description", part("joined with the objectives"), whole, whole, whole, part("a text whose language is unknown takes that of the record")},
    {"duration", whole, whole, whole, whole, whole},
    {"educationalAlignment", nothing, whole, whole, nothing, whole},
    {"educationalLevel", nothing, whole, whole, whole, whole},
    {"educationalUse", nothing, nothing, whole, nothing, whole},
    {"encoding", nothing, part("address and media type; the size of a single file"), whole, part("address, media type and main name"), part("a name whose language is unknown takes that of the record")},
    {"hasPart", nothing, part("address and name; no type, no place in an order"), whole, whole, part("an address of a page becomes the identifier")},
    {"identifier", nothing, whole, whole, whole, whole},
    {"image", nothing, nothing, whole, part("address and main description"), part("a description whose language is unknown takes that of the record")},
    {"inLanguage", whole, whole, whole, whole, whole},
    {"interactivityType", nothing, whole, whole, nothing, nothing},
    {"isAccessibleForFree", nothing, whole, whole, nothing, whole},
    {"isBasedOn", part("address, or name in the main language"), part("address and name; no type, no place in an order"), whole, whole, part("an address of a page becomes the identifier")},
    {"isPartOf", nothing, part("address and name; no type, no place in an order"), whole, whole, part("an address of a page becomes the identifier")},
    {"keyVocabulary", nothing, whole, whole, whole, nothing},
    {"keywords", whole, whole, whole, whole, part("cut apart at commas; a text whose language is unknown takes that of the record")},
    {"learningObjectives", nothing, whole, whole, whole, nothing},
    {"learningResourceType", whole, whole, whole, whole, whole},
    {"license", whole, whole, whole, whole, whole},
    {"materials", nothing, whole, whole, whole, nothing},
    {"mentions", part("address, or name in the main language; mixed with all other relations"), part("address and name; no type, no place in an order"), whole, whole, part("an address of a page becomes the identifier")},
    {"metadataLicense", nothing, whole, whole, whole, whole},
    {"misconceptions", nothing, whole, whole, whole, nothing},
    {"name", part("further titles in a language without one become its title"), whole, whole, whole, part("a text whose language is unknown takes that of the record")},
    {"publisher", part("name"), part("no place in an order"), whole, part("one address; no place in an order"), part("a text whose language is unknown takes that of the record")},
    {"rightsStatement", whole, whole, whole, whole, whole},
    {"sameAs", part("mixed with the other addresses"), whole, whole, whole, whole},
    {"spatialCoverage", part("periods in words are taken for places"), part("periods in words are taken for places"), whole, whole, whole},
    {"teaches", nothing, part("who asserted and reviewed it is left out"), whole, part("who asserted and reviewed it is left out"), part("who asserted and reviewed it is left out")},
    {"temporalCoverage", part("periods in words are taken for places"), part("periods in words are taken for places"), whole, whole, whole},
    {"thumbnailUrl", nothing, nothing, whole, whole, whole},
    {"timeRequired", nothing, whole, whole, whole, whole},
    {"url", whole, whole, whole, whole, whole},
    {"version", nothing, whole, whole, whole, nothing},
};
// clang-format on

constexpr auto fields = [] {
  std::array<std::string_view, std::size(table)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = table[i].field;
  return names;
}();

constexpr std::array<std::string_view, all_exchanges.size()> names = {"oai_dc", "lom", "lrmi", "mods", "cpl", "schema.org"};

}  // namespace

std::string_view exchange_name(Exchange format) {
  return names[static_cast<std::size_t>(format)];
}

std::optional<Exchange> find_exchange(std::string_view name) {
  for (const Exchange format : all_exchanges)
    if (exchange_name(format) == name) return format;
  return std::nullopt;
}

std::span<const std::string_view> exchange_fields() {
  return fields;
}

Carriage carriage_of(std::string_view field, Exchange format) {
  const auto* row = std::find_if(std::begin(table), std::end(table), [&](const Row& one) { return one.field == field; });
  const bool is_other = row == std::end(table);
  switch (format) {
    case Exchange::oai_dc: return is_other ? nothing : row->oai_dc;
    case Exchange::lom: return is_other ? nothing : row->lom;
    case Exchange::lrmi: return is_other ? whole : row->lrmi;
    case Exchange::mods: return is_other ? nothing : row->mods;
    case Exchange::cpl: return whole;
    case Exchange::schema_org: return is_other ? nothing : row->schema_org;
  }
  return nothing;
}

}  // namespace commonplace::formats
