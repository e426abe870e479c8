// What one page of a visit brings: plain data, so that it can cross a process border later (security.md §1).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/contributor.h"
#include "schemas/model/provenance.h"
#include "schemas/model/resource.h"

namespace commonplace::harvest {

// One record as offered and read. `document` is canonical JSON (JCS) made by the crosswalk from `bytes`.
struct Delivered {
  std::string identifier;         // ours: kept if recognised, else replaced (HAR-18)
  std::string source_identifier;  // as offered
  std::string datestamp;          // verbatim
  bool again = false;             // handed on before in this visit
  std::vector<std::string> sets;
  bool deleted = false;
  std::string prefix;
  std::string metadata_namespace;
  std::string bytes;             // verbatim metadata
  std::string document;          // empty when deleted
  std::string publisher;         // name found in the record, for sources without contributor sets
  std::string metadata_license;  // URI: of the document, else of the rights package in <about>; empty when deleted
  std::vector<model::Hop> hops;  // nearest first; the hop to this source is the first
  // The document, where it has been read on this side of a border; crosses none.
  std::shared_ptr<const model::Resource> resource;
};

// An offered record that could not be read; reasons are those of HAR-30.
struct Unread {
  std::string identifier;
  std::string reason;
  std::int64_t byte_offset = 0;
  std::string sha256;
  std::string raw;
};

// Where the visit goes on.
struct Cursor {
  std::string token;       // empty: the list has ended
  std::string first_date;  // responseDate of the first page
  std::int64_t page = 0;
  std::int64_t declared = -1;
  std::int64_t received = 0;
};

struct Delivery {
  std::vector<Delivered> records;
  std::vector<Unread> unread;
  std::vector<Unread> missing;  // known to exist, no body to be had: among `lost`, not among `offered` (HAR-15)
  std::vector<model::Contributor> contributors;  // looks of the sets met for the first time in this visit
  Cursor next;
  std::int64_t offered = 0;    // records.size() + unread.size() + duplicate: asserted
  std::int64_t duplicate = 0;  // identifier met again later in this page; the later one is among `records`
  std::int64_t lost = 0;       // known to exist, no body to be had (HAR-29); below 0 where one came after all
  std::int64_t mended = 0;     // characters replaced or removed
  std::int64_t mended_records = 0;
};

}  // namespace commonplace::harvest
