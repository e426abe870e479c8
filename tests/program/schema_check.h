// Holds OAI-PMH replies against the official schemas and our own of `cpl`, by xmllint (OAI-73).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace commonplace::testing {

// Why it cannot be done here, for GTEST_SKIP: schemas or xmllint are not there.
std::optional<std::string> obstacle_to_schema_check();

// What is wrong with the replies, in xmllint's words; empty when all are valid. `cpl_schema`: what the node serves at
// /ns/record-1.xsd. Requires that there is no obstacle.
std::string schema_complaints(const std::vector<std::string>& replies, const std::string& cpl_schema);

}  // namespace commonplace::testing
