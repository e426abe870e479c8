#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "node/curriculum/alignment_book.h"
#include "node/curriculum/proposing.h"
#include "node/curriculum/sharing.h"
#include "node/web/crosswalk_words.h"
#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr int cards_per_page = 20;
constexpr std::size_t most_nodes = 1'000;     // of one page, so that it stays under 60 KB; the rest is a click away (CUR-73)
constexpr std::size_t most_narrower = 500;
constexpr std::size_t most_alike = 5;  // by their words alone
constexpr std::size_t most_open = 60;  // a tree so small stands open
constexpr int deepest_level = 32;

std::string statement_path(const FrameworkTree& tree, std::size_t place) {
  return "/curriculum/" + tree.framework.id + "/" + formats::percent_encode(tree.statements[place].id);
}

std::string title_of(const FrameworkTree& tree) { return std::string(model::best(tree.framework.title).text); }

using Counts = std::vector<std::int64_t>;

// Distinct resources of every statement and all below it, and of the framework behind the last (CUR-70).
Counts counts_of(const Context& context, const FrameworkTree& tree, const search::Filters& filters = {}) {
  return context.index().count_groups(filters, tree.groups);
}

// How many levels one page shows, so that it holds at most most_nodes statements: the rest is a click away (CUR-73).
int levels_shown(const FrameworkTree& tree) {
  std::vector<std::size_t> level = tree.roots;
  std::size_t nodes = 0;
  for (int depth = 0; !level.empty(); ++depth) {
    nodes += level.size();
    if (nodes > most_nodes) return std::max(depth, 1);
    std::vector<std::size_t> next;
    for (const auto place : level) next.insert(next.end(), tree.children[place].begin(), tree.children[place].end());
    level = std::move(next);
  }
  return deepest_level;
}

ui::TreeNode node_of(const FrameworkTree& tree, const Counts& counts, std::size_t place, int levels) {
  const auto& statement = tree.statements[place];
  ui::TreeNode node;
  node.code = statement.code;
  node.text = text_of(statement.text);
  node.kind = statement.type;
  node.url = statement_path(tree, place);
  node.count = counts[place];
  if (levels > 1)
    for (const auto child : tree.children[place]) node.children.push_back(node_of(tree, counts, child, levels - 1));
  node.more = node.children.empty() && !tree.children[place].empty();
  return node;
}

std::vector<ui::Fact> source_of(const FrameworkTree& tree) {
  const auto& f = tree.framework;
  std::vector<ui::Fact> out;
  const auto add = [&](std::string label, const std::string& value, bool is_link) {
    if (!value.empty()) out.push_back({std::move(label), value, is_link && formats::parse_http_url(value) ? value : ""});
  };
  add("Publisher", f.publisher.empty() ? "not known" : f.publisher, false);
  add("Source", f.source_url.empty() ? "not known" : f.source_url, true);
  if (f.licence.empty()) out.push_back({"Licence", "not known", ""});
  if (!f.licence.empty()) out.push_back({"Licence", vocabularies::licence_label(f.licence), formats::parse_http_url(f.licence) ? f.licence : ""});
  add("Attribution", f.attribution, false);
  add("Version", f.version, false);
  add("Imported", f.imported_at.substr(0, 10), false);
  add("Fingerprint of the file (SHA-256)", f.sha256, false);
  add("Address", f.uri, true);
  return out;
}

// "northern-ireland" → "Northern Ireland", "us-dc" → "United States, DC"
std::string where(const FrameworkTree& tree) {
  std::string out = tree.framework.jurisdiction.empty() ? "other frameworks" : tree.framework.jurisdiction;
  if (out == "us") return "United States";
  if (out.starts_with("us-")) {
    for (auto& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return "United States, " + out.substr(3);
  }
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

std::vector<http::Argument> question_for(const model::Statement& statement, bool general) {
  std::vector<http::Argument> arguments = {{"statement", statement.uri}};
  if (general) arguments.push_back({"general", "1"});
  return arguments;
}

std::int64_t count_of(const Context& context, const model::Statement& statement, bool general) {
  auto arguments = question_for(statement, general);
  arguments.insert(arguments.end(), {{"per_page", "1"}, {"facets", "0"}});
  auto request = read_search(context, arguments);
  request.query.fair = false;
  return context.index().search(request.query).total;
}

// `path` with what is not the usual: "?general=1&page=2".
std::string page_address(const std::string& path, bool general, std::int64_t page) {
  if (!general && page == 1) return path;
  return path + "?" + (general ? "general=1" : "") + (general && page > 1 ? "&" : "") + (page > 1 ? fmt::format("page={}", page) : "");
}

void add_resources(const Context& context, const std::string& path, const model::Statement& statement, ui::StatementPage& page) {
  const bool general = context.request.argument("general") == "1";
  auto arguments = question_for(statement, general);
  arguments.insert(arguments.end(), {{"per_page", std::to_string(cards_per_page)}, {"page", std::string(context.request.argument("page").value_or("1"))}});
  auto request = read_search(context, arguments);
  request.problems.clear();
  const auto answered = answer_search(context, std::move(request));
  page.total = answered.results.total;
  page.shows_general = general;
  page.general = std::max<std::int64_t>(0, general ? page.total - count_of(context, statement, false) : count_of(context, statement, true) - page.total);
  page.general_url = page_address(path, !general, 1);
  for (const auto& hit : answered.hits) {
    page.cards.push_back(card_of(context, hit, ""));
    if (auto linked = statement_through_a_link(context, answered.request, hit)) page.cards.back().statement = std::move(linked);
  }
  page.paging.page = answered.request.query.page;
  page.paging.pages = std::max<std::int64_t>(1, (page.total + cards_per_page - 1) / cards_per_page);
  if (page.paging.page > 1) page.paging.previous = page_address(path, general, page.paging.page - 1);
  if (page.paging.page < page.paging.pages) page.paging.next = page_address(path, general, page.paging.page + 1);
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
    group->frameworks.push_back({"/curriculum/" + tree.framework.id, text_of(tree.framework.title),
                                 tree.framework.publisher.empty() ? "Source not known" : tree.framework.publisher, tree.framework.version,
                                 static_cast<std::int64_t>(tree.present), counts_of(context, tree).back()});
  }
  return html_response(ui::curriculum_page(page));
}

namespace {

// "?subject=art", of the search without one filter; empty when nothing is left.
std::string query_without(const SearchRequest& request, const http::Argument& filter) {
  const std::string address = request.without(filter.name, filter.value);
  const std::size_t query = address.find('?');
  if (query == std::string::npos) return {};
  constexpr std::string_view no_words = "q=";
  if (address.substr(query + 1) == no_words) return {};
  if (address.compare(query + 1, no_words.size() + 1, "q=&") == 0) return "?" + address.substr(query + 1 + no_words.size() + 1);
  return address.substr(query);
}

// Where a linked statement stands, when it is one of ours; its address otherwise.
ui::Elsewhere elsewhere(const Context& context, const model::StatementLink& link, const std::string& other, bool is_origin) {
  ui::Elsewhere out;
  out.relation = std::string(model::word_of(link.relation));
  const bool is_mutual = link.relation == model::Relation::exact || link.relation == model::Relation::close || link.relation == model::Relation::related;
  if (link.relation == model::Relation::narrower && !is_origin) out.relation = "broader";
  else if (link.relation == model::Relation::broader && !is_origin) out.relation = "narrower";
  else if (!is_mutual && !is_origin) out.relation += "-here";
  const auto found = context.frameworks->statement(other);
  if (found) {
    out.framework = title_of(*found.tree);
    out.text = text_of(found.tree->statements[found.place].text);
    out.url = statement_path(*found.tree, found.place);
  } else {
    out.text = {other, {}};
    out.url = formats::parse_http_url(other) ? other : "";
  }
  return out;
}

void add_links(const Context& context, const FrameworkTree& tree, const model::Statement& statement, ui::StatementPage& page) {
  const auto [begin, end] = tree.links_by_end.equal_range(statement.uri);
  for (auto entry = begin; entry != end && page.elsewhere.size() < most_narrower; ++entry) {
    const auto& link = *entry->second;
    const bool is_origin = link.origin == statement.uri;
    page.elsewhere.push_back(elsewhere(context, link, is_origin ? link.destination : link.origin, is_origin));
  }
}

// What other frameworks say in like words, where no link says so (CUR-71).
void add_alike(const Context& context, const FrameworkTree& tree, const model::Statement& statement, ui::StatementPage& page) {
  const auto* book = context.house.site.alignments;
  const auto catalogue = book ? book->catalogue() : nullptr;
  std::vector<std::string> others;
  for (const auto& other : context.frameworks->all())
    if (&other != &tree) others.push_back(other.framework.id);
  if (!catalogue || others.empty()) return;
  const auto& places = catalogue->with_uri(statement.uri);
  if (places.size() != 1) return;
  for (const auto& proposal : curriculum::alike(*catalogue, places.front(), others, most_alike)) {
    const auto found = context.frameworks->statement(catalogue->entries()[proposal.to].uri);
    const auto url = found ? statement_path(*found.tree, found.place) : std::string();
    const bool is_linked = std::any_of(page.elsewhere.begin(), page.elsewhere.end(), [&](const auto& one) { return one.url == url; });
    if (found && !is_linked) page.elsewhere.push_back({title_of(*found.tree), text_of(found.tree->statements[found.place].text), url, "alike"});
  }
}

// What the statement is called by others, what it was, what took its place.
void add_names_and_past(const Context& context, const FrameworkTree& tree, const model::Statement& statement, ui::StatementPage& page) {
  page.source.push_back({"Statement", statement.uri, formats::parse_http_url(statement.uri) ? statement.uri : ""});
  if (!statement.case_guid.empty()) page.source.push_back({"CASE identifier", statement.case_guid, ""});
  for (const auto& uri : statement.same_as) page.source.push_back({"Also known as", uri, formats::parse_http_url(uri) ? uri : ""});
  page.is_retired = statement.is_retired;
  for (const auto& uri : statement.replaced_by)
    if (const auto found = context.frameworks->statement(uri))
      page.replaced_by.push_back({text_of(found.tree->statements[found.place].text).text, statement_path(*found.tree, found.place), 0});
  const auto past = tree.past.find(statement.uri);
  if (past == tree.past.end()) return;
  for (auto one = past->second.rbegin(); one != past->second.rend(); ++one)
    if (one->text != statement.text) page.before.push_back({one->until.substr(0, 10), text_of(one->text)});
}

}  // namespace

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
  page.statements = static_cast<std::int64_t>(tree->present);
  page.source_is_known = !tree->framework.source_is_unknown();
  const auto request = read_search(context, context.request.query);
  for (const auto& filter : request.filters)
    page.filters.push_back({filter_label(context, filter.name, filter.value), path + query_without(request, filter), 0});
  const auto counts = counts_of(context, *tree, request.query.filters);
  page.resources = counts.back();
  const int levels = levels_shown(*tree);
  for (const auto root : tree->roots) {
    page.roots.push_back(node_of(*tree, counts, root, levels));
    page.roots.back().open = tree->present <= most_open;
  }
  page.source = source_of(*tree);
  page.machine_links = {{"JSON", "", "/api/v1/frameworks/" + tree->framework.id + "/statements"}};
  if (curriculum::may_be_shared(tree->framework))
    page.machine_links.push_back({"CASE 1.0", "", "/ims/case/v1p0/CFPackages/" + formats::CaseWriter(tree->framework, "").identifier()});
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
  if (statement.levels.empty() && statement.ages) page.facts.push_back({"Ages", fmt::format("{}–{}", statement.ages->min, statement.ages->max), ""});
  if (!statement.levels.empty()) page.facts.push_back({"Levels", labels(statement.levels), ""});
  if (!statement.subjects.empty()) page.facts.push_back({"Subjects", labels(statement.subjects), ""});
  const auto& children = tree->children[found->second];
  const auto counts = counts_of(context, *tree);
  for (const auto child : std::span(children).first(std::min(children.size(), most_narrower)))
    page.narrower.push_back({text_of(tree->statements[child].text).text, statement_path(*tree, child), counts[child]});
  add_links(context, *tree, statement, page);
  add_alike(context, *tree, statement, page);
  add_resources(context, path, statement, page);
  page.frame.alternate_json = "/api/v1" + page.search_url;
  page.frame.feed = "/feed.atom?statement=" + formats::percent_encode(statement.uri);
  page.source_is_known = !tree->framework.source_is_unknown();
  page.source = source_of(*tree);
  add_names_and_past(context, *tree, statement, page);
  page.frame.brand_sheets = brand_sheets(page.cards);
  return html_response(ui::statement_page(page));
}

}  // namespace commonplace::web
