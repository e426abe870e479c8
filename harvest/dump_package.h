// One package of a ResourceSync dump (Z39.99-2017 §15): a ZIP archive whose manifest.xml says which resource each of its
// files is. Made by a stranger: counted as it is unpacked, one file at a time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harvest/site_map.h"
#include "schemas/formats/zip.h"
#include "schemas/model/outcome.h"

namespace commonplace::harvest {

inline constexpr std::size_t most_package_bytes = 64u * 1024 * 1024;

class DumpPackage {
 public:
  // Problem kinds: those of ZipReader and read_site_map(); "not_wellformed" for a manifest that is none.
  static model::Outcome<DumpPackage> open(std::string archive);

  const SiteMap& manifest() const { return manifest_; }

  // What lies at the entry's path. Problem kinds: those of ZipReader; "not_wellformed" where the digest (sha-256) of the
  // manifest is another one.
  model::Outcome<std::string> body(const MapEntry& entry, std::size_t most_bytes);

 private:
  DumpPackage(formats::ZipReader zip, SiteMap manifest) : zip_(std::move(zip)), manifest_(std::move(manifest)) {}

  formats::ZipReader zip_;
  SiteMap manifest_;
};

// The digits behind "sha-256:" in a list of hashes; empty where there is none.
std::string sha256_in(const std::string& hashes);

}  // namespace commonplace::harvest
