// A graph of RDF triples in memory, whatever syntax it came in: for the readers of frameworks (CUR-10 to CUR-16).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "schemas/model/language.h"

namespace commonplace::formats::rdf {

enum class Kind { iri, blank, literal };

struct Node {
  Kind kind = Kind::iri;
  std::string value;     // IRI, label of a blank node, or text
  std::string language;  // of a literal; normalised ("en-GB") when it is added
  std::string datatype;  // IRI; empty for plain text

  // "_:b1" for a blank node.
  std::string name() const { return kind == Kind::blank ? "_:" + value : value; }
  friend bool operator==(const Node&, const Node&) = default;
};

inline Node iri(std::string value) {
  return {Kind::iri, std::move(value), {}, {}};
}
inline Node blank(std::string label) {
  return {Kind::blank, std::move(label), {}, {}};
}
inline Node literal(std::string text, std::string language = {}, std::string datatype = {}) {
  return {Kind::literal, std::move(text), std::move(language), std::move(datatype)};
}

// Distinct triples; what is said of a subject keeps its order. Subjects are named by IRI, or "_:" and label.
class Graph {
 public:
  void add(const Node& subject, std::string_view predicate, Node object);

  std::size_t size() const { return triples_.size(); }
  std::vector<std::string> subjects() const;  // in the order of their first triples
  std::vector<std::string> of_type(std::string_view type) const;
  bool has_type(const std::string& subject, std::string_view type) const;
  std::vector<const Node*> values(const std::string& subject, std::string_view predicate) const;
  const Node* first(const std::string& subject, std::string_view predicate) const;  // nullptr: none
  std::string text(const std::string& subject, std::string_view predicate) const;   // of the first, or its IRI; or empty
  // Literals by language ("und" where none is said); the first of each language.
  model::LangMap texts(const std::string& subject, std::string_view predicate) const;
  std::vector<std::pair<std::string_view, const Node*>> properties(const std::string& subject) const;

 private:
  using Id = std::uint32_t;
  struct Property {
    Id predicate;
    Id object;
  };
  struct Triple {
    Id subject, predicate, object;
    friend bool operator==(const Triple&, const Triple&) = default;
  };
  struct Hash {
    std::size_t operator()(const Triple& triple) const;
  };

  Id id_of(Node node);
  const std::vector<Property>& of(const std::string& subject) const;
  static constexpr Id unknown = static_cast<Id>(-1);
  Id find(const Node& node) const;

  std::deque<Node> nodes_;
  std::unordered_map<std::string, Id> ids_;
  std::unordered_map<Id, std::vector<Property>> properties_;
  std::vector<Id> order_;
  std::unordered_set<Triple, Hash> triples_;
};

// "Art" of "https://x.example/y#Art" and of "https://x.example/y/Art".
std::string local_name(std::string_view iri);

inline constexpr std::string_view type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
inline constexpr std::string_view label = "http://www.w3.org/2000/01/rdf-schema#label";
inline constexpr std::string_view same_as = "http://www.w3.org/2002/07/owl#sameAs";
inline constexpr std::string_view deprecated = "http://www.w3.org/2002/07/owl#deprecated";

}  // namespace commonplace::formats::rdf
