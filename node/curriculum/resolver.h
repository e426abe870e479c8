// From a code or a statement's text to the one statement that is meant (the exact part of CUR-23).
// Immutable after it is made; any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/model/framework.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

class Resolver {
 public:
  // Adds the statements of one framework. A code or text that several statements share resolves to none of them.
  void add(const model::Framework& framework, const std::vector<model::Statement>& statements);

  // Fills uri, framework, code and text of a reference that names a statement by URI, by a unique code or by its exact
  // text (case and outer punctuation aside); leaves it as it is otherwise.
  void complete(model::StatementRef& ref) const;

  // The OAI set of a statement, by its URI: framework:<key>[:<code>…] with the codes of all statements above it (OAI §6).
  // That of the framework alone where only the framework is known; empty where neither is. At most 240 characters: of a
  // deeper one the set of the nearest statement above it that fits.
  std::string set_of(const std::string& statement_uri, const std::string& framework_uri) const;

  std::size_t size() const { return statements_.size(); }

 private:
  struct Entry {
    std::string uri;
    std::string framework;
    std::string code;
    model::LangMap text;
    std::string set;
  };
  static constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);
  using Lookup = std::unordered_map<std::string, std::size_t>;

  // `method`: how it was found, in the words of StatementRef; empty for a URI, where there was nothing to find out.
  struct Found {
    const Entry* entry = nullptr;
    std::string_view method;
  };

  Found find(const model::StatementRef& ref) const;
  const Entry* at(const Lookup& lookup, const std::string& key) const;

  std::vector<Entry> statements_;
  std::unordered_map<std::string, std::string> set_by_framework_;  // by URI
  Lookup by_uri_;
  Lookup by_code_;
  Lookup by_text_;
};

}  // namespace commonplace::curriculum
