// Everything that a reader of XML is told, as one text: for comparing two ways of reading.
#pragma once

#include <string>
#include <vector>

#include "schemas/formats/xml.h"

namespace commonplace::formats::xml_log {

struct Log : XmlVisitor {
  std::string said;

  void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) override {
    note("<", name);
    for (const auto& attribute : attributes) {
      note(" ", attribute.name);
      said.append("=").append(std::to_string(attribute.value.size())).append(":").append(attribute.value);
    }
    said += ">";
  }
  void close(const XmlName& name) override { note("</", name); }
  void text(std::string_view piece) override { said += piece; }

 private:
  void note(std::string_view mark, const XmlName& name) {
    said.append(mark).append("{").append(name.space).append("}").append(name.local);
    if (mark != " ") said.append("@").append(std::to_string(offset()));
  }
};

}  // namespace commonplace::formats::xml_log
