// Writing schema.org JSON-LD for the page of a resource, so that search engines and other nodes understand it.
#include "schemas/formats/schema_org.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using json::Value;

constexpr std::string_view concept_namespace = "https://w3id.org/commonplace/ns/";

void set(Value& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

void set(Value& object, const char* name, Value list_or_one) {
  if (list_or_one.is_array() && list_or_one.empty()) return;
  if (list_or_one.is_array() && list_or_one.size() == 1) list_or_one = Value(list_or_one.front());
  if (!list_or_one.is_null()) object[name] = std::move(list_or_one);
}

// One text as it is when the resource has only that language; else each with its language.
Value texts(const model::LangMap& map, const std::string& main_language) {
  if (map.empty()) return {};
  if (map.size() == 1 && (map.begin()->first == main_language || map.begin()->first == "und"))
    return map.begin()->second;
  Value list = Value::array();
  for (const auto& [language, text] : map) list.push_back({{"@language", language}, {"@value", text}});
  return list;
}

// As they are in the main language, the others each with its language.
Value words(const model::LangLists& lists, const std::string& main_language) {
  Value all = Value::array();
  for (const auto& [language, texts] : lists)
    for (const auto& text : texts)
      all.push_back(language == main_language || language == "und" ? Value(text)
                                                                   : Value{{"@language", language}, {"@value", text}});
  return all;
}

Value defined_term(const char* scheme, const std::string& id) {
  if (id.find(':') != std::string::npos) return {{"@id", id}, {"@type", "DefinedTerm"}};
  return {{"@id", std::string(concept_namespace) + scheme + "/" + id},
          {"@type", "DefinedTerm"},
          {"name", vocabularies::concept_label(id)}};
}

Value terms(const char* scheme, const std::vector<std::string>& ids) {
  Value list = Value::array();
  for (const auto& id : ids) list.push_back(defined_term(scheme, id));
  return list;
}

class Writer {
 public:
  Writer(const model::Resource& resource, const std::string& page) : resource_(resource), page_(page) {
    main_language_ = resource.in_language.empty() ? "und" : resource.in_language.front();
  }

  Value write() {
    out_ = {{"@context", "https://schema.org/"}};
    write_identity();
    write_texts();
    write_concepts();
    write_people();
    write_links();
    return std::move(out_);
  }

 private:
  void write_identity() {
    out_["@type"] = resource_.types.empty() ? Value("LearningResource") : Value(resource_.types);
    set(out_, "@id", resource_.at_id);
    set(out_, "identifier", resource_.identifier);
    set(out_, "url", resource_.url.empty() ? page_ : resource_.url);
    if (!page_.empty()) out_["mainEntityOfPage"] = page_;
    set(out_, "sameAs", Value(resource_.same_as));
  }

  void write_texts() {
    set(out_, "name", texts(resource_.name, main_language_));
    set(out_, "description", texts(resource_.description, main_language_));
    set(out_, "abstract", texts(resource_.abstract, main_language_));
    set(out_, "alternateName", words(resource_.alternate_name, main_language_));
    if (!resource_.keywords.empty()) out_["keywords"] = words(resource_.keywords, main_language_);
    set(out_, "creditText", resource_.credit_text);
    set(out_, "copyrightNotice", resource_.copyright_notice);
  }

  void write_concepts() {
    set(out_, "learningResourceType", terms("type", resource_.learning_resource_type));
    set(out_, "about", terms("subject", resource_.about));
    set(out_, "educationalLevel", terms("level", resource_.educational_level));
    if (resource_.age_range)
      out_["typicalAgeRange"] =
          std::to_string(resource_.age_range->min) + "-" + std::to_string(resource_.age_range->max);
    set(out_, "inLanguage", Value(resource_.in_language));
    set(out_, "license", resource_.license);
    set(out_, "usageInfo", resource_.rights_statement);
    set(out_, "sdLicense", resource_.metadata_license);
    if (resource_.is_accessible_for_free) out_["isAccessibleForFree"] = *resource_.is_accessible_for_free;
    set(out_, "conditionsOfAccess", resource_.conditions_of_access);
    set(out_, "educationalUse", Value(resource_.educational_use));
    set(out_, "accessibilityFeature", Value(resource_.accessibility_feature));
    Value audience = Value::array();
    for (const auto& role : resource_.audience)
      audience.push_back({{"@type", "EducationalAudience"}, {"educationalRole", role}});
    set(out_, "audience", std::move(audience));
    set(out_, "teaches", statements(resource_.teaches));
    set(out_, "assesses", statements(resource_.assesses));
    set(out_, "competencyRequired", statements(resource_.competency_required));
    write_alignments();
  }

  Value statements(const std::vector<model::StatementRef>& refs) const {
    Value list = Value::array();
    for (const auto& ref : refs) {
      Value term = {{"@type", "DefinedTerm"}};
      set(term, "@id", ref.uri);
      set(term, "termCode", ref.code);
      set(term, "inDefinedTermSet", ref.framework);
      set(term, "name", texts(ref.text, main_language_));
      list.push_back(std::move(term));
    }
    return list;
  }

  void write_alignments() {
    Value list = Value::array();
    for (const auto& alignment : resource_.educational_alignment) {
      Value one = {{"@type", "AlignmentObject"}};
      set(one, "alignmentType", alignment.alignment_type);
      set(one, "educationalFramework", alignment.educational_framework);
      set(one, "targetName", alignment.target_name);
      set(one, "targetUrl", alignment.target_url);
      set(one, "targetDescription", alignment.target_description);
      list.push_back(std::move(one));
    }
    set(out_, "educationalAlignment", std::move(list));
  }

  void write_people() {
    set(out_, "creator", agents(resource_.creator));
    set(out_, "contributor", agents(resource_.contributor));
    if (resource_.publisher != model::Ref{}) out_["publisher"] = ref(resource_.publisher);
  }

  Value agents(const std::vector<model::Agent>& agents) const {
    Value list = Value::array();
    for (const auto& agent : agents) {
      Value one = Value::object();
      set(one, "@type", agent.type);
      set(one, "@id", agent.id);
      set(one, "name", texts(agent.name, main_language_));
      set(one, "url", agent.url);
      if (!agent.affiliation.empty()) one["affiliation"] = {{"@type", "Organization"}, {"name", agent.affiliation}};
      list.push_back(std::move(one));
    }
    return list;
  }

  Value ref(const model::Ref& ref) const {
    Value one = Value::object();
    set(one, "@type", ref.type);
    set(one, "@id", ref.id);
    set(one, "url", ref.url);
    set(one, "name", texts(ref.name, main_language_));
    if (ref.position) one["position"] = *ref.position;
    return one;
  }

  Value refs(const std::vector<model::Ref>& all) const {
    Value list = Value::array();
    for (const auto& one : all) list.push_back(ref(one));
    return list;
  }

  void write_links() {
    set(out_, "isPartOf", refs(resource_.is_part_of));
    set(out_, "hasPart", refs(resource_.has_part));
    set(out_, "isBasedOn", refs(resource_.is_based_on));
    set(out_, "mentions", refs(resource_.mentions));
    set(out_, "encoding", encodings());
    set(out_, "thumbnailUrl", resource_.thumbnail_url);
    if (resource_.image) out_["image"] = image(*resource_.image);
    set(out_, "spatialCoverage", Value(resource_.spatial_coverage));
    set(out_, "temporalCoverage", Value(resource_.temporal_coverage));
    set(out_, "dateCreated", resource_.date_created);
    set(out_, "datePublished", resource_.date_published);
    set(out_, "dateModified", resource_.date_modified);
    set(out_, "timeRequired", resource_.time_required);
    set(out_, "duration", resource_.duration);
  }

  Value encodings() const {
    Value list = Value::array();
    for (const auto& encoding : resource_.encoding) {
      Value one = {{"@type", "MediaObject"}, {"contentUrl", encoding.content_url}};
      set(one, "encodingFormat", encoding.encoding_format);
      if (encoding.content_size_bytes) one["contentSize"] = std::to_string(*encoding.content_size_bytes);
      set(one, "sha256", encoding.sha256);
      set(one, "inLanguage", encoding.in_language);
      set(one, "name", texts(encoding.name, main_language_));
      set(one, "license", encoding.license);
      list.push_back(std::move(one));
    }
    return list;
  }

  Value image(const model::Image& image) const {
    Value one = {{"@type", "ImageObject"}, {"url", image.url}};
    set(one, "caption", texts(image.alt, main_language_));
    set(one, "creditText", image.credit_text);
    set(one, "license", image.license);
    return one;
  }

  const model::Resource& resource_;
  const std::string& page_;
  std::string main_language_;
  Value out_;
};

}  // namespace

Value write_schema_org(const model::Resource& resource, const std::string& page) {
  return Writer(resource, page).write();
}

}  // namespace commonplace::formats
