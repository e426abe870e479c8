// The one XML door. Reading: bytes are transcoded, pre-scanned and streamed by libxml2's SAX2, never with DTD, entity
// loading, XInclude, recovery or network (HAR-51, SEC-50). Writing: escaping for our own string-built XML.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"

namespace commonplace::formats {

struct XmlLimits {
  std::size_t page_bytes = 32u * 1024 * 1024;
  std::size_t tag_bytes = 64 * 1024;
  int equal_signs_per_tag = 256;
  int depth = 64;
  std::size_t text_bytes = 1024 * 1024;
  std::size_t comment_bytes = 64 * 1024;
  int open_namespaces = 128;  // declared by all open elements together
};

struct XmlName {
  std::string_view space;  // namespace URI, empty for none
  std::string_view local;
};

struct XmlAttribute {
  XmlName name;
  std::string_view value;
};

// Receives the document in order. Views live only during the call.
class XmlVisitor {
 public:
  virtual ~XmlVisitor() = default;
  virtual void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) = 0;
  virtual void close(const XmlName& name) = 0;
  virtual void text(std::string_view text) = 0;  // CDATA too; may come in several pieces

 protected:
  // Byte position in the prepared text: of the tag's "<" during open, behind the element during close.
  std::size_t offset() const { return opening_.empty() ? position_ : opening_.rfind('<'); }

 private:
  friend class XmlStream;
  std::string_view opening_;  // during open: the text as far as it is read; no "<" stands inside a tag
  std::size_t position_ = 0;
};

// Text ready to be parsed: UTF-8, declaration and BOM gone, checked against the limits.
struct PreparedXml {
  std::string text;
  int mended = 0;  // replaced or removed characters, and blanks before the declaration as one
};

// Transcodes (UTF-8; ISO-8859-1 and windows-1252 when declared), repairs when `mend` is set, pre-scans.
// Problem kinds: not_xml (what came instead is said), doctype, bad_encoding, too_big, tag_too_big, too_deep,
// text_too_long; where = "byte N" of the prepared text. A truncated or tangled page is no problem here: stream_xml says
// so.
model::Outcome<PreparedXml> prepare_xml(std::string_view bytes, const XmlLimits& limits = {}, bool mend = true);

// Streams prepared text to the visitor. Problem kind: not_wellformed, where = "line N".
model::Failure stream_xml(const PreparedXml& prepared, XmlVisitor& visitor);

// Where a whole element named `local` (any prefix) begins and ends in the prepared text, in order; nested ones not
// looked for. Made for damaged pages: one that lacks its end tag is passed over, those after it are found.
struct Slice {
  std::size_t begin = 0;
  std::size_t end = 0;
};
std::vector<Slice> find_elements(std::string_view prepared, std::string_view local);

// The character that an HTML entity name stands for ("nbsp", "eacute"; HTML 4's 252 names and "apos"); empty if
// unknown.
std::string_view html_entity(std::string_view name);

// A small tree, for short documents (one record's metadata, Identify). Namespaces resolved.
struct XmlNode {
  std::string space;
  std::string local;
  std::vector<std::pair<std::string, std::string>> attributes;  // local name (xml:lang is "lang") → value
  std::string text;                                             // of this element alone, in order, without children's
  std::vector<XmlNode> children;

  const XmlNode* child(std::string_view name) const;  // first child with that local name
  std::string_view attribute(std::string_view name) const;
};
model::Outcome<XmlNode> read_xml_tree(std::string_view bytes, const XmlLimits& limits = {});

// Appends text escaped for element content; characters illegal in XML 1.0 become U+FFFD.
void append_xml_text(std::string& out, std::string_view text);
// The same for a double-quoted attribute value; TAB, LF, CR as character references (OAI-26).
void append_xml_attribute(std::string& out, std::string_view value);
std::string xml_text(std::string_view text);

}  // namespace commonplace::formats
