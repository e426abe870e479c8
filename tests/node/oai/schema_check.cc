// The schema check by libxml2; a driver of our own brings the two schema families together.
#include "tests/node/oai/schema_check.h"

#include <fmt/format.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <stdlib.h>

#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "schemas/formats/cpl.h"
#include "schemas/formats/mods.h"

namespace commonplace::oai {
namespace {

namespace fs = std::filesystem;

void save(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string driver(const std::string& schemas) {
  return fmt::format(
      R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:include schemaLocation="{}/oai-all.xsd"/>
  <xs:import namespace="{}" schemaLocation="cpl.xsd"/>
  <xs:import namespace="{}" schemaLocation="{}/tests/schemas/mods-subset.xsd"/>
</xs:schema>
)",
      schemas, formats::cpl_namespace, formats::mods_namespace, COMMONPLACE_SOURCE_DIR);
}

[[gnu::format(printf, 2, 3)]] void note(void* into, const char* form, ...) {
  char text[1024];
  va_list values;
  va_start(values, form);
  std::vsnprintf(text, sizeof text, form, values);
  va_end(values);
  auto& complaints = *static_cast<std::string*>(into);
  if (complaints.size() < 4000) complaints += text;
}

[[gnu::format(printf, 2, 3)]] void overhear(void*, const char*, ...) {}  // "Skipping import of a schema it has already"

// A folder that is gone at the end of the block.
struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = fs::temp_directory_path() / "oai-schemas-XXXXXX";
    path = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
};

// Replaces what stands between each `begin` and the next `end`, where it is made of letters that cannot harm XML.
void blank(std::string& text, std::string_view begin, char end) {
  for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at)) {
    at += begin.size();
    const auto stop = text.find(end, at);
    if (stop == std::string::npos) return;
    const auto harmless = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == ':'; };
    if (std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.begin() + static_cast<std::ptrdiff_t>(stop), harmless))
      text.replace(at, stop - at, stop == at ? "" : "x");
  }
}

}  // namespace

struct SchemaCheck::Schema {
  xmlSchemaPtr schema = nullptr;
  ~Schema() { xmlSchemaFree(schema); }
};

std::optional<std::string> schema_folder() {
  const char* named = std::getenv("COMMONPLACE_SCHEMAS");
  const fs::path folder = named ? fs::path(named) : fs::path(COMMONPLACE_SOURCE_DIR) / "../shared/schemas";
  if (!fs::exists(folder / "oai-all.xsd")) return {};
  return fs::canonical(folder).string();
}

SchemaCheck::SchemaCheck(const std::string& schemas) : schema_(std::make_unique<Schema>()) {
  const Folder folder;
  save(folder.path / "cpl.xsd", formats::cpl_schema());
  save(folder.path / "driver.xsd", driver(schemas));
  xmlLoadCatalog((schemas + "/catalog.xml").c_str());
  xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
  std::string complaints;
  auto* parser = xmlSchemaNewParserCtxt((folder.path / "driver.xsd").c_str());
  xmlSchemaSetParserErrors(parser, note, overhear, &complaints);
  schema_->schema = xmlSchemaParse(parser);
  xmlSchemaFreeParserCtxt(parser);
  if (!schema_->schema) throw std::runtime_error("the schemas cannot be read: " + complaints);
}

SchemaCheck::~SchemaCheck() = default;

std::string SchemaCheck::complaints(const std::string& reply) const {
  auto* document = xmlReadMemory(reply.data(), static_cast<int>(reply.size()), "reply.xml", nullptr,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (!document) return "the reply is not well-formed";
  std::string complaints;
  auto* validator = xmlSchemaNewValidCtxt(schema_->schema);
  xmlSchemaSetValidErrors(validator, note, overhear, &complaints);
  const int status = xmlSchemaValidateDoc(validator, document);
  xmlSchemaFreeValidCtxt(validator);
  xmlFreeDoc(document);
  if (status != 0 && complaints.empty()) complaints = "invalid";
  return complaints;
}

const SchemaCheck* the_schema_check() {
  static const auto check = []() -> std::unique_ptr<const SchemaCheck> {
    const auto folder = schema_folder();
    return folder ? std::make_unique<const SchemaCheck>(*folder) : nullptr;
  }();
  return check.get();
}

std::string normalised(std::string_view reply) {
  std::string text(reply);
  blank(text, "<responseDate>", '<');
  blank(text, " resumptionToken=\"", '"');
  if (const auto token = text.rfind("<resumptionToken "); token != std::string::npos) {
    const auto begin = text.find('>', token);
    const auto end = text.find("</resumptionToken>", token);
    if (end != std::string::npos && begin < end) text.replace(begin + 1, end - begin - 1, "x");
  }
  return text;
}

}  // namespace commonplace::oai
