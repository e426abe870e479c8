#include "tests/eval/program/oak.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "schemas/formats/case_package.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/json.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::eval {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) give_up("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

json::Value parsed(const std::string& text, const std::string& path) {
  auto value = json::parse(text, {.bytes = 512u * 1024 * 1024, .depth = 64, .members = 1'000'000});
  if (!value) give_up(path + ": " + value.problem().what);
  return *std::move(value);
}

using UrisByText = std::map<std::string, std::set<std::string>>;

// Content descriptors alone: the level below repeats their texts (CUR-17).
UrisByText uris_by_text(const std::string& data) {
  const std::string path = data + "/curricula/england-nc-oak/statement-text-to-uri.json";
  UrisByText out;
  const auto file = parsed(bytes_of(path), path);
  for (const auto& [text, uris] : file.items())
    for (const auto& uri : uris)
      if (const auto word = uri.get<std::string>(); word.find("/contentdescriptor-") != std::string::npos) out[text].insert(word);
  return out;
}

void add_words(std::vector<model::LangMap>& out, const json::Value& list, std::string_view member = {}) {
  for (const auto& one : list) out.push_back({{"en", member.empty() ? one.get<std::string>() : json::text_or(one, member)}});
}

Lesson read_lesson(const json::Value& row, const UrisByText& known) {
  Lesson lesson;
  lesson.slug = json::text_or(row, "slug");
  lesson.place = std::stoi(formats::sha256_hex(lesson.slug).substr(0, 2), nullptr, 16);
  auto& resource = lesson.resource;
  resource.name = {{"en", json::text_or(row, "title")}};
  resource.in_language = {"en"};
  for (const auto& subject : row.at("subjects")) {
    lesson.subject = subject.get<std::string>();
    if (auto id = vocabularies::read_subject(lesson.subject)) resource.about.push_back(*std::move(id));
  }
  for (const auto& stage : row.at("keyStages"))
    for (auto& id : vocabularies::read_levels(stage.get<std::string>())) resource.educational_level.push_back(std::move(id));
  std::string points;
  for (const auto& point : row.at("keyLearningPoints")) points += point.get<std::string>() + "\n";
  resource.description = {{"en", points}};
  add_words(resource.learning_objectives, row.at("outcome"));
  for (const auto& word : row.at("keywords"))
    resource.key_vocabulary.push_back({{{"en", json::text_or(word, "term")}}, {{"en", json::text_or(word, "definition")}}});
  for (const auto& unit : row.at("units")) {
    lesson.units.insert(json::text_or(unit, "id"));
    model::Ref whole;
    whole.id = json::text_or(unit, "id");
    whole.name = {{"en", json::text_or(unit, "title")}};
    resource.is_part_of.push_back(std::move(whole));
  }
  for (const auto& text : row.at("nationalCurriculumStatements")) {
    lesson.texts.push_back(text.get<std::string>());
    if (const auto found = known.find(text.get<std::string>()); found != known.end())
      lesson.uris.insert(found->second.begin(), found->second.end());
  }
  return lesson;
}

}  // namespace

void give_up(const std::string& why) {
  fmt::print(stderr, "alignment_eval: {}\n", why);
  std::exit(2);
}

void add_england(const std::string& data, curriculum::Catalogue& catalogue) {
  const std::string path = data + "/curricula/derived/england-nc-2014.case.json";
  auto package = formats::read_case_package(bytes_of(path));
  if (!package) give_up(path + ": " + package.problem().what);
  std::erase_if(package->statements, [](const auto& statement) { return statement.type == "SubContentDescriptor"; });
  package->framework.id = "england";
  catalogue.add(package->framework, package->statements);
}

std::vector<AlignmentText> alignment_texts(const std::string& data) {
  const std::string path = data + "/curricula/england-nc-oak/nc-coverage-graph.json";
  const auto known = uris_by_text(data);
  std::map<std::string, AlignmentText> by_text;
  const auto graph = parsed(bytes_of(path), path);
  for (const auto& node : graph.at("nodes")) {
    const std::string text = json::text_or(node, "statement");
    auto& one = by_text[text];
    one.text = text;
    std::string subject = json::text_or(node, "subject");
    for (char& c : subject)
      if (c == '-') c = ' ';
    if (subject == "cooking nutrition") subject = "Food and nutrition";
    if (auto id = vocabularies::read_subject(subject)) one.subjects.insert(*std::move(id));
    for (auto& id : vocabularies::read_levels(json::text_or(node, "keyStage"))) one.levels.insert(std::move(id));
    if (const auto found = known.find(text); found != known.end()) one.uris = found->second;
  }
  std::vector<AlignmentText> out;
  for (auto& [text, one] : by_text) out.push_back(std::move(one));
  return out;
}

std::vector<Lesson> lessons(const std::string& data) {
  const std::string path = data + "/records/oak-lessons.jsonl";
  const auto known = uris_by_text(data);
  std::ifstream file(path);
  if (!file) give_up("cannot read " + path);
  std::vector<Lesson> out;
  for (std::string line; std::getline(file, line);) out.push_back(read_lesson(parsed(line, path), known));
  return out;
}

std::vector<SourceSet> source_sets(const std::string& data) {
  const std::string path = data + "/records/dpla-pss.jsonl";
  std::ifstream file(path);
  if (!file) give_up("cannot read " + path);
  std::vector<SourceSet> out;
  for (std::string line; std::getline(file, line);) {
    const auto row = parsed(line, path);
    if (json::text_or(row, "_kind") != "set") continue;
    SourceSet one;
    for (const auto& alignment : row.at("educationalAlignment"))
      one.targets.push_back(json::text_or(alignment, "targetUrl", json::text_or(alignment, "targetName")));
    for (const auto& about : row.value("about", json::Value::array())) one.subjects.push_back(about.is_string() ? about.get<std::string>() : json::text_or(about, "name"));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace commonplace::eval
