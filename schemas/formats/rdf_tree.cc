#include "schemas/formats/rdf_tree.h"

#include <algorithm>

#include "schemas/formats/normalise.h"

namespace commonplace::formats::rdf_tree {
namespace {

using model::LangMap;

// A record of a megabyte may describe one thing ten thousand times and mention it as often; work must not be the
// product.
constexpr std::size_t most_descriptions = 8;        // of one subject
constexpr std::size_t most_values = 1'000;          // of one property
constexpr std::size_t most_inner_properties = 200;  // looked at in a node that is no record

std::string language_of(const XmlNode& node) {
  const std::string_view tag = node.attribute("lang");
  return tag.empty() ? "und" : normalise_language(tag).value_or("und");
}

bool is_container(const XmlNode& node) {
  return is_any_of(node.local, {"Bag", "Seq", "Alt"});
}

}  // namespace

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string_view local_name(std::string_view uri) {
  const std::size_t place = uri.find_last_of("/#");
  return place == std::string_view::npos ? uri : uri.substr(place + 1);
}

std::string Value::language() const { return language_of(*property_); }

Graph::Graph(const XmlNode& rdf) : rdf_(rdf) {
  for (const XmlNode& node : rdf.children) add(node);
}

std::vector<const XmlNode*> Graph::named(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() || name.empty() ? std::vector<const XmlNode*>() : found->second;
}

std::vector<Value> Graph::values_in(const XmlNode& node, std::initializer_list<std::string_view> names) const {
  std::vector<Value> found;
  std::size_t looked_at = 0;
  for (const XmlNode& property : node.children) {
    if (found.size() >= most_values || (&node != main_ && looked_at++ >= most_inner_properties)) break;
    if (is_any_of(property.local, names)) add_values(found, property);
  }
  return found;
}

void Graph::add(const XmlNode& node) {
  for (const std::string_view attribute : {"about", "nodeID"})
    if (const auto name = node.attribute(attribute); !name.empty())
      if (auto& all = by_name_[name]; all.size() < most_descriptions) all.push_back(&node);
}

void Graph::add_values(std::vector<Value>& found, const XmlNode& property) const {
  if (property.attribute("parseType") == "Resource") return found.emplace_back(*this, property, &property), void();
  if (property.children.empty()) return found.emplace_back(*this, property, nullptr), void();
  for (const XmlNode& child : property.children) {
    if (found.size() >= most_values) return;
    if (!is_container(child)) {
      found.emplace_back(*this, property, &child);
      continue;
    }
    for (const XmlNode& entry : child.children) add_values(found, entry);
  }
}

std::vector<const XmlNode*> Value::nodes() const {
  std::string_view name = node_ == nullptr ? property_->attribute("resource") : node_->attribute("about");
  if (name.empty()) name = (node_ == nullptr ? property_ : node_)->attribute("nodeID");
  std::vector<const XmlNode*> all = graph_->named(name);
  if (node_ != nullptr && std::find(all.begin(), all.end(), node_) == all.end()) all.insert(all.begin(), node_);
  return all;
}

std::vector<Value> Value::values(std::initializer_list<std::string_view> names) const {
  std::vector<Value> found;
  for (const XmlNode* node : nodes())
    for (const Value& one : graph_->values_in(*node, names)) found.push_back(one);
  return found;
}

std::string Value::text(std::initializer_list<std::string_view> names) const {
  for (const Value& one : values(names)) {
    std::string said = normalise_text(one.literal());
    if (said.empty()) said = one.uri();
    if (!said.empty()) return said;
  }
  return {};
}

std::string Value::type() const {
  for (const XmlNode* node : nodes())
    if (!is_any_of(node->local, {"Description"}) && node != property_) return node->local;
  return std::string(local_name(text({"type"})));
}

LangMap Value::texts(std::initializer_list<std::string_view> names) const {
  LangMap map;
  const auto add = [&map](const Value& one) {
    std::string said = html_to_text(one.literal());
    if (!said.empty()) map.try_emplace(one.language(), std::move(said));
  };
  add(*this);
  for (const Value& one : values(names)) add(one);
  return map;
}

std::vector<std::pair<std::string, std::string>> Value::labels() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (auto& [language, said] : texts({"prefLabel", "label", "name", "title", "value"}))
    all.emplace_back(language, said);
  return all;
}

}  // namespace commonplace::formats::rdf_tree
