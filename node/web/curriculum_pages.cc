#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr int cards_per_page = 20;
constexpr std::size_t small_framework = 300;  // statements that one page shows whole
constexpr std::size_t most_nodes = 300;       // of one page; the rest is a click away (CUR-73)

std::string statement_path(const FrameworkTree& tree, std::size_t place) {
  return "/curriculum/" + tree.framework.id + "/" + formats::percent_encode(tree.statements[place].id);
}

std::string title_of(const FrameworkTree& tree) { return std::string(model::best(tree.framework.title).text); }

std::int64_t count_with(const Context& context, std::string filter, std::string value) {
  const auto request = read_search(context, {{std::move(filter), std::move(value)}, {"facets", "0"}, {"per_page", "1"}});
  return context.index().search(request.query).total;
}

ui::TreeNode node_of(const Context& context, const FrameworkTree& tree, std::size_t place, int depth, std::size_t& left) {
  const auto& statement = tree.statements[place];
  ui::TreeNode node;
  node.code = statement.code;
  node.text = text_of(statement.text);
  node.kind = statement.type;
  node.url = statement_path(tree, place);
  node.count = count_with(context, "statement", statement.uri);
  node.open = depth == 0;
  if (left > 0) --left;
  const int open_depth = tree.statements.size() <= small_framework ? 16 : 2;
  if (depth + 1 < open_depth && left > 0)
    for (const auto child : tree.children[place]) {
      if (left == 0) break;
      node.children.push_back(node_of(context, tree, child, depth + 1, left));
    }
  node.more = node.children.empty() && !tree.children[place].empty();
  return node;
}

std::vector<ui::Fact> source_of(const FrameworkTree& tree) {
  const auto& f = tree.framework;
  std::vector<ui::Fact> out;
  const auto add = [&](std::string label, const std::string& value, bool is_link) {
    if (!value.empty()) out.push_back({std::move(label), value, is_link && formats::parse_http_url(value) ? value : ""});
  };
  add("Publisher", f.publisher, false);
  if (f.source_url.empty()) out.push_back({"Source", "not known", ""});
  add("Source", f.source_url, true);
  add("Licence", f.licence, true);
  add("Attribution", f.attribution, false);
  add("Imported", f.imported_at.substr(0, 10), false);
  add("Address", f.uri, true);
  return out;
}

// "northern-ireland" → "Northern Ireland"
std::string where(const FrameworkTree& tree) {
  std::string out = tree.framework.jurisdiction.empty() ? "frameworks" : tree.framework.jurisdiction;
  bool begins = true;
  for (auto& c : out) {
    if (begins) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (c == '-') c = ' ';
    begins = c == ' ';
  }
  return out;
}

std::vector<ui::CountedLink> ancestors(const FrameworkTree& tree, std::size_t place) {
  std::vector<ui::CountedLink> out;
  for (auto above = tree.parent[place]; above != FrameworkTree::no_parent; above = tree.parent[above])
    out.insert(out.begin(), {text_of(tree.statements[above].text).text, statement_path(tree, above), 0});
  return out;
}

std::string labels(const std::vector<std::string>& ids) {
  std::string out;
  for (const auto& id : ids) out += (out.empty() ? "" : ", ") + vocabularies::concept_label(id);
  return out;
}

void add_resources(const Context& context, const std::string& path, const model::Statement& statement, ui::StatementPage& page) {
  auto request = read_search(context, {{"statement", statement.uri}, {"per_page", std::to_string(cards_per_page)},
                                       {"page", std::string(context.request.argument("page").value_or("1"))}});
  request.problems.clear();
  const auto answered = answer_search(context, std::move(request));
  page.total = answered.results.total;
  for (const auto& hit : answered.hits) page.cards.push_back(card_of(context, hit, ""));
  page.paging.page = answered.request.query.page;
  page.paging.pages = std::max<std::int64_t>(1, (page.total + cards_per_page - 1) / cards_per_page);
  if (page.paging.page > 1) page.paging.previous = fmt::format("{}?page={}", path, page.paging.page - 1);
  if (page.paging.page < page.paging.pages) page.paging.next = fmt::format("{}?page={}", path, page.paging.page + 1);
  page.search_url = answered.request.on_page(1);
}

}  // namespace

http::Response curriculum_page(const Context& context, const http::Captures&) {
  if (!context.house.site.search_is_ready()) return search_is_being_prepared(context);
  ui::CurriculumPage page;
  page.frame = context.frame("Curriculum", "/curriculum");
  page.frame.section = ui::Section::curriculum;
  page.frame.alternate_json = "/api/v1/frameworks";
  for (const auto& tree : context.frameworks->all()) {
    const auto is_it = [&](const ui::JurisdictionGroup& group) { return group.name == where(tree); };
    auto group = std::find_if(page.groups.begin(), page.groups.end(), is_it);
    if (group == page.groups.end()) group = page.groups.insert(group, {where(tree), {}});
    group->frameworks.push_back({"/curriculum/" + tree.framework.id, text_of(tree.framework.title), tree.framework.publisher,
                                             tree.framework.version, static_cast<std::int64_t>(tree.statements.size()),
                                             count_with(context, "framework", tree.framework.id)});
  }
  return html_response(ui::curriculum_page(page));
}

http::Response framework_page(const Context& context, const http::Captures& captures) {
  const auto* tree = context.frameworks->by_id(captures["id"]);
  if (!tree) return not_found(context);
  if (!context.house.site.search_is_ready()) return search_is_being_prepared(context);
  const auto path = "/curriculum/" + tree->framework.id;
  ui::FrameworkPage page;
  page.frame = context.frame(title_of(*tree), path);
  page.frame.section = ui::Section::curriculum;
  page.frame.alternate_json = "/api/v1/frameworks/" + tree->framework.id;
  page.title = text_of(tree->framework.title);
  page.publisher = tree->framework.publisher;
  page.statements = static_cast<std::int64_t>(tree->statements.size());
  page.resources = count_with(context, "framework", tree->framework.id);
  std::size_t left = most_nodes;
  for (const auto root : tree->roots) {
    if (left == 0) break;
    page.roots.push_back(node_of(context, *tree, root, 0, left));
  }
  page.source = source_of(*tree);
  page.machine_links = {{"JSON", "", "/api/v1/frameworks/" + tree->framework.id + "/statements"}};
  return html_response(ui::framework_page(page));
}

http::Response statement_page(const Context& context, const http::Captures& captures) {
  const auto* tree = context.frameworks->by_id(captures["id"]);
  if (!tree) return not_found(context);
  const auto found = tree->by_id.find(captures["statement"]);
  if (found == tree->by_id.end()) return not_found(context);
  if (!context.house.site.search_is_ready()) return search_is_being_prepared(context);
  const auto& statement = tree->statements[found->second];
  const auto path = statement_path(*tree, found->second);

  ui::StatementPage page;
  page.frame = context.frame(text_of(statement.text).text, path);
  page.frame.section = ui::Section::curriculum;
  page.framework = title_of(*tree);
  page.framework_url = "/curriculum/" + tree->framework.id;
  page.place = ancestors(*tree, found->second);
  page.code = statement.code;
  page.kind = statement.type;
  page.text = text_of(statement.text);
  if (!statement.levels.empty()) page.facts.push_back({"Levels", labels(statement.levels), ""});
  if (!statement.subjects.empty()) page.facts.push_back({"Subjects", labels(statement.subjects), ""});
  const auto& children = tree->children[found->second];
  for (const auto child : std::span(children).first(std::min(children.size(), most_nodes)))
    page.narrower.push_back({text_of(tree->statements[child].text).text, statement_path(*tree, child),
                             count_with(context, "statement", tree->statements[child].uri)});
  add_resources(context, path, statement, page);
  page.frame.alternate_json = "/api/v1" + page.search_url;
  page.source = source_of(*tree);
  page.source.push_back({"Statement", statement.uri, formats::parse_http_url(statement.uri) ? statement.uri : ""});
  page.frame.brand_sheets = brand_sheets(page.cards);
  return html_response(ui::statement_page(page));
}

}  // namespace commonplace::web
