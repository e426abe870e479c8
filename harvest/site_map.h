// A sitemap, or an index of sitemaps, and what ResourceSync adds to it (sitemaps.org 0.9; ANSI/NISO Z39.99-2017): one
// reader for both, a stream over the one XML door.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"

namespace commonplace::harvest {

// Texts verbatim, blanks trimmed; empty where the map does not say.
struct MapEntry {
  std::string url;
  std::string last_modified;
  // of its rs:md:
  std::string capability;
  std::string change;    // "created", "updated", "deleted"
  std::string datetime;  // of the change
  std::string hash;      // "md5:… sha-256:…"
  std::string path;      // inside a dump, from "/" on
  std::string from;
  std::string until;
};

struct SiteMap {
  bool is_index = false;
  std::string capability;  // of the map's own rs:md; empty for a plain sitemap
  std::string at;
  std::string from;
  std::string until;
  std::vector<MapEntry> entries;
};

inline constexpr std::size_t most_map_bytes = 50u * 1024 * 1024;
inline constexpr std::size_t most_map_entries = 50'000;

// Maps often lie packed on a server ("sitemap.xml.gz"): the bytes unpacked, or as they are. Problem kinds of gunzip();
// "not_wellformed" also for what was packed twice.
model::Outcome<std::string> unpacked_map(std::string bytes);
// What an answer may be, for Conversation::Question::accept.
inline constexpr std::string_view accepted_maps = "application/xml, text/xml, application/gzip";

// Problem kinds: those of prepare_xml and stream_xml; "not_a_map" when the root is something else; "too_big" beyond
// 50,000 addresses.
model::Outcome<SiteMap> read_site_map(std::string_view bytes);

}  // namespace commonplace::harvest
