// One run of xmllint over all replies of a test; a driver of our own brings the two schema families together.
#include "tests/node/oai/schema_check.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
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

// xmllint says "x.xml validates" of each good one, and "Skipping import" of a schema it has already.
std::string complaints_in(const fs::path& output) {
  std::ifstream in(output);
  std::string out;
  for (std::string line; std::getline(in, line);)
    if (!line.ends_with(" validates") && line.find("Skipping import") == std::string::npos) out += line + "\n";
  return out.substr(0, 4000);
}

}  // namespace

std::optional<std::string> schema_folder() {
  const char* named = std::getenv("COMMONPLACE_SCHEMAS");
  const fs::path folder = named ? fs::path(named) : fs::path(COMMONPLACE_SOURCE_DIR) / "../shared/schemas";
  if (!fs::exists(folder / "oai-all.xsd")) return {};
  return fs::canonical(folder).string();
}

std::string schema_complaints(const std::set<std::string>& replies, const std::string& schemas,
                              const std::string& folder) {
  if (replies.empty()) return {};
  const fs::path place(folder);
  fs::create_directories(place);
  save(place / "cpl.xsd", formats::cpl_schema());
  save(place / "driver.xsd", driver(schemas));
  int number = 0;
  for (const auto& reply : replies) save(place / fmt::format("{}.xml", ++number), reply);
  const std::string command = fmt::format(
      "cd '{}' && XML_CATALOG_FILES='{}/catalog.xml' xmllint --nonet --noout --schema driver.xsd *.xml >said 2>&1",
      folder, schemas);
  const int status = std::system(command.c_str());
  const auto complaints = complaints_in(place / "said");
  if (status != 0 && complaints.empty()) throw std::runtime_error("xmllint could not be run");
  return status == 0 ? std::string() : complaints;
}

}  // namespace commonplace::oai
