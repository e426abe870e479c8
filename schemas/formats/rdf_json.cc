#include "schemas/formats/rdf_json.h"

#include <map>
#include <optional>
#include <string>

#include "schemas/formats/url.h"

namespace commonplace::formats {
namespace {

using json::Value;

std::string string_in(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

rdf::Node named(const std::string& name) {
  return name.starts_with("_:") ? rdf::blank(name.substr(2)) : rdf::iri(name);
}

std::optional<rdf::Node> rdf_json_node(const Value& value) {
  if (!value.is_object()) return std::nullopt;
  const std::string kind = string_in(value, "type");
  const std::string text = string_in(value, "value");
  if (kind == "uri" || kind == "bnode") return named(text);
  if (kind != "literal") return std::nullopt;
  return rdf::literal(text, string_in(value, "lang"), string_in(value, "datatype"));
}

// Names without a prefix, and prefixes, that a context we never fetch would explain.
const std::map<std::string, std::string, std::less<>>& known_names() {
  static const std::string skos = "http://www.w3.org/2004/02/skos/core#";
  static const std::string dcterms = "http://purl.org/dc/terms/";
  static const std::map<std::string, std::string, std::less<>> names = [] {
    std::map<std::string, std::string, std::less<>> made;
    for (const char* name :
         {"Concept", "ConceptScheme", "prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "notation", "note",
          "broader", "narrower", "related", "hasTopConcept", "topConceptOf", "inScheme", "exactMatch", "closeMatch",
          "narrowMatch", "broadMatch", "relatedMatch", "example"})
      made.emplace(name, skos + name);
    for (const char* name : {"title", "description", "publisher", "creator", "license", "issued", "created", "modified",
                             "isReplacedBy", "educationLevel", "subject", "language"})
      made.emplace(name, dcterms + name);
    return made;
  }();
  return names;
}

const std::map<std::string, std::string, std::less<>>& known_prefixes() {
  static const std::map<std::string, std::string, std::less<>> prefixes = {
      {"skos", "http://www.w3.org/2004/02/skos/core#"},
      {"dct", "http://purl.org/dc/terms/"},
      {"dcterms", "http://purl.org/dc/terms/"},
      {"dc", "http://purl.org/dc/elements/1.1/"},
      {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
      {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
      {"owl", "http://www.w3.org/2002/07/owl#"},
      {"xsd", "http://www.w3.org/2001/XMLSchema#"},
      {"asn", "http://purl.org/ASN/schema/core/"},
      {"gemq", "http://purl.org/gem/qualifiers/"},
      {"cc", "http://creativecommons.org/ns#"},
      {"vann", "http://purl.org/vocab/vann/"}};
  return prefixes;
}

class JsonLd {
 public:
  JsonLd(std::string_view base, rdf::Graph& graph) : base_(base), graph_(graph) {}

  void document(const Value& value) {
    if (value.is_array()) {
      for (const auto& one : value) document(one);
    } else if (value.is_object()) {
      if (const auto context = value.find("@context"); context != value.end()) read_context(*context, 0);
      (void)thing(value);
    }
  }

 private:
  struct Term {
    std::string iri;
    bool is_address = false;   // "@type": "@id"
    bool is_reverse = false;
    std::string language;
  };

  void read_context(const Value& context, int depth) {
    if (depth > 8) return;
    if (context.is_array()) {
      for (const auto& one : context) read_context(one, depth + 1);
    } else if (context.is_object()) {
      // Prefixes first: terms are written with them.
      for (const auto& [name, value] : context.items())
        if (value.is_string() && name.front() != '@' && is_whole(value.get<std::string>())) terms_[name].iri = value.get<std::string>();
      for (const auto& [name, value] : context.items()) read_term(name, value);
    }
  }

  void read_term(const std::string& name, const Value& value) {
    if (name == "@base" && value.is_string()) base_ = value.get<std::string>();
    if (name == "@language" && value.is_string()) language_ = value.get<std::string>();
    if (name == "@vocab" && value.is_string()) vocabulary_ = value.get<std::string>();
    if (name.empty() || name.front() == '@') return;
    if (value.is_string()) {
      if (terms_[name].iri.empty()) terms_[name].iri = expand_name(value.get<std::string>());
      return;
    }
    if (!value.is_object()) return;
    Term term;
    const std::string id = string_in(value, "@id");
    const std::string reverse = string_in(value, "@reverse");
    term.iri = !id.empty() ? (id.front() == '@' ? id : expand_name(id)) : !reverse.empty() ? expand_name(reverse) : expand_name(name);
    term.is_reverse = !reverse.empty();
    term.is_address = string_in(value, "@type") == "@id" || string_in(value, "@type") == "@vocab";
    term.language = string_in(value, "@language");
    terms_[name] = std::move(term);
  }

  static bool is_whole(const std::string& text) { return text.find("://") != std::string::npos || text.starts_with("urn:"); }

  // A member's or a type's name.
  std::string expand_name(const std::string& name) const {
    if (is_whole(name)) return name;
    if (const auto term = terms_.find(name); term != terms_.end() && !term->second.iri.empty()) return term->second.iri;
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      const std::string prefix = name.substr(0, colon);
      if (const auto term = terms_.find(prefix); term != terms_.end()) return term->second.iri + name.substr(colon + 1);
      const auto known = known_prefixes().find(prefix);
      return known == known_prefixes().end() ? name : known->second + name.substr(colon + 1);
    }
    if (!vocabulary_.empty()) return vocabulary_ + name;
    const auto known = known_names().find(name);
    return known == known_names().end() ? std::string() : known->second;
  }

  std::string expand_address(const std::string& text) const {
    if (is_whole(text) || text.starts_with("_:")) return text;
    if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
      const std::string whole = expand_name(text);
      if (whole != text) return whole;
    }
    return resolve_url(base_, text).value_or(base_ + text);
  }

  // "@id" of "id" where the context says so, or everybody does.
  std::string keyword(const std::string& name) const {
    if (name.starts_with('@')) return name;
    if (const auto term = terms_.find(name); term != terms_.end()) return term->second.iri.starts_with('@') ? term->second.iri : "";
    if (name == "id" || name == "type") return "@" + name;
    return {};
  }

  std::optional<rdf::Node> thing(const Value& object) {
    std::string id;
    for (const auto& [name, value] : object.items())
      if (keyword(name) == "@id" && value.is_string()) id = value.get<std::string>();
    const rdf::Node subject = id.empty() ? rdf::blank("j" + std::to_string(++blanks_)) : named(expand_address(id));
    for (const auto& [name, value] : object.items()) {
      const std::string word = keyword(name);
      if (word == "@graph") {
        document(value);
      } else if (word == "@type") {
        add_types(subject, value);
      } else if (word.empty()) {
        add(subject, name, value);
      }
    }
    return subject;
  }

  void add_types(const rdf::Node& subject, const Value& value) {
    if (value.is_array())
      for (const auto& one : value) add_types(subject, one);
    if (!value.is_string()) return;
    if (std::string whole = expand_name(value.get<std::string>()); !whole.empty())
      graph_.add(subject, rdf::type, rdf::iri(std::move(whole)));
  }

  void add(const rdf::Node& subject, const std::string& name, const Value& value) {
    const std::string predicate = expand_name(name);
    if (predicate.empty() || !is_whole(predicate)) return;
    const auto found = terms_.find(name);
    const Term term = found == terms_.end() ? Term{} : found->second;
    add_value(subject, predicate, term, value);
  }

  void add_value(const rdf::Node& subject, const std::string& predicate, const Term& term, const Value& value) {
    if (value.is_array()) {
      for (const auto& one : value) add_value(subject, predicate, term, one);
    } else if (value.is_string()) {
      graph_.add(subject, predicate, plain(predicate, term, value.get<std::string>()));
    } else if (value.is_number() || value.is_boolean()) {
      graph_.add(subject, predicate, rdf::literal(value.dump()));
    } else if (value.is_object()) {
      add_object(subject, predicate, term, value);
    }
  }

  rdf::Node plain(const std::string& predicate, const Term& term, const std::string& text) const {
    if (term.is_address || is_always_an_address(predicate)) return named(expand_address(text));
    return rdf::literal(text, term.language.empty() ? language_ : term.language);
  }

  // SKOS says so of these, whatever a context that we do not have would say.
  static bool is_always_an_address(const std::string& predicate) {
    for (const char* name : {"core#broader", "core#narrower", "core#hasTopConcept", "core#topConceptOf", "core#inScheme",
                             "core#exactMatch", "core#closeMatch", "core#narrowMatch", "core#broadMatch",
                             "core#relatedMatch", "core#related"})
      if (predicate.ends_with(name)) return true;
    return false;
  }

  void add_object(const rdf::Node& subject, const std::string& predicate, const Term& term, const Value& value) {
    if (const auto list = value.find("@list"); list != value.end()) return add_value(subject, predicate, term, *list);
    if (const auto set = value.find("@set"); set != value.end()) return add_value(subject, predicate, term, *set);
    if (const auto said = value.find("@value"); said != value.end()) {
      const std::string text = said->is_string() ? said->get<std::string>() : said->dump();
      graph_.add(subject, predicate, rdf::literal(text, string_in(value, "@language"), expand_name(string_in(value, "@type"))));
    } else if (is_lang_map(value)) {
      add_lang_map(subject, predicate, value);
    } else if (const auto node = thing(value)) {
      if (term.is_reverse) {
        graph_.add(*node, predicate, subject);
      } else {
        graph_.add(subject, predicate, *node);
      }
    }
  }

  // {"de": "Kunst", "cy": ["Celf"]}
  static bool is_lang_map(const Value& value) {
    if (value.empty()) return false;
    for (const auto& [name, one] : value.items()) {
      if (name.size() < 2 || name.size() > 12 || name == "id" || name == "type" || name.front() == '@' || name.find(':') != name.npos) return false;
      if (!one.is_string() && !one.is_array()) return false;
      if (name.find('-') == name.npos && name.size() > 3) return false;
    }
    return true;
  }

  void add_lang_map(const rdf::Node& subject, const std::string& predicate, const Value& value) {
    for (const auto& [language, one] : value.items()) {
      if (one.is_string()) graph_.add(subject, predicate, rdf::literal(one.get<std::string>(), language));
      if (one.is_array())
        for (const auto& text : one)
          if (text.is_string()) graph_.add(subject, predicate, rdf::literal(text.get<std::string>(), language));
    }
  }

  std::string base_;
  rdf::Graph& graph_;
  std::map<std::string, Term, std::less<>> terms_;
  std::string language_;
  std::string vocabulary_;
  int blanks_ = 0;
};

}  // namespace

bool looks_like_rdf_json(const json::Value& value) {
  if (!value.is_object() || value.empty() || value.contains("@context")) return false;
  const Value& subject = value.begin().value();
  if (!subject.is_object() || subject.empty()) return false;
  const Value& list = subject.begin().value();
  return list.is_array() && !list.empty() && rdf_json_node(list.front()).has_value();
}

void read_rdf_json(const json::Value& value, rdf::Graph& graph) {
  for (const auto& [subject, properties] : value.items()) {
    if (!properties.is_object()) continue;
    for (const auto& [predicate, list] : properties.items()) {
      if (!list.is_array()) continue;
      for (const auto& one : list)
        if (auto node = rdf_json_node(one)) graph.add(named(subject), predicate, *std::move(node));
    }
  }
}

bool looks_like_json_ld(const json::Value& value) {
  const Value* first = &value;
  if (value.is_array() && !value.empty()) first = &value.front();
  if (!first->is_object()) return false;
  for (const char* name : {"@context", "@graph", "@id", "@type"})
    if (first->contains(name)) return true;
  return false;
}

void read_json_ld(const json::Value& value, std::string_view base, rdf::Graph& graph) {
  JsonLd(base, graph).document(value);
}

}  // namespace commonplace::formats
