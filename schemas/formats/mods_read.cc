// Reads MODS of any version 3 by the field rules of MD §8, as libraries and their repositories write it. One bad field
// never fails the record (MD-30).
#include <algorithm>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/further.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/mods_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/text_limits.h"
#include "schemas/formats/url.h"
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

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string language_of(const XmlNode& node) {
  const std::string_view tag = node.attribute("lang");
  return tag.empty() ? "und" : normalise_language(tag).value_or("und");
}

std::string text_of(const XmlNode& node, std::string_view child) {
  const XmlNode* found = node.child(child);
  return found == nullptr ? std::string() : normalise_text(found->text);
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

void append_part(std::string& title, std::string_view separator, const std::string& part) {
  if (part.empty()) return;
  if (!title.empty()) title += separator;
  title += part;
}

// "The", "Tempest", "a play", "2", "Storm" → "The Tempest: a play. 2, Storm" (MD §8: nonSort belongs to the title).
std::string title_of(const XmlNode& info) {
  std::string title = text_of(info, "nonSort");
  const bool is_elided = title.ends_with('\'') || title.ends_with("’") || title.ends_with('-');
  append_part(title, is_elided ? "" : " ", text_of(info, "title"));
  append_part(title, ": ", text_of(info, "subTitle"));
  const std::string number = text_of(info, "partNumber");
  append_part(title, ". ", number);
  append_part(title, number.empty() ? ". " : ", ", text_of(info, "partName"));
  return title;
}

std::string language_of_title(const XmlNode& info) {
  if (!info.attribute("lang").empty()) return language_of(info);
  const XmlNode* title = info.child("title");
  return title == nullptr ? "und" : language_of(*title);
}

// A broad kind counts only where nothing else is said, as DCMIType does in oai_dc.
std::string_view type_of_kind(std::string_view kind) {
  constexpr std::pair<std::string_view, std::string_view> known[] = {{"text", "text"},
                                                                     {"cartographic", "map"},
                                                                     {"notated music", "sheet-music"},
                                                                     {"sound recording", "audio"},
                                                                     {"sound recording-musical", "audio"},
                                                                     {"sound recording-nonmusical", "audio"},
                                                                     {"still image", "image"},
                                                                     {"moving image", "video"},
                                                                     {"three dimensional object", "artwork"},
                                                                     {"software, multimedia", "software"}};
  for (const auto& [word, type] : known)
    if (word == kind) return type;
  return {};
}

class Reader {
 public:
  explicit Reader(const XmlNode& mods) : mods_(mods), writer_(resource_, hints_) {}

  model::Outcome<Reading> read() {
    for (const XmlNode& child : mods_.children)
      if (child.local == "language") language(child);
    for (const XmlNode& child : mods_.children) take(child);
    finish();
    if (resource_.name.empty() && resource_.url.empty() && resource_.at_id.empty() && resource_.same_as.empty() &&
        resource_.encoding.empty())
      return model::Problem{"missing-name", "mods:titleInfo", "The record has neither a title nor an address.",
                            "Ask the keeper of the source to mend the record."};
    return Reading{std::move(resource_), writer_.take_notes()};
  }

 private:
  struct Rule {
    std::string_view element;
    void (Reader::*take)(const XmlNode&);
  };
  static const Rule rules[15];

  void take(const XmlNode& node) {
    const auto* rule =
        std::find_if(std::begin(rules), std::end(rules), [&](const Rule& r) { return r.element == node.local; });
    if (rule != std::end(rules)) (this->*rule->take)(node);
  }

  // ---- titles and names

  void title(const XmlNode& node) {
    const std::string text = title_of(node);
    const std::string language = language_of_title(node);
    const std::string_view type = node.attribute("type");
    const bool is_other =
        is_any_of(type, {"alternative", "abbreviated", "uniform"}) || resource_.name.contains(language);
    is_other ? writer_.alternate_name({text, "mods:titleInfo", language})
             : writer_.name({text, "mods:titleInfo", language});
  }

  // Family and given name belong together; other parts are taken as they come. Dates and titles are no name.
  static void add_name(LangMap& names, const XmlNode& node) {
    std::string family;
    std::string given;
    std::string whole;
    std::string language = "und";
    for (const XmlNode& part : node.children) {
      if (part.local != "namePart") continue;
      const std::string_view type = part.attribute("type");
      const std::string text = html_to_text(part.text);
      if (text.empty() || is_any_of(type, {"date", "termsOfAddress"})) continue;
      language = language_of(part);
      append_part(type == "family" ? family : type == "given" ? given : whole, " ", text);
    }
    append_part(given, " ", family);
    append_part(whole, " ", given);
    if (whole.empty()) whole = text_of(node, "displayForm");
    if (!whole.empty()) names.try_emplace(language, cut(std::move(whole), longest_title));
  }

  struct Roles {
    std::string relator;  // lower case: a code or a word that says what kind of contribution it is
    std::string words;    // the last term that is no such word
  };

  static Roles roles_of(const XmlNode& node) {
    Roles roles;
    for (const XmlNode& role : node.children) {
      if (role.local != "role") continue;
      std::string term;
      for (const XmlNode& child : role.children) {
        if (child.local != "roleTerm") continue;
        const std::string text = normalise_text(child.text);
        if (term.empty() || child.attribute("type") == "text") term = text;
        if (child.attribute("type") == "code" && roles.relator.empty()) roles.relator = lower_ascii(text);
      }
      const bool is_kind =
          is_any_of(lower_ascii(term), {"cre", "aut", "creator", "author", "ctb", "contributor", "pbl", "publisher"});
      if (is_kind && roles.relator.empty()) roles.relator = lower_ascii(term);
      if (!is_kind) roles.words = std::move(term);
    }
    return roles;
  }

  model::Agent agent_of(const XmlNode& node) {
    model::Agent agent;
    if (node.attribute("type") == "personal") agent.type = "Person";
    if (node.attribute("type") == "corporate") agent.type = "Organization";
    add_name(agent.name, node);
    for (const XmlNode& child : node.children) {
      if (child.local == "alternativeName") add_name(agent.name, child);
      if (child.local == "affiliation" && agent.affiliation.empty())
        agent.affiliation = cut(normalise_text(child.text), longest_title);
      if (child.local == "nameIdentifier") identify(agent, normalise_text(child.text), child.attribute("type"));
    }
    if (agent.id.empty()) identify(agent, std::string(node.attribute("valueURI")), {});
    agent.url = normalise_http_url(node.attribute("href")).value_or("");
    return agent;
  }

  static void identify(model::Agent& agent, std::string id, std::string_view type) {
    if (lower_ascii(type) == "orcid" && !id.empty() && id.find(':') == std::string::npos)
      id.insert(0, "https://orcid.org/");
    if (agent.id.empty() && is_recognised_identifier(id)) agent.id = std::move(id);
  }

  void name(const XmlNode& node) {
    model::Agent agent = agent_of(node);
    if (agent == model::Agent{}) return;
    const Roles roles = roles_of(node);
    if (is_any_of(roles.relator, {"pbl", "publisher"})) return publisher(agent.id, agent.name);
    agent.role = cut(roles.words, longest_title);
    const bool is_creator =
        is_any_of(roles.relator, {"cre", "aut", "creator", "author"}) || (roles.relator.empty() && roles.words.empty());
    if (!is_creator && agent.role.empty() && !is_any_of(roles.relator, {"ctb", "contributor"}))
      agent.role = roles.relator;
    add_once(is_creator ? resource_.creator : resource_.contributor, std::move(agent), most_agents);
  }

  // ---- kinds

  void kind(const XmlNode& node) {
    const std::string_view uri = node.attribute("valueURI");
    if (uri.starts_with(mods_words::schema_org))
      return writer_.type({uri.substr(mods_words::schema_org.size()), "mods:typeOfResource", {}});
    const std::string_view type = type_of_kind(normalise_text(node.text));
    if (!type.empty() && broad_type_.empty()) broad_type_ = type;
  }

  void genre(const XmlNode& node) {
    const std::string_view uri = node.attribute("valueURI");
    const bool is_known = vocabularies::read_resource_type(uri).has_value();
    const std::string text = normalise_text(node.text);
    const std::string language = language_of(node);
    writer_.resource_type({is_known ? uri : std::string_view(text), "mods:genre", language});
  }

  // ---- origin and form

  // The first, in each of its languages; the address goes with every one of them.
  void publisher(const std::string& id, LangMap names) {
    model::Ref& ref = resource_.publisher;
    const bool is_first = ref == model::Ref{};
    if (!is_first && (id != ref.id || names.empty())) return;
    if (is_recognised_identifier(id)) ref.id = id;
    ref.name.merge(names);
    if (ref != model::Ref{}) ref.type = "Organization";
  }

  void origin(const XmlNode& node) {
    for (const XmlNode& child : node.children) {
      if (child.local == "publisher") {
        LangMap name;
        if (std::string text = html_to_text(child.text); !text.empty())
          name[language_of(child)] = cut(std::move(text), longest_title);
        publisher(std::string(child.attribute("valueURI")), std::move(name));
      }
      if (child.local == "edition") add_further_text(resource_, "version", normalise_text(child.text));
      if (child.attribute("point") != "end") day(child);
    }
  }

  void day(const XmlNode& node) {
    const std::string text = normalise_text(node.text);
    if (node.local == "dateCreated") writer_.date_created({text, "mods:originInfo/dateCreated", {}});
    if (node.local == "dateModified") writer_.date_modified({text, "mods:originInfo/dateModified", {}});
    if (node.local == "dateIssued") writer_.date_published({text, "mods:originInfo/dateIssued", {}});
    if (node.local == "copyrightDate" && copyright_date_.empty()) copyright_date_ = normalise_date(text).value_or("");
  }

  void language(const XmlNode& node) {
    std::string words;
    for (const XmlNode& term : node.children)
      if (term.local == "languageTerm" && (words.empty() || term.attribute("type") == "code"))
        words = normalise_text(term.text);
    if (!words.empty()) writer_.language_of_resource({words, "mods:language", {}});
  }

  void form(const XmlNode& node) {
    for (const XmlNode& child : node.children) {
      if (child.local == "internetMediaType") media_types_.push_back(normalise_text(child.text));
      if (child.local == "extent" && child.attribute("unit") == mods_words::duration_unit)
        writer_.duration({normalise_text(child.text), "mods:physicalDescription/extent", {}});
    }
  }

  void abstract(const XmlNode& node) {
    const bool is_short = node.attribute("type") == mods_words::short_abstract;
    const std::string language = language_of(node);
    const Given said{node.text, "mods:abstract", language};
    is_short ? writer_.abstract(said) : writer_.description(said);
  }

  void audience(const XmlNode& node) {
    const std::string text = normalise_text(node.text);
    const std::string_view uri = node.attribute("valueURI");
    const Given given{text, "mods:targetAudience", {}};
    if (uri.starts_with(mods_words::level_source)) return writer_.level({uri, given.where, {}});
    if (uri.starts_with(mods_words::audience_source)) return writer_.audience(given);
    if (node.attribute("displayLabel") == mods_words::ages_label) return ages(text);
    if (!vocabularies::read_levels(text).empty() || normalise_http_url(text)) return writer_.level(given);
    if (normalise_age_range(text)) return ages(text);
    writer_.audience(given);
  }

  void ages(const std::string& text) {
    if (!resource_.age_range) resource_.age_range = normalise_age_range(text);
  }

  // ---- notes

  // The last entry of a list goes on in another language where its group is the same.
  bool goes_on(std::string_view type, const XmlNode& node) {
    const std::string_view group = node.attribute("altRepGroup");
    const bool same = !group.empty() && group == last_group_ && type == last_note_;
    last_group_ = group;
    last_note_ = type;
    return same;
  }

  void add_note(std::vector<LangMap>& list, std::size_t most, std::string_view type, const XmlNode& node) {
    std::string text = html_to_text(node.text);
    if (text.empty()) return;
    const bool same = goes_on(type, node);
    if (!same && list.size() >= most) return;
    if (!same) list.emplace_back();
    list.back().try_emplace(language_of(node), std::move(text));
  }

  // The second half of a pair: to the entry of its group, else an entry of its own.
  template <typename Entry>
  void add_half(std::vector<Entry>& list, std::size_t most, LangMap Entry::*half, std::string_view type,
                const XmlNode& node) {
    std::string text = html_to_text(node.text);
    if (text.empty()) return;
    const bool same = goes_on(type, node);
    if (!same && list.size() >= most) return;
    if (!same) list.emplace_back();
    (list.back().*half).try_emplace(language_of(node), std::move(text));
  }

  void note(const XmlNode& node) {
    using namespace mods_words;
    const std::string_view type = node.attribute("type");
    if (type == alignment_note) return statement(node);
    if (type == time_note) return writer_.time_required({normalise_text(node.text), "mods:note", {}});
    if (type == accessibility_note) return writer_.accessibility_feature({normalise_text(node.text), "mods:note", {}});
    if (type == objective_note) return add_note(resource_.learning_objectives, 32, type, node);
    if (type == material_note) return add_note(resource_.materials, 64, type, node);
    if (type == term_note) return add_half(resource_.key_vocabulary, 200, &model::Term::term, term_note, node);
    if (type == definition_note)
      return add_half(resource_.key_vocabulary, 200, &model::Term::definition, term_note, node);
    if (type == misconception_note)
      return add_half(resource_.misconceptions, 64, &model::Misconception::statement, misconception_note, node);
    if (type == correction_note)
      return add_half(resource_.misconceptions, 64, &model::Misconception::correction, misconception_note, node);
  }

  static std::vector<model::StatementRef> Resource::*statements_for(std::string_view label) {
    if (label == mods_words::assesses_label) return &Resource::assesses;
    if (label == mods_words::required_label) return &Resource::competency_required;
    return &Resource::teaches;
  }

  void statement(const XmlNode& node) {
    const std::string_view label = node.attribute("displayLabel");
    auto& list = resource_.*statements_for(label);
    const bool same = goes_on(label, node) && !list.empty();
    std::string text = html_to_text(node.text);
    if (!same) {
      model::StatementRef ref;
      const std::string href(node.attribute("href"));
      if (is_recognised_identifier(href)) ref.uri = href;
      ref.framework = node.attribute("role");
      ref.code = normalise_text(node.attribute("title"));
      if (list.size() >= most_statements || (ref == model::StatementRef{} && text.empty())) return;
      list.push_back(std::move(ref));
    }
    if (!text.empty()) list.back().text.try_emplace(language_of(node), std::move(text));
  }

  // ---- subjects

  void subject(const XmlNode& node) {
    const std::string_view uri = node.attribute("valueURI");
    if (uri.starts_with(mods_words::subject_source) || vocabularies::read_subject(uri))
      return writer_.subject({uri, "mods:subject", {}});
    for (const XmlNode& child : node.children) {
      const std::string text = html_to_text(child.text);
      const std::string language = child.attribute("lang").empty() ? language_of(node) : language_of(child);
      if (child.local == "topic") writer_.subject({text, "mods:subject/topic", language});
      if (child.local == "geographic") writer_.spatial_coverage({text, "mods:subject/geographic", {}});
      if (child.local == "temporal" && child.attribute("point") != "end")
        writer_.temporal_coverage({text, "mods:subject/temporal", {}});
      if (child.local == "name") name_as_keyword(child);
      const std::string title = child.local == "titleInfo" ? title_of(child) : std::string();
      if (!title.empty()) writer_.keyword({title, "mods:subject/titleInfo", language});
    }
  }

  void name_as_keyword(const XmlNode& node) {
    LangMap names;
    add_name(names, node);
    for (const auto& [language, text] : names) writer_.keyword({text, "mods:subject/name", language});
  }

  // ---- links

  model::Ref ref_of(const XmlNode& node) {
    model::Ref ref;
    for (const XmlNode& child : node.children) {
      if (child.local == "titleInfo")
        ref.name.try_emplace(language_of_title(child), cut(title_of(child), longest_title));
      if (child.local == "identifier" && ref.id.empty()) ref.id = recognised(child);
      if (child.local == "location" && ref.url.empty())
        ref.url = normalise_http_url(text_of(child, "url")).value_or("");
      if (child.local == "part") position(ref, child.attribute("order"));
      const std::string_view type = child.attribute("valueURI");
      if (child.local == "typeOfResource" && type.starts_with(mods_words::schema_org) && type.size() < 80)
        ref.type = percent_decode(type.substr(mods_words::schema_org.size())).value_or("");
    }
    std::erase_if(ref.name, [](const auto& one) { return one.second.empty(); });
    if (ref.id.empty() && is_recognised_identifier(node.attribute("href"))) ref.id = node.attribute("href");
    return ref;
  }

  static void position(model::Ref& ref, std::string_view order) {
    const bool is_number =
        !order.empty() && order.size() < 16 && order.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_number) ref.position = std::stoll(std::string(order));
  }

  void related(const XmlNode& node) {
    model::Ref ref = ref_of(node);
    if (ref == model::Ref{}) return;
    const std::string_view type = node.attribute("type");
    if (is_any_of(type, {"host", "series"})) {
      add_once(resource_.is_part_of, std::move(ref), most_refs);
    } else if (type == "constituent") {
      add_once(resource_.has_part, std::move(ref), most_refs);
    } else if (type == "original") {
      add_once(resource_.is_based_on, std::move(ref), most_agents);
    } else {
      add_once(resource_.mentions, std::move(ref), most_refs);
    }
  }

  // An identifier as an address: those of known types get their resolver's.
  static std::string recognised(const XmlNode& node) {
    std::string text = normalise_text(node.text);
    const std::string type = lower_ascii(node.attribute("type"));
    if (type == "doi" && text.starts_with("10.")) text.insert(0, "https://doi.org/");
    if (is_any_of(type, {"hdl", "handle"}) && text.find(':') == std::string::npos)
      text.insert(0, "https://hdl.handle.net/");
    if (type == "isbn" && text.find(':') == std::string::npos) text.insert(0, "urn:isbn:");
    return is_recognised_identifier(text) ? text : std::string();
  }

  void identifier(const XmlNode& node) {
    if (node.attribute("invalid") == "yes") return;
    const std::string_view type = node.attribute("type");
    std::string text = recognised(node);
    if (text.empty()) return;
    if (type == "oai" && resource_.identifier.empty() && parse_oai_identifier(text)) {
      resource_.identifier = std::move(text);
    } else if (type == "uri" && resource_.at_id.empty() &&
               node.attribute("displayLabel") != mods_words::same_as_label) {
      resource_.at_id = std::move(text);
    } else {
      writer_.same_as({text, "mods:identifier", {}});
    }
  }

  void location(const XmlNode& node) {
    for (const XmlNode& child : node.children)
      if (child.local == "url") url(child);
  }

  void url(const XmlNode& node) {
    const auto address = normalise_http_url(normalise_text(node.text));
    if (!address) return;
    const std::string_view access = node.attribute("access");
    if (access == "preview") return preview(*address, node);
    if (resource_.url.empty() && access != "raw object") {
      resource_.url = *address;
      return;
    }
    model::Encoding file;
    file.content_url = *address;
    if (const std::string_view note = node.attribute("note");
        note.find('/') != std::string_view::npos && note.size() < 200)
      file.encoding_format = note;
    if (std::string label = html_to_text(node.attribute("displayLabel")); !label.empty())
      file.name["und"] = cut(std::move(label), longest_title);
    if (*address != resource_.url || access == "raw object") add_once(resource_.encoding, std::move(file), most_files);
  }

  void preview(const std::string& address, const XmlNode& node) {
    if (node.attribute("displayLabel") != mods_words::image_label) {
      if (resource_.thumbnail_url.empty()) resource_.thumbnail_url = address;
      return;
    }
    if (resource_.image) return;
    resource_.image.emplace().url = address;
    if (std::string alt = html_to_text(node.attribute("note")); !alt.empty())
      resource_.image->alt["und"] = std::move(alt);
  }

  // ---- rights

  void condition(const XmlNode& node) {
    const std::string text = html_to_text(node.text);
    const std::string language = language_of(node);
    const Given given{text, "mods:accessCondition", language};
    if (node.attribute("displayLabel") == mods_words::credit_label) return writer_.credit_text(given);
    if (node.attribute("type") == mods_words::access_condition) return access(given);
    const std::string_view href = node.attribute("href");
    if (normalise_http_url(href)) return writer_.licence({href, given.where, {}});
    const bool is_licence = vocabularies::normalise_licence(text) || normalise_http_url(text);
    is_licence ? writer_.licence(given) : writer_.copyright_notice(given);
  }

  void access(const Given& given) {
    writer_.conditions_of_access(given);
    if (resource_.conditions_of_access.empty()) writer_.copyright_notice(given);
  }

  void record_info(const XmlNode& node) {
    for (const XmlNode& child : node.children)
      if (child.local == "recordInfoNote" && child.attribute("type") == mods_words::metadata_licence_note)
        writer_.metadata_licence({normalise_text(child.text), "mods:recordInfo", {}});
  }

  // ---- the end

  void finish() {
    if (resource_.learning_resource_type.empty() && !broad_type_.empty())
      writer_.resource_type({broad_type_, "mods:typeOfResource", {}});
    if (resource_.date_published.empty()) resource_.date_published = copyright_date_;
    if (resource_.encoding.size() == 1 && resource_.encoding[0].encoding_format.empty() && media_types_.size() == 1)
      resource_.encoding[0].encoding_format = media_types_[0].substr(0, 200);
    writer_.take_address_from_id();
    writer_.finish();
  }

  const XmlNode& mods_;
  const ReadingHints hints_;
  Resource resource_;
  FieldWriter writer_;
  std::string_view broad_type_;
  std::string copyright_date_;
  std::vector<std::string> media_types_;
  std::string_view last_group_;
  std::string_view last_note_;
};

const Reader::Rule Reader::rules[15] = {{"titleInfo", &Reader::title},
                                        {"name", &Reader::name},
                                        {"typeOfResource", &Reader::kind},
                                        {"genre", &Reader::genre},
                                        {"originInfo", &Reader::origin},
                                        {"physicalDescription", &Reader::form},
                                        {"abstract", &Reader::abstract},
                                        {"targetAudience", &Reader::audience},
                                        {"note", &Reader::note},
                                        {"subject", &Reader::subject},
                                        {"relatedItem", &Reader::related},
                                        {"identifier", &Reader::identifier},
                                        {"location", &Reader::location},
                                        {"accessCondition", &Reader::condition},
                                        {"recordInfo", &Reader::record_info}};

}  // namespace

model::Outcome<Reading> read_mods(const XmlNode& mods) {
  const XmlNode* record = mods.local == "modsCollection" ? mods.child("mods") : &mods;
  if (record == nullptr || record->local != "mods")
    return model::Problem{"wrong-root", "mods:mods", "The metadata is not a mods element.",
                          "Ask the keeper of the source to mend the record."};
  return Reader(*record).read();
}

}  // namespace commonplace::formats
