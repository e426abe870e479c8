#include "schemas/formats/rdf_xml.h"

#include <optional>

#include "schemas/formats/framework_package.h"
#include "schemas/formats/url.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

constexpr std::string_view rdf_space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";

std::string whole_name(const XmlName& name) {
  std::string whole(name.space);
  return whole.append(name.local);
}

// rdf:_1
std::string member_name(int number) {
  std::string name(rdf_space);
  return name.append("_").append(std::to_string(number));
}

enum class Role { document, node, property, members, text };

// What an open element is.
struct Element {
  Role role = Role::document;
  rdf::Node subject;      // of a node; of a property: whose it is
  std::string predicate;  // of a property
  std::string language;
  std::string base;
  std::string datatype;
  std::string text;
  bool has_value = false;  // of a property: its value is there already
  int members = 0;         // rdf:li so far
};

class Builder : public XmlVisitor {
 public:
  Builder(std::string_view base, rdf::Graph& graph) : graph_(graph) {
    Element document;
    document.base = base;
    open_.push_back(std::move(document));
  }

  void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) override {
    Element element;
    element.language = own(attributes, xml_space, "lang").value_or(open_.back().language);
    element.base = own(attributes, xml_space, "base").value_or(open_.back().base);
    const Role above = open_.back().role;
    if (above == Role::text) {
      element.role = Role::text;
    } else if (above == Role::document && name.space == rdf_space && name.local == "RDF") {
      element.role = Role::document;
    } else if (above == Role::node) {
      begin_property(name, attributes, element);
    } else {
      begin_node(name, attributes, element);
    }
    open_.push_back(std::move(element));
  }

  void text(std::string_view text) override {
    // Of an XML literal the text alone is kept, in the property that it stands in.
    for (auto element = open_.rbegin(); element != open_.rend(); ++element)
      if (element->role != Role::text || !element->predicate.empty()) {
        element->text += text;
        return;
      }
  }

  void close(const XmlName&) override {
    Element element = std::move(open_.back());
    open_.pop_back();
    if (element.predicate.empty() || element.has_value || element.role == Role::members) return;
    const std::string language = element.datatype.empty() ? element.language : "";
    graph_.add(element.subject, element.predicate, rdf::literal(std::move(element.text), language, element.datatype));
  }

 private:
  static std::optional<std::string> own(const std::vector<XmlAttribute>& attributes, std::string_view space,
                                        std::string_view local) {
    for (const auto& attribute : attributes)
      if (attribute.name.space == space && attribute.name.local == local) return std::string(attribute.value);
    return std::nullopt;
  }

  static std::string whole(const Element& element, const std::string& reference) {
    if (reference.empty()) return element.base.substr(0, element.base.find('#'));
    const std::size_t colon = reference.find(':');
    const bool is_whole = colon != std::string::npos && reference.find_first_of("/?#") > colon;
    if (is_whole) return reference;
    return resolve_url(element.base, reference).value_or(element.base + reference);
  }

  rdf::Node fresh() { return rdf::blank("x" + std::to_string(++blanks_)); }

  void begin_node(const XmlName& name, const std::vector<XmlAttribute>& attributes, Element& element) {
    element.role = Role::node;
    element.subject = subject_of(attributes, element);
    if (name.space != rdf_space || name.local != "Description")
      graph_.add(element.subject, rdf::type, rdf::iri(whole_name(name)));
    add_properties(attributes, element, element.subject);
    Element& above = open_.back();
    if (above.predicate.empty()) return;
    graph_.add(above.subject, above.predicate, element.subject);
    above.has_value = true;
  }

  rdf::Node subject_of(const std::vector<XmlAttribute>& attributes, const Element& element) {
    if (const auto about = own(attributes, rdf_space, "about")) return rdf::iri(whole(element, *about));
    if (const auto id = own(attributes, rdf_space, "ID")) return rdf::iri(whole(element, "#" + *id));
    if (const auto id = own(attributes, rdf_space, "nodeID")) return rdf::blank("n" + *id);
    return fresh();
  }

  // Attributes that say something of `subject`.
  void add_properties(const std::vector<XmlAttribute>& attributes, const Element& element, const rdf::Node& subject) {
    for (const auto& [name, value] : attributes) {
      if (name.space == rdf_space && name.local == "type") {
        graph_.add(subject, rdf::type, rdf::iri(whole(element, std::string(value))));
      } else if (!name.space.empty() && name.space != rdf_space && name.space != xml_space) {
        graph_.add(subject, whole_name(name),
                   rdf::literal(std::string(value), element.language));
      }
    }
  }

  void begin_property(const XmlName& name, const std::vector<XmlAttribute>& attributes, Element& element) {
    Element& above = open_.back();
    element.role = Role::property;
    element.subject = above.subject;
    element.predicate = whole_name(name);
    if (name.space == rdf_space && name.local == "li")
      element.predicate = member_name(++above.members);
    element.datatype = own(attributes, rdf_space, "datatype").value_or("");
    const auto form = own(attributes, rdf_space, "parseType").value_or("");
    if (form == "Literal") {
      element.role = Role::text;
    } else if (form == "Collection") {
      element.role = Role::members;
    } else if (form == "Resource") {
      describe(fresh(), element);
      element.role = Role::node;
    } else if (const auto value = value_of(attributes, element)) {
      describe(*value, element);
      add_properties(attributes, element, *value);
    }
  }

  // The property's value is `value`; what stands inside is said of it.
  void describe(const rdf::Node& value, Element& element) {
    graph_.add(element.subject, element.predicate, value);
    element.subject = value;
    element.predicate.clear();
    element.has_value = true;
  }

  std::optional<rdf::Node> value_of(const std::vector<XmlAttribute>& attributes, const Element& element) {
    if (const auto resource = own(attributes, rdf_space, "resource")) return rdf::iri(whole(element, *resource));
    if (const auto id = own(attributes, rdf_space, "nodeID")) return rdf::blank("n" + *id);
    return std::nullopt;
  }

  rdf::Graph& graph_;
  std::vector<Element> open_;
  int blanks_ = 0;
};

}  // namespace

model::Failure read_rdf_xml(std::string_view bytes, std::string_view base, rdf::Graph& graph) {
  XmlLimits limits;
  limits.page_bytes = most_framework_bytes;
  const auto prepared = prepare_xml(bytes, limits);
  if (!prepared) return prepared.problem();
  Builder builder(base, graph);
  return stream_xml(*prepared, builder);
}

}  // namespace commonplace::formats
