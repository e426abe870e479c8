#include "node/web/api.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/config/nearest.h"
#include "node/web/rendered_resource.h"
#include "node/web/search_answer.h"
#include "schemas/formats/digest.h"

namespace commonplace::web {
namespace {

json::Value text_or_null(std::string_view text) { return text.empty() ? json::Value() : json::Value(text); }

http::Response not_there(std::string what) {
  return problems_response(404, {{"not-found", "path", std::move(what), "Look it up with /api/v1/search."}});
}

json::Value profile_json(const store::StoredContributor& contributor) {
  const auto& p = contributor.profile;
  json::Value links = json::Value::array();
  for (const auto& link : p.links) links.push_back({{"label", link.label}, {"url", link.url}});
  return {{"slug", p.slug},
          {"did", text_or_null(p.did)},
          {"set", p.set},
          {"name", p.name},
          {"home", text_or_null(p.home)},
          {"logo", text_or_null(p.logo)},
          {"colour", text_or_null(p.colour)},
          {"mark", text_or_null(p.mark)},
          {"message", text_or_null(p.message)},
          {"links", links},
          {"host", p.host},
          {"records", contributor.records.live}};
}

}  // namespace

std::optional<http::Response> refuse_unknown(const http::Request& request, const std::vector<std::string_view>& known) {
  if (request.query_is_malformed)
    return problems_response(400, {{"bad-encoding", "query", "the address is not percent-encoded UTF-8", "Encode the parameters."}});
  for (const auto& argument : request.query)
    if (std::find(known.begin(), known.end(), argument.name) == known.end())
      return problems_response(400, {{"unknown-parameter", "query", "a parameter of this address is not known",
                                      fmt::format("Did you mean {}?", config::nearest(argument.name, known))}});
  return std::nullopt;
}

http::Response being_prepared() {
  auto response = problems_response(
      503, {{"busy", "search", "this node has just started and is reading its resources", "Try again in a few seconds."}});
  response.headers.push_back({"Retry-After", "2"});
  return response;
}

http::Response api_search(const Context& context, const http::Captures&) {
  if (!context.house.site.search_is_ready()) return being_prepared();
  if (context.request.query_is_malformed)
    return problems_response(400, {{"bad-encoding", "query", "the address is not percent-encoded UTF-8", "Encode the parameters."}});
  auto request = read_search(context, context.request.query);
  if (!request.problems.empty()) return problems_response(400, request.problems);
  const auto answered = answer_search(context, std::move(request));
  note_search(context, answered);
  auto response = json_response(search_json(context, answered));
  response.headers.push_back({"X-Index-Seq", std::to_string(answered.results.seq)});
  return response;
}

http::Response api_resource(const Context& context, const http::Captures& captures) {
  auto record = context.store().find_public(captures["id"]);
  if (!record) return not_there("no resource here has this id");
  const auto shown = show(context, std::move(*record));
  const auto& stored = shown.record;
  if (!stored.deleted)
    if (auto rendered = rendered_resource(context, shown)) return *std::move(rendered);
  json::Value metadata = json::Value::object();
  if (!stored.deleted)
    if (auto document = json::parse(stored.document)) metadata = std::move(*document);
  auto response = json_response({{"id", stored.public_id},
                                 {"identifier", stored.identifier},
                                 {"url", context.absolute(shown.path())},
                                 {"version", stored.version},
                                 {"modified", model::format_datestamp(stored.datestamp)},
                                 {"deleted", stored.deleted},
                                 {"metadata", metadata},
                                 {"contributor", contributor_json(context, shown.contributor)},
                                 {"statements", statements_json(context, shown)},
                                 {"origin", origin_json(context, shown)},
                                 {"overlays", overlays_json(shown)}});
  response.status = stored.deleted ? 410 : 200;
  response.etag = fmt::format("\"{}\"", formats::sha256_hex(response.body));  // what the node adds changes without the version
  return response;
}

http::Response api_contributors(const Context& context, const http::Captures&) {
  json::Value all = json::Value::array();
  for (const auto& contributor : context.directory->contributors())
    if (contributor.hosted_here || contributor.records.live > 0) all.push_back(profile_json(contributor));
  return json_response({{"contributors", all}, {"next", nullptr}});
}

http::Response api_contributor(const Context& context, const http::Captures& captures) {
  const auto* contributor = context.directory->by_slug(captures["slug"]);
  return contributor ? json_response(profile_json(*contributor)) : not_there("no organisation here has this short name");
}

http::Response api_status(const Context& context, const http::Captures&) {
  const auto totals = context.directory->totals();
  json::Value peers = json::Value::array();
  for (const auto& peer : context.directory->peers())
    peers.push_back({{"name", peer.name},
                     {"url", peer.url},
                     {"last_good", peer.last_good.seconds == 0 ? json::Value() : json::Value(model::format_datestamp(peer.last_good))}});
  return json_response({{"name", context.profile->own.profile.name},
                        {"software", {{"name", "commonplace"}, {"version", context.profile->version}}},
                        {"identity_host", context.profile->identity_host},
                        {"records", totals.live},
                        {"withdrawn", totals.deleted},
                        {"contributors", context.directory->with_records()},
                        {"seq", context.store().last_seq()},
                        {"index_seq", context.index().seq()},
                        {"peers", peers}});
}

}  // namespace commonplace::web
