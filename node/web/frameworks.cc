#include "node/web/frameworks.h"

#include <algorithm>

#include "node/curriculum/statement_keys.h"

namespace commonplace::web {
namespace {

void enter_names(FrameworkTree& tree, std::size_t place) {
  const auto& statement = tree.statements[place];
  tree.by_id.emplace(statement.id, place);
  tree.by_uri.emplace(statement.uri, place);
  for (const auto& uri : statement.same_as) tree.by_uri.emplace(uri, place);
  if (!statement.case_guid.empty()) tree.by_uri.emplace("urn:uuid:" + statement.case_guid, place);
  if (statement.is_retired) return;
  if (const auto key = curriculum::code_key(statement.code); !key.empty()) tree.by_code.emplace(key, place);
}

void hang(FrameworkTree& tree) {
  const auto size = tree.statements.size();
  tree.children.resize(size);
  tree.parent.assign(size, FrameworkTree::no_parent);
  for (std::size_t i = 0; i < size; ++i) {
    const auto above = tree.by_uri.find(tree.statements[i].parent);
    const bool is_top = above == tree.by_uri.end() || above->second == i;
    if (!is_top) tree.parent[i] = above->second;
    if (tree.statements[i].is_retired) {
      tree.retired.push_back(i);
      for (const auto& uri : tree.statements[i].replaced_by) tree.replaced[uri].push_back(i);
      continue;
    }
    ++tree.present;
    (is_top ? tree.roots : tree.children[above->second]).push_back(i);
  }
}

// A resource of a statement is one of every statement above it.
void group(FrameworkTree& tree) {
  const auto all = static_cast<std::uint32_t>(tree.statements.size());
  tree.groups.count = tree.statements.size() + 1;
  for (std::size_t i = 0; i < tree.statements.size(); ++i) {
    std::vector<std::uint32_t> groups = {all};
    std::size_t steps = 0;
    for (auto at = i; at != FrameworkTree::no_parent && steps <= tree.statements.size(); at = tree.parent[at], ++steps)
      groups.push_back(static_cast<std::uint32_t>(at));
    for (const auto& uri : tree.addresses(i)) {
      auto& known = tree.groups.of_statement[uri];
      known.insert(known.end(), groups.begin(), groups.end());
    }
  }
}

FrameworkTree make_tree(model::Framework framework, std::vector<model::Statement> statements) {
  FrameworkTree tree;
  tree.framework = std::move(framework);
  tree.statements = std::move(statements);
  for (std::size_t i = 0; i < tree.statements.size(); ++i) enter_names(tree, i);
  hang(tree);
  group(tree);
  return tree;
}

void add_links(FrameworkTree& tree, const std::vector<model::StatementLink>& links) {
  for (const auto& link : links)
    if (link.state == model::LinkState::on && (tree.by_uri.contains(link.origin) || tree.by_uri.contains(link.destination)))
      tree.links.push_back(link);
  for (const auto& link : tree.links) {
    tree.links_by_end.emplace(link.origin, &link);
    tree.links_by_end.emplace(link.destination, &link);
  }
}

bool stands_before(const FrameworkTree& a, const FrameworkTree& b) {
  if (a.framework.jurisdiction != b.framework.jurisdiction) return a.framework.jurisdiction < b.framework.jurisdiction;
  const auto title_of_a = model::best(a.framework.title).text;
  const auto title_of_b = model::best(b.framework.title).text;
  return title_of_a != title_of_b ? title_of_a < title_of_b : a.framework.id < b.framework.id;
}

}  // namespace

std::vector<std::string> FrameworkTree::addresses(std::size_t place) const {
  const auto& statement = statements[place];
  std::vector<std::string> all = {statement.uri};
  all.insert(all.end(), statement.same_as.begin(), statement.same_as.end());
  if (!statement.case_guid.empty()) all.push_back("urn:uuid:" + statement.case_guid);
  if (statement.is_retired) all.insert(all.end(), statement.replaced_by.begin(), statement.replaced_by.end());
  if (const auto old = replaced.find(statement.uri); old != replaced.end())
    for (const auto one : old->second) all.push_back(statements[one].uri);
  return all;
}

Frameworks::Frameworks(const store::Store& store) : version_(store.curriculum_version()) {
  const auto links = store.links();
  for (auto& framework : store.frameworks()) {
    auto statements = store.statements(framework.id);
    auto past = store.past_statements(framework.id);
    trees_.push_back(make_tree(std::move(framework), std::move(statements)));
    for (auto& one : past) trees_.back().past[one.uri].push_back(std::move(one));
  }
  std::sort(trees_.begin(), trees_.end(), stands_before);
  for (auto& tree : trees_) add_links(tree, links);
}

const FrameworkTree* Frameworks::by_id(std::string_view id) const {
  for (const auto& tree : trees_)
    if (tree.framework.id == id) return &tree;
  return nullptr;
}

const FrameworkTree* Frameworks::by_uri(std::string_view uri) const {
  for (const auto& tree : trees_)
    if (tree.framework.uri == uri || std::find(tree.framework.same_as.begin(), tree.framework.same_as.end(), uri) != tree.framework.same_as.end()) return &tree;
  return nullptr;
}

Frameworks::Found Frameworks::statement(std::string_view uri) const {
  for (const auto& tree : trees_)
    if (const auto found = tree.by_uri.find(uri); found != tree.by_uri.end()) return {&tree, found->second};
  return {};
}

std::vector<Frameworks::Found> Frameworks::with_code(std::string_view code) const {
  const auto key = curriculum::code_key(code);
  std::vector<Found> out;
  for (const auto& tree : trees_) {
    const auto [begin, end] = tree.by_code.equal_range(key);
    for (auto entry = begin; entry != end; ++entry) out.push_back({&tree, entry->second});
  }
  return out;
}

std::shared_ptr<const Frameworks> FrameworkCache::now() const {
  const auto version = store_.data_version();
  const std::lock_guard lock(mutex_);
  if (frameworks_ && version == data_version_) return frameworks_;
  data_version_ = version;
  // Most commits are records: frameworks are read again only when they have changed.
  if (!frameworks_ || frameworks_->version() != store_.curriculum_version()) frameworks_ = std::make_shared<Frameworks>(store_);
  return frameworks_;
}

}  // namespace commonplace::web
