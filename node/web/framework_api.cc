// The JSON twins of the curriculum pages (CUR-72).
#include <charconv>

#include "node/curriculum/sharing.h"
#include "node/web/api.h"
#include "node/web/json_shapes.h"
#include "node/web/search_request.h"
#include "schemas/formats/uuid.h"

namespace commonplace::web {
namespace {

json::Value text_or_null(std::string_view text) { return text.empty() ? json::Value() : json::Value(text); }

http::Response not_there(std::string what) {
  return problems_response(404, {{"not-found", "path", std::move(what), "/api/v1/frameworks shows all frameworks."}});
}

// Where the text comes from (CUR-2).
json::Value source_json(const model::Framework& f) {
  return {{"known", !f.source_is_unknown()}, {"url", text_or_null(f.source_url)},    {"publisher", text_or_null(f.publisher)},
          {"licence", text_or_null(f.licence)}, {"attribution", text_or_null(f.attribution)}, {"importedAt", f.imported_at},
          {"format", text_or_null(f.source_format)}, {"sha256", f.sha256}};
}

json::Value framework_json(const FrameworkTree& tree) {
  const auto& f = tree.framework;
  return {{"id", f.id},
          {"uri", f.uri},
          {"sameAs", f.same_as},
          {"title", f.title},
          {"publisher", text_or_null(f.publisher)},
          {"jurisdiction", text_or_null(f.jurisdiction)},
          {"languages", f.languages},
          {"version", text_or_null(f.version)},
          {"adoptionStatus", text_or_null(f.adoption_status)},
          {"licence", text_or_null(f.licence)},
          {"attribution", text_or_null(f.attribution)},
          {"sourceUrl", text_or_null(f.source_url)},
          {"source", source_json(f)},
          {"shared", curriculum::may_be_shared(f)},
          {"sha256", f.sha256},
          {"importedAt", f.imported_at},
          {"changedAt", f.changed_at},
          {"statements", tree.present},
          {"retired", tree.retired.size()}};
}

json::Value ages_json(const std::optional<model::AgeRange>& ages) {
  if (!ages) return nullptr;
  return {{"min", ages->min}, {"max", ages->max}};
}

json::Value statement_json(const FrameworkTree& tree, std::size_t place) {
  const auto& s = tree.statements[place];
  return {{"id", s.id},
          {"uri", s.uri},
          {"sameAs", s.same_as},
          {"caseIdentifier", text_or_null(s.case_guid)},
          {"code", text_or_null(s.code)},
          {"text", s.text},
          {"abbreviated", s.abbreviated},
          {"context", s.context},
          {"type", text_or_null(s.type)},
          {"parent", text_or_null(s.parent)},
          {"levels", s.levels},
          {"ages", ages_json(s.ages)},
          {"subjects", s.subjects},
          {"retired", s.is_retired},
          {"replacedBy", s.replaced_by},
          {"narrower", tree.children[place].size()}};
}

json::Value link_json(const model::StatementLink& link) {
  return {{"id", link.id},
          {"origin", link.origin},
          {"relation", std::string(model::word_of(link.relation))},
          {"destination", link.destination},
          {"assertedBy", text_or_null(link.asserted_by)},
          {"method", link.method},
          {"confidence", link.confidence},
          {"reviewedAt", text_or_null(link.reviewed_at)}};
}

// One statement with where it stands and what it is linked to.
http::Response whole_statement(const Context& context, const FrameworkTree& tree, std::size_t place) {
  auto statement = statement_json(tree, place);
  statement["framework"] = tree.framework.id;
  json::Value above = json::Value::array();
  for (auto at = tree.parent[place]; at != FrameworkTree::no_parent; at = tree.parent[at])
    above.insert(above.begin(), {{"id", tree.statements[at].id}, {"uri", tree.statements[at].uri}, {"code", text_or_null(tree.statements[at].code)}, {"text", tree.statements[at].text}});
  statement["above"] = std::move(above);
  json::Value links = json::Value::array();
  const auto [begin, end] = tree.links_by_end.equal_range(tree.statements[place].uri);
  for (auto entry = begin; entry != end; ++entry) links.push_back(link_json(*entry->second));
  statement["links"] = std::move(links);
  statement["source"] = source_json(tree.framework);
  if (context.house.site.search_is_ready()) statement["resources"] = context.index().count_groups({}, tree.groups)[place];
  return json_response(statement);
}

std::optional<std::size_t> whole_number(const Context& context, std::string_view name, std::size_t fallback) {
  const auto text = context.request.argument(name);
  if (!text) return fallback;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  return error == std::errc{} && end == text->data() + text->size() ? std::optional(number) : std::nullopt;
}

std::optional<std::size_t> find_place(const FrameworkTree& tree, std::string_view name) {
  if (const auto found = tree.by_id.find(name); found != tree.by_id.end()) return found->second;
  if (const auto found = tree.by_uri.find(name); found != tree.by_uri.end()) return found->second;
  return std::nullopt;
}

// Depth first, down to `depth` levels.
void add_below(const FrameworkTree& tree, const std::vector<std::size_t>& places, std::size_t depth, json::Value& all) {
  if (depth == 0) return;
  for (const auto place : places) {
    all.push_back(statement_json(tree, place));
    add_below(tree, tree.children[place], depth - 1, all);
  }
}

}  // namespace

http::Response api_frameworks(const Context& context, const http::Captures&) {
  json::Value all = json::Value::array();
  for (const auto& tree : context.frameworks->all()) all.push_back(framework_json(tree));
  return json_response({{"frameworks", all}, {"next", nullptr}});
}

http::Response api_framework(const Context& context, const http::Captures& captures) {
  const auto* tree = context.frameworks->by_id(captures["id"]);
  return tree ? json_response(framework_json(*tree)) : not_there("no framework here has this id");
}

http::Response api_statements(const Context& context, const http::Captures& captures) {
  constexpr std::size_t all_levels = 64;
  const auto* tree = context.frameworks->by_id(captures["id"]);
  if (!tree) return not_there("no framework here has this id");
  const auto depth = whole_number(context, "depth", all_levels);
  if (!depth || *depth == 0)
    return problems_response(400, {{"bad-value", "depth", "depth is no whole number from 1", "Leave it out for all levels."}});
  const auto parent = context.request.argument("parent");
  const std::vector<std::size_t>* places = &tree->roots;
  if (parent && !parent->empty()) {
    const auto place = find_place(*tree, *parent);
    if (!place) return not_there("no statement of this framework has the id that parent names");
    places = &tree->children[*place];
  }
  json::Value all = json::Value::array();
  add_below(*tree, *places, std::min(*depth, all_levels), all);
  return json_response({{"framework", tree->framework.id}, {"statements", all}, {"next", nullptr}});
}

http::Response api_statement(const Context& context, const http::Captures& captures) {
  const auto* tree = context.frameworks->by_id(captures["id"]);
  if (!tree) return not_there("no framework here has this id");
  const auto found = tree->by_id.find(captures["statement"]);
  if (found == tree->by_id.end()) return not_there("no statement of this framework has this id");
  return whole_statement(context, *tree, found->second);
}

http::Response api_any_statement(const Context& context, const http::Captures& captures) {
  const std::string& name = captures["id"];
  auto found = context.frameworks->statement(name);
  if (!found && formats::is_uuid(name)) {
    std::string guid = "urn:uuid:";
    for (const char c : name) guid += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    found = context.frameworks->statement(guid);
  }
  if (!found) return not_there("no statement here has this address or UUID");
  return whole_statement(context, *found.tree, found.place);
}

}  // namespace commonplace::web
