// RDF/XML as a tree that is asked by subject and by the local names of properties, for records that repositories write in many ways: nodes
// inside properties or beside each other, several descriptions of one subject, containers. For triples see rdf_xml.h.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/formats/xml.h"
#include "schemas/model/resource.h"

namespace commonplace::formats::rdf_tree {

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words);

// The name behind the last "/" or "#".
std::string_view local_name(std::string_view uri);

class Graph;

// What a property leads to: a literal, an address, or a node with properties of its own.
class Value {
 public:
  Value(const Graph& graph, const XmlNode& property, const XmlNode* node)
      : graph_(&graph), property_(&property), node_(node) {}

  std::string uri() const {
    if (node_ != nullptr) return std::string(node_->attribute("about"));
    return std::string(property_->attribute("resource"));
  }
  std::string literal() const { return node_ == nullptr ? property_->text : std::string(); }
  std::string language() const;
  const XmlNode& property() const { return *property_; }
  bool has_node() const { return node_ != nullptr; }

  std::vector<Value> values(std::initializer_list<std::string_view> names) const;
  std::string text(std::initializer_list<std::string_view> names) const;
  std::string type() const;
  // Texts of a property, or the literal itself.
  model::LangMap texts(std::initializer_list<std::string_view> names) const;
  // The label of a concept or the literal; else nothing.
  std::vector<std::pair<std::string, std::string>> labels() const;

 private:
  friend class Graph;
  std::vector<const XmlNode*> nodes() const;

  const Graph* graph_;
  const XmlNode* property_;
  const XmlNode* node_;
};

// Views into the document, which outlives it. Work is bounded whatever a record of a megabyte repeats.
class Graph {
 public:
  explicit Graph(const XmlNode& rdf);

  // All descriptions of a subject, as far as they are few.
  std::vector<const XmlNode*> named(std::string_view name) const;
  std::vector<Value> values_in(const XmlNode& node, std::initializer_list<std::string_view> names) const;

  // The record: every one of its properties is looked at.
  void set_main(const XmlNode& node) { main_ = &node; }

  const XmlNode& rdf() const { return rdf_; }

 private:
  void add(const XmlNode& node);
  void add_values(std::vector<Value>& found, const XmlNode& property) const;

  const XmlNode& rdf_;
  const XmlNode* main_ = nullptr;
  std::map<std::string_view, std::vector<const XmlNode*>> by_name_;
};

}  // namespace commonplace::formats::rdf_tree
