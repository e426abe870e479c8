#include "node/curriculum/exemplars.h"

#include <algorithm>
#include <set>

#include "schemas/formats/digest.h"
#include "schemas/formats/url.h"

namespace commonplace::curriculum {
namespace {

// The address under which the catalogue has it; empty where it does not.
std::string statement_at(const Catalogue& catalogue, const std::string& uri) {
  const auto& places = catalogue.with_uri(uri);
  return places.empty() ? std::string() : catalogue.entries()[places.front()].uri;
}

}  // namespace

Exemplars::Exemplars(const std::vector<model::StatementLink>& links, const Catalogue& catalogue) {
  std::set<std::string> all;
  for (const auto& link : links) {
    if (link.relation != model::Relation::exemplar || link.state != model::LinkState::on) continue;
    if (!link.framework.empty() && !catalogue.find_framework(link.framework)) continue;
    const auto origin = statement_at(catalogue, link.origin);
    const auto destination = statement_at(catalogue, link.destination);
    if (origin.empty() == destination.empty()) continue;
    const auto& resource = origin.empty() ? link.origin : link.destination;
    const auto& statement = origin.empty() ? destination : origin;
    enter(resource, statement);
    if (const auto usual = formats::normalise_http_url(resource)) enter(*usual, statement);
    std::string line = resource;
    all.insert(line.append(" ").append(statement).append("\n"));
  }
  std::string text;
  for (const auto& line : all) text += line;
  if (!text.empty()) mark_ = formats::sha256_hex(text).substr(0, 16);
}

void Exemplars::enter(const std::string& resource, const std::string& statement) {
  auto& statements = statements_[resource];
  if (std::find(statements.begin(), statements.end(), statement) == statements.end()) statements.push_back(statement);
}

bool Exemplars::may_name(std::string_view document) const {
  if (statements_.empty()) return false;
  // Addresses are written without escapes, so that every one stands between two quotes.
  for (auto quote = document.find('"'); quote != std::string_view::npos;) {
    const auto next = document.find('"', quote + 1);
    if (next == std::string_view::npos) return false;
    if (statements_.find(document.substr(quote + 1, next - quote - 1)) != statements_.end()) return true;
    quote = next;
  }
  return false;
}

std::vector<std::string> Exemplars::statements_of(const model::Resource& resource) const {
  std::vector<std::string> all;
  const auto add = [&](const std::string& name) {
    const auto found = name.empty() ? statements_.end() : statements_.find(name);
    if (found == statements_.end()) return;
    for (const auto& statement : found->second)
      if (std::find(all.begin(), all.end(), statement) == all.end()) all.push_back(statement);
  };
  for (const auto* name : {&resource.at_id, &resource.identifier, &resource.url}) add(*name);
  for (const auto& name : resource.same_as) add(name);
  return all;
}

}  // namespace commonplace::curriculum
