#include "node/web/frameworks.h"

#include "node/curriculum/statement_keys.h"

namespace commonplace::web {
namespace {

FrameworkTree make_tree(model::Framework framework, std::vector<model::Statement> statements) {
  FrameworkTree tree;
  tree.framework = std::move(framework);
  tree.statements = std::move(statements);
  const auto size = tree.statements.size();
  tree.children.resize(size);
  tree.parent.assign(size, FrameworkTree::no_parent);
  for (std::size_t i = 0; i < size; ++i) {
    tree.by_id[tree.statements[i].id] = i;
    tree.by_uri[tree.statements[i].uri] = i;
    if (const auto key = curriculum::code_key(tree.statements[i].code); !key.empty()) tree.by_code.emplace(key, i);
  }
  for (std::size_t i = 0; i < size; ++i) {
    const auto above = tree.by_uri.find(tree.statements[i].parent);
    if (above == tree.by_uri.end() || above->second == i) {
      tree.roots.push_back(i);
    } else {
      tree.parent[i] = above->second;
      tree.children[above->second].push_back(i);
    }
  }
  return tree;
}

std::vector<std::string> stamps_of(const std::vector<model::Framework>& frameworks) {
  std::vector<std::string> out;
  for (const auto& framework : frameworks) out.push_back(framework.id + " " + framework.sha256 + " " + framework.imported_at);
  return out;
}

}  // namespace

Frameworks::Frameworks(const store::Store& store) {
  for (auto& framework : store.frameworks()) {
    auto statements = store.statements(framework.id);
    trees_.push_back(make_tree(std::move(framework), std::move(statements)));
  }
}

const FrameworkTree* Frameworks::by_id(std::string_view id) const {
  for (const auto& tree : trees_)
    if (tree.framework.id == id) return &tree;
  return nullptr;
}

const FrameworkTree* Frameworks::by_uri(std::string_view uri) const {
  for (const auto& tree : trees_)
    if (tree.framework.uri == uri) return &tree;
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
  if (frameworks_ && version == version_) return frameworks_;
  version_ = version;
  // Most commits are records: a framework is read again only when one has been imported.
  auto stamps = stamps_of(store_.frameworks());
  if (!frameworks_ || stamps != stamps_) frameworks_ = std::make_shared<Frameworks>(store_);
  stamps_ = std::move(stamps);
  return frameworks_;
}

}  // namespace commonplace::web
