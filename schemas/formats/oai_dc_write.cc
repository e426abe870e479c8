// Writes a Resource as oai_dc: the column "oai_dc" of the crosswalk table (MD §7), one element after another.
#include "schemas/formats/oai_dc.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "schemas/formats/xml_writer.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using model::LangMap;
using model::Resource;

constexpr std::string_view opening =
    "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ "
    "http://www.openarchives.org/OAI/2.0/oai_dc.xsd\">";
constexpr std::string_view closing = "</oai_dc:dc>";
constexpr std::string_view vocabulary_language = "en";  // of the labels in schemas/vocabularies

bool is_uri(std::string_view concept_id) {
  return concept_id.find(':') != std::string_view::npos;
}

// DCMIType of the schema.org types that have one.
std::string_view dcmi_type_of(std::string_view schema_type) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {{"VideoObject", "MovingImage"},
                                                                     {"ImageObject", "StillImage"},
                                                                     {"AudioObject", "Sound"},
                                                                     {"Event", "Event"},
                                                                     {"Course", "Collection"},
                                                                     {"Dataset", "Dataset"},
                                                                     {"Book", "Text"},
                                                                     {"SoftwareApplication", "Software"}};
  for (const auto& [type, dcmi] : known) {
    if (type == schema_type) return dcmi;
  }
  return {};
}

class DcWriter {
 public:
  explicit DcWriter(const Resource& resource) : resource_(resource) {
    out_.reserve(2048);
    out_ += opening;
  }

  // All the elements that follow have this name, and none is said twice.
  void begin(std::string_view element) {
    element_ = element;
    said_.clear();
    said_by_many_.clear();
  }

  void say(std::string_view text, std::string_view language = {}) {
    if (text.empty() || !is_new(text, language)) return;
    out_.append("<dc:").append(element_);
    if (const auto tag = xml_language(language); !tag.empty()) out_.append(" xml:lang=\"").append(tag).append("\"");
    out_ += '>';
    append_xml_text(out_, text);
    out_.append("</dc:").append(element_).append(">");
  }

  void say_each(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) say(text);
  }

  // MD-26: the main language first, then in the order of tags.
  void say_each(const LangMap& map) {
    const model::Said main = model::best(map, resource_.in_language);
    say(main.text, main.language);
    for (const auto& [language, text] : map) say(text, language);
  }

  void say_each(const model::LangLists& lists) {
    for (const auto& [language, texts] : lists) {
      for (const std::string& text : texts) say(text, language);
    }
  }

  // Somebody is named once, not once per language: two dc:creator are two people.
  void say_name(const LangMap& name, std::string_view id, std::string_view url) {
    const model::Said said = model::best(name, resource_.in_language);
    if (!said.text.empty()) return say(said.text, said.language);
    say(id.empty() ? url : id);
  }

  void say_agents(const std::vector<model::Agent>& agents) {
    for (const model::Agent& agent : agents) say_name(agent.name, agent.id, agent.url);
  }

  // An address is worth more than a name here.
  void say_refs(const std::vector<model::Ref>& refs) {
    for (const model::Ref& ref : refs) {
      const std::string& address = ref.id.empty() ? ref.url : ref.id;
      if (address.empty()) {
        say_name(ref.name, {}, {});
      } else {
        say(address);
      }
    }
  }

  void say_statements(const std::vector<model::StatementRef>& statements) {
    for (const model::StatementRef& statement : statements) say(statement.uri);
  }

  std::string finish() {
    out_ += closing;
    return std::move(out_);
  }

 private:
  using Saying = std::pair<std::string_view, std::string_view>;  // language, text

  // A few are looked through; of many a set is kept.
  bool is_new(std::string_view text, std::string_view language) {
    constexpr std::size_t few = 16;
    const Saying saying(language, text);
    if (said_.size() < few) {
      if (std::find(said_.begin(), said_.end(), saying) != said_.end()) return false;
      said_.push_back(saying);
      if (said_.size() == few) said_by_many_.insert(said_.begin(), said_.end());
      return true;
    }
    return said_by_many_.insert(saying).second;
  }

  const Resource& resource_;
  std::string out_;
  std::string_view element_;
  std::vector<Saying> said_;
  std::set<Saying> said_by_many_;
};

// What a person can open comes first: harvesters take the first address for the link.
void write_identifiers(DcWriter& dc, const Resource& resource) {
  dc.begin("identifier");
  dc.say(resource.url);
  dc.say(resource.at_id);
  dc.say(resource.identifier);
  dc.say_each(resource.same_as);
  for (const model::Encoding& encoding : resource.encoding) dc.say(encoding.content_url);
}

void write_descriptions(DcWriter& dc, const Resource& resource) {
  dc.begin("description");
  dc.say_each(resource.description);
  for (const LangMap& objective : resource.learning_objectives) dc.say_each(objective);
}

void write_types(DcWriter& dc, const Resource& resource) {
  dc.begin("type");
  for (const std::string& id : resource.learning_resource_type) {
    if (is_uri(id)) dc.say(id);
  }
  for (const std::string& id : resource.learning_resource_type) {
    if (const auto* type = vocabularies::find_resource_type(id)) dc.say(type->dcmi_type);
  }
  for (const std::string& type : resource.types) dc.say(dcmi_type_of(type));
  for (const std::string& id : resource.learning_resource_type) {
    if (const auto* type = vocabularies::find_resource_type(id)) {
      dc.say(type->label, vocabulary_language);
    } else if (!is_uri(id)) {
      dc.say(id);
    }
  }
}

void write_subjects(DcWriter& dc, const Resource& resource) {
  dc.begin("subject");
  for (const std::string& id : resource.about) {
    if (is_uri(id)) dc.say(id);
  }
  for (const std::string& id : resource.about) {
    if (const auto* subject = vocabularies::find_subject(id)) {
      dc.say(subject->label, vocabulary_language);
    } else if (!is_uri(id)) {
      dc.say(id);
    }
  }
  dc.say_each(resource.keywords);
}

void write_rights(DcWriter& dc, const Resource& resource) {
  dc.begin("rights");
  dc.say(resource.license);
  dc.say(resource.rights_statement);
  dc.say(resource.copyright_notice);
  dc.say(resource.credit_text);
}

void write_people(DcWriter& dc, const Resource& resource) {
  dc.begin("creator");
  dc.say_agents(resource.creator);
  dc.begin("contributor");
  dc.say_agents(resource.contributor);
  dc.begin("publisher");
  dc.say_name(resource.publisher.name, resource.publisher.id, resource.publisher.url);
}

void write_dates(DcWriter& dc, const Resource& resource) {
  dc.begin("date");
  dc.say(resource.date_published);
  dc.say(resource.date_created);
  dc.say(resource.date_modified);
}

void write_relations(DcWriter& dc, const Resource& resource) {
  dc.begin("relation");
  dc.say_statements(resource.teaches);
  dc.say_statements(resource.assesses);
  dc.say_statements(resource.competency_required);
  for (const model::Alignment& alignment : resource.educational_alignment) dc.say(alignment.target_url);
  dc.say_refs(resource.is_part_of);
  dc.say_refs(resource.has_part);
  dc.say_refs(resource.mentions);
  dc.begin("source");
  dc.say_refs(resource.is_based_on);
}

void write_form(DcWriter& dc, const Resource& resource) {
  dc.begin("language");
  dc.say_each(resource.in_language);
  dc.begin("format");
  for (const model::Encoding& encoding : resource.encoding) dc.say(encoding.encoding_format);
  dc.say(resource.duration);
  dc.begin("coverage");
  dc.say_each(resource.spatial_coverage);
  dc.say_each(resource.temporal_coverage);
}

}  // namespace

std::string write_oai_dc(const Resource& resource) {
  DcWriter dc(resource);
  dc.begin("title");
  dc.say_each(resource.name);
  dc.say_each(resource.alternate_name);
  write_identifiers(dc, resource);
  write_descriptions(dc, resource);
  write_types(dc, resource);
  write_subjects(dc, resource);
  write_rights(dc, resource);
  write_people(dc, resource);
  write_dates(dc, resource);
  write_relations(dc, resource);
  write_form(dc, resource);
  return dc.finish();
}

}  // namespace commonplace::formats
