// The XML door: whatever comes in is refused in words or read; limits hold; slices lie in the page.
#include "check.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

// Nothing is told that the pre-scan should have kept out.
struct Listener : XmlVisitor {
  int depth = 0;
  std::size_t size = 0;
  void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) override {
    FUZZ_EXPECT(!name.local.empty());
    FUZZ_EXPECT(++depth <= XmlLimits{}.depth);
    FUZZ_EXPECT(attributes.size() <= 256);
    FUZZ_EXPECT(offset() < size);
  }
  void close(const XmlName&) override { FUZZ_EXPECT(--depth >= 0 && offset() <= size); }
  void text(std::string_view piece) override { FUZZ_EXPECT(depth > 0 && is_utf8(piece)); }
};

void read(std::string_view bytes, bool mend) {
  const auto prepared = prepare_xml(bytes, {}, mend);
  if (!prepared) {
    FUZZ_EXPECT(!prepared.problem().kind.empty() && !prepared.problem().what.empty());
    return;
  }
  FUZZ_EXPECT(is_utf8(prepared->text));
  Listener listener;
  listener.size = prepared->text.size();
  const auto failure = stream_xml(*prepared, listener);
  FUZZ_EXPECT(failure || listener.depth == 0);
  for (const auto& slice : find_elements(prepared->text, "record"))
    FUZZ_EXPECT(slice.begin < slice.end && slice.end <= prepared->text.size() && prepared->text[slice.begin] == '<');
}

}  // namespace
}  // namespace commonplace::formats

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  const auto bytes = fuzz::text_of(data, size);
  formats::read(bytes, true);
  formats::read(bytes, false);
  const auto text = bytes.substr(0, 250);  // of which all may be "=", and an attribute may have 256
  std::string element = "<a b=\"";
  formats::append_xml_attribute(element, text);
  element += "\">";
  formats::append_xml_text(element, text);
  element += "</a>";
  const auto tree = formats::read_xml_tree(element);
  FUZZ_EXPECT(tree);
  FUZZ_EXPECT(tree->attribute("b") == tree->text);
  return 0;
}
