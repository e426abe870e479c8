// Reads LOM by the field rules of MD §8, as European repositories, Ariadne's harvesters and Moodle's exports write it:
// in any order, with or without our own words. One bad field never fails the record (MD-30).
#include <algorithm>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/further.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lom_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/text_limits.h"
#include "schemas/formats/url.h"
#include "schemas/formats/vcard.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::LangMap;
using model::Resource;

constexpr std::size_t most_agents = 64;
constexpr std::size_t most_refs = 500;
constexpr std::size_t most_files = 200;
constexpr std::size_t most_statements = 64;
constexpr std::size_t most_notes = 200;
constexpr std::size_t most_paths = 200;  // of one classification

struct Said {
  std::string language;  // BCP 47; "und" where it is not said
  std::string tag;       // as it stands
  std::string text;
};

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// "x-none" and "none" are LOM's way to say that there is no language.
std::string language_of(std::string_view tag) {
  const bool says_none = tag.empty() || tag == "none" || tag.starts_with("x-");
  return says_none ? "und" : normalise_language(tag).value_or("und");
}

// The strings of a LangString: <string language="">, <langstring xml:lang=""> of IMS, or bare text.
std::vector<Said> strings_of(const XmlNode& node) {
  std::vector<Said> all;
  for (const XmlNode& child : node.children) {
    if (child.local != "string" && child.local != "langstring") continue;
    std::string_view tag = child.attribute("language");
    if (tag.empty()) tag = child.attribute("lang");
    if (!normalise_text(child.text).empty()) all.push_back({language_of(tag), std::string(tag), child.text});
  }
  if (all.empty() && !normalise_text(node.text).empty()) all.push_back({"und", "", node.text});
  return all;
}

std::string first_string(const XmlNode* node) {
  if (node == nullptr) return {};
  const auto all = strings_of(*node);
  return all.empty() ? std::string() : normalise_text(all.front().text);
}

LangMap map_of(const XmlNode* node) {
  LangMap map;
  if (node == nullptr) return map;
  for (const Said& said : strings_of(*node)) {
    std::string text = html_to_text(said.text);
    if (!text.empty()) map.try_emplace(said.language, std::move(text));
  }
  return map;
}

std::string text_of(const XmlNode& node, std::string_view child) {
  const XmlNode* found = node.child(child);
  return found == nullptr ? std::string() : normalise_text(found->text);
}

struct Word {
  std::string source;
  std::string value;

  bool is_ours() const { return source.starts_with(lom_words::own_namespace) || source == lom_words::audience_source; }
};

// <source> and <value>, either of which older records wrap in a LangString.
Word word_of(const XmlNode* node) {
  if (node == nullptr) return {};
  return {first_string(node->child("source")), first_string(node->child("value"))};
}

// Sub-elements of a name, in order.
std::vector<const XmlNode*> children_of(const XmlNode& node, std::string_view name) {
  std::vector<const XmlNode*> all;
  for (const XmlNode& child : node.children)
    if (child.local == name) all.push_back(&child);
  return all;
}

class Reader {
 public:
  explicit Reader(const XmlNode& lom) : lom_(lom), writer_(resource_, hints_) {}

  model::Outcome<Reading> read() {
    for (const XmlNode* general : children_of(lom_, "general"))
      for (const XmlNode* language : children_of(*general, "language")) this->language(*language);
    each("general", &Reader::general);
    each("lifeCycle", &Reader::life_cycle);
    each("lifecycle", &Reader::life_cycle);
    each("metaMetadata", &Reader::meta_metadata);
    each("technical", &Reader::technical);
    has_own_levels_ = says_own_level();
    each("educational", &Reader::educational);
    each("rights", &Reader::rights);
    each("relation", &Reader::relation);
    each("classification", &Reader::classification);
    finish();
    if (resource_.name.empty() && resource_.url.empty() && resource_.at_id.empty() && resource_.same_as.empty() &&
        resource_.encoding.empty())
      return model::Problem{"missing-name", "lom:general/title", "The record has neither a title nor an address.",
                            "Ask the keeper of the source to mend the record."};
    return Reading{std::move(resource_), writer_.take_notes()};
  }

 private:
  using Take = void (Reader::*)(const XmlNode&);

  void each(std::string_view category, Take take) {
    for (const XmlNode& child : lom_.children)
      if (child.local == category) (this->*take)(child);
  }

  // ---- 1 General

  void general(const XmlNode& node) {
    for (const XmlNode& child : node.children) {
      if (is_any_of(child.local, {"identifier", "catalogentry", "catalogEntry"})) identifier(child);
      if (child.local == "title") title(child);
      if (child.local == "description") put_strings(child, "lom:general/description", &FieldWriter::description);
      if (child.local == "keyword") put_strings(child, "lom:general/keyword", &FieldWriter::keyword);
      if (child.local == "coverage") coverage(child);
    }
  }

  void put_strings(const XmlNode& node, std::string_view where, void (FieldWriter::*put)(const Given&)) {
    for (const Said& said : strings_of(node)) (writer_.*put)({said.text, where, said.language});
  }

  void identifier(const XmlNode& node) {
    const std::string catalog = text_of(node, "catalog");
    std::string entry = first_string(node.child("entry"));
    if (entry.empty()) entry = normalise_text(node.text);
    if (catalog == lom_words::uri_catalog && resource_.at_id.empty() && is_recognised_identifier(entry)) {
      resource_.at_id = std::move(entry);
    } else if (catalog == lom_words::oai_catalog && parse_oai_identifier(entry) && resource_.identifier.empty()) {
      resource_.identifier = std::move(entry);
    } else if (is_recognised_identifier(entry)) {
      writer_.same_as({entry, "lom:general/identifier", {}});
    } else if (const std::string doi = fold_catalog(catalog); !doi.empty() && entry.starts_with("10.")) {
      writer_.same_as({"https://doi.org/" + entry, "lom:general/identifier", {}});
    }
  }

  static std::string fold_catalog(std::string_view catalog) {
    return catalog == "DOI" || catalog == "doi" ? "doi" : "";
  }

  void title(const XmlNode& node) {
    for (const Said& said : strings_of(node)) {
      const bool is_second = resource_.name.contains(said.language);
      is_second ? writer_.alternate_name({said.text, "lom:general/title", said.language})
                : writer_.name({said.text, "lom:general/title", said.language});
    }
  }

  void language(const XmlNode& node) {
    const std::string tag = normalise_text(node.text);
    if (tag.empty() || tag == "none") return;
    writer_.language_of_resource({tag, "lom:general/language", {}});
  }

  void coverage(const XmlNode& node) {
    for (const Said& said : strings_of(node)) {
      const std::string text = normalise_text(said.text);
      const bool is_time = normalise_period(text).has_value() || names_a_year(text);
      is_time ? writer_.temporal_coverage({text, "lom:general/coverage", {}})
              : writer_.spatial_coverage({text, "lom:general/coverage", {}});
    }
  }

  // ---- 2, 3

  void life_cycle(const XmlNode& node) {
    add_further_text(resource_, "creativeWorkStatus", word_of(node.child("status")).value);
    add_further_text(resource_, "version", first_string(node.child("version")));
    for (const XmlNode* contribution : children_of(node, "contribute")) contribute(*contribution);
  }

  // `date` of IMS is <date><datetime>.
  std::string date_of(const XmlNode& node) {
    const XmlNode* date = node.child("date");
    if (date == nullptr) return {};
    std::string day = text_of(*date, "dateTime");
    if (day.empty()) day = text_of(*date, "datetime");
    return day.empty() ? normalise_text(date->text) : day;
  }

  std::vector<model::Agent> agents_of(const XmlNode& node) {
    std::vector<model::Agent> agents;
    for (const XmlNode& child : node.children) {
      if (!is_any_of(child.local, {"entity", "centity"})) continue;
      const XmlNode* card = child.child("vcard");
      model::Agent agent = read_vcard(card == nullptr ? child.text : card->text);
      if (agent != model::Agent{}) agents.push_back(std::move(agent));
    }
    return agents;
  }

  void contribute(const XmlNode& node) {
    const Word role = word_of(node.child("role"));
    const std::string date = date_of(node);
    const auto agents = agents_of(node);
    if (!role.is_ours() && is_any_of(role.value, {"author", "creator"})) {
      for (const auto& agent : agents) add_once(resource_.creator, agent, most_agents);
      writer_.date_created({date, "lom:lifeCycle/contribute/date", {}});
    } else if (!role.is_ours() && role.value == "publisher") {
      if (!agents.empty()) publisher(agents.front());
      writer_.date_published({date, "lom:lifeCycle/contribute/date", {}});
    } else {
      contributors(role, agents);
      if (role.value == "editor") writer_.date_modified({date, "lom:lifeCycle/contribute/date", {}});
    }
  }

  void publisher(const model::Agent& agent) {
    if (resource_.publisher != model::Ref{}) return;
    resource_.publisher = {agent.id, agent.type, agent.url, agent.name, {}};
    if (resource_.publisher.type.empty()) resource_.publisher.type = "Organization";
  }

  void contributors(const Word& role, std::vector<model::Agent> agents) {
    for (auto& agent : agents) {
      if (role.value != "unknown" || role.is_ours()) agent.role = role.value;
      add_once(resource_.contributor, std::move(agent), most_agents);
    }
  }

  void meta_metadata(const XmlNode& node) {
    for (const XmlNode* one : children_of(node, "identifier"))
      if (text_of(*one, "catalog") == lom_words::metadata_licence_catalog)
        writer_.metadata_licence({text_of(*one, "entry"), "lom:metaMetadata/identifier", {}});
  }

  // ---- 4 Technical

  static bool is_page(std::string_view format) {
    return format.empty() || format.starts_with("text/html") || format.starts_with("application/xhtml");
  }

  // A location that follows its format is that file; one without, or with that of a page, is the page.
  void technical(const XmlNode& node) {
    std::string format;
    std::size_t files = 0;
    for (const XmlNode& child : node.children) {
      if (child.local == "format") format = normalise_text(child.text);
      if (child.local != "location") continue;
      location(normalise_text(child.text), format);
      files = resource_.encoding.size();
      format.clear();
    }
    const std::string size = text_of(node, "size");
    const bool is_number =
        !size.empty() && size.size() < 16 && size.find_first_not_of("0123456789") == std::string::npos;
    if (files == 1 && is_number) resource_.encoding.back().content_size_bytes = std::stoll(size);
    if (const XmlNode* length = node.child("duration"))
      writer_.duration({duration_of(*length), "lom:technical/duration", {}});
  }

  void location(const std::string& place, const std::string& format) {
    const auto address = normalise_http_url(place);
    if (!address) return;
    if (resource_.url.empty() && is_page(format)) {
      resource_.url = *address;
      return;
    }
    model::Encoding file;
    file.content_url = *address;
    file.encoding_format = format.substr(0, 200);
    if (*address != resource_.url) add_once(resource_.encoding, std::move(file), most_files);
  }

  static std::string duration_of(const XmlNode& node) {
    std::string text = text_of(node, "duration");
    if (text.empty()) text = text_of(node, "datetime");
    return text.empty() ? normalise_text(node.text) : text;
  }

  // ---- 5 Educational

  void educational(const XmlNode& node) {
    const bool has_own_types = says_own(node, "learningResourceType");
    const bool has_own_roles = says_own(node, "intendedEndUserRole");
    for (const XmlNode& child : node.children) {
      if (is_any_of(child.local, {"learningResourceType", "learningresourcetype"}))
        type(word_of(&child), has_own_types);
      if (is_any_of(child.local, {"intendedEndUserRole", "intendedenduserrole"})) role(word_of(&child), has_own_roles);
      if (child.local == "context") context(word_of(&child));
      if (is_any_of(child.local, {"typicalAgeRange", "typicalagerange"})) age(child);
      if (is_any_of(child.local, {"typicalLearningTime", "typicallearningtime"}))
        writer_.time_required({duration_of(child), "lom:educational/typicalLearningTime", {}});
      if (child.local == "interactivityType") add_further_text(resource_, "interactivityType", word_of(&child).value);
      if (child.local == "description") note(child);
    }
  }

  static bool says_own(const XmlNode& node, std::string_view name) {
    const auto all = children_of(node, name);
    return std::any_of(all.begin(), all.end(), [](const XmlNode* one) { return word_of(one).is_ours(); });
  }

  // Ours come beside LOM's nearest, which then say nothing new.
  void type(const Word& word, bool has_own) {
    if (word.value.empty() || (has_own && !word.is_ours())) return;
    const std::string_view known = lom_words::type_of(word.value);
    writer_.resource_type(
        {known.empty() ? std::string_view(word.value) : known, "lom:educational/learningResourceType", {}});
  }

  void role(const Word& word, bool has_own) {
    if (word.value.empty() || (has_own && !word.is_ours())) return;
    const std::string_view known = lom_words::audience_of(word.value);
    writer_.audience({known.empty() ? std::string_view(word.value) : known, "lom:educational/intendedEndUserRole", {}});
  }

  // "school" and "other" say less than we can use; words of application profiles ("primary education") say more.
  void context(const Word& word) {
    if (has_own_levels_ || is_any_of(word.value, {"", "school", "other"})) return;
    const std::string_view known = lom_words::level_of(word.value);
    writer_.level({known.empty() ? std::string_view(word.value) : known, "lom:educational/context", {}});
  }

  void age(const XmlNode& node) {
    const std::string text = first_string(&node);
    if (!text.empty() && !resource_.age_range && normalise_age_range(text))
      resource_.age_range = normalise_age_range(text);
  }

  struct Labelled {
    LangMap first;
    LangMap second;
  };

  // The strings of a description that begin with one of our labels, with what stands behind the second one.
  static Labelled labelled(const std::vector<Said>& strings, std::string_view label, std::string_view second_label) {
    Labelled found;
    for (const Said& said : strings) {
      std::string_view text = said.text;
      if (!text.starts_with(label)) continue;
      text.remove_prefix(label.size());
      const std::string mark = "\n" + std::string(second_label);
      const std::size_t place = second_label.empty() ? std::string_view::npos : text.find(mark);
      found.first.try_emplace(said.language, html_to_text(text.substr(0, place)));
      if (place != std::string_view::npos)
        found.second.try_emplace(said.language, html_to_text(text.substr(place + mark.size())));
    }
    return found;
  }

  void note(const XmlNode& node) {
    using namespace lom_words;
    const auto strings = strings_of(node);
    if (auto found = labelled(strings, objective_label, {}); !found.first.empty()) {
      add_once(resource_.learning_objectives, std::move(found.first), 32);
    } else if (auto term = labelled(strings, term_label, definition_label); !term.first.empty()) {
      add_once(resource_.key_vocabulary, {std::move(term.first), std::move(term.second)}, most_notes);
    } else if (auto wrong = labelled(strings, misconception_label, correction_label); !wrong.first.empty()) {
      add_once(resource_.misconceptions, {std::move(wrong.first), std::move(wrong.second)}, 64);
    } else if (auto material = labelled(strings, material_label, {}); !material.first.empty()) {
      add_once(resource_.materials, std::move(material.first), 64);
    } else {
      put_strings(node, "lom:educational/description", &FieldWriter::description);
    }
  }

  // ---- 6 Rights

  void rights(const XmlNode& node) {
    const Word cost = word_of(node.child("cost"));
    if (cost.value == "yes" || cost.value == "no") resource_.is_accessible_for_free = cost.value == "no";
    for (const XmlNode* description : children_of(node, "description"))
      for (const Said& said : strings_of(*description)) right(said);
  }

  void right(const Said& said) {
    const std::string text = normalise_text(said.text);
    const Given given{text, "lom:rights/description", said.language};
    if (said.tag == lom_words::credit_language) return writer_.credit_text(given);
    const bool is_address = normalise_http_url(text).has_value();
    if (is_address || vocabularies::normalise_licence(text)) return writer_.licence(given);
    writer_.copyright_notice(given);
  }

  // ---- 7 Relation

  model::Ref ref_of(const XmlNode& node) {
    model::Ref ref;
    for (const XmlNode& child : node.children) {
      if (!is_any_of(child.local, {"identifier", "catalogentry", "catalogEntry"})) continue;
      const std::string catalog = text_of(child, "catalog");
      std::string entry = first_string(child.child("entry"));
      if (entry.empty()) entry = normalise_text(child.text);
      if (catalog == lom_words::url_catalog && ref.url.empty()) {
        ref.url = normalise_http_url(entry).value_or("");
      } else if (ref.id.empty() && is_recognised_identifier(entry)) {
        ref.id = std::move(entry);
      }
    }
    ref.name = map_of(node.child("description"));
    for (auto& [language, text] : ref.name) text = cut(std::move(text), longest_title);
    return ref;
  }

  void relation(const XmlNode& node) {
    const XmlNode* resource = node.child("resource");
    if (resource == nullptr) return;
    model::Ref ref = ref_of(*resource);
    if (ref == model::Ref{}) return;
    const std::string kind = word_of(node.child("kind")).value;
    if (kind == "ispartof") {
      add_once(resource_.is_part_of, std::move(ref), most_refs);
    } else if (kind == "haspart") {
      add_once(resource_.has_part, std::move(ref), most_refs);
    } else if (is_any_of(kind, {"isbasedon", "isversionof", "isformatof"})) {
      add_once(resource_.is_based_on, std::move(ref), most_agents);
    } else {
      add_once(resource_.mentions, std::move(ref), most_refs);
    }
  }

  // ---- 9 Classification

  bool says_own_level() const {
    for (const XmlNode* node : children_of(lom_, "classification"))
      for (const XmlNode* path : children_of(*node, "taxonPath"))
        for (const XmlNode* taxon : children_of(*path, "taxon"))
          if (text_of(*taxon, "id").starts_with(lom_words::level_source)) return true;
    return false;
  }

  void classification(const XmlNode& node) {
    const Word purpose = word_of(node.child("purpose"));
    std::size_t paths = 0;
    for (const XmlNode& child : node.children) {
      if (!is_any_of(child.local, {"taxonPath", "taxonpath"}) || paths++ >= most_paths) continue;
      const XmlNode* last = nullptr;
      for (const XmlNode* taxon : children_of(child, "taxon")) last = deepest(*taxon);
      if (last != nullptr || purpose.source == lom_words::alignment_source) path(purpose, child, last, node);
    }
    if (node.child("taxonPath") == nullptr && node.child("taxonpath") == nullptr) path(purpose, {}, nullptr, node);
  }

  // IMS nests a taxon in the broader one.
  static const XmlNode* deepest(const XmlNode& taxon) {
    const XmlNode* inner = taxon.child("taxon");
    return inner == nullptr ? &taxon : deepest(*inner);
  }

  void path(const Word& purpose, const XmlNode& path, const XmlNode* taxon, const XmlNode& classification) {
    static const XmlNode none;
    const XmlNode& last = taxon == nullptr ? none : *taxon;
    if (purpose.source == lom_words::alignment_source) return alignment(purpose, path, last, classification);
    if (purpose.value == "discipline" || purpose.value == "idea") return subject(last, classification);
    if (purpose.value == "educational level") return level(last);
    const auto statements = statements_for(purpose.value);
    if (statements == nullptr) return;
    auto ref = statement(path, last, classification);
    if (ref != model::StatementRef{}) add_once(resource_.*statements, std::move(ref), most_statements);
  }

  static std::vector<model::StatementRef> Resource::*statements_for(std::string_view purpose) {
    if (purpose == "educational objective") return &Resource::teaches;
    if (purpose == "competency") return &Resource::assesses;
    if (purpose == "prerequisite") return &Resource::competency_required;
    return nullptr;
  }

  // The address of a concept where a vocabulary knows it, else its label, else the address.
  void subject(const XmlNode& taxon, const XmlNode& classification) {
    const std::string id = text_of(taxon, "id");
    const auto labels = taxon.child("entry") == nullptr ? std::vector<Said>() : strings_of(*taxon.child("entry"));
    if (id.starts_with(lom_words::own_namespace) || vocabularies::read_subject(id))
      return writer_.subject({id, "lom:classification", {}});
    for (const Said& label : labels) writer_.subject({label.text, "lom:classification", label.language});
    if (normalise_http_url(id)) writer_.subject({id, "lom:classification", {}});
    if (taxon.local.empty())
      for (const XmlNode* keyword : children_of(classification, "keyword"))
        put_strings(*keyword, "lom:classification/keyword", &FieldWriter::subject);
  }

  void level(const XmlNode& taxon) {
    const std::string id = text_of(taxon, "id");
    const std::string label = first_string(taxon.child("entry"));
    const bool is_known = !vocabularies::read_levels(id).empty();
    if (is_known || label.empty()) return writer_.level({id, "lom:classification", {}});
    writer_.level({label, "lom:classification", {}});
  }

  model::StatementRef statement(const XmlNode& path, const XmlNode& taxon, const XmlNode& classification) {
    model::StatementRef ref;
    ref.framework = first_string(path.child("source"));
    const std::string id = text_of(taxon, "id");
    (is_recognised_identifier(id) ? ref.uri : ref.code) = id;
    ref.text = map_of(taxon.child("entry"));
    if (ref.text.empty()) ref.text = map_of(classification.child("description"));
    if (const std::string code = first_string(classification.child("keyword")); !code.empty()) ref.code = code;
    return ref;
  }

  void alignment(const Word& purpose, const XmlNode& path, const XmlNode& taxon, const XmlNode& classification) {
    model::Alignment one;
    if (purpose.value != "unknown") one.alignment_type = purpose.value;
    one.educational_framework = first_string(path.child("source"));
    one.target_url = normalise_http_url(text_of(taxon, "id")).value_or("");
    one.target_name = first_string(taxon.child("entry"));
    one.target_description = first_string(classification.child("description"));
    add_once(resource_.educational_alignment, std::move(one), most_statements);
  }

  // ---- the end

  void finish() {
    writer_.take_address_from_id();
    writer_.finish();
  }

  const XmlNode& lom_;
  const ReadingHints hints_;
  Resource resource_;
  FieldWriter writer_;
  bool has_own_levels_ = false;
};

}  // namespace

model::Outcome<Reading> read_lom(const XmlNode& lom) {
  if (lom.local != "lom")
    return model::Problem{"wrong-root", "lom:lom", "The metadata is not a lom element.",
                          "Ask the keeper of the source to mend the record."};
  return Reader(lom).read();
}

}  // namespace commonplace::formats
