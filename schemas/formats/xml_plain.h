// The two ways of reading XML. Not for use outside xml_*.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/xml.h"

namespace commonplace::formats {

// Tells a visitor where it is: the one class that may.
class XmlStream {
 protected:
  static void open_at(XmlVisitor& visitor, std::string_view read_so_far) { visitor.opening_ = read_so_far; }
  static void close_at(XmlVisitor& visitor, std::size_t position) {
    visitor.opening_ = {};
    visitor.position_ = position;
  }
};

// The quick way through XML as programs write it, which is nearly every page: tags, attributes and text, without
// comments, CDATA, instructions and anything else that is seldom there. What it takes, libxml2 would have taken, and would
// have told the visitor the same; everything that wants a closer look it leaves to libxml2.
class PlainXml : XmlStream {
 public:
  // Text as of prepare_xml(); it must outlive this.
  explicit PlainXml(std::string_view text) : text_(text) {}

  // Walks the text once without a word to anybody. False: this is for libxml2.
  bool is_plain();
  // The whole document. Requires that is_plain() said true.
  void tell(XmlVisitor& visitor);

 private:
  struct Name {
    std::string_view prefix;
    std::string_view local;
  };
  struct Binding {
    std::string_view prefix;
    std::string_view space;
  };
  struct Open {
    std::string_view tag;  // as written
    XmlName name;
    std::size_t bindings;  // of all elements around it
  };
  struct Attribute {
    Name name;
    std::string_view value;
  };

  bool walk();
  bool take_text(std::size_t end);
  bool tell_text(std::string_view text);
  bool take_tag();
  bool take_open();
  bool take_close();
  bool take_name(Name& name);
  bool take_attribute(Attribute& attribute);
  bool take_attributes();
  bool resolve_attributes();
  bool bind(const Attribute& attribute);
  bool resolve(const Name& name, bool is_attribute, XmlName& resolved) const;
  bool are_different(std::size_t first_binding) const;
  void leave();

  std::string_view text_;
  XmlVisitor* visitor_ = nullptr;  // null: only looking
  std::size_t at_ = 0;
  bool had_root_ = false;
  std::vector<Open> open_;
  std::vector<Binding> bindings_;
  std::vector<Attribute> attributes_;
  std::vector<XmlAttribute> told_;
  std::vector<std::string> decoded_;
};

// What stream_xml() does with everything else, and in the tests with all: the two must tell the same.
model::Failure stream_by_libxml2(const PreparedXml& prepared, XmlVisitor& visitor);

}  // namespace commonplace::formats
