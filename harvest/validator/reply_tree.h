// An OAI-PMH reply as a tree that forgets nothing a judge asks for, and what is wrong with its bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::harvest::validator {

struct Attribute {
  std::string space;
  std::string local;
  std::string value;
};

struct Element {
  std::string space;
  std::string local;
  std::vector<Attribute> attributes;
  std::string text;  // of this element alone
  std::vector<Element> children;
  bool declares_namespace = false;  // has an xmlns attribute of its own

  bool is_oai() const;                                      // in the namespace of OAI-PMH 2.0
  const Element* child(std::string_view name) const;        // the first one of OAI-PMH
  std::string words() const;                                // its text, blanks around it gone
  std::string words_of(std::string_view child) const;       // empty when there is no such child
  std::string_view attribute(std::string_view name) const;  // by local name; empty when there is none
};

struct XmlFault {
  std::string_view rule;  // id
  std::string found;
};

struct ReplyTree {
  std::optional<Element> root;  // absent when nothing can be read
  std::vector<XmlFault> faults;
};

// Reads strictly, then with the mending that harvesters do, so that one bad sign does not hide the rest. What is inside
// a metadata element's own content is not kept: only its outermost element.
ReplyTree read_tree(std::string_view body);

}  // namespace commonplace::harvest::validator
