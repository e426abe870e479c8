// From a record as offered to a record in our own shape: canonical document, ready-made oai_dc, identifier, hops.
#pragma once

#include <string>
#include <string_view>

#include "harvest/delivery.h"
#include "harvest/oai_reply.h"
#include "schemas/model/outcome.h"

namespace commonplace::harvest {

// What is the same for all records of a page.
struct Origin {
  std::string base_url;     // as the source names itself where that is its own host, else as we asked it
  std::string host;         // for identifiers that must be made (HAR-18); see identifier_host()
  std::string source_name;  // publisher where a record names none
  std::string prefix;
  std::size_t record_bytes = 1024 * 1024;
  bool mended = false;  // characters of this page were replaced
};

// Problem kinds are reasons of HAR-30: no_identifier, no_metadata, too_big, unknown_format, crosswalk_failed.
model::Outcome<Delivered> cross(Offered& offered, const Origin& origin);

// The identifier that we keep: the offered one if it is recognised, else
// oai:<host>:id-<32 hex of SHA-256(base URL LF identifier)> (HAR-18).
std::string kept_identifier(std::string_view offered, const Origin& origin);

// A host that an oai-identifier may carry, for a source at `url`: its own, else one made from it.
std::string identifier_host(std::string_view url);

}  // namespace commonplace::harvest
