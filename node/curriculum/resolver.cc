#include "node/curriculum/resolver.h"

#include "schemas/formats/unicode.h"

namespace commonplace::curriculum {
namespace {

// Case, blanks and a full stop at the end aside, as CUR-26 begins.
std::string text_key(std::string_view text) {
  std::string out;
  for (char c : formats::fold_case(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return out;
}

}  // namespace

std::string code_key(std::string_view code) {
  std::string out;
  bool in_number = false;
  for (char c : formats::fold_case(code)) {
    if (std::string_view(" .-_/:").find(c) != std::string_view::npos) {
      if (in_number) out += '.';  // 1.11 and 11.1 stay apart
      in_number = false;
      continue;
    }
    const bool digit = c >= '0' && c <= '9';
    if (digit && !in_number && c == '0') continue;
    out += c;
    in_number = digit;
  }
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

void Resolver::add(const model::Framework& framework, const std::vector<model::Statement>& statements) {
  const auto enter = [this](Lookup& lookup, const std::string& key, std::size_t place) {
    if (key.empty()) return;
    const auto [entry, is_new] = lookup.emplace(key, place);
    if (!is_new) entry->second = ambiguous;
  };
  for (const auto& statement : statements) {
    const auto place = statements_.size();
    statements_.push_back({statement.uri, framework.uri, statement.code, statement.text});
    enter(by_uri_, statement.uri, place);
    enter(by_code_, code_key(statement.code), place);
    for (const auto& [language, text] : statement.text) enter(by_text_, text_key(text), place);
  }
}

const Resolver::Entry* Resolver::at(const Lookup& lookup, const std::string& key) const {
  const auto found = key.empty() ? lookup.end() : lookup.find(key);
  return found == lookup.end() || found->second == ambiguous ? nullptr : &statements_[found->second];
}

const Resolver::Entry* Resolver::find(const model::StatementRef& ref) const {
  if (!ref.uri.empty()) return at(by_uri_, ref.uri);
  if (const auto* entry = at(by_code_, code_key(ref.code))) return entry;
  for (const auto& [language, text] : ref.text)
    if (const auto* entry = at(by_text_, text_key(text))) return entry;
  return nullptr;
}

void Resolver::complete(model::StatementRef& ref) const {
  const Entry* entry = find(ref);
  if (!entry) return;
  if (ref.uri.empty() && ref.method.empty()) ref.method = ref.code.empty() ? "text" : "identifier";
  ref.uri = entry->uri;
  ref.framework = entry->framework;
  if (ref.code.empty()) ref.code = entry->code;
  if (ref.text.empty()) ref.text = entry->text;
}

}  // namespace commonplace::curriculum
