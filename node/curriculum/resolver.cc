#include "node/curriculum/resolver.h"

#include "node/curriculum/statement_keys.h"
#include "schemas/formats/identifier.h"

namespace commonplace::curriculum {
namespace {

constexpr std::size_t longest_set = 240;  // leaves room in a resumption token of 512 characters

}  // namespace

void Resolver::add(const model::Framework& framework, const std::vector<model::Statement>& statements) {
  const auto enter = [this](Lookup& lookup, const std::string& key, std::size_t place) {
    if (key.empty()) return;
    const auto [entry, is_new] = lookup.emplace(key, place);
    if (!is_new && entry->second != place) entry->second = ambiguous;  // one text in two languages is no rival
  };
  const std::string root = formats::framework_set(framework.id);
  if (!framework.uri.empty()) set_by_framework_.emplace(framework.uri, root);
  std::unordered_map<std::string_view, std::string> sets;  // by URI; parents come before their children
  for (const auto& statement : statements) {
    const auto place = statements_.size();
    const auto above = sets.find(statement.parent);
    std::string set = above == sets.end() ? root : above->second;
    if (const std::string part = formats::set_part(statement.id); set.size() + part.size() < longest_set && !part.empty())
      set.append(":").append(part);
    sets.emplace(statement.uri, set);
    statements_.push_back({statement.uri, framework.uri, statement.code, statement.text, std::move(set)});
    enter(by_uri_, statement.uri, place);
    for (const auto& uri : statement.same_as) enter(by_uri_, uri, place);
    if (!statement.case_guid.empty()) enter(by_uri_, "urn:uuid:" + statement.case_guid, place);
    if (statement.is_retired) continue;  // only who names its address means it still
    enter(by_code_, code_key(statement.code), place);
    for (const auto& [language, text] : statement.text) enter(by_text_, exact_key(text), place);
  }
}

const Resolver::Entry* Resolver::at(const Lookup& lookup, const std::string& key) const {
  const auto found = key.empty() ? lookup.end() : lookup.find(key);
  return found == lookup.end() || found->second == ambiguous ? nullptr : &statements_[found->second];
}

Resolver::Found Resolver::find(const model::StatementRef& ref) const {
  if (!ref.uri.empty()) return {at(by_uri_, ref.uri), {}};
  if (const auto* entry = at(by_code_, code_key(ref.code))) return {entry, "identifier"};
  for (const auto& [language, text] : ref.text)
    if (const auto* entry = at(by_text_, exact_key(text))) return {entry, "text"};
  return {};
}

std::string Resolver::set_of(const std::string& statement_uri, const std::string& framework_uri) const {
  if (const auto* entry = at(by_uri_, statement_uri)) return entry->set;
  const auto framework = set_by_framework_.find(framework_uri);
  return framework == set_by_framework_.end() ? std::string() : framework->second;
}

void Resolver::complete(model::StatementRef& ref) const {
  const auto [entry, method] = find(ref);
  if (!entry) return;
  if (ref.method.empty()) ref.method = method;
  ref.uri = entry->uri;
  ref.framework = entry->framework;
  if (ref.code.empty()) ref.code = entry->code;
  if (ref.text.empty()) ref.text = entry->text;
}

}  // namespace commonplace::curriculum
