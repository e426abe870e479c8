// Which column of a spreadsheet is which field, by its header (MD §8.1, MD-33, MD-34), and what is wrong with a
// mapping.
#include <algorithm>
#include <numeric>
#include <set>

#include "schemas/formats/normalise.h"
#include "schemas/formats/row_plan.h"
#include "schemas/formats/row_writer.h"
#include "schemas/formats/rows.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::formats {
namespace {

using vocabularies::lookup_key;

struct HeaderWords {
  std::string_view field;
  std::string_view words;  // separated by '|', in any case: English, Welsh, German, French, Spanish
};
constexpr HeaderWords header_words[] = {
    {"name", "title|name|heading|resource title|resource name|teitl|enw|titel|titre|nom|título|nombre"},
    {"description",
     "description|summary|about this resource|abstract|details|disgrifiad|beschreibung|description de la ressource|"
     "descripción|resumen"},
    {"url",
     "web address|url|link|page|website|web page|address|resource link|cyfeiriad gwe|dolen|webadresse|internetadresse|"
     "adresse web|lien|dirección web|enlace"},
    {"encoding", "file|attachment|download|file url|download link|ffeil|datei|fichier|archivo"},
    {"learningResourceType",
     "type|kind|format|resource type|type of resource|math|math o adnodd|art|typ|type de ressource|tipo"},
    {"about",
     "subject|subjects|curriculum area|curriculum "
     "areas|discipline|topic|pwnc|pynciau|fach|schulfach|matière|discipline|"
     "asignatura|materia"},
    {"educationalLevel",
     "level ages|level|levels|ages|age|age group|key stage|key stages|year group|year groups|year|grade|grades|"
     "age range|educational level|lefel|oedran|cyfnod allweddol|stufe|klasse|alter|niveau|âge|nivel|edad"},
    {"teaches",
     "curriculum codes|curriculum|standards|standard|statements|aligns to|alignment|codau cwricwlwm|lehrplan|"
     "programme scolaire|currículo"},
    {"timeRequired",
     "time needed minutes|time needed|time|duration|length|minutes|duration minutes|amser|dauer|durée|duración"},
    {"license",
     "licence|license|rights|copyright|terms|terms of use|trwydded|lizenz|licence d utilisation|licencia|derechos"},
    {"creditText", "credit line|credit|credits|attribution|llinell gydnabod|quellenangabe|crédit|crédito"},
    {"creator", "author|authors|by|creator|creators|maker|made by|artist|awdur|crëwr|autor|auteur|autora"},
    {"inLanguage", "language|lang|languages|iaith|sprache|langue|idioma"},
    {"thumbnailUrl",
     "image address|image|picture|image url|thumbnail|thumbnail url|cyfeiriad delwedd|llun|bild|bildadresse|"
     "adresse de l image|image adresse|imagen"},
    {"imageAlt",
     "image description|alt text|alt|alternative text|picture description|disgrifiad o r ddelwedd|bildbeschreibung|"
     "description de l image|texto alternativo"},
    {"keywords", "keywords|tags|keyword|allweddeiriau|schlagwörter|stichwörter|mots clés|palabras clave"},
    {"reference",
     "your reference|reference|id|code|accession number|identifier|ref|local id|object number|eich cyfeirnod|"
     "kennung|inventarnummer|référence|referencia"},
    {"accessibilityFeature",
     "accessibility|captions|large print|access features|hygyrchedd|barrierefreiheit|accessibilité|"
     "accesibilidad"},
    {"isPartOf",
     "part of|collection|unit|series|set|rhan o|casgliad|teil von|sammlung|fait partie de|parte de|colección"},
    {"publisher",
     "publisher|organisation|organization|institution|museum|cyhoeddwr|sefydliad|herausgeber|éditeur|editor"},
    {"ageRange", "age from to|typical age range"},
    {"learningObjectives",
     "learning objectives|learning objective|objectives|learning outcomes|outcomes|amcanion dysgu|lernziele|"
     "objectifs|objetivos"},
    {"materials", "materials|equipment|you will need|deunyddiau|material|matériel|materiales"},
    {"keyVocabulary", "key vocabulary|vocabulary|key words and meanings|geirfa allweddol"},
    {"misconceptions", "misconceptions"},
    {"datePublished", "date published|published|publication date|dyddiad cyhoeddi"},
    {"dateModified", "date changed|date modified|modified|last updated|updated"},
    {"dateCreated", "date created|created"},
    {"temporalCoverage", "period|date of object|time period|era|cyfnod|zeit|époque|época"},
    {"spatialCoverage", "place|places|location|lle|ort|lieu|lugar"},
    {"audience", "audience|for whom|cynulleidfa|zielgruppe|public visé|público"},
    {"isAccessibleForFree", "free of charge|free|am ddim|kostenlos|gratuit|gratis"},
    {"rightsStatement", "rights statement"},
    {"copyrightNotice", "copyright notice|copyright statement"},
};

using Headers = std::map<std::string, std::string_view, std::less<>>;

const Headers& known_headers() {
  static const Headers headers = [] {
    Headers all;
    for (const auto& row : header_words)
      for (std::size_t begin = 0; begin <= row.words.size();) {
        const std::size_t end = std::min(row.words.find('|', begin), row.words.size());
        all.emplace(lookup_key(row.words.substr(begin, end - begin)), row.field);
        begin = end + 1;
      }
    // "@type" and "@id" are no headers of people: "Type" and "ID" are.
    for (const auto& rule : field_rules())
      if (!rule.name.starts_with('@')) all.emplace(lookup_key(rule.name), rule.name);
    for (const auto& rule : field_rules()) all.emplace(lookup_key(rule.label), rule.name);
    return all;
  }();
  return headers;
}

std::string_view field_of(std::string_view words) {
  const auto found = known_headers().find(lookup_key(words));
  return found == known_headers().end() ? std::string_view() : found->second;
}

// "Title (cy)" is "Title" and "cy"; no language for "Time needed (minutes)".
struct Header {
  std::string_view words;
  std::string language;
};
Header split_language(std::string_view header) {
  const std::size_t open = header.rfind('(');
  const std::size_t close = header.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {header, ""};
  const std::string_view inside = header.substr(open + 1, close - open - 1);
  const auto tag = normalise_language(inside);
  const bool known = tag && vocabularies::read_language(std::string_view(*tag).substr(0, tag->find('-')));
  return {header.substr(0, open), known ? *tag : ""};
}

// The field of a header with its language, "name@cy"; empty when we do not know it.
std::string field_of_header(std::string_view header) {
  if (const auto field = field_of(header); !field.empty()) return std::string(field);
  const Header parts = split_language(header);
  const auto field = field_of(parts.words);
  if (field.empty()) return {};
  const FieldRule* rule = find_field_rule(field);
  if (parts.language.empty() || !rule->is_text) return parts.language.empty() ? std::string(field) : std::string();
  return std::string(field) + "@" + parts.language;
}

// Levenshtein distance; both are short names.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, corner + (a[i] == b[j] ? 0 : 1)});
      corner = above;
    }
  }
  return row.back();
}

std::string nearest_field(std::string_view name) {
  name = name.substr(0, std::min<std::size_t>(name.find('@'), 60));
  const auto rules = field_rules();
  const auto nearest = std::min_element(rules.begin(), rules.end(), [&](const FieldRule& a, const FieldRule& b) {
    return distance(a.name, name) < distance(b.name, name);
  });
  return std::string(nearest->name);
}

void check_field(std::vector<model::Problem>& problems, const std::string& where, const std::string& field) {
  if (field.empty() || read_field_name(field).rule != nullptr) return;
  problems.push_back(
      {"unknown-field", where, "There is no such field.", "Did you mean “" + nearest_field(field) + "”?"});
}

}  // namespace

std::vector<std::string_view> mappable_fields() {
  std::vector<std::string_view> names;
  for (const auto& rule : field_rules()) names.push_back(rule.name);
  return names;
}

std::string field_label(std::string_view field) {
  const FieldRule* rule = find_field_rule(field);
  return std::string(rule == nullptr ? field : rule->label);
}

std::vector<model::Problem> check_mapping(const Mapping& mapping) {
  std::vector<model::Problem> problems;
  for (const auto& [column, field] : mapping.columns) check_field(problems, "columns: " + column, field);
  for (const auto& [field, value] : mapping.defaults) check_field(problems, "defaults: " + field, field);
  for (const auto& [field, values] : mapping.values) check_field(problems, "values: " + field, field);
  return problems;
}

HeaderReading recognise_header(const std::vector<std::string>& header) {
  HeaderReading reading;
  std::set<std::string> taken;
  for (const auto& name : header) {
    if (name == whole_record_column) continue;  // read by itself (row_writer.h)
    const std::string field = field_of_header(name);
    const FieldRule* rule = read_field_name(field).rule;
    const bool again = rule != nullptr && !rule->is_list && !taken.insert(field).second;
    if (rule == nullptr || again) {
      if (!name.empty()) reading.unmatched.push_back(name);
      continue;
    }
    reading.mapping.columns.emplace_back(name, field);
  }
  return reading;
}

}  // namespace commonplace::formats
