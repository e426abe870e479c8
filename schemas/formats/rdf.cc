#include "schemas/formats/rdf.h"

#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"

namespace commonplace::formats::rdf {
namespace {

std::string key_of(const Node& node) {
  std::string key(1, node.kind == Kind::iri ? 'i' : node.kind == Kind::blank ? 'b' : 'l');
  key += node.value;
  if (node.kind != Kind::literal) return key;
  key += '\0';
  key += node.language;
  key += '\0';
  return key += node.datatype;
}

Node subject_node(const std::string& name) {
  return name.starts_with("_:") ? blank(name.substr(2)) : iri(name);
}

}  // namespace

std::size_t Graph::Hash::operator()(const Triple& triple) const {
  std::uint64_t mixed = (static_cast<std::uint64_t>(triple.subject) << 32) | triple.object;
  mixed ^= static_cast<std::uint64_t>(triple.predicate) * 0x9E3779B97F4A7C15u;
  mixed *= 0xFF51AFD7ED558CCDu;
  return static_cast<std::size_t>(mixed ^ (mixed >> 33));
}

Graph::Id Graph::id_of(Node node) {
  // Escapes may spell what is no character (a lone surrogate).
  if (!is_utf8(node.value)) node.value = repair_utf8(node.value);
  if (!is_utf8(node.language)) node.language.clear();
  const auto [known, is_new] = ids_.emplace(key_of(node), static_cast<Id>(nodes_.size()));
  if (is_new) nodes_.push_back(std::move(node));
  return known->second;
}

Graph::Id Graph::find(const Node& node) const {
  const auto found = ids_.find(key_of(node));
  return found == ids_.end() ? unknown : found->second;
}

void Graph::add(const Node& subject, std::string_view predicate, Node object) {
  if (!object.language.empty()) object.language = normalise_language(object.language).value_or(object.language);
  const Triple triple{id_of(subject), id_of(iri(std::string(predicate))), id_of(std::move(object))};
  if (!triples_.insert(triple).second) return;
  auto& said = properties_[triple.subject];
  if (said.empty()) order_.push_back(triple.subject);
  said.push_back({triple.predicate, triple.object});
}

const std::vector<Graph::Property>& Graph::of(const std::string& subject) const {
  static const std::vector<Property> nothing;
  const auto found = properties_.find(find(subject_node(subject)));
  return found == properties_.end() ? nothing : found->second;
}

std::vector<std::string> Graph::subjects() const {
  std::vector<std::string> names;
  for (const Id id : order_) names.push_back(nodes_[id].name());
  return names;
}

std::vector<std::string> Graph::of_type(std::string_view wanted) const {
  std::vector<std::string> names;
  const Id predicate = find(iri(std::string(type)));
  const Id object = find(iri(std::string(wanted)));
  if (predicate == unknown || object == unknown) return names;
  for (const Id id : order_)
    if (triples_.contains({id, predicate, object})) names.push_back(nodes_[id].name());
  return names;
}

bool Graph::has_type(const std::string& subject, std::string_view wanted) const {
  return triples_.contains(
      {find(subject_node(subject)), find(iri(std::string(type))), find(iri(std::string(wanted)))});
}

std::vector<const Node*> Graph::values(const std::string& subject, std::string_view predicate) const {
  std::vector<const Node*> values;
  for (const auto& said : of(subject))
    if (nodes_[said.predicate].value == predicate) values.push_back(&nodes_[said.object]);
  return values;
}

const Node* Graph::first(const std::string& subject, std::string_view predicate) const {
  for (const auto& said : of(subject))
    if (nodes_[said.predicate].value == predicate) return &nodes_[said.object];
  return nullptr;
}

std::string Graph::text(const std::string& subject, std::string_view predicate) const {
  const Node* node = first(subject, predicate);
  return node == nullptr || node->kind == Kind::blank ? std::string() : node->value;
}

model::LangMap Graph::texts(const std::string& subject, std::string_view predicate) const {
  model::LangMap texts;
  for (const Node* node : values(subject, predicate))
    if (node->kind == Kind::literal)
      if (auto words = html_to_text(node->value); !words.empty())
        texts.emplace(node->language.empty() ? "und" : node->language, std::move(words));
  return texts;
}

std::vector<std::pair<std::string_view, const Node*>> Graph::properties(const std::string& subject) const {
  std::vector<std::pair<std::string_view, const Node*>> all;
  for (const auto& said : of(subject)) all.emplace_back(nodes_[said.predicate].value, &nodes_[said.object]);
  return all;
}

std::string local_name(std::string_view iri) {
  while (!iri.empty() && (iri.back() == '/' || iri.back() == '#')) iri.remove_suffix(1);
  const std::size_t cut = iri.find_last_of("/#");
  return std::string(cut == std::string_view::npos ? iri : iri.substr(cut + 1));
}

}  // namespace commonplace::formats::rdf
