// The contributors as one request sees them. Made again when somebody has committed; shared between requests.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "node/store/store.h"

namespace commonplace::web {

class Directory {
 public:
  Directory(std::vector<store::StoredContributor> contributors, std::vector<store::Peer> peers, store::Counts totals);
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  const std::vector<store::StoredContributor>& contributors() const { return contributors_; }  // by name
  const std::vector<store::Peer>& peers() const { return peers_; }
  store::Counts totals() const { return totals_; }
  // nullptr when unknown.
  const store::StoredContributor* by_id(store::ContributorId id) const;
  const store::StoredContributor* by_slug(std::string_view slug) const;
  const store::Peer* peer(store::PeerId id) const;
  // When the peer was last visited well, where it has not been reached for seven days since (harvest.md §2).
  std::optional<model::Datestamp> silent_since(store::PeerId peer, model::Datestamp now) const;
  // Contributors with at least one live record.
  std::int64_t with_records() const;
  // 16 hex digits that change with what the contributors are called and their logos.
  const std::string& looks() const { return looks_; }

 private:
  std::vector<store::StoredContributor> contributors_;
  std::vector<store::Peer> peers_;
  store::Counts totals_;
  std::string looks_;
  std::map<store::ContributorId, const store::StoredContributor*> by_id_;
  std::map<std::string, const store::StoredContributor*, std::less<>> by_slug_;
};

// Safe from any thread.
class DirectoryCache {
 public:
  explicit DirectoryCache(const store::Store& store) : store_(store) {}
  std::shared_ptr<const Directory> now() const;

 private:
  const store::Store& store_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Directory> directory_;
  mutable std::int64_t version_ = -1;
};

}  // namespace commonplace::web
