// From a record as offered to a record in our own shape: canonical document, ready-made oai_dc, identifier, hops.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "harvest/delivery.h"
#include "harvest/oai_reply.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

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

// A metadata format that can be read here.
struct ReadableFormat {
  std::string_view prefix;              // as nearly everybody calls it
  std::string_view metadata_namespace;  // by which it is known under any other name
};

// Best first (HAR-27).
std::span<const ReadableFormat> readable_formats();

// Problem kinds are reasons of HAR-30: no_identifier, no_metadata, too_big, unknown_format, crosswalk_failed.
model::Outcome<Delivered> cross(Offered& offered, const Origin& origin);

// A record as the feed of a node carries it (HAR-43). Views into the line.
struct Carried {
  std::string identifier;
  bool deleted = false;
  std::string_view record;  // the envelope, verbatim; may be empty when deleted
  std::vector<model::Hop> hops;
};

// As a record of `cpl` that came by OAI-PMH, with the contributor's set from its DID. Problem kinds as cross().
model::Outcome<Delivered> cross_carried(Carried& carried, const Origin& origin);

// What a page, a row or a file says about one resource.
struct Described {
  std::string identifier;         // ours
  std::string source_identifier;  // as the source calls it
  std::string datestamp;          // of the source, verbatim, or empty
  std::string metadata_namespace;
  std::string_view bytes;  // verbatim
  model::Resource resource;
};

// What is missing and required is filled in; nothing is claimed that the source does not say. Problem kinds:
// crosswalk_failed, too_big.
model::Outcome<Delivered> cross_described(Described described, const Origin& origin);

// The identifier of a resource that is known by the page it stands on: `claimed` if it is recognised, else
// oai:<page host>:url-<32 hex of SHA-256(normalised URL)>, so that every node finds the same (HAR-18).
std::string page_identifier(std::string_view claimed, std::string_view url);

// The identifier that we keep: the offered one if it is recognised, else
// oai:<host>:id-<32 hex of SHA-256(base URL LF identifier)> (HAR-18).
std::string kept_identifier(std::string_view offered, const Origin& origin);

// A host that an oai-identifier may carry, for a source at `url`: its own, else one made from it.
std::string identifier_host(std::string_view url);

}  // namespace commonplace::harvest
