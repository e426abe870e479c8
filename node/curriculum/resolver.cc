#include "node/curriculum/resolver.h"

#include "schemas/formats/identifier.h"
#include "schemas/formats/unicode.h"

namespace commonplace::curriculum {
namespace {

// Case, blanks and a full stop at the end aside, as CUR-26 begins.
std::string text_key(std::string_view text) {
  std::string out;
  for (char c : formats::fold_case(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return out;
}

constexpr std::size_t longest_set = 240;  // leaves room in a resumption token of 512 characters

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string code_key(std::string_view code) {
  const std::string folded = formats::fold_case(code);
  std::string out;
  bool in_number = false;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    if (std::string_view(" .-_/:").find(c) != std::string_view::npos) {
      in_number = false;
      continue;
    }
    const bool leads = is_digit(c) && !in_number;
    in_number = is_digit(c);
    if (leads && c == '0' && i + 1 < folded.size() && is_digit(folded[i + 1])) {
      in_number = false;  // a leading zero; a zero alone is a number (A.0.1 is not A.1)
      continue;
    }
    if (leads && !out.empty() && is_digit(out.back())) out += '.';  // 1.11 and 11.1 stay apart
    out += c;
  }
  return out;
}

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
    enter(by_code_, code_key(statement.code), place);
    for (const auto& [language, text] : statement.text) enter(by_text_, text_key(text), place);
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
    if (const auto* entry = at(by_text_, text_key(text))) return {entry, "text"};
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
