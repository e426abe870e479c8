// Holds replies against the official schemas in ../shared/schemas and our own of `cpl` (OAI-73).
#pragma once

#include <optional>
#include <set>
#include <string>

namespace commonplace::oai {

// The folder of the official schemas: $COMMONPLACE_SCHEMAS, else ../shared/schemas; nullopt when it is not there.
std::optional<std::string> schema_folder();

// What xmllint says against the replies, in its own words; empty when every one of them is valid. `folder` is where
// they may be written. Throws when xmllint cannot be run.
std::string schema_complaints(const std::set<std::string>& replies, const std::string& schemas,
                              const std::string& folder);

}  // namespace commonplace::oai
