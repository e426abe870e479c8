// Holds replies against the official schemas in ../shared/schemas and our own of `cpl`, in this process (OAI-73).
// Fast enough for every reply of every test: some 50 µs for a small one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace commonplace::oai {

// The folder of the official schemas: $COMMONPLACE_SCHEMAS, else ../shared/schemas; nullopt when it is not there.
std::optional<std::string> schema_folder();

class SchemaCheck {
 public:
  // Reads the schemas once. Throws std::runtime_error when they cannot be read.
  explicit SchemaCheck(const std::string& schemas);
  ~SchemaCheck();
  SchemaCheck(const SchemaCheck&) = delete;
  SchemaCheck& operator=(const SchemaCheck&) = delete;

  // What libxml2 says against the reply, in its own words; empty when it is valid.
  std::string complaints(const std::string& reply) const;

 private:
  struct Schema;
  std::unique_ptr<Schema> schema_;
};

// The one of this program, read when it is first asked for; null when there are no schemas.
const SchemaCheck* the_schema_check();

// What makes two replies one to the schema: the reply without its response date and without tokens of harmless letters.
std::string normalised(std::string_view reply);

}  // namespace commonplace::oai
