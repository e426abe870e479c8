// OAI sets: their numbers, and which records are in each, in the order (datestamp, key) (OAI §6).
//
// record.sets holds the deepest sets of a record as numbers. Members of a set, children included, stand in set_block in
// runs of up to 128 keys: a page of a set is one range of that table, and 500 new records cost a few hundred rows, not
// one for every record in every set.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

using SetId = std::int64_t;  // dense from 1; a number keeps its spec for ever

std::string pack_sets(const std::vector<SetId>& ids);
// StoreError for what pack_sets cannot have written.
std::vector<SetId> unpack_sets(std::string_view packed);

// ---- writing -------------------------------------------------------------------------------------------------------

// Moves records between sets. Lives as long as one transaction; nothing is in the table before save().
class SetWriter {
 public:
  explicit SetWriter(Connection& connection) : connection_(connection) {}

  // The numbers of these sets, packed; sets that are not there yet are added with their parents.
  std::string numbers_of(const std::vector<std::string>& specs);
  // The record with this stamp is in these sets and their parents from now on, or no longer.
  void enter(Key key, Datestamp stamp, const std::string& packed);
  void leave(Key key, Datestamp stamp, const std::string& packed);
  void save();

 private:
  struct Moves {
    std::vector<Key> added;
    std::vector<Key> removed;
  };
  using Place = std::pair<SetId, std::int64_t>;  // set and stamp

  SetId number_of(std::string_view spec);
  const std::vector<SetId>& with_parents(const std::string& packed);
  SetId parent_of(SetId id);
  void save(const Place& place, Moves& moves);

  Connection& connection_;
  std::unordered_map<std::string, SetId> numbers_;
  std::unordered_map<SetId, SetId> parents_;
  std::unordered_map<std::string, std::vector<SetId>> closures_;  // by packed numbers
  std::map<Place, Moves> moves_;
};

// ---- reading -------------------------------------------------------------------------------------------------------

// The members of one set between two places. Requires that the connection is in a transaction all the while.
class SetMembers {
 public:
  // Strictly after `after`, stamps up to `until`.
  SetMembers(Connection& reader, SetId set, Place after, std::int64_t until);
  std::optional<Place> next();
  // How many are left, up to about `most`.
  std::int64_t count(std::int64_t most);

 private:
  bool next_block();

  Query blocks_;
  const Place after_;
  Datestamp stamp_;
  std::vector<Key> keys_;
  std::size_t at_ = 0;
};

// The specs that packed numbers stand for.
std::vector<std::string> read_specs(Connection& reader, std::string_view packed);
// Whether it has a public member, or is a top set.
bool is_shown_set(Connection& reader, std::string_view spec);
std::optional<SetId> find_set(Connection& reader, std::string_view spec);
std::int64_t count_members(Connection& reader, SetId set);
std::vector<ListedSet> read_sets(Connection& reader, std::string_view after, int limit);
std::int64_t count_sets(Connection& reader);

// What a table of numbered specs says, kept in memory: a row never changes its spec. Safe from any thread.
class Specs {
 public:
  using List = std::vector<const std::string*>;  // by number; null where there is none

  explicit Specs(std::string_view rows_after) : rows_after_(rows_after) {}
  std::shared_ptr<const List> list() const;
  // Read anew, for a number that is not in the list.
  std::shared_ptr<const List> list_from(Connection& reader);

 private:
  const std::string_view rows_after_;  // SELECT of number and spec beyond a number
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<const std::string>> texts_;
  std::shared_ptr<const List> list_ = std::make_shared<const List>();
};

// The sets of rows in words.
struct SpecTables {
  Specs sets{"SELECT id, spec FROM oai_set WHERE id > ?1 ORDER BY id"};
  Specs contributors{"SELECT id, oai_set FROM contributor WHERE id > ?1 ORDER BY id"};
};
class SetNaming {
 public:
  SetNaming(Connection& reader, SpecTables& tables);
  // The contributor's set first, then the others. Holds until the next call.
  std::span<const std::string_view> of(ContributorId contributor, std::string_view packed);

 private:
  std::string_view spec(Specs& specs, std::shared_ptr<const Specs::List>& list, std::int64_t number);

  Connection& reader_;
  SpecTables& tables_;
  std::shared_ptr<const Specs::List> sets_;
  std::shared_ptr<const Specs::List> contributors_;
  std::vector<std::string_view> named_;
};

// What is wrong with the members that are kept, against the records themselves.
std::vector<std::string> check_sets(Connection& reader);

}  // namespace commonplace::store
