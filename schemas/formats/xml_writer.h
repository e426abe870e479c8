// XML that is written as one growing string: no tree, no copies. For the writers of the exchange formats.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/language.h"

namespace commonplace::formats {

// The tag where an xs:language may hold it, else nothing: another would make the record invalid. "und" says nothing, so
// it is not said (MD-25).
std::string_view xml_language(std::string_view tag);

// The text where an xs:anyURI and an RDF reader may hold it and no reader takes the tag for an attack (2,000 bytes, 40
// equal signs: our own allows 256 a tag), else nothing.
std::string_view xml_uri(std::string_view text);

// A text for an attribute: at most 300 characters; nothing where it has more than 40 equal signs.
std::string xml_label(std::string_view text);

class XmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // `root` is the whole opening tag with its namespaces, "<lom xmlns=…>".
  explicit XmlWriter(std::string_view root);

  // <tag>text</tag>; nothing at all where text and every attribute are empty. Attributes with an empty value are left
  // out.
  void element(std::string_view tag, std::string_view text, Attributes attributes = {});
  // <tag a="b"/>
  void empty_element(std::string_view tag, Attributes attributes);

  // The element is open as long as this lives; one that stays without content is taken back, unless it is to be kept.
  enum class WhenEmpty { taken_back, kept };
  class Inside {
   public:
    Inside(XmlWriter& writer, std::string_view tag, Attributes attributes = {},
           WhenEmpty when_empty = WhenEmpty::taken_back);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    XmlWriter& writer_;
    std::string_view tag_;
    std::size_t begin_;
    std::size_t content_;
    WhenEmpty when_empty_;
  };

  // The whole, closed with `end_tag`.
  std::string finish(std::string_view end_tag);

 private:
  void open(std::string_view tag, Attributes attributes);
  void close(std::string_view tag);

  std::string out_;
};

// Calls say(language, text) for each entry: the main language first, then in the order of tags (MD-26).
template <typename Say>
void say_main_first(const model::LangMap& map, const std::vector<std::string>& preferred, Say say) {
  if (map.empty()) return;
  const model::Said main = model::best(map, preferred);
  say(main.language, main.text);
  for (const auto& [language, text] : map)
    if (language != main.language) say(std::string_view(language), std::string_view(text));
}

}  // namespace commonplace::formats
