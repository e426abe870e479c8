// Reading schema.org and LRMI descriptions, member by member; a field that cannot be read is noted and left out
// (MD-30).
#include <algorithm>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/json_ld.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/schema_org.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using json_ld::Context;
using json_ld::Thing;
using model::Outcome;
using model::Problem;

// Types that describe something to learn with, and what that is when nothing else says so.
struct KnownType {
  std::string_view name;
  std::string_view resource_type;  // concept id; empty: says nothing
};
constexpr KnownType known_types[] = {
    {"LearningResource", ""},
    {"CreativeWork", ""},
    {"VideoObject", "video"},
    {"Clip", "video"},
    {"Movie", "video"},
    {"AudioObject", "audio"},
    {"PodcastEpisode", "audio"},
    {"ImageObject", "image"},
    {"Photograph", "image"},
    {"MediaObject", ""},
    {"Course", "course"},
    {"Book", "textbook"},
    {"Quiz", "quiz"},
    {"Map", "map"},
    {"Dataset", "data"},
    {"Game", "game"},
    {"VideoGame", "game"},
    {"VisualArtwork", "artwork"},
    {"Painting", "artwork"},
    {"Sculpture", "artwork"},
    {"Drawing", "artwork"},
    {"Article", "text"},
    {"ScholarlyArticle", "text"},
    {"BlogPosting", "text"},
    {"Chapter", "text"},
    {"Collection", ""},
    {"WebPage", "web-page"},
    {"WebSite", "web-page"},
    {"SoftwareApplication", "software"},
    {"WebApplication", "software"},
    {"MobileApplication", "software"},
    {"Event", "visit"},
    {"EducationEvent", "visit"},
    {"ExhibitionEvent", "visit"},
    {"PresentationDigitalDocument", "presentation"},
    {"TextDigitalDocument", "text"},
    {"SheetMusic", "sheet-music"},
    {"MusicComposition", ""},
    {"Play", "script"},
    {"HowTo", "activity"},
    {"Poster", "image"},
    {"Thesis", "text"},
    {"ArchiveComponent", "primary-source"},
    {"Syllabus", "unit-plan"},
    {"MathSolver", "software"},
    {"3DModel", ""},
};

const KnownType* find_type(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(known_types), std::end(known_types), [&](const auto& type) { return type.name == name; });
  return found == std::end(known_types) ? nullptr : found;
}

std::string bare_type(const json::Value& value) {
  if (!value.is_string()) return {};
  const std::string& name = value.get_ref<const std::string&>();
  const auto place = name.find_last_of("/:#");
  return place == std::string::npos ? name : name.substr(place + 1);
}

const json::Value* member(const json::Value& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

bool has_known_type(const json::Value& object) {
  for (const std::string_view name : {"@type", "type"}) {
    const auto* type = member(object, name);
    if (type == nullptr) continue;
    if (type->is_array()) {
      if (std::any_of(type->begin(), type->end(), [](const auto& one) { return find_type(bare_type(one)) != nullptr; }))
        return true;
    } else if (find_type(bare_type(*type)) != nullptr) {
      return true;
    }
  }
  return false;
}

bool is_known_context(std::string_view uri) {
  return uri.find("schema.org") != std::string_view::npos || uri.find("w3id.org/kim/amb") != std::string_view::npos ||
         uri.find("lrmi") != std::string_view::npos;
}

bool mentions_known_context(const json::Value& context, int depth) {
  if (depth > 3) return false;
  if (context.is_string()) return is_known_context(context.get_ref<const std::string&>());
  if (!context.is_structured()) return false;
  return std::any_of(context.begin(), context.end(),
                     [&](const json::Value& one) { return mentions_known_context(one, depth + 1); });
}

// `*A Raisin in the Sun*` → `A Raisin in the Sun`: a name is plain text.
std::string without_emphasis(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool pair = (c == '*' || c == '_') && (at == 0 || text[at - 1] == ' ' || text[at - 1] == c ||
                                                 std::ispunct(static_cast<unsigned char>(text[at - 1])) != 0);
    const std::size_t end = pair ? text.find(c, at + 1) : std::string::npos;
    if (!pair || end == std::string::npos || end == at + 1) {
      out += c;
      continue;
    }
    out += text.substr(at + 1, end - at - 1);
    at = end;
  }
  return out;
}

class Reader {
 public:
  Reader(const json::Value& object, const ReadingHints& hints)
      : context_(object), thing_(object, context_), writer_(resource_, hints) {}

  Outcome<SchemaOrgReading> read() {
    for (const auto* one : thing_.values("inLanguage")) language(*one);
    writer_.settle_language();
    read_identity();
    read_texts();
    read_concepts();
    read_rights();
    read_people();
    read_links();
    read_times();
    read_alignments();
    read_further();
    writer_.finish();
    if (resource_.name.empty() && resource_.at_id.empty() && resource_.url.empty() && resource_.identifier.empty())
      return Problem{"missing-name", "name", "The description has neither a title nor an address.",
                     "Add at least a name."};
    return SchemaOrgReading{std::move(resource_), writer_.take_notes()};
  }

 private:
  using Put = void (FieldWriter::*)(const Given&);

  // Every value of a member, as text in its language, into a field.
  void put_texts(std::string_view term, Put put) {
    for (const auto* value : thing_.values(term))
      for (const auto& text : json_ld::texts(*value, context_)) (writer_.*put)({text.words, term, text.language});
  }

  // Every value of a member, by its address or else its words, into a field.
  void put_addresses(std::string_view term, Put put) {
    for (const auto* value : thing_.values(term)) {
      const std::string uri = json_ld::uri_of(*value, context_);
      const std::string words = uri.empty() ? json_ld::text_of(*value, context_) : uri;
      if (!words.empty()) (writer_.*put)({words, term, {}});
    }
  }

  void language(const json::Value& value) {
    std::string words = json_ld::text_of(value, context_);
    if (!normalise_language(words)) {
      const std::string uri = json_ld::uri_of(value, context_);
      if (normalise_language(uri)) words = uri;
    }
    writer_.language_of_resource({words, "inLanguage", {}});
  }

  void read_identity() {
    for (const auto* value : thing_.values("@type")) writer_.type({bare_type(*value), "@type", {}});
    if (thing_.has("@id")) writer_.at_id({context_.expand(thing_.text("@id")), "@id", {}});
    for (const auto* value : thing_.values("identifier")) {
      const std::string uri = json_ld::uri_of(*value, context_);
      writer_.identifier({uri.empty() ? json_ld::text_of(*value, context_) : uri, "identifier", {}});
    }
    put_addresses("sameAs", &FieldWriter::same_as);
    put_addresses("url", &FieldWriter::url);
    if (resource_.url.empty())
      if (const auto address = normalise_http_url(resource_.at_id)) resource_.url = *address;
  }

  void read_texts() {
    read_name("name");
    if (resource_.name.empty()) read_name("headline");
    put_texts("alternateName", &FieldWriter::alternate_name);
    put_texts("description", &FieldWriter::description);
    put_texts("abstract", &FieldWriter::abstract);
    if (resource_.description.empty()) put_texts("text", &FieldWriter::description);
    put_texts("creditText", &FieldWriter::credit_text);
    put_texts("copyrightNotice", &FieldWriter::copyright_notice);
    for (const auto* value : thing_.values("keywords")) read_keywords(*value);
  }

  void read_name(std::string_view term) {
    for (const auto* value : thing_.values(term))
      for (const auto& text : json_ld::texts(*value, context_)) {
        const std::string words = context_.is_markdown(term) ? without_emphasis(text.words) : text.words;
        const std::string language = text.language.empty() ? writer_.language() : text.language;
        const bool is_second = resource_.name.contains(language);
        is_second ? writer_.alternate_name({words, term, language}) : writer_.name({words, term, language});
      }
  }

  // schema.org lets keywords stand in one text, apart at commas.
  void read_keywords(const json::Value& value) {
    for (const auto& text : json_ld::texts(value, context_))
      for (std::size_t begin = 0; begin <= text.words.size();) {
        const std::size_t end = std::min(text.words.find(',', begin), text.words.size());
        writer_.keyword({std::string_view(text.words).substr(begin, end - begin), "keywords", text.language});
        begin = end + 1;
      }
  }

  void read_concepts() {
    for (const auto* value : thing_.values("learningResourceType"))
      concept_words(*value, "learningResourceType", &FieldWriter::resource_type, is_type);
    if (resource_.learning_resource_type.empty()) type_from_kind_of_work();
    for (const auto* value : thing_.values("about")) read_about(*value);
    for (const auto* value : thing_.values("educationalLevel"))
      concept_words(*value, "educationalLevel", &FieldWriter::level, is_level);
    for (const auto* value : thing_.values("typicalAgeRange"))
      writer_.age_range({json_ld::text_of(*value, context_), "typicalAgeRange", {}});
    for (const auto* value : thing_.values("audience")) read_audience(*value);
    put_texts("educationalUse", &FieldWriter::educational_use);
    put_texts("accessibilityFeature", &FieldWriter::accessibility_feature);
    put_texts("isAccessibleForFree", &FieldWriter::is_free);
    put_texts("conditionsOfAccess", &FieldWriter::conditions_of_access);
  }

  static bool is_type(std::string_view words) { return vocabularies::read_resource_type(words).has_value(); }
  static bool is_level(std::string_view words) { return !vocabularies::read_levels(words).empty(); }
  static bool is_subject(std::string_view words) { return vocabularies::read_subject(words).has_value(); }

  // The address of a concept where a vocabulary knows it, else its name where one does, else whatever there is.
  void concept_words(const json::Value& value, std::string_view where, Put put, bool (*known)(std::string_view)) {
    const std::string uri = json_ld::uri_of(value, context_);
    const auto names = json_ld::texts(value, context_);
    if (!uri.empty() && known(uri)) return (writer_.*put)({uri, where, {}});
    for (const auto& name : names)
      if (known(name.words)) return (writer_.*put)({name.words, where, name.language});
    if (!names.empty() && names.front().words != uri)
      return (writer_.*put)({names.front().words, where, names.front().language});
    if (!uri.empty()) (writer_.*put)({uri, where, {}});
  }

  // DPLA says with each subject whether it is one or a time ("disambiguatingDescription", 2016).
  void read_about(const json::Value& value) {
    const bool is_period = value.is_object() && json::text_or(value, "disambiguatingDescription") == "Time Period";
    if (is_period) return writer_.temporal_coverage({json_ld::text_of(value, context_), "about", {}});
    const std::string uri = json_ld::uri_of(value, context_);
    const bool is_unknown_uri = !uri.empty() && !is_subject(uri);
    concept_words(value, "about", &FieldWriter::subject, is_subject);
    const bool named_as_subject = value.is_object() && is_subject(json_ld::text_of(value, context_));
    if (is_unknown_uri && !named_as_subject) writer_.subject({uri, "about", {}});
  }

  void type_from_kind_of_work() {
    for (const auto& name : resource_.types)
      if (const auto* type = find_type(name); type != nullptr && !type->resource_type.empty())
        writer_.resource_type({type->resource_type, "@type", {}});
  }

  void read_audience(const json::Value& value) {
    if (!value.is_object()) return writer_.audience({json_ld::text_of(value, context_), "audience", {}});
    const Thing audience(value, context_);
    for (const std::string_view term : {"educationalRole", "audienceType", "name"})
      for (const auto* role : audience.values(term))
        writer_.audience({json_ld::text_of(*role, context_), "audience", {}});
    if (audience.has("typicalAgeRange") && !resource_.age_range)
      writer_.age_range({audience.text("typicalAgeRange"), "audience", {}});
    const std::string from = audience.text("suggestedMinAge");
    if (!from.empty() && !resource_.age_range)
      resource_.age_range =
          normalise_age_range(from + (audience.has("suggestedMaxAge") ? "-" + audience.text("suggestedMaxAge") : "+"));
  }

  void read_rights() {
    for (const auto* value : thing_.values("license")) put_licence(*value, "license");
    for (const auto* value : thing_.values("rightsStatement")) put_licence(*value, "rightsStatement");
    for (const auto* value : thing_.values("usageInfo")) put_licence(*value, "usageInfo");
    put_addresses("sdLicense", &FieldWriter::metadata_licence);
  }

  void put_licence(const json::Value& value, std::string_view where) {
    const std::string uri = json_ld::uri_of(value, context_);
    const std::string words = json_ld::text_of(value, context_);
    writer_.licence({uri.empty() ? words : std::string_view(uri), where, {}});
  }

  void read_people() {
    for (const auto* value : thing_.values("creator")) read_agent(resource_.creator, *value);
    for (const auto* value : thing_.values("contributor")) read_agent(resource_.contributor, *value);
    for (const auto* value : thing_.values("editor")) read_agent(resource_.contributor, *value);
    for (const std::string_view term : {"publisher", "sourceOrganization", "provider"})
      for (const auto* value : thing_.values(term))
        if (resource_.publisher == model::Ref{}) {
          resource_.publisher = ref(*value);
          if (resource_.publisher != model::Ref{}) resource_.publisher.type = "Organization";
        }
  }

  model::LangMap names(const json::Value& value) {
    model::LangMap map;
    for (const auto& text : json_ld::texts(value, context_)) {
      std::string words = html_to_text(text.words);
      if (!words.empty() && words != json_ld::uri_of(value, context_))
        map.emplace(text.language.empty() ? writer_.language() : text.language, std::move(words));
    }
    return map;
  }

  void read_agent(std::vector<model::Agent>& field, const json::Value& value) {
    model::Agent agent;
    agent.name = names(value);
    agent.id = json_ld::uri_of(value, context_);
    if (value.is_object()) {
      const Thing person(value, context_);
      agent.type = person.has("@type") ? bare_type(*person.values("@type").front()) : "";
      agent.affiliation = person.text("affiliation");
      agent.role = person.text("roleName");
      if (agent.type != "Person" && agent.type != "Organization") agent.type.clear();
      if (agent.id.empty()) agent.id = context_.expand(person.text("@id"));
      const std::string home = person.text("url");
      if (home != agent.id) agent.url = normalise_http_url(home).value_or("");
    }
    if (!agent.name.empty() || !agent.id.empty()) add_once(field, std::move(agent), 64);
  }

  model::Ref ref(const json::Value& value) {
    model::Ref ref;
    ref.name = names(value);
    ref.id = json_ld::uri_of(value, context_);
    if (!value.is_object()) return ref;
    const Thing other(value, context_);
    ref.type = other.has("@type") ? bare_type(*other.values("@type").front()) : "";
    const std::string url = normalise_http_url(context_.expand(other.text("url"))).value_or("");
    if (url != ref.id) ref.url = url;
    const auto& position = other.values("position");
    if (!position.empty() && position.front()->is_number_integer())
      ref.position = position.front()->get<std::int64_t>();
    return ref;
  }

  void read_refs(std::string_view term, std::vector<model::Ref>& field, std::size_t most) {
    for (const auto* value : thing_.values(term)) {
      model::Ref found = ref(*value);
      const bool empty = found.id.empty() && found.url.empty() && found.name.empty();
      if (!empty) add_once(field, std::move(found), most);
    }
  }

  void read_links() {
    read_refs("isPartOf", resource_.is_part_of, 500);
    read_refs("hasPart", resource_.has_part, 500);
    read_refs("isBasedOn", resource_.is_based_on, 64);
    read_refs("mentions", resource_.mentions, 500);
    for (const auto* value : thing_.values("encoding")) read_encoding(*value);
    if (thing_.has("contentUrl")) read_encoding_of(thing_);
    put_addresses("thumbnailUrl", &FieldWriter::thumbnail);
    for (const auto* value : thing_.values("image")) read_image(*value);
    put_texts("spatialCoverage", &FieldWriter::spatial_coverage);
    put_texts("temporalCoverage", &FieldWriter::temporal_coverage);
  }

  void read_encoding(const json::Value& value) {
    if (value.is_object()) return read_encoding_of(Thing(value, context_));
    writer_.encoding({json_ld::uri_of(value, context_), "encoding", {}});
  }

  // A licence in its one spelling, else its address.
  static std::string licence_of(const Thing& thing) {
    const std::string said = thing.text("license");
    return vocabularies::normalise_licence(said).value_or(normalise_http_url(said).value_or(""));
  }

  void add_texts(model::LangMap& map, const Thing& thing, std::string_view term) {
    for (const auto* value : thing.values(term))
      for (const auto& text : json_ld::texts(*value, context_)) {
        std::string words = html_to_text(text.words);
        if (!words.empty())
          map.try_emplace(text.language.empty() ? writer_.language() : text.language, std::move(words));
      }
  }

  void read_encoding_of(const Thing& media) {
    model::Encoding file;
    const std::string address = media.text("contentUrl").empty() ? media.text("url") : media.text("contentUrl");
    const auto whole = writer_.address({context_.expand(address), "encoding", {}});
    if (!whole) return;
    file.content_url = *whole;
    file.encoding_format = media.text("encodingFormat");
    file.sha256 = media.text("sha256");
    file.in_language = normalise_language(media.text("inLanguage")).value_or("");
    const std::string size = media.text("contentSize");
    if (!size.empty() && size.size() < 16 && size.find_first_not_of("0123456789") == std::string::npos)
      file.content_size_bytes = std::stoll(size);
    if (&media != &thing_) {  // what the resource itself is called and allows stands in its own fields
      add_texts(file.name, media, "name");
      file.license = licence_of(media);
    }
    add_once(resource_.encoding, std::move(file), 200);
  }

  void read_image(const json::Value& value) {
    if (resource_.image) return;
    const std::string address = json_ld::uri_of(value, context_);
    if (address.empty()) return;
    writer_.image({address, "image", {}});
    if (!resource_.image || !value.is_object()) return;
    const Thing image(value, context_);
    for (const std::string_view term : {"caption", "name", "description"})
      if (resource_.image->alt.empty()) add_texts(resource_.image->alt, image, term);
    resource_.image->credit_text = image.text("creditText");
    resource_.image->license = licence_of(image);
  }

  void read_times() {
    put_texts("dateCreated", &FieldWriter::date_created);
    put_texts("datePublished", &FieldWriter::date_published);
    put_texts("dateModified", &FieldWriter::date_modified);
    put_texts("timeRequired", &FieldWriter::time_required);
    put_texts("duration", &FieldWriter::duration);
  }

  void read_alignments() {
    read_statements("teaches", resource_.teaches);
    read_statements("assesses", resource_.assesses);
    read_statements("competencyRequired", resource_.competency_required);
    for (const auto* value : thing_.values("educationalAlignment"))
      if (value->is_object()) read_alignment(Thing(*value, context_));
  }

  void read_statements(std::string_view term, std::vector<model::StatementRef>& field) {
    for (const auto* value : thing_.values(term)) {
      model::StatementRef statement;
      statement.uri = json_ld::uri_of(*value, context_);
      statement.text = names(*value);
      if (value->is_object()) {
        const Thing defined(*value, context_);
        statement.code = defined.text("termCode");
        statement.framework = defined.text("inDefinedTermSet");
        std::erase_if(statement.text, [&](const auto& one) { return one.second == statement.code; });
      }
      if (statement != model::StatementRef{}) add_once(field, std::move(statement), 64);
    }
  }

  // MD-5: three words become fields of their own, two name subject and level, all others are kept with their word.
  void read_alignment(const Thing& alignment) {
    const std::string type = bare_alignment_type(alignment.text("alignmentType"));
    const std::string target = alignment.text("targetName");
    if (type == "teaches") return add_aligned(resource_.teaches, alignment);
    if (type == "assesses") return add_aligned(resource_.assesses, alignment);
    if (type == "prerequisite") return add_aligned(resource_.competency_required, alignment);
    if (type == "educationalSubject" && is_subject(target))
      return writer_.subject({target, "educationalAlignment", {}});
    if (type == "educationalLevel" && is_level(target)) return writer_.level({target, "educationalAlignment", {}});
    model::Alignment kept{type, alignment.text("educationalFramework"), target,
                          context_.expand(alignment.text("targetUrl")),
                          html_to_text(alignment.text("targetDescription"))};
    if (kept != model::Alignment{}) add_once(resource_.educational_alignment, std::move(kept), 64);
  }

  static std::string bare_alignment_type(std::string_view type) {
    const auto place = type.find_last_of("/#:");
    return std::string(place == std::string_view::npos ? type : type.substr(place + 1));
  }

  void add_aligned(std::vector<model::StatementRef>& field, const Thing& alignment) {
    model::StatementRef statement;
    statement.uri = context_.expand(alignment.text("targetUrl"));
    statement.framework = alignment.text("educationalFramework");
    const std::string name = alignment.text("targetName");
    std::string words = html_to_text(alignment.text("targetDescription"));
    const bool is_code = name.find(' ') == std::string::npos;
    if (is_code) statement.code = name;
    if (!is_code && words.empty()) words = html_to_text(name);
    if (!words.empty()) statement.text.emplace(writer_.language(), std::move(words));
    if (statement != model::StatementRef{}) add_once(field, std::move(statement), 64);
  }

  // Members that the model has no field for yet, in the canonical spelling.
  void read_further() {
    for (const std::string_view term :
         {"accessMode", "accessModeSufficient", "accessibilityAPI", "accessibilityControl", "accessibilityHazard"}) {
      json::Value list = json::Value::array();
      for (const auto* value : thing_.values(term))
        if (value->is_string() && list.size() < 32 && value->get_ref<const std::string&>().size() <= 100)
          list.push_back(*value);
      if (!list.empty()) resource_.further.push_back({std::string(term), json::canonical(list)});
    }
  }

  // For a reader all remarks weigh the same: the field is left out, the record lives.
  Context context_;
  Thing thing_;
  model::Resource resource_;
  FieldWriter writer_;
};

}  // namespace

bool is_schema_org(const json::Value& object) {
  if (!object.is_object()) return false;
  if (const auto* context = member(object, "@context")) return mentions_known_context(*context, 0);
  return object.contains("@type") && has_known_type(object);
}

std::vector<json::Value> schema_org_objects(const json::Value& document) {
  std::vector<json::Value> found;
  const auto consider = [&](const json::Value& one, const json::Value* context) {
    if (!one.is_object() || !has_known_type(one)) return;
    found.push_back(one);
    if (context != nullptr && !one.contains("@context")) found.back()["@context"] = *context;
  };
  if (document.is_array())
    for (const auto& one : document) consider(one, nullptr);
  if (!document.is_object()) return found;
  const auto* graph = member(document, "@graph");
  if (graph == nullptr || !graph->is_array()) {
    consider(document, nullptr);
    return found;
  }
  for (const auto& one : *graph) consider(one, member(document, "@context"));
  return found;
}

Outcome<SchemaOrgReading> read_schema_org(const json::Value& object, const ReadingHints& hints) {
  if (!object.is_object())
    return Problem{"wrong-kind", "", "A description is an object.", "Send one JSON object for each resource."};
  return Reader(object, hints).read();
}

}  // namespace commonplace::formats
