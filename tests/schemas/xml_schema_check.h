// Holds written records against the official schemas in ../shared/schemas (OAI-73).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace commonplace::testing_data {

// Why nothing can be checked on this machine, for GTEST_SKIP; nullopt where it can.
std::optional<std::string> no_schema_check();

// What xmllint says against the documents, each an element of a namespace that oai-all.xsd knows, or one of ours in
// tests/schemas; empty when every one of them is valid.
std::string schema_complaints(const std::vector<std::string>& documents);

}  // namespace commonplace::testing_data
