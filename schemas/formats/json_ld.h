// The little of JSON-LD that is needed to read descriptions from the wild: prefixes, spellings of members, values in
// their many shapes. Only the record's own inline context is looked at; nothing is ever fetched (MD §8). For
// schema_org_*.cc.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/json.h"

namespace commonplace::formats::json_ld {

class Context {
 public:
  explicit Context(const json::Value& object);

  // "schema:name", "http://schema.org/name", "accessbilityFeature" → "name", "name", "accessibilityFeature" (MD-27).
  std::string term(std::string_view member) const;
  // Compact URIs with a declared prefix, and "//host/path", made whole (MD-29); others as they are.
  std::string expand(std::string_view uri) const;
  // "@language" of the context; empty where it says none.
  const std::string& language() const { return language_; }
  // Whether the context declares this member to hold Markdown.
  bool is_markdown(std::string_view term) const { return markdown_.contains(std::string(term)); }

 private:
  void read(const json::Value& context, int depth);
  void read_entry(const std::string& name, const json::Value& value);

  std::map<std::string, std::string, std::less<>> prefixes_;
  std::map<std::string, std::string, std::less<>> renamed_;
  std::set<std::string> markdown_;
  std::string language_;
};

// An object whose members are found by term, whatever their spelling; values of arrays one by one, null left out.
class Thing {
 public:
  Thing(const json::Value& object, const Context& context);

  const std::vector<const json::Value*>& values(std::string_view term) const;
  bool has(std::string_view term) const { return !values(term).empty(); }
  const Context& context() const { return context_; }
  // The first value as text: a string, a number, an @value, an @id or a name; empty for none.
  std::string text(std::string_view term) const;

 private:
  void add(const std::string& term, const json::Value& value, int depth);

  const Context& context_;
  std::map<std::string, std::vector<const json::Value*>, std::less<>> members_;
};

struct Text {
  std::string language;  // empty: not said
  std::string words;
};

// The texts in a value: a string, {"@value", "@language"}, a lang map, or the name of a thing.
std::vector<Text> texts(const json::Value& value, const Context& context);
// One text for any value; empty for none.
std::string text_of(const json::Value& value, const Context& context);
// The address of a thing: the string itself where it is a URI, else "@id", "id", "url", "contentUrl"; expanded; empty.
std::string uri_of(const json::Value& value, const Context& context);

}  // namespace commonplace::formats::json_ld
