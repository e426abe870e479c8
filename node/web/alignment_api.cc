#include "node/web/alignment_api.h"

#include <fmt/format.h>

#include <charconv>

#include "node/curriculum/alignment_book.h"
#include "node/curriculum/finding.h"
#include "schemas/formats/canonical.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

using model::Problem;

constexpr std::size_t most_text = 4000;  // bytes
constexpr int most_answers = 50;

json::Value text_or_null(std::string_view text) { return text.empty() ? json::Value() : json::Value(text); }

struct Asked {
  curriculum::Question question;
  int limit = 10;
  std::string resource;
  std::vector<Problem> problems;

  void wrong(std::string where, std::string what, std::string fix) { problems.push_back({"bad-value", std::move(where), std::move(what), std::move(fix)}); }
};

void read_limit(const std::string& value, Asked& out) {
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out.limit);
  if (error != std::errc() || end != value.data() + value.size() || out.limit < 1 || out.limit > most_answers)
    out.wrong("limit", "limit has a value that cannot be used", fmt::format("Give a number from 1 to {}.", most_answers));
}

void read_one(const Context& context, const http::Argument& argument, Asked& out) {
  const auto& [name, value] = argument;
  auto& question = out.question;
  if (value.empty()) return;
  if (name == "q") {
    question.text = value;
    if (value.size() > most_text) out.wrong("q", "the text is longer than 4,000 bytes", "Ask for one statement at a time.");
  } else if (name == "framework") {
    question.framework = value;
    if (!context.frameworks->by_id(value) && !context.frameworks->by_uri(value))
      out.wrong("framework", "this node has no such framework", "Give an id or an address of /api/v1/frameworks.");
  } else if (name == "level") {
    const auto ids = vocabularies::read_levels(value);
    if (ids.empty()) out.wrong("level", "the level is not known", "Give a level such as \"Key Stage 2\" or \"Grade 4\".");
    question.levels.insert(question.levels.end(), ids.begin(), ids.end());
  } else if (name == "subject") {
    const auto id = vocabularies::read_subject(value);
    if (!id) return out.wrong("subject", "the subject is not known", "Give a subject such as \"Art and design\".");
    question.subjects.push_back(*id);
  } else if (name == "language") {
    question.language = value;
  } else if (name == "limit") {
    read_limit(value, out);
  } else if (name == "resource") {
    out.resource = value;
  } else {
    out.problems.push_back({"unknown-parameter", "query", "a parameter is not known", "Give q, framework, level, subject, language or limit."});
  }
}

Asked read(const Context& context) {
  Asked out;
  if (context.request.query_is_malformed) {
    out.problems.push_back({"bad-encoding", "query", "the address is not percent-encoded UTF-8", "Encode the parameters."});
    return out;
  }
  for (const auto& argument : context.request.query) read_one(context, argument, out);
  return out;
}

json::Value place_json(const curriculum::Catalogue& catalogue, std::uint32_t place) {
  const auto& entry = catalogue.entries()[place];
  const auto& framework = catalogue.frameworks()[entry.framework];
  return {{"uri", entry.uri}, {"id", entry.id}, {"code", text_or_null(entry.code)}, {"text", entry.text}, {"levels", entry.levels},
          {"subjects", entry.subjects}, {"retired", entry.is_retired}, {"framework", {{"id", framework.id}, {"uri", framework.uri}}}};
}

std::string_view word_of(curriculum::Verdict verdict) {
  return verdict == curriculum::Verdict::matched ? "matched" : verdict == curriculum::Verdict::queued ? "unsure" : "none";
}

std::shared_ptr<const curriculum::Catalogue> catalogue_of(const Context& context) {
  const auto* book = context.house.site.alignments;
  return book ? book->catalogue() : nullptr;
}

http::Response being_prepared() {
  auto response = problems_response(503, {{"busy", "statements", "this node has just started and is reading its curricula", "Try again in a few seconds."}});
  response.headers.push_back({"Retry-After", "2"});
  return response;
}

}  // namespace

http::Response api_resolve(const Context& context, const http::Captures&) {
  auto asked = read(context);
  if (asked.question.text.empty() && asked.problems.empty())
    asked.problems.push_back({"missing", "q", "there is no text to look for", "Give q: an address, a code, the text of a statement, or words."});
  if (!asked.problems.empty()) return problems_response(400, asked.problems);
  const auto catalogue = catalogue_of(context);
  if (!catalogue) return being_prepared();
  const auto found = curriculum::find_statements(*catalogue, asked.question, static_cast<std::size_t>(asked.limit));
  json::Value answers = json::Value::array();
  for (const auto& answer : found.answers) {
    auto one = place_json(*catalogue, answer.statement);
    one["score"] = answer.score;
    one["method"] = curriculum::word_of(answer.method);
    one["partial"] = answer.partial;
    one["reason"] = answer.reason;
    answers.push_back(std::move(one));
  }
  return json_response({{"query", asked.question.text}, {"verdict", word_of(found.verdict)}, {"answers", answers}});
}

http::Response api_suggest_statements(const Context& context, const http::Captures&) {
  auto asked = read(context);
  if (asked.resource.empty() && asked.problems.empty())
    asked.problems.push_back({"missing", "resource", "no resource is named", "Give resource: the id of a resource of this node."});
  if (!asked.problems.empty()) return problems_response(400, asked.problems);
  const auto catalogue = catalogue_of(context);
  if (!catalogue) return being_prepared();
  const auto record = context.store().find_public(asked.resource);
  const auto resource = record && !record->deleted ? formats::read_canonical(record->document) : model::Outcome<model::Resource>(Problem{});
  if (!resource) return problems_response(404, {{"not-found", "resource", "no resource here has this id", "Look it up with /api/v1/search."}});

  curriculum::SuggestionWish wish;
  wish.resource = &*resource;
  wish.key = record->key;
  wish.limit = static_cast<std::size_t>(asked.limit);
  if (!asked.question.framework.empty()) wish.frameworks = {asked.question.framework};
  for (const auto& verdict : context.store().alignments().verdicts(record->key)) wish.rejected.insert(verdict.statement);
  json::Value suggestions = json::Value::array();
  for (const auto& suggestion : context.house.site.alignments->suggest(*catalogue, wish)) {
    auto one = place_json(*catalogue, suggestion.statement);
    one["score"] = suggestion.score;
    one["words"] = suggestion.words;
    one["neighbours"] = suggestion.neighbours;
    suggestions.push_back(std::move(one));
  }
  return json_response({{"resource", record->public_id}, {"suggestions", suggestions}});
}

void mark_crosswalks(const SearchRequest& request, json::Value& statements) {
  for (auto& statement : statements) {
    if (!statement.at("uri").is_string()) continue;
    const auto reached = request.reached.find(statement.at("uri").get<std::string>());
    if (reached == request.reached.end()) continue;
    json::Value path = json::Value::array();
    for (const auto& step : reached->second.path)
      path.push_back({{"from", step.from}, {"relation", model::word_of(step.relation)}, {"to", step.to}, {"assertedBy", text_or_null(step.asserted_by)},
                      {"method", step.method}, {"confidence", step.confidence}, {"reviewedAt", text_or_null(step.reviewed_at)}});
    statement["how"] = "crosswalk";
    statement["path"] = std::move(path);
  }
}

}  // namespace commonplace::web
