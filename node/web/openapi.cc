// The description of the JSON API that programs read (ECO-10): OpenAPI 3.1, put together from one table.
#include "node/web/api.h"
#include "node/web/json_shapes.h"
#include "node/web/search_request.h"

namespace commonplace::web {
namespace {

struct Operation {
  std::string_view path;
  std::string_view summary;
  enum class Takes { nothing, search, figures, typed, changes, dump, branch, slice, words, resource } takes = Takes::nothing;
};
using Takes = Operation::Takes;
const Operation operations[] = {
    {"/api/v1/search", "Search all resources of this node", Takes::search},
    {"/api/v1/suggest", "What may be meant while somebody types", Takes::typed},
    {"/api/v1/fairness", "How much of what is seen each organisation has", Takes::figures},
    {"/api/v1/resources/{id}", "One resource by its public id"},
    {"/api/v1/resources/{id}/signed", "One record as it travels between nodes"},
    {"/api/v1/changes", "The change feed: one change a line, oldest first", Takes::changes},
    {"/api/v1/dump", "The same lines packed in large parts; begins at since=0 and goes on by the Link field", Takes::dump},
    {"/api/v1/contributors", "Every organisation whose resources are here, with its name, logo and colour"},
    {"/api/v1/frameworks", "Curriculum frameworks"},
    {"/api/v1/frameworks/{id}", "One curriculum framework"},
    {"/api/v1/frameworks/{id}/statements", "The statements of a framework, parents before children", Takes::branch},
    {"/api/v1/statements/resolve", "The statements that an address, a code, a text or words may mean", Takes::words},
    {"/api/v1/statements/suggest", "Statements that a resource of this node may teach", Takes::resource},
    {"/api/v1/statements/{id}", "One statement of any framework, by its UUID or its address"},
    {"/ims/case/v1p0/CFDocuments", "CASE 1.0: frameworks that may be handed on", Takes::slice},
    {"/ims/case/v1p0/CFDocuments/{id}", "CASE 1.0: one framework"},
    {"/ims/case/v1p0/CFPackages/{id}", "CASE 1.0: one framework with its statements and associations"},
    {"/ims/case/v1p0/CFItems/{id}", "CASE 1.0: one statement"},
    {"/ims/case/v1p0/CFItemAssociations/{id}", "CASE 1.0: one statement and its associations, resources of this node as exemplars", Takes::slice},
    {"/ims/case/v1p0/CFAssociations/{id}", "CASE 1.0: one association"},
    {"/api/v1/status", "What this node is and how it is"},
};

json::Value parameter(std::string_view name, std::string_view where, std::string_view description, bool required) {
  return {{"name", name}, {"in", where}, {"description", description}, {"required", required}, {"schema", {{"type", "string"}}}};
}

json::Value parameters_of(const Operation& operation) {
  json::Value out = json::Value::array();
  if (operation.path.find("{id}") != std::string_view::npos) out.push_back(parameter("id", "path", "Its id", true));
  if (operation.takes == Takes::changes || operation.takes == Takes::dump) {
    out.push_back(parameter("since", "query", "The last seq that was seen; 0 for everything", false));
    out.push_back(parameter("life", "query", "The Commonplace-Life of the answer before", false));
  }
  if (operation.takes == Takes::changes)
    out.push_back(parameter("limit", "query", "1 to 10000 changes a page, 1000 unless told", false));
  if (operation.takes == Takes::typed) {
    out.push_back(parameter("q", "query", "What has been typed so far, from two letters on", false));
    out.push_back(parameter("format", "query", "browser: as browsers read suggestions", false));
  }
  if (operation.takes == Takes::branch) {
    out.push_back(parameter("parent", "query", "Id or address of a statement: what stands below it", false));
    out.push_back(parameter("depth", "query", "How many levels; all unless told", false));
  }
  if (operation.takes == Takes::slice) {
    out.push_back(parameter("limit", "query", "1 to 1000, 100 unless told", false));
    out.push_back(parameter("offset", "query", "How many are passed over", false));
  }
  if (operation.takes == Takes::words) {
    out.push_back(parameter("q", "query", "An address, a code, a text or words, at most 4000 bytes", true));
    for (const auto& [name, what] : {std::pair{"level", "Of somebody at this level"}, {"subject", "In this subject"}, {"language", "Of the words; en unless told"}})
      out.push_back(parameter(name, "query", what, false));
  }
  if (operation.takes == Takes::resource) out.push_back(parameter("resource", "query", "Id of the resource", true));
  if (operation.takes == Takes::words || operation.takes == Takes::resource) {
    out.push_back(parameter("framework", "query", "Only statements of this framework", false));
    out.push_back(parameter("limit", "query", "1 to 50, 10 unless told", false));
  }
  if (operation.takes == Takes::figures) out.push_back(parameter("contributor", "query", "Short name: only this organisation", false));
  if (operation.takes != Takes::search) return out;
  out.push_back(parameter("q", "query", "The words, at most 500 characters", false));
  for (const auto& filter : filter_names()) out.push_back(parameter(filter.name, "query", filter.title, false));
  for (const auto& [name, what] : {std::pair{"sort", "best, newest, shortest or title"}, {"page", "From 1"},
                                   {"per_page", "1 to 100, 20 unless told"}, {"facets", "0 leaves counts out"},
                                   {"explain", "1 asks for the reasons of each hit"}, {"parse", "0 takes the words literally"},
                                   {"general", "1 counts alignments that tell little too"},
                                   {"teaching", "Where or in which language the reader teaches: england, cy; such resources count a little more"},
                                   {"after", "As in the next address of an answer: what lies behind the deepest page"}})
    out.push_back(parameter(name, "query", what, false));
  return out;
}

json::Value answer(std::string_view words) {
  return {{"description", words}, {"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
}

}  // namespace

http::Response api_openapi(const Context& context, const http::Captures&) {
  json::Value paths = json::Value::object();
  for (const auto& operation : operations)
    paths[std::string(operation.path)] = {{"get",
                                           {{"summary", operation.summary},
                                            {"parameters", parameters_of(operation)},
                                            {"responses", {{"200", answer("Found")}, {"400", answer("A parameter is wrong")}, {"404", answer("Not here")}}}}}};
  return json_response({{"openapi", "3.1.0"},
                        {"info",
                         {{"title", "Commonplace at " + context.profile->own.profile.name},
                          {"version", context.profile->version},
                          {"description", "Reading is open to everyone. Records are also offered over OAI-PMH 2.0 at /oai."}}},
                        {"servers", {{{"url", context.profile->base_url}}}},
                        {"paths", paths}});
}

}  // namespace commonplace::web
