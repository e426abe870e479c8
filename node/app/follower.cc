#include "node/app/follower.h"

#include <cstdint>
#include <future>

#include "node/app/aligner.h"
#include "node/config/log.h"
#include "schemas/formats/canonical.h"

namespace commonplace::app {
namespace {

constexpr std::size_t changes_per_step = 500;  // two are in memory at a time
constexpr std::size_t shown_steps = 8;         // searches see at least so often what comes

}  // namespace

struct Follower::ReadRecord {
  const store::Change* change;
  model::Resource resource;
};

// Some changes, and what those that are live say. The next ones are read while these are put into the index.
struct Follower::Step {
  std::vector<store::Change> changes;
  std::vector<ReadRecord> records;
};

std::vector<Follower::ReadRecord> Follower::read_documents(std::span<const store::Change> changes) {
  std::vector<ReadRecord> out;
  out.reserve(changes.size());
  for (const auto& change : changes) {
    if (change.deleted) continue;
    auto resource = formats::read_canonical(change.document);
    if (resource)
      out.push_back({&change, std::move(*resource)});
    else
      config::log(config::Level::error, "index.unreadable",
                  {{"identifier", change.identifier}, {"why", resource.problem().what}});
  }
  return out;
}

Follower::Step Follower::read_step(const store::Store& store, store::Seq since) {
  Step step;
  step.changes = store.changes(since, static_cast<int>(changes_per_step));
  step.records = read_documents(step.changes);
  for (auto& change : step.changes) change.document = {};  // the resources need the room
  return step;
}

Follower::Follower(const store::Store& store, search::Index& index, std::string snapshot_path, const Aligner* aligner)
    : store_(store), index_(index), snapshot_path_(std::move(snapshot_path)), aligner_(aligner) {}

void Follower::start() {
  const bool loaded = !snapshot_path_.empty() && index_.load(snapshot_path_);
  // A snapshot from another life of this folder (a restored backup) knows changes that never happened here.
  if (loaded && index_.seq() > store_.last_seq()) {
    config::log(config::Level::warning, "index.foreign", {{"fix", "the index is rebuilt from the store"}});
    index_.load("");
    index_.set_seq(0);
  }
  kept_seq_ = index_.seq();
  follow(SIZE_MAX);  // nobody searches yet
}

bool Follower::catch_up() {
  return follow(shown_steps);
}

bool Follower::follow(std::size_t most_held) {
  const auto version = store_.data_version();
  if (version == data_version_) return false;
  Step step = read_step(store_, index_.seq());
  if (!step.changes.empty()) reread_contributors();  // a list that is being staged commits often, and nothing of it is public yet
  for (std::size_t held = 0; !step.changes.empty(); ++held) {
    if (held % most_held == 0) index_.show();
    const bool is_last = step.changes.size() < changes_per_step;  // what is committed from now on has another version
    if (!is_last) index_.hold();
    auto next = is_last ? std::future<Step>() : std::async(std::launch::async, [this, seq = step.changes.back().seq] { return read_step(store_, seq); });
    apply(step.changes, step.records);
    step = is_last ? Step() : next.get();
  }
  index_.show();
  data_version_ = version;
  return true;
}

void Follower::apply(const std::vector<store::Change>& changes, std::vector<ReadRecord>& records) {
  std::vector<std::int64_t> gone;
  for (const auto& change : changes)
    if (change.deleted) gone.push_back(change.key);
  std::vector<search::Document> documents;
  documents.reserve(records.size());
  for (auto& [change, resource] : records) documents.push_back(document(*change, resource));
  if (!gone.empty()) index_.remove(gone);
  if (!documents.empty()) index_.put(documents);
  index_.set_seq(changes.back().seq);
}

search::Document Follower::document(const store::Change& change, model::Resource& resource) {
  search::Document document{change.key, change.public_id, change.contributor, contributor_name(change.contributor), change.peer,
                            change.datestamp, &resource};
  if (aligner_) aligner_->complete(document, resource);
  return document;
}

void Follower::refresh(const std::vector<store::Key>& keys) {
  constexpr std::size_t keys_per_step = 1000;
  for (std::size_t from = 0; from < keys.size(); from += keys_per_step) {
    const auto until = std::min(keys.size(), from + keys_per_step);
    std::vector<store::Change> changes;
    for (auto& record : store_.find_keys({keys.begin() + static_cast<std::ptrdiff_t>(from), keys.begin() + static_cast<std::ptrdiff_t>(until)})) {
      if (record.deleted) continue;
      changes.push_back({.seq = 0, .key = record.key, .deleted = false, .identifier = std::move(record.identifier), .public_id = std::move(record.public_id),
                         .version = record.version, .datestamp = record.datestamp, .contributor = record.contributor, .peer = record.peer,
                         .document = std::move(record.document)});
    }
    auto records = read_documents(changes);
    std::vector<search::Document> documents;
    for (auto& [change, resource] : records) documents.push_back(document(*change, resource));
    if (!documents.empty()) index_.put(documents);
  }
}

bool Follower::keep() {
  if (snapshot_path_.empty() || kept_seq_ == index_.seq()) return true;
  if (!index_.save(snapshot_path_)) return false;
  kept_seq_ = index_.seq();
  return true;
}

const std::string& Follower::contributor_name(store::ContributorId id) {
  auto [entry, is_new] = contributor_names_.try_emplace(id);
  if (is_new)  // came with the changes that are just being read
    if (const auto contributor = store_.contributor(id)) entry->second = contributor->profile.name;
  return entry->second;
}

void Follower::reread_contributors() {
  contributor_names_.clear();
  for (const auto& contributor : store_.contributors()) contributor_names_[contributor.id] = contributor.profile.name;
}

}  // namespace commonplace::app
