#include "node/web/json_shapes.h"

#include "node/curriculum/alignment_book.h"
#include "node/web/why.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

json::Value text_or_null(std::string_view text) { return text.empty() ? json::Value() : json::Value(text); }

json::Value problem_json(const model::Problem& problem) {
  return {{"kind", problem.kind}, {"where", problem.where}, {"what", problem.what}, {"fix", problem.fix}};
}

// `general`: why the alignment tells little (CUR-41), or null. `specificity`: 0–100 (CUR-42), null where it is not known.
json::Value statement_json(const Context& context, std::int64_t key, const model::StatementRef& ref, const curriculum::AlignmentNotes& notes,
                           std::string_view how) {
  const auto& name = ref.uri.empty() ? ref.code : ref.uri;
  json::Value general;
  for (const auto& use : notes.general)
    if (use.statement == name) general = curriculum::words_of(use.reason);
  const auto* book = context.house.site.alignments;
  return {{"uri", text_or_null(ref.uri)},
          {"code", text_or_null(ref.code)},
          {"text", text_or_null(model::best(ref.text).text)},
          {"how", how},
          {"general", general},
          {"specificity", book && !name.empty() ? json::Value(book->specificity(key, name)) : json::Value()},
          {"path", json::Value::array()}};
}

json::Value image_json(const model::Resource& resource) {
  if (resource.image && !resource.image->url.empty())
    return {{"url", resource.image->url}, {"alt", text_or_null(model::best(resource.image->alt).text)}};
  if (!resource.thumbnail_url.empty()) return {{"url", resource.thumbnail_url}, {"alt", nullptr}};
  return nullptr;
}

std::string_view trust_word(store::Trust trust) {
  return trust == store::Trust::relayed_claimed ? "relayed-claimed" : "direct-unsigned";
}

}  // namespace

json::Value concepts_json(const std::vector<std::string>& ids) {
  json::Value out = json::Value::array();
  for (const auto& id : ids) out.push_back({{"id", id}, {"label", vocabularies::concept_label(id)}});
  return out;
}

json::Value contributor_json(const Context&, const store::StoredContributor* contributor) {
  if (!contributor) return nullptr;
  const auto& p = contributor->profile;
  return {{"slug", p.slug}, {"name", p.name}, {"home", text_or_null(p.home)}, {"logo", text_or_null(p.logo)},
          {"colour", text_or_null(p.colour)}};
}

json::Value licence_json(const Shown& shown) {
  const auto& r = shown.resource;
  const auto& uri = r.license.empty() ? r.rights_statement : r.license;
  const auto& may = shown.may;
  return {{"uri", text_or_null(uri)},
          {"label", text_or_null(vocabularies::licence_label(uri))},
          {"may",
           {{"print", vocabularies::word(may.print)},
            {"adapt", vocabularies::word(may.adapt)},
            {"share", vocabularies::word(may.share)},
            {"sell", vocabularies::word(may.sell)}}},
          {"credit", vocabularies::word(may.credit)}};
}

json::Value origin_json(const Context& context, const Shown& shown) {
  const std::string host = shown.contributor ? shown.contributor->profile.host : context.profile->identity_host;
  const auto silent = context.directory->silent_since(shown.record.peer, context.request.now);
  return {{"host", host},
          {"trust", trust_word(shown.record.trust)},
          {"seen", model::format_datestamp(shown.record.last_seen)},
          {"silent_since", silent ? json::Value(model::format_datestamp(*silent)) : json::Value()}};
}

json::Value statements_json(const Context& context, const Shown& shown) {
  const auto& r = shown.resource;
  const auto key = shown.record.key;
  const auto* book = context.house.site.alignments;
  const auto notes = book ? book->notes(key) : curriculum::AlignmentNotes();
  json::Value out = json::Value::array();
  for (const auto* list : {&r.teaches, &r.assesses, &r.competency_required})
    for (const auto& ref : *list) out.push_back(statement_json(context, key, ref, notes, "publisher"));
  for (const auto& ref : notes.found) out.push_back(statement_json(context, key, ref, notes, "node"));
  return out;
}

json::Value hit_json(const Context& context, const Shown& shown, const search::Hit& hit) {
  const auto& r = shown.resource;
  return {{"id", shown.record.public_id},
          {"identifier", shown.record.identifier},
          {"url", context.absolute(shown.path())},
          {"link", text_or_null(shown.link)},
          {"title", model::best(r.name, r.in_language).text},
          {"description", text_or_null(model::best(r.description, r.in_language).text)},
          {"type", concepts_json(r.learning_resource_type)},
          {"levels", concepts_json(r.educational_level)},
          {"age", shown.ages ? json::Value{{"min", shown.ages->min}, {"max", shown.ages->max}} : json::Value()},
          {"subjects", concepts_json(r.about)},
          {"language", r.in_language},
          {"minutes", shown.minutes ? json::Value(*shown.minutes) : json::Value()},
          {"licence", licence_json(shown)},
          {"image", image_json(r)},
          {"contributor", contributor_json(context, shown.contributor)},
          {"statements", statements_json(context, shown)},
          {"origin", origin_json(context, shown)},
          {"overlays", overlays_json(shown)},
          {"score", hit.score},
          {"why", why_json(context, shown, hit)}};
}

json::Value overlays_json(const Shown& shown) {
  json::Value all = json::Value::array();
  if (!shown.found_levels.empty()) all.push_back({{"member", "levels"}, {"values", concepts_json(shown.found_levels)}, {"from", "curriculum"}});
  return all;
}

http::Response problems_response(int status, const std::vector<model::Problem>& problems) {
  json::Value body = {{"error", problem_json(problems.front())}};
  if (problems.size() > 1) {
    body["problems"] = json::Value::array();
    for (const auto& problem : problems) body["problems"].push_back(problem_json(problem));
  }
  auto response = json_response(body);
  response.status = status;
  return response;
}

http::Response json_response(const json::Value& value) {
  return http::Response::text(200, "application/json; charset=utf-8", json::canonical(value) + "\n");
}

}  // namespace commonplace::web
