#include "schemas/formats/row_writer.h"

#include <array>
#include <map>

#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/rows.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::Resource;

// In which language a text without one is read again: the record's first (FieldWriter::settle_language).
std::string language_of(const Resource& resource, std::string_view asked) {
  if (!asked.empty()) return std::string(asked);
  return resource.in_language.empty() || resource.in_language.front() == "zxx" ? "und" : resource.in_language.front();
}

std::string text_in(const model::LangMap& map, const std::string& language) {
  const auto found = map.find(language);
  return found == map.end() ? std::string() : found->second;
}

template <typename List, typename Word>
std::string joined(const List& list, const Word& word) {
  std::string out;
  for (const auto& one : list) {
    const std::string text(word(one));
    if (!text.empty()) out.append(out.empty() ? "" : "; ").append(text);
  }
  return out;
}

std::string label_of(const std::string& concept_id) {
  const std::string label(vocabularies::concept_label(concept_id));
  return label.empty() ? concept_id : label;
}

std::string name_of(const model::Ref& ref) {
  const std::string name(model::best(ref.name).text);
  return !name.empty() ? name : !ref.url.empty() ? ref.url : ref.id;
}

std::string name_of(const model::Agent& agent) {
  const std::string name(model::best(agent.name).text);
  return name.empty() ? agent.id : name;
}

std::string name_of(const model::StatementRef& ref) {
  if (!ref.code.empty()) return ref.code;
  return ref.uri.empty() ? std::string(model::best(ref.text).text) : ref.uri;
}

std::string licence_of(const Resource& resource) {
  const auto& uri = resource.license.empty() ? resource.rights_statement : resource.license;
  const std::string label(vocabularies::licence_label(uri));
  return label.empty() ? uri : label;
}

std::string minutes_of(const Resource& resource) {
  const auto minutes = duration_minutes(resource.time_required);
  return minutes ? std::to_string(*minutes) : resource.time_required;
}

// What the publisher calls it: the local part of the identifier, as it was before it was escaped.
std::string reference_of(const Resource& resource) {
  const auto identifier = parse_oai_identifier(resource.identifier);
  if (!identifier) return {};
  std::string_view local = identifier->local;
  if (const auto end = local.find('/', 3); local.starts_with("by/") && end != std::string_view::npos) local.remove_prefix(end + 1);
  return percent_decode(local).value_or(std::string(local));
}

using Languages = const std::string&;
using CellOf = std::string (*)(const Resource&, Languages);

struct Column {
  std::string_view field;
  CellOf cell;
};
constexpr auto concepts = [](const std::vector<std::string>& ids) { return joined(ids, label_of); };
constexpr auto names = [](const auto& list) { return joined(list, [](const auto& one) { return name_of(one); }); };
constexpr auto words = [](const std::vector<std::string>& list) { return joined(list, [](const std::string& one) { return one; }); };

const std::array columns = {
    Column{"name", [](const Resource& r, Languages in) { return text_in(r.name, in); }},
    Column{"description", [](const Resource& r, Languages in) { return text_in(r.description, in); }},
    Column{"url", [](const Resource& r, Languages) { return r.url; }},
    Column{"encoding", [](const Resource& r, Languages) { return joined(r.encoding, [](const auto& e) { return e.content_url; }); }},
    Column{"learningResourceType", [](const Resource& r, Languages) { return concepts(r.learning_resource_type); }},
    Column{"about", [](const Resource& r, Languages) { return concepts(r.about); }},
    Column{"educationalLevel", [](const Resource& r, Languages) { return concepts(r.educational_level); }},
    Column{"teaches", [](const Resource& r, Languages) { return names(r.teaches); }},
    Column{"timeRequired", [](const Resource& r, Languages) { return minutes_of(r); }},
    Column{"license", [](const Resource& r, Languages) { return licence_of(r); }},
    Column{"creditText", [](const Resource& r, Languages) { return r.credit_text; }},
    Column{"creator", [](const Resource& r, Languages) { return names(r.creator); }},
    Column{"inLanguage", [](const Resource& r, Languages) { return words(r.in_language); }},
    Column{"thumbnailUrl", [](const Resource& r, Languages) { return r.thumbnail_url; }},
    Column{"imageAlt", [](const Resource& r, Languages in) { return r.image ? text_in(r.image->alt, in) : std::string(); }},
    Column{"keywords",
           [](const Resource& r, Languages in) {
             const auto found = r.keywords.find(in);
             return found == r.keywords.end() ? std::string() : words(found->second);
           }},
    Column{"reference", [](const Resource& r, Languages) { return reference_of(r); }},
    Column{"accessibilityFeature", [](const Resource& r, Languages) { return words(r.accessibility_feature); }},
    Column{"isPartOf", [](const Resource& r, Languages) { return names(r.is_part_of); }},
    Column{"publisher", [](const Resource& r, Languages) { return name_of(r.publisher); }},
};

}  // namespace

std::vector<std::string> exported_header() {
  std::vector<std::string> header;
  for (const auto& column : columns) header.push_back(field_label(column.field));
  header.emplace_back(whole_record_column);
  return header;
}

std::vector<std::string> exported_cells(const Resource& resource, std::string_view document) {
  const auto language = language_of(resource, {});
  std::vector<std::string> cells;
  for (const auto& column : columns) cells.push_back(column.cell(resource, language));
  cells.emplace_back(document);
  return cells;
}

std::string exported_cell(const Resource& resource, std::string_view field, std::string_view language) {
  for (const auto& column : columns)
    if (column.field == field) return column.cell(resource, language_of(resource, language));
  return {};
}

}  // namespace commonplace::formats
