// ResourceSync documents (ANSI/NISO Z39.99-2017): sitemaps and sitemap indexes with the elements of rs/terms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::formats {

inline constexpr std::string_view sitemap_namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
inline constexpr std::string_view resource_sync_namespace = "http://www.openarchives.org/rs/terms/";

// What a document says of itself. Dates are datestamp texts; empty members are left out.
struct SyncHead {
  std::string_view capability;  // "description", "capabilitylist", "resourcelist", "changelist", …
  std::string_view at = {};     // of a snapshot
  std::string_view from = {};   // of changes
  std::string_view until = {};
  std::string_view up = {};     // address of the document above
  std::string_view index = {};  // address of the index that this is a part of
};

// A resource, or another document. Empty members are left out.
struct SyncEntry {
  std::string_view location;
  std::string_view last_modified = {};
  std::string_view capability = {};  // of a document
  std::string_view change = {};      // "created", "updated", "deleted"
  std::string_view datetime = {};    // of the change
  std::string_view from = {};        // of a part of a change list
  std::string_view until = {};
  std::string_view sha256 = {};  // 64 hex digits
  std::int64_t length = -1;      // bytes; -1 unknown
  std::string_view type = {};    // media type without parameters
  std::string_view path = {};    // inside a dump, from "/" on
};

class SyncDocument {
 public:
  enum class Kind { list, index };

  SyncDocument(Kind kind, const SyncHead& head);
  void add(const SyncEntry& entry);
  // The whole document; nothing may be added any more.
  std::string finish();

 private:
  Kind kind_;
  std::string text_;
};

}  // namespace commonplace::formats
