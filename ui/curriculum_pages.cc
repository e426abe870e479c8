#include "ui/curriculum_pages.h"

#include "ui/pages.h"
#include "ui/parts.h"
#include "ui/render.h"
#include "ui/words.h"

namespace commonplace::ui {
namespace {

constexpr int deepest_tree = 32;

std::string joined(const std::string& one, const std::string& other, std::string_view between = ", ") {
  return one.empty() || other.empty() ? one + other : one + std::string(between) + other;
}

std::string counts(std::int64_t statements, std::int64_t resources) {
  return joined(counted(statements, "statement"), counted(resources, "resource"));
}

Object framework_fields(const FrameworkCard& framework) {
  return Fields()
      .url("framework_url", framework.url)
      .said("framework_title", framework.title)
      .text("framework_about", joined(framework.publisher, framework.version))
      .text("framework_counts", counts(framework.statements, framework.resources))
      .done();
}

Object group_fields(const JurisdictionGroup& group) {
  return Fields()
      .text("group_name", group.name)
      .list("group_frameworks", each(group.frameworks, framework_fields))
      .done();
}

Object line_fields(const TreeNode& node, bool opens) {
  const bool cut = !opens && !node.children.empty();
  return Fields()
      .truth("line_opens", opens)
      .truth("line_open", node.open)
      .url("line_url", node.url)
      .optional("line_code", node.code)
      .said("line_text", node.text.empty() ? Text{node.code, {}} : node.text)
      .optional("line_kind", node.kind)
      .truth("line_more", node.more || cut)
      .text("line_count", number(node.count))
      .truth("line_none", node.count == 0)
      .list("line_closes", {})
      .done();
}

// The tree as one list of lines, each saying what it opens and closes: templates cannot call themselves here.
void add_lines(const TreeNode& node, List& lines, int depth = 0) {
  const bool opens = !node.children.empty() && depth < deepest_tree;
  lines.push_back({line_fields(node, opens)});
  if (!opens) return;
  for (const TreeNode& child : node.children) add_lines(child, lines, depth + 1);
  auto& last = std::get<Object>(lines.back().it);
  for (auto& [name, value] : last) {
    if (name == "line_closes") std::get<List>(value.it).push_back({Object{}});
  }
}

List tree_lines(const std::vector<TreeNode>& roots) {
  List lines;
  for (const TreeNode& root : roots) add_lines(root, lines);
  return lines;
}

Object elsewhere_fields(const Elsewhere& elsewhere) {
  return Fields()
      .text("elsewhere_framework", elsewhere.framework)
      .said("elsewhere_text", elsewhere.text)
      .url("elsewhere_url", elsewhere.url)
      .text("elsewhere_how", words("link." + elsewhere.relation))
      .done();
}

Object said_fields(const Said& said) {
  return Fields().text("said_until", said.until).said("said_text", said.text).done();
}

std::string general_in_words(const StatementPage& page) {
  return page.general == 0 ? std::string() : words("curriculum.general", "resources", counted(page.general, "resource"));
}

}  // namespace

std::string curriculum_page(const CurriculumPage& page) {
  return render("curriculum", Fields()
                                  .join(frame_fields(page.frame))
                                  .truth("curriculum_empty", page.groups.empty())
                                  .list("curriculum_groups", each(page.groups, group_fields))
                                  .list("curriculum_subjects", counted_links(page.subjects))
                                  .done());
}

std::string framework_page(const FrameworkPage& page) {
  return render("framework", Fields()
                                 .join(frame_fields(page.frame))
                                 .said("framework_title", page.title)
                                 .text("framework_about", page.publisher)
                                 .text("framework_counts", counts(page.statements, page.resources))
                                 .truth("framework_source_unknown", !page.source_is_known)
                                 .list("framework_filters", counted_links(page.filters))
                                 .list("tree_lines", tree_lines(page.roots))
                                 .join(facts_fields("framework_source", page.source))
                                 .join(machine_links_fields(page.machine_links))
                                 .done());
}

std::string statement_page(const StatementPage& page) {
  return render("statement", Fields()
                                 .join(frame_fields(page.frame))
                                 .join(paging_fields(page.paging))
                                 .join(facts_fields("statement_glance", page.facts))
                                 .join(facts_fields("statement_source", page.source))
                                 .text("statement_framework", page.framework)
                                 .url("statement_framework_url", page.framework_url)
                                 .list("statement_places", counted_links(page.place))
                                 .optional("statement_kind", joined(page.kind, page.code, " "))
                                 .said("statement_official", page.text.empty() ? Text{page.code, {}} : page.text)
                                 .truth("statement_retired", page.is_retired)
                                 .list("statement_successors", counted_links(page.replaced_by))
                                 .truth("statement_source_unknown", !page.source_is_known)
                                 .list("statement_before", each(page.before, said_fields))
                                 .text("statement_heading", counted(page.total, "resource"))
                                 .truth("statement_none", page.total == 0 && page.general == 0)
                                 .optional("statement_general", general_in_words(page))
                                 .url("statement_general_url", page.general_url)
                                 .text("statement_general_do", words(page.shows_general ? "curriculum.general_hide" : "curriculum.general_show"))
                                 .optional_url("statement_search_url", page.search_url)
                                 .list("statement_narrower", counted_links(page.narrower))
                                 .list("statement_elsewhere", each(page.elsewhere, elsewhere_fields))
                                 .list("statement_cards", card_list(page.cards, 3))
                                 .done());
}

}  // namespace commonplace::ui
