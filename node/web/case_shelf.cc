#include "node/web/case_shelf.h"

#include "node/curriculum/sharing.h"
#include "schemas/formats/case_package.h"

namespace commonplace::web {
namespace {

using formats::CaseWriter;

CaseBook make_book(const store::Store& store, model::Framework framework, const std::vector<model::StatementLink>& links) {
  CaseBook book;
  auto& package = book.package;
  package.framework = std::move(framework);
  auto statements = store.statements(package.framework.id);
  auto extras = store.statement_extras(package.framework.id);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].is_retired) continue;
    if (i < extras.size()) statements[i].extra = std::move(extras[i]);
    package.statements.push_back(std::move(statements[i]));
  }
  for (const auto& link : links)
    if (link.framework == package.framework.id && link.state == model::LinkState::on) package.links.push_back(link);
  book.identifier = CaseWriter(package.framework, "").identifier();
  for (std::size_t i = 0; i < package.statements.size(); ++i) {
    const auto& statement = package.statements[i];
    book.by_uri.emplace(statement.uri, i);
    book.items.emplace(CaseWriter::identifier_of(statement), i);
    book.children.emplace(CaseWriter::child_identifier(statement), i);
  }
  for (std::size_t i = 0; i < package.links.size(); ++i) book.links.emplace(CaseWriter::link_identifier(package.links[i]), i);
  return book;
}

CaseLibrary::Found find_in(const std::vector<CaseBook>& books, std::unordered_map<std::string, std::size_t> CaseBook::*index,
                           const std::string& identifier) {
  for (const auto& book : books)
    if (const auto found = (book.*index).find(identifier); found != (book.*index).end()) return {&book, found->second};
  return {};
}

}  // namespace

const model::Statement* CaseBook::find(const std::string& uri) const {
  const auto found = by_uri.find(uri);
  return found == by_uri.end() ? nullptr : &package.statements[found->second];
}

const CaseBook* CaseLibrary::document(const std::string& identifier) const {
  for (const auto& book : books)
    if (book.identifier == identifier) return &book;
  return nullptr;
}

CaseLibrary::Found CaseLibrary::item(const std::string& identifier) const {
  return find_in(books, &CaseBook::items, identifier);
}
CaseLibrary::Found CaseLibrary::child(const std::string& identifier) const {
  return find_in(books, &CaseBook::children, identifier);
}
CaseLibrary::Found CaseLibrary::link(const std::string& identifier) const {
  return find_in(books, &CaseBook::links, identifier);
}

std::shared_ptr<const CaseLibrary> CaseShelf::now() const {
  const auto version = store_.curriculum_version();
  const std::lock_guard lock(mutex_);
  if (library_ && library_->version == version) return library_;
  auto made = std::make_shared<CaseLibrary>();
  made->version = version;
  const auto links = store_.links();
  for (auto& framework : store_.frameworks())
    if (curriculum::may_be_shared(framework)) made->books.push_back(make_book(store_, std::move(framework), links));
  library_ = made;
  return made;
}

}  // namespace commonplace::web
