// Holds documents against one of the official schemas in ../shared/schemas by xmllint. For tests; header only, so that
// every room's tests may have it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace commonplace::testing {

// $COMMONPLACE_SCHEMAS, else ../shared/schemas; nullopt when it is not there.
inline std::optional<std::string> official_schema_folder() {
  const char* named = std::getenv("COMMONPLACE_SCHEMAS");
  const std::filesystem::path folder =
      named ? std::filesystem::path(named) : std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared/schemas";
  if (!std::filesystem::exists(folder / "oai-all.xsd")) return {};
  return std::filesystem::canonical(folder).string();
}

// Why it cannot be done here, for GTEST_SKIP; empty when it can.
inline std::string obstacle_to_xml_check() {
  if (!official_schema_folder()) return "SKIP: OAI schemas not found at ../shared/schemas; set COMMONPLACE_SCHEMAS";
  if (std::system("command -v xmllint >/dev/null 2>&1") != 0) return "SKIP: libxml2-utils is not installed";
  return {};
}

// xmllint's words against `documents`; empty when all are valid. `driver`: "rs-sitemap-all.xsd". Requires no obstacle.
inline std::string xml_complaints(const std::vector<std::string>& documents, const std::string& driver) {
  std::string pattern = std::filesystem::temp_directory_path() / "xml-check-XXXXXX";
  const std::filesystem::path folder = mkdtemp(pattern.data());
  for (std::size_t i = 0; i < documents.size(); ++i)
    std::ofstream(folder / (std::to_string(i) + ".xml"), std::ios::binary) << documents[i];
  const auto schemas = *official_schema_folder();
  const int status = std::system(("cd '" + folder.string() + "' && XML_CATALOG_FILES='" + schemas +
                                  "/catalog.xml' xmllint --nonet --noout --schema '" + schemas + "/" + driver + "' *.xml >said 2>&1")
                                     .c_str());
  std::string out;
  std::ifstream said(folder / "said");
  for (std::string line; status != 0 && std::getline(said, line) && out.size() < 4000;)
    if (!line.ends_with(" validates") && line.find("Skipping import") == std::string::npos) out += line + "\n";
  std::filesystem::remove_all(folder);
  return status != 0 && out.empty() ? "xmllint could not be run" : out;
}

}  // namespace commonplace::testing
