// Follows the store's change log into the search index: everything derived is rebuilt from there (ARCHITECTURE §3).
#pragma once

#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "node/search/index.h"
#include "node/store/store.h"

namespace commonplace::app {

class Aligner;

class Follower {
 public:
  // `snapshot_path`: where the index is kept between starts; empty: nowhere. Nothing is read yet.
  // `aligner`: tells what the node found out about statements; or none.
  Follower(const store::Store& store, search::Index& index, std::string snapshot_path, const Aligner* aligner = nullptr);

  // Loads the snapshot if it fits this store, then applies every change there is. One thread at a time.
  void start();
  // Applies what has changed since. False, and cheap, when nobody has committed anything. Same thread as start().
  bool catch_up();
  // Files these records anew: what the node knows of them has changed, not they themselves.
  void refresh(const std::vector<store::Key>& keys);
  // Keeps the index beside the store, if it has changed since it was kept. False when it could not be written.
  bool keep();

 private:
  struct ReadRecord;
  struct Step;
  static std::vector<ReadRecord> read_documents(std::span<const store::Change> changes);
  static Step read_step(const store::Store& store, store::Seq since);
  // Catches up; searches see what came after `most_held` steps at the latest.
  bool follow(std::size_t most_held);
  void apply(const std::vector<store::Change>& changes, std::vector<ReadRecord>& records);
  const std::string& contributor_name(store::ContributorId id);
  void reread_contributors();
  search::Document document(const store::Change& change, model::Resource& resource);

  const store::Store& store_;
  search::Index& index_;
  const std::string snapshot_path_;
  const Aligner* aligner_;
  std::map<store::ContributorId, std::string> contributor_names_;
  std::int64_t data_version_ = -1;
  std::int64_t kept_seq_ = -1;
};

}  // namespace commonplace::app
