// A record that was set aside, read once more (HAR-39): the bytes that were kept, or what the source has now.
#pragma once

#include <optional>
#include <string>

#include "harvest/delivery.h"
#include "harvest/fetcher.h"

namespace commonplace::harvest {

struct KeptRecord {
  std::string kind;  // of the source, as Source::kind
  std::string url;   // of the source
  std::string source_name;
  std::string prefix;
  std::string identifier;  // as offered; empty where it was not known
  std::string bytes;       // one <record> of a list; empty: they are not to be read
  std::string harvested;   // when it came, as a datestamp
  bool mend = true;        // HAR-16
};

// Asks the source (GetRecord, of kind "oai" alone) only where the kept bytes cannot be read. nullopt: neither can be read.
std::optional<Delivered> read_again(const KeptRecord& kept, Fetcher& fetcher);

}  // namespace commonplace::harvest
