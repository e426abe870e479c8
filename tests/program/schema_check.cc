#include "tests/program/schema_check.h"

#include <fmt/format.h>

#include <sstream>

#include "tests/program/folder.h"
#include "tests/program/process.h"

namespace commonplace::testing {
namespace {

// The wildcards of OAI-PMH.xsd are strict, so one schema has to know every payload.
std::string driver(const std::string& official) {
  return fmt::format(R"(<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:include schemaLocation="{}"/>
  <xs:import namespace="https://w3id.org/commonplace/ns/record/1" schemaLocation="record-1.xsd"/>
  <xs:import namespace="http://www.loc.gov/mods/v3" schemaLocation="{}/tests/schemas/mods-subset.xsd"/>
</xs:schema>
)",
                     official, COMMONPLACE_SOURCE_DIR);
}

// xmllint's words without "FILE validates" and its harmless warning about branding.xsd (../shared/schemas/README.md).
std::string complaints_in(const std::string& words) {
  std::string out;
  std::istringstream stream(words);
  for (std::string line; std::getline(stream, line) && out.size() < 4000;)
    if (!line.ends_with(" validates") && line.find("Skipping import of schema") == std::string::npos)
      out += line + "\n";
  return out;
}

}  // namespace

std::optional<std::string> obstacle_to_schema_check() {
  if (!official_schemas()) return "SKIP: OAI schemas not found at ../shared/schemas; set COMMONPLACE_SCHEMAS";
  if (!is_on_path("xmllint")) return "SKIP: libxml2-utils is not installed";
  return std::nullopt;
}

std::string schema_complaints(const std::vector<std::string>& replies, const std::string& cpl_schema) {
  const auto official = *official_schemas();
  const TempFolder folder("commonplace-schemas-");  // no '#': schemaLocation is an address
  folder.write("record-1.xsd", cpl_schema);
  Command command;
  command.words = {"xmllint", "--nonet", "--noout", "--schema",
                   folder.write("driver.xsd", driver((official / "oai-all.xsd").string()))};
  command.environment = {{"XML_CATALOG_FILES", (official / "catalog.xml").string()}};
  for (std::size_t i = 0; i < replies.size(); ++i)
    command.words.push_back(folder.write(fmt::format("reply-{}.xml", i), replies[i]));
  const auto finished = run(command, seconds(120));
  if (finished.exit_code == 0) return "";
  return fmt::format("xmllint ended with {}\n{}", finished.exit_code, complaints_in(finished.err));
}

}  // namespace commonplace::testing
