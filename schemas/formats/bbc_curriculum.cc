#include "schemas/formats/bbc_curriculum.h"

#include <charconv>
#include <set>
#include <unordered_map>

#include "schemas/formats/framework_words.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/rdf_words.h"

namespace commonplace::formats {
namespace {

using model::Outcome;

#define COMMONPLACE_CURRIC "http://www.bbc.co.uk/ontologies/curriculum/"
constexpr std::string_view ontology = COMMONPLACE_CURRIC;
constexpr std::string_view topic_type = COMMONPLACE_CURRIC "TopicOfStudy";
constexpr std::string_view dataset_type = "http://www.bbc.co.uk/ontologies/provenance/Dataset";
constexpr std::string_view preferred = "http://www.bbc.co.uk/ontologies/coreconcepts/preferredLabel";
constexpr std::string_view hint = "http://www.bbc.co.uk/ontologies/coreconcepts/disambiguationHint";
constexpr std::string_view description = COMMONPLACE_CURRIC "preferredDescription";
constexpr std::string_view appropriate_for = COMMONPLACE_CURRIC "appropriateFor";
constexpr std::string_view topics = COMMONPLACE_CURRIC "topics";
constexpr std::string_view level_of = COMMONPLACE_CURRIC "taughtAtLevel";
constexpr std::string_view field_of = COMMONPLACE_CURRIC "taughtInField";
constexpr std::string_view nation_of_programme = COMMONPLACE_CURRIC "nation";
constexpr std::string_view nation_of_level = COMMONPLACE_CURRIC "taughtInNation";
constexpr std::string_view lower_age = COMMONPLACE_CURRIC "lowerAgeBoundary";
constexpr std::string_view upper_age = COMMONPLACE_CURRIC "upperAgeBoundary";
#undef COMMONPLACE_CURRIC
constexpr std::string_view slot = "http://purl.org/ontology/olo/core#slot";
constexpr std::string_view slot_index = "http://purl.org/ontology/olo/core#index";
constexpr std::string_view slot_item = "http://purl.org/ontology/olo/core#item";

std::optional<int> whole_number(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

class Reader {
 public:
  Reader(const rdf::Graph& graph, const FrameworkHints& hints) : graph_(graph), hints_(hints) {}

  Outcome<FrameworkPackage> read() {
    begin_framework();
    for (const auto& topic : graph_.of_type(topic_type))
      if (auto problem = read_topic(topic)) return *std::move(problem);
    for (const auto& [programme, wanted] : programmes_)
      if (auto problem = read_programme(programme, wanted)) return *std::move(problem);
    for (const auto& field : fields_)
      if (auto problem = read_field(field)) return *std::move(problem);
    if (list_.all().empty())
      return model::Problem{"no-statements", "", "The file holds no topic of study.", "Import the file of a field of study."};
    place_topics();
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void begin_framework() {
    model::Framework& framework = package_.framework;
    framework.uri = hints_.uri.empty() ? std::string(ontology) : hints_.uri;
    framework.title["en-GB"] = "BBC curriculum topics";
    framework.publisher = "BBC";
    framework.jurisdiction = "united-kingdom";
    framework.languages = {"en-GB"};
    framework.source_url = hints_.source_url.empty() ? std::string(ontology) : hints_.source_url;
    framework.source_format = "bbc";
    for (const auto& dataset : graph_.of_type(dataset_type))
      if (framework.licence.empty()) framework.licence = rdf::licence_of(plain_address(graph_.text(dataset, rdf::dcterms_license)));
    if (!framework.licence.empty()) framework.attribution = "BBC";
  }

  // "http://creativecommons.org/licenses/by/4.0/#id"
  static std::string plain_address(std::string uri) {
    if (uri.ends_with("#id")) uri.resize(uri.size() - 3);
    return uri;
  }

  // Labels of all languages; the preferred one first. A description of one blank is none.
  model::LangMap label_of(const std::string& subject) const {
    model::LangMap texts = rdf::with_language(graph_.texts(subject, preferred), "en-GB");
    for (const auto& [language, words] : rdf::with_language(graph_.texts(subject, rdf::label), "en-GB")) texts.emplace(language, words);
    return texts;
  }

  void read_addresses(const std::string& subject, model::Statement& statement) const {
    for (const auto* node : graph_.values(subject, rdf::same_as)) statement.same_as.push_back(node->name());
  }

  model::Failure read_topic(const std::string& topic) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    statement.uri = topic;
    statement.text = label_of(topic);
    statement.type = "TopicOfStudy";
    if (statement.text.empty()) {
      warnings_.add("no-text", topic, "A topic has no label and was left out.", "Add core:preferredLabel in the source.");
      return std::nullopt;
    }
    const auto hints = rdf::with_language(graph_.texts(topic, hint), "en-GB");
    rdf::append_texts(statement.context, hints);
    rdf::append_texts(statement.context, rdf::with_language(graph_.texts(topic, description), "en-GB"));
    read_addresses(topic, statement);
    const std::string programme = graph_.text(topic, appropriate_for);
    if (!programme.empty()) {
      statement.parent = programme;
      programmes_.emplace(programme, hints);
      read_level(programme, statement);
    }
    statement.extra = rdf::rest_of(graph_, topic, {preferred, rdf::label, hint, description, rdf::same_as, appropriate_for, topics, rdf::dcterms_description});
    return list_.add(std::move(placed));
  }

  // A programme says at which level and in which nation it is taught. Labels alone say too little: "Year 11" is three.
  void read_level(const std::string& programme, model::Statement& statement) {
    const std::string level = graph_.text(programme, level_of);
    const auto lower = whole_number(graph_.text(level, lower_age));
    const auto upper = whole_number(graph_.text(level, upper_age));
    if (lower && upper && *lower < *upper) statement.ages = model::AgeRange{*lower, *upper};
    std::string words = std::string(model::best(label_of(level)).text);
    if (words.empty()) return;
    for (const auto& nation : nations_of(programme, level)) {
      FrameworkHints there = hints_;
      there.jurisdiction = nation;
      add_level(statement, words, there);
    }
  }

  std::vector<std::string> nations_of(const std::string& programme, const std::string& level) const {
    std::vector<std::string> found;
    for (const auto& [subject, predicate] : {std::pair{programme, nation_of_programme}, std::pair{level, nation_of_level}}) {
      if (!found.empty()) break;
      for (const auto* node : graph_.values(subject, predicate))
        if (const auto words = slug(model::best(label_of(node->name())).text); !words.empty()) found.push_back(words);
    }
    return found;
  }

  // A file of one field alone has no labels of programmes: the topics' hints say which it is.
  model::Failure read_programme(const std::string& programme, const model::LangMap& hints) {
    PlacedStatement placed;
    placed.statement.uri = programme;
    placed.statement.text = label_of(programme).empty() ? hints : label_of(programme);
    placed.statement.type = "ProgrammeOfStudy";
    if (placed.statement.text.empty()) {
      orphaned_.insert(programme);
      return std::nullopt;
    }
    read_addresses(programme, placed.statement);
    read_level(programme, placed.statement);
    const std::string field = graph_.text(programme, field_of);
    if (!field.empty() && !label_of(field).empty()) {
      placed.statement.parent = field;
      fields_.insert(field);
    }
    return list_.add(std::move(placed));
  }

  model::Failure read_field(const std::string& field) {
    PlacedStatement placed;
    placed.statement.uri = field;
    placed.statement.text = label_of(field);
    placed.statement.type = "FieldOfStudy";
    read_addresses(field, placed.statement);
    for (const auto& [language, words] : placed.statement.text) add_subject(placed.statement, words);
    return list_.add(std::move(placed));
  }

  // Programmes and topics have lists of topics, whose slots say the order.
  void place_topics() {
    for (const auto& subject : graph_.subjects())
      for (const auto* topics_list : graph_.values(subject, topics))
        for (const auto* one : graph_.values(topics_list->name(), slot)) place_slot(subject, one->name());
    for (const auto& one : list_.all())
      if (orphaned_.contains(one.statement.parent)) list_.find(one.statement.uri)->statement.parent.clear();
  }

  void place_slot(const std::string& owner, const std::string& place) {
    PlacedStatement* topic = list_.find(graph_.text(place, slot_item));
    if (topic == nullptr || topic->statement.type != "TopicOfStudy") return;
    if (topic->order.empty()) topic->order = graph_.text(place, slot_index);
    const PlacedStatement* above = list_.find(owner);
    if (above != nullptr && above->statement.type == "TopicOfStudy" && above->statement.uri != topic->statement.uri)
      topic->statement.parent = owner;
  }

  const rdf::Graph& graph_;
  const FrameworkHints& hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
  std::unordered_map<std::string, model::LangMap> programmes_;  // and the hint of one of its topics
  std::set<std::string> fields_;
  std::set<std::string> orphaned_;
};

}  // namespace

bool looks_like_bbc_curriculum(const rdf::Graph& graph) {
  return !graph.of_type(topic_type).empty();
}

Outcome<FrameworkPackage> read_bbc_curriculum(const rdf::Graph& graph, const FrameworkHints& hints) {
  return Reader(graph, hints).read();
}

}  // namespace commonplace::formats
