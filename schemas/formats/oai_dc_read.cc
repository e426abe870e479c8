// Reads oai_dc, and Dublin Core with the refinements of DCMI Terms (nsdl_dc, qualified DC), by the field rules of MD
// §8. One bad field never fails the record (MD-30).
#include "schemas/formats/oai_dc.h"

#include <algorithm>
#include <set>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/text_limits.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::Resource;

constexpr std::string_view dc_namespaces = "http://purl.org/dc/";  // elements/1.1/, and the 1.0 and terms/ of the wild
constexpr std::string_view dcmi_type_uri = "http://purl.org/dc/dcmitype/";
constexpr std::string_view eprint_type_uri = "info:eu-repo/semantics/";
constexpr std::string_view unknown_language = "und";

// Limits of MD §2: what is over them is cut when harvesting (MD §10).
constexpr std::size_t longest_label = 300;
constexpr std::size_t most_keywords = 64;
constexpr std::size_t most_links = 32;
constexpr std::size_t most_agents = 64;
constexpr std::size_t most_refs = 500;

template <typename T>
void add(std::vector<T>& list, T entry, std::size_t most) {
  if (list.size() < most && std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(std::move(entry));
}

std::string language_of(const XmlNode& node) {
  const std::string_view tag = node.attribute("lang");
  return tag.empty() ? std::string(unknown_language) : normalise_language(tag).value_or(std::string(unknown_language));
}

bool is_http(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

// A DOI or handle without an address has one all the same: that of its resolver.
std::optional<std::string> resolver_address(std::string_view identifier) {
  const std::string folded = fold_case(identifier.substr(0, 4));
  const std::string_view rest = identifier.substr(std::min<std::size_t>(4, identifier.size()));
  if (folded == "doi:") return normalise_http_url("https://doi.org/" + std::string(rest));
  if (folded == "hdl:") return normalise_http_url("https://hdl.handle.net/" + std::string(rest));
  return std::nullopt;
}

// The types that say least: they count only where nothing else is said. Ours for each DCMIType.
std::string_view type_of_dcmi(std::string_view word) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"Text", "text"},   {"Image", "image"},           {"StillImage", "image"},          {"MovingImage", "video"},
      {"Sound", "audio"}, {"Dataset", "data"},          {"Software", "software"},         {"PhysicalObject", "artwork"},
      {"Event", "visit"}, {"Collection", "source-set"}, {"InteractiveResource", "other"}, {"Service", "other"}};
  for (const auto& [dcmi, type] : known) {
    if (dcmi == word) return type;
  }
  return {};
}

class DcReader {
 public:
  explicit DcReader(Resource& resource)
      : resource_(resource), writer_(resource, hints_), us_writer_(resource, us_hints_) {
    resource_.types = {"LearningResource"};
  }

  void read(const XmlNode& node) {
    if (!node.space.empty() && !node.space.starts_with(dc_namespaces)) return;
    const auto rule =
        std::find_if(std::begin(rules), std::end(rules), [&](const Rule& r) { return r.element == node.local; });
    if (rule == std::end(rules)) return;
    std::string text = rule->may_hold_html ? html_to_text(node.text) : normalise_text(node.text);
    hint_ = node.attribute("type");  // xsi:type
    if (!text.empty()) (this->*rule->take)(std::move(text), language_of(node));
  }

  void finish() {
    if (resource_.learning_resource_type.empty()) resource_.learning_resource_type = std::move(broad_types_);
    if (resource_.learning_resource_type.empty() && has_unknown_type_) resource_.learning_resource_type = {"other"};
    if (resource_.url.empty() && !resolvable_.empty()) resource_.url = resolvable_;
    std::erase(resource_.same_as, resource_.url);
    resource_.copyright_notice = cut(std::move(resource_.copyright_notice), longest_notice);
    for (auto& [language, text] : resource_.description) text = cut(std::move(text), longest_description);
  }

 private:
  using Take = void (DcReader::*)(std::string text, std::string language);
  struct Rule {
    std::string_view element;
    Take take;
    bool may_hold_html;
  };
  static const Rule rules[33];

  // MD-25: one title a language; further ones are alternative.
  void title(std::string text, std::string language) {
    text = cut(std::move(text), longest_title);
    const auto [said, is_first] = resource_.name.try_emplace(language, text);
    if (!is_first && said->second != text) add(resource_.alternate_name[language], std::move(text), most_links);
  }

  void description(std::string text, std::string language) {
    std::string& said = resource_.description[language];
    if (said.size() > 4 * longest_description || said.find(text) != std::string::npos) return;
    said += said.empty() ? text : "\n\n" + text;
  }

  void identifier(std::string text, std::string) {
    const auto address = normalise_http_url(text);
    if (address && resource_.url.empty()) {
      resource_.url = *address;
    } else if (address) {
      add(resource_.same_as, *address, most_links);
    } else if (is_recognised_identifier(text)) {
      if (resolvable_.empty()) resolvable_ = resolver_address(text).value_or("");
      add(resource_.same_as, std::move(text), most_links);
    }
  }

  // Known words first; DCMI's broad ones and words that nobody knows are kept back until all are read (MD-18).
  void type(std::string text, std::string language) {
    std::string_view word = text;
    const bool is_dcmi_uri = word.starts_with(dcmi_type_uri);
    if (is_dcmi_uri) word.remove_prefix(dcmi_type_uri.size());
    if (word.starts_with(eprint_type_uri)) word.remove_prefix(eprint_type_uri.size());
    if (const auto broad = type_of_dcmi(word); !broad.empty()) {
      add(broad_types_, std::string(broad), most_links);
    } else if (auto known = vocabularies::read_resource_type(word)) {
      add(resource_.learning_resource_type, std::move(*known), 8);
    } else if (is_http(word)) {
      add(resource_.learning_resource_type, std::string(word), 8);
    } else {
      has_unknown_type_ = true;
      keyword(std::string(word), language);
    }
  }

  // LCSH's "Art -- History" is one subject.
  void subject(std::string text, std::string language) {
    if (auto known = vocabularies::read_subject(text)) {
      add(resource_.about, std::move(*known), most_links);
    } else if (is_http(text)) {
      if (auto address = normalise_http_url(text)) add(resource_.about, std::move(*address), most_links);
    } else {
      keyword(std::move(text), language);
    }
  }

  void keyword(std::string word, const std::string& language) {
    add(resource_.keywords[language], cut(std::move(word), longest_keyword), most_keywords);
  }

  // MD-10: words that are no licence are kept as they are, and nothing is inferred.
  void rights(std::string text, std::string) {
    const auto known = vocabularies::normalise_licence(text);
    std::string& place =
        known && vocabularies::is_rights_statement(*known) ? resource_.rights_statement : resource_.license;
    if (known && (place.empty() || place == *known)) {
      place = *known;
      return;
    }
    std::string& notice = resource_.copyright_notice;
    if (notice.find(text) == std::string::npos && notice.size() <= 4 * longest_notice)
      notice += notice.empty() ? text : "\n" + text;
  }

  void language(std::string text, std::string) {
    if (auto tag = normalise_language(text); tag && *tag != unknown_language)
      add(resource_.in_language, std::move(*tag), 16);
  }

  static model::Agent agent(std::string name, const std::string& language) {
    model::Agent agent;
    agent.name[language] = cut(std::move(name), longest_label);
    return agent;
  }

  void creator(std::string text, std::string language) {
    add(resource_.creator, agent(std::move(text), language), most_agents);
  }

  void contributor(std::string text, std::string language) {
    add(resource_.contributor, agent(std::move(text), language), most_agents);
  }

  // The first, in each of its languages.
  void publisher(std::string text, std::string language) {
    resource_.publisher.type = "Organization";
    resource_.publisher.name.try_emplace(language, cut(std::move(text), longest_label));
  }

  void date(std::string text, std::string) {
    if (resource_.date_published.empty()) resource_.date_published = normalise_date(text).value_or("");
  }

  static model::Ref ref(std::string text, const std::string& language) {
    model::Ref ref;
    if (is_recognised_identifier(text)) {
      ref.id = std::move(text);
    } else {
      ref.name[language] = cut(std::move(text), longest_label);
    }
    return ref;
  }

  void relation(std::string text, std::string language) {
    add(resource_.mentions, ref(std::move(text), language), most_refs);
  }

  void source(std::string text, std::string language) {
    add(resource_.is_based_on, ref(std::move(text), language), most_agents);
  }

  // A media type says nothing without the file it is the type of; a playing time does.
  void format(std::string text, std::string) {
    if (resource_.duration.empty() && text.starts_with("PT"))
      resource_.duration = normalise_duration(text).value_or("");
  }

  void coverage(std::string text, std::string) {
    if (auto period = normalise_period(text)) return add(resource_.temporal_coverage, std::move(*period), most_links);
    auto& list = names_a_year(text) ? resource_.temporal_coverage : resource_.spatial_coverage;
    add(list, cut(std::move(text), longest_label), most_links);
  }

  // ---- refinements of DCMI Terms

  void alternative(std::string text, std::string language) {
    add(resource_.alternate_name[language], cut(std::move(text), longest_title), most_links);
  }

  // NSDL's levels are those of the United States.
  void level(std::string text, std::string language) {
    const bool is_us = hint_.ends_with("NSDLEdLevel");
    (is_us ? us_writer_ : writer_).level({text, "dct:educationLevel", language});
  }

  void audience(std::string text, std::string) { writer_.audience({text, "dct:audience", {}}); }

  // ASN's statements have addresses; other words are no statement of a curriculum that could be found.
  void conforms_to(std::string text, std::string) {
    if (is_http(text)) writer_.teaches({text, "dct:conformsTo", {}});
  }

  void access(std::string text, std::string) {
    const std::string before = resource_.conditions_of_access;
    writer_.conditions_of_access({text, "dct:accessRights", {}});
    if (resource_.conditions_of_access == before) rights(std::move(text), {});
  }

  void created(std::string text, std::string) {
    if (resource_.date_created.empty()) resource_.date_created = normalise_date(text).value_or("");
  }

  void modified(std::string text, std::string) {
    if (resource_.date_modified.empty()) resource_.date_modified = normalise_date(text).value_or("");
  }

  void part_of(std::string text, std::string language) {
    add(resource_.is_part_of, ref(std::move(text), language), most_refs);
  }

  void has_part(std::string text, std::string language) {
    add(resource_.has_part, ref(std::move(text), language), most_refs);
  }

  void spatial(std::string text, std::string) {
    add(resource_.spatial_coverage, cut(std::move(text), longest_label), most_links);
  }

  void temporal(std::string text, std::string) {
    add(resource_.temporal_coverage, normalise_period(text).value_or(cut(text, longest_label)), most_links);
  }

  Resource& resource_;
  const ReadingHints hints_;
  const ReadingHints us_hints_{"und", "us"};
  FieldWriter writer_;
  FieldWriter us_writer_;
  std::string_view hint_;
  std::vector<std::string> broad_types_;
  std::string resolvable_;
  bool has_unknown_type_ = false;
};

const DcReader::Rule DcReader::rules[33] = {{"title", &DcReader::title, true},
                                            {"identifier", &DcReader::identifier, false},
                                            {"description", &DcReader::description, true},
                                            {"type", &DcReader::type, false},
                                            {"subject", &DcReader::subject, true},
                                            {"rights", &DcReader::rights, true},
                                            {"language", &DcReader::language, false},
                                            {"creator", &DcReader::creator, true},
                                            {"contributor", &DcReader::contributor, true},
                                            {"publisher", &DcReader::publisher, true},
                                            {"date", &DcReader::date, false},
                                            {"relation", &DcReader::relation, false},
                                            {"source", &DcReader::source, false},
                                            {"format", &DcReader::format, false},
                                            {"coverage", &DcReader::coverage, true},
                                            {"alternative", &DcReader::alternative, true},
                                            {"abstract", &DcReader::description, true},
                                            {"educationLevel", &DcReader::level, true},
                                            {"audience", &DcReader::audience, false},
                                            {"conformsTo", &DcReader::conforms_to, false},
                                            {"accessRights", &DcReader::access, true},
                                            {"license", &DcReader::rights, true},
                                            {"created", &DcReader::created, false},
                                            {"issued", &DcReader::date, false},
                                            {"available", &DcReader::date, false},
                                            {"modified", &DcReader::modified, false},
                                            {"isPartOf", &DcReader::part_of, false},
                                            {"hasPart", &DcReader::has_part, false},
                                            {"isVersionOf", &DcReader::source, false},
                                            {"isReferencedBy", &DcReader::relation, false},
                                            {"references", &DcReader::relation, false},
                                            {"spatial", &DcReader::spatial, true},
                                            {"temporal", &DcReader::temporal, true}};

model::Problem unreadable(std::string_view kind, std::string_view what) {
  return {std::string(kind), "oai_dc:dc", std::string(what), "Ask the keeper of the source to mend the record."};
}

}  // namespace

bool is_dublin_core(const XmlNode& node) {
  return node.local == "dc" || (node.local == "nsdl_dc" && node.space.starts_with("http://ns.nsdl.org/")) ||
         node.local == "qualifieddc";
}

model::Outcome<Resource> read_oai_dc(const XmlNode& dc) {
  if (!is_dublin_core(dc)) return unreadable("wrong-root", "The metadata is not an oai_dc:dc element.");
  Resource resource;
  DcReader reader(resource);
  for (const XmlNode& node : dc.children) reader.read(node);
  reader.finish();
  const bool has_identifier = !resource.url.empty() || !resource.same_as.empty();
  if (resource.name.empty() && !has_identifier) {
    return unreadable("missing-name", "The record has neither a title nor an identifier.");
  }
  return resource;
}

}  // namespace commonplace::formats
