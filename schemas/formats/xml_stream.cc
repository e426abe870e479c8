// The only place that calls libxml2's parser (HAR-51): SAX2 over prepared text in memory, and the small tree made of
// it.
#include <algorithm>
#include <exception>
#include <memory>

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

xmlParserInputPtr refuse_to_load(const char*, const char*, xmlParserCtxtPtr) {
  return nullptr;
}

// Once in the life of the program, before any thread parses.
void prepare_library() {
  static const bool done = [] {
    xmlInitParser();
    xmlSetExternalEntityLoader(&refuse_to_load);
    return true;
  }();
  static_cast<void>(done);
}

void forget_error(void*, xmlErrorPtr) {}

}  // namespace

// Carries libxml2's calls to the visitor. A visitor that throws stops the parser, and its exception goes on to the
// caller: it must not travel through the frames of a C library.
class XmlStream {
 public:
  XmlStream(std::string_view text, XmlVisitor& visitor) : text_(text), visitor_(visitor) {}

  model::Failure run() {
    prepare_library();
    if (const auto nul = text_.find('\0'); nul != std::string_view::npos) return broken(line_of(nul));
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(
        xmlCreateMemoryParserCtxt(text_.data(), static_cast<int>(text_.size())), &xmlFreeParserCtxt);
    if (!context) return text_.empty() ? model::Failure(broken(1)) : throw std::bad_alloc();
    context_ = context.get();
    set_up();
    xmlParseDocument(context_);
    if (thrown_) std::rethrow_exception(thrown_);
    if (context_->wellFormed != 0) return std::nullopt;
    return broken(context_->lastError.line);
  }

 private:
  void set_up() {
    xmlSAXHandler& sax = *context_->sax;
    sax = {};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = &XmlStream::on_open;
    sax.endElementNs = &XmlStream::on_close;
    sax.characters = &XmlStream::on_text;
    sax.ignorableWhitespace = &XmlStream::on_text;
    sax.serror = &forget_error;
    // SEC-50: never HUGE, NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, RECOVER.
    xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC |
                                    XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    context_->userData = this;
  }

  // After an error libxml2 reads on to the end; its short cut for plain text forgets that nobody listens any more
  // (xmlParseCharData, 2.9.14), and would tell of text in an element that was never opened.
  template <typename Call>
  void guarded(Call call) {
    if (thrown_ || context_->disableSAX != 0) return;
    try {
      call();
    } catch (...) {
      thrown_ = std::current_exception();
      xmlStopParser(context_);
    }
  }

  static XmlStream& self(void* user_data) { return *static_cast<XmlStream*>(user_data); }

  static void on_open(void* user_data, const xmlChar* local, const xmlChar*, const xmlChar* space, int, const xmlChar**,
                      int count, int, const xmlChar** attributes) {
    XmlStream& stream = self(user_data);
    stream.guarded([&] { stream.open({view(space), view(local)}, attributes, count); });
  }

  static void on_close(void* user_data, const xmlChar* local, const xmlChar*, const xmlChar* space) {
    XmlStream& stream = self(user_data);
    stream.guarded([&] {
      stream.visitor_.opening_ = {};
      stream.visitor_.position_ = stream.position();
      stream.visitor_.close({view(space), view(local)});
    });
  }

  static void on_text(void* user_data, const xmlChar* text, int bytes) {
    XmlStream& stream = self(user_data);
    const std::string_view piece(reinterpret_cast<const char*>(text), static_cast<std::size_t>(bytes));
    stream.guarded([&] { stream.visitor_.text(piece); });
  }

  // libxml2 gives five pointers an attribute: local name, prefix, namespace, begin and end of the value.
  void open(const XmlName& name, const xmlChar** five, int count) {
    attributes_.clear();
    decoded_.clear();
    decoded_.reserve(static_cast<std::size_t>(count));  // views into it stay good
    for (int i = 0; i < count; ++i, five += 5) {
      const std::string_view value(reinterpret_cast<const char*>(five[3]), static_cast<std::size_t>(five[4] - five[3]));
      attributes_.push_back({{view(five[2]), view(five[0])}, without_escapes(value)});
    }
    visitor_.opening_ = text_.substr(0, position() + 1);
    visitor_.open(name, attributes_);
  }

  // Unless it substitutes entities, libxml2 hands "&" in a value on as "&#38;" (xmlParseAttValueComplex, 2.9.14).
  std::string_view without_escapes(std::string_view value) {
    constexpr std::string_view escape = "&#38;";
    if (value.find('&') == std::string_view::npos) return value;
    std::string& plain = decoded_.emplace_back();
    for (std::size_t i = 0; i < value.size();) {
      plain += value[i];
      i += value.substr(i).starts_with(escape) ? escape.size() : 1;
    }
    return plain;
  }

  std::size_t position() const {
    const xmlParserInput& input = *context_->input;
    return input.consumed + static_cast<std::size_t>(input.cur - input.base);
  }

  int line_of(std::size_t at) const {
    return 1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }

  static model::Problem broken(int line) {
    return {"not_wellformed", fmt::format("line {}", line), "The XML is broken off or damaged here.",
            "Ask the keeper of the source to mend it."};
  }

  std::string_view text_;
  XmlVisitor& visitor_;
  xmlParserCtxtPtr context_ = nullptr;
  std::exception_ptr thrown_;
  std::vector<XmlAttribute> attributes_;
  std::vector<std::string> decoded_;
};

namespace {

class TreeBuilder : public XmlVisitor {
 public:
  void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) override {
    XmlNode& node = open_.empty() ? root_ : open_.back()->children.emplace_back();
    node.space = name.space;
    node.local = name.local;
    node.attributes.reserve(attributes.size());
    for (const XmlAttribute& attribute : attributes)
      node.attributes.emplace_back(attribute.name.local, attribute.value);
    open_.push_back(&node);
  }
  void close(const XmlName&) override { open_.pop_back(); }
  void text(std::string_view piece) override { open_.back()->text += piece; }

  XmlNode take() { return std::move(root_); }

 private:
  XmlNode root_;
  std::vector<XmlNode*> open_;  // a node's siblings grow only while it is closed: the pointers stay good
};

}  // namespace

model::Failure stream_xml(const PreparedXml& prepared, XmlVisitor& visitor) {
  return XmlStream(prepared.text, visitor).run();
}

model::Outcome<XmlNode> read_xml_tree(std::string_view bytes, const XmlLimits& limits) {
  const auto prepared = prepare_xml(bytes, limits);
  if (!prepared) return prepared.problem();
  TreeBuilder builder;
  if (auto problem = stream_xml(*prepared, builder)) return *problem;
  return builder.take();
}

const XmlNode* XmlNode::child(std::string_view name) const {
  const auto has_name = [name](const XmlNode& node) { return node.local == name; };
  const auto found = std::find_if(children.begin(), children.end(), has_name);
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlNode::attribute(std::string_view name) const {
  for (const auto& [local_name, value] : attributes) {
    if (local_name == name) return value;
  }
  return {};
}

}  // namespace commonplace::formats
