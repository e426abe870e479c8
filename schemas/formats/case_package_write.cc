// Writing a framework as a CASE 1.0 package: the same framework always gives the same bytes.
#include <array>
#include <bit>
#include <cstdint>
#include <map>

#include "schemas/formats/case_package.h"
#include "schemas/formats/json.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using json::Value;

// SHA-1 of a short text. Only for UUIDv5, which asks for it (RFC 9562 §5.5); it secures nothing here.
class Sha1 {
 public:
  std::array<std::uint32_t, 5> of(std::string text) {
    const std::uint64_t bits = text.size() * 8;
    text += '\x80';
    while (text.size() % 64 != 56) text += '\0';
    for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(bits >> shift & 0xFF);
    for (std::size_t begin = 0; begin < text.size(); begin += 64) block(text.data() + begin);
    return state_;
  }

 private:
  void block(const char* bytes) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 64; ++i) words[i / 4] = words[i / 4] << 8 | static_cast<std::uint8_t>(bytes[i]);
    for (std::size_t i = 16; i < 80; ++i)
      words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    auto [a, b, c, d, e] = state_;
    for (std::size_t i = 0; i < 80; ++i) {
      const std::uint32_t mixed = std::rotl(a, 5) + mix(i, b, c, d) + e + constants_[i / 20] + words[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = mixed;
    }
    const std::array<std::uint32_t, 5> round = {a, b, c, d, e};
    for (std::size_t i = 0; i < 5; ++i) state_[i] += round[i];
  }

  static std::uint32_t mix(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    if (i < 20) return (b & c) | (~b & d);
    if (i >= 40 && i < 60) return (b & c) | (b & d) | (c & d);
    return b ^ c ^ d;
  }

  static constexpr std::array<std::uint32_t, 4> constants_ = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
  std::array<std::uint32_t, 5> state_ = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
};

// The namespace of URLs (RFC 9562 §6.6), and the UUIDv5 of a URI in it.
std::string uuid_of(const std::string& uri) {
  constexpr std::string_view url_namespace("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
  auto hash = Sha1().of(std::string(url_namespace) + uri);
  hash[1] = (hash[1] & 0xFFFF0FFF) | 0x5000;
  hash[2] = (hash[2] & 0x3FFFFFFF) | 0x80000000;
  std::string out;
  for (std::size_t digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
    out += "0123456789abcdef"[hash[digit / 8] >> (28 - digit % 8 * 4) & 0xF];
  }
  return out;
}

// What came as urn:uuid: keeps its own identifier.
std::string identifier_of(const std::string& uri) {
  constexpr std::string_view urn = "urn:uuid:";
  return uri.starts_with(urn) ? uri.substr(urn.size()) : uuid_of(uri);
}

Value link(const std::string& title, const std::string& uri) {
  return {{"title", title}, {"identifier", identifier_of(uri)}, {"uri", uri}};
}

std::string words(const model::LangMap& map) {
  return std::string(model::best(map).text);
}

class Writer {
 public:
  Writer(const FrameworkPackage& package, std::string_view changed)
      : framework_(package.framework), statements_(package.statements), changed_(changed) {}

  std::string write() {
    Value items = Value::array();
    Value associations = Value::array();
    for (const auto& statement : statements_) {
      titles_[statement.uri] = words(statement.text);
      items.push_back(item(statement));
      associations.push_back(child_of(statement));
    }
    return json::pretty(
        {{"CFDocument", document()}, {"CFItems", std::move(items)}, {"CFAssociations", std::move(associations)}});
  }

 private:
  Value document() const {
    const std::string title = words(framework_.title);
    Value document = {{"identifier", identifier_of(framework_.uri)},
                      {"uri", framework_.uri},
                      {"title", title},
                      {"creator", framework_.publisher.empty() ? "Source not known" : framework_.publisher},
                      {"lastChangeDateTime", changed_},
                      {"CFPackageURI", link(title, framework_.uri)}};
    set(document, "publisher", framework_.publisher);
    set(document, "officialSourceURL", framework_.source_url);
    set(document, "adoptionStatus", framework_.adoption_status);
    set(document, "version", framework_.version);
    if (!framework_.languages.empty()) document["language"] = framework_.languages.front();
    if (!framework_.licence.empty()) document["licenseURI"] = link(framework_.licence, framework_.licence);
    set(document, "notes", framework_.attribution);
    return document;
  }

  Value item(const model::Statement& statement) const {
    const auto said = model::best(statement.text);
    Value item = {{"identifier", identifier_of(statement.uri)},
                  {"uri", statement.uri},
                  {"fullStatement", std::string(said.text)},
                  {"lastChangeDateTime", changed_}};
    set(item, "language", std::string(said.language));
    set(item, "humanCodingScheme", statement.code);
    set(item, "CFItemType", statement.type);
    set(item, "educationLevel", labels(statement.levels));
    set(item, "subject", labels(statement.subjects));
    return item;
  }

  // Labels, since CASE has no place for our ids; they read back to the same concepts.
  static Value labels(const std::vector<std::string>& ids) {
    Value list = Value::array();
    for (const auto& id : ids) list.push_back(vocabularies::concept_label(id));
    return list;
  }

  Value child_of(const model::Statement& statement) const {
    const std::string& parent = statement.parent.empty() ? framework_.uri : statement.parent;
    const auto title = titles_.find(parent);
    const std::string uri = statement.uri + "#isChildOf";
    return {{"identifier", uuid_of(uri)},
            {"uri", uri},
            {"associationType", "isChildOf"},
            {"sequenceNumber", statement.sequence},
            {"lastChangeDateTime", changed_},
            {"originNodeURI", link(words(statement.text), statement.uri)},
            {"destinationNodeURI", link(title == titles_.end() ? words(framework_.title) : title->second, parent)}};
  }

  static void set(Value& object, const char* name, const std::string& text) {
    if (!text.empty()) object[name] = text;
  }
  static void set(Value& object, const char* name, Value list) {
    if (!list.empty()) object[name] = std::move(list);
  }

  const model::Framework& framework_;
  const std::vector<model::Statement>& statements_;
  std::string changed_;
  std::map<std::string, std::string> titles_;
};

}  // namespace

std::string write_case_package(const FrameworkPackage& package, std::string_view changed) {
  return Writer(package, changed).write();
}

}  // namespace commonplace::formats
