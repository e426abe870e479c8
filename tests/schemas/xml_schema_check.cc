#include "tests/schemas/xml_schema_check.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace commonplace::testing_data {
namespace {

namespace fs = std::filesystem;

fs::path schemas_folder() {
  if (const char* folder = std::getenv("COMMONPLACE_SCHEMAS")) return folder;
  if (const char* folder = std::getenv("COMMONPLACE_SHARED")) return fs::path(folder) / "schemas";
  return fs::path(COMMONPLACE_SOURCE_DIR).parent_path() / "shared" / "schemas";
}

// Brings the official schemas and ours together.
std::string driver(const std::string& schemas) {
  return fmt::format(
      R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:include schemaLocation="{}/oai-all.xsd"/>
  <xs:import namespace="http://www.loc.gov/mods/v3" schemaLocation="{}/tests/schemas/mods-subset.xsd"/>
</xs:schema>
)",
      schemas, COMMONPLACE_SOURCE_DIR);
}

}  // namespace

std::optional<std::string> no_schema_check() {
  if (!fs::exists(schemas_folder() / "oai-all.xsd"))
    return "SKIP: OAI schemas not found at ../shared/schemas; set COMMONPLACE_SCHEMAS";
  if (std::system("xmllint --version >/dev/null 2>&1") != 0) return "SKIP: libxml2-utils is not installed";
  return std::nullopt;
}

std::string schema_complaints(const std::vector<std::string>& documents) {
  const std::string pattern = (fs::path(testing::TempDir()) / "schema-check-XXXXXX").string();
  std::string folder = pattern;
  if (mkdtemp(folder.data()) == nullptr) return "no folder to write in";
  const fs::path place(folder);
  for (std::size_t i = 0; i < documents.size(); ++i)
    std::ofstream(place / fmt::format("{}.xml", i), std::ios::binary) << documents[i];
  const std::string schemas = schemas_folder().string();
  std::ofstream(place / "driver.xsd") << driver(schemas);
  const int status = std::system(fmt::format("cd '{}' && XML_CATALOG_FILES='{}/catalog.xml' xmllint --nonet --noout "
                                             "--schema driver.xsd *.xml >said 2>&1",
                                             folder, schemas)
                                     .c_str());
  std::string complaints;
  std::ifstream said(place / "said");
  for (std::string line; status != 0 && std::getline(said, line) && complaints.size() < 4000;)
    if (!line.ends_with(" validates") && line.find("Skipping import") == std::string::npos)
      complaints.append(line).append("\n");
  fs::remove_all(place);
  return status != 0 && complaints.empty() ? "xmllint could not be run" : complaints;
}

}  // namespace commonplace::testing_data
