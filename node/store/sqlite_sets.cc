#include "node/store/sqlite_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace commonplace::store {
namespace {

// A block of 128 neighbouring keys takes some 200 bytes: cheap to write anew when one of them moves.
constexpr std::size_t most_keys = 128;

void put_number(std::string& out, std::uint64_t number) {
  for (; number >= 128; number >>= 7) out += static_cast<char>(number | 128);
  out += static_cast<char>(number);
}

// Numbers of 7 bits a byte, the lowest first; the last byte of each is below 128.
template <typename Take>
void each_number(std::string_view bytes, const Take& take) {
  std::uint64_t value = 0;
  unsigned shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (shift > 56) throw StoreError("store: the numbers of a set are damaged: run `commonplace check`");
    value |= static_cast<std::uint64_t>(byte & 127) << shift;
    shift += 7;
    if (byte >= 128) continue;
    take(static_cast<std::int64_t>(value));
    value = 0;
    shift = 0;
  }
  if (shift != 0) throw StoreError("store: the numbers of a set are damaged: run `commonplace check`");
}

std::vector<std::int64_t> read_numbers(std::string_view bytes) {
  std::vector<std::int64_t> numbers;
  each_number(bytes, [&](std::int64_t number) { numbers.push_back(number); });
  return numbers;
}

// Ascending keys as the first and the steps between them.
std::string pack_keys(const Key* begin, const Key* end) {
  std::string out;
  Key before = 0;
  for (const Key* key = begin; key != end; ++key) {
    put_number(out, static_cast<std::uint64_t>(*key - before));
    before = *key;
  }
  return out;
}

std::vector<Key> unpack_keys(std::string_view packed) {
  auto keys = read_numbers(packed);
  for (std::size_t i = 1; i < keys.size(); ++i) keys[i] += keys[i - 1];
  return keys;
}

std::string_view parent_spec(std::string_view spec) {
  const auto colon = spec.rfind(':');
  return colon == std::string_view::npos ? std::string_view() : spec.substr(0, colon);
}

void sort(std::vector<Key>& keys) { std::sort(keys.begin(), keys.end()); }

// Takes from both what is in both: who leaves and enters the same place stays.
void cancel_out(std::vector<Key>& added, std::vector<Key>& removed) {
  std::vector<Key> really_added;
  std::vector<Key> really_removed;
  std::set_difference(added.begin(), added.end(), removed.begin(), removed.end(), std::back_inserter(really_added));
  std::set_difference(removed.begin(), removed.end(), added.begin(), added.end(), std::back_inserter(really_removed));
  added.swap(really_added);
  removed.swap(really_removed);
}

}  // namespace

std::string pack_sets(const std::vector<SetId>& ids) {
  std::string out;
  for (const SetId id : ids) put_number(out, static_cast<std::uint64_t>(id));
  return out;
}

std::vector<SetId> unpack_sets(std::string_view packed) { return read_numbers(packed); }

// ---- SetWriter -----------------------------------------------------------------------------------------------------

std::string SetWriter::numbers_of(const std::vector<std::string>& specs) {
  std::vector<SetId> ids;
  for (const auto& spec : specs) ids.push_back(number_of(spec));
  return pack_sets(ids);
}

SetId SetWriter::number_of(std::string_view spec) {
  if (const auto known = numbers_.find(std::string(spec)); known != numbers_.end()) return known->second;
  auto id = find_set(connection_, spec);
  if (!id) {
    const auto above = parent_spec(spec);
    const SetId parent = above.empty() ? 0 : number_of(above);
    Query row = connection_.query("INSERT INTO oai_set (spec, parent, members) VALUES (?1, ?2, 0) RETURNING id");
    row.bind(spec, parent);
    while (row.step()) id = row.integer(0);
  }
  numbers_.emplace(spec, *id);
  return *id;
}

SetId SetWriter::parent_of(SetId id) {
  const auto [entry, is_new] = parents_.try_emplace(id, 0);
  if (is_new) {
    Query row = connection_.query("SELECT parent FROM oai_set WHERE id = ?1");
    row.bind(id);
    if (row.step()) entry->second = row.integer(0);
  }
  return entry->second;
}

const std::vector<SetId>& SetWriter::with_parents(const std::string& packed) {
  const auto [entry, is_new] = closures_.try_emplace(packed);
  if (!is_new) return entry->second;
  std::set<SetId> all;
  for (SetId id : unpack_sets(packed))
    for (; id != 0 && all.insert(id).second; id = parent_of(id)) {
    }
  entry->second.assign(all.begin(), all.end());
  return entry->second;
}

void SetWriter::enter(Key key, Datestamp stamp, const std::string& packed) {
  for (const SetId id : with_parents(packed)) moves_[{id, stamp.seconds}].added.push_back(key);
}

void SetWriter::leave(Key key, Datestamp stamp, const std::string& packed) {
  for (const SetId id : with_parents(packed)) moves_[{id, stamp.seconds}].removed.push_back(key);
}

void SetWriter::save() {
  std::map<SetId, std::int64_t> growth;
  for (auto& [place, moves] : moves_) {
    sort(moves.added);
    sort(moves.removed);
    if (!moves.removed.empty()) cancel_out(moves.added, moves.removed);
    save(place, moves);
    growth[place.first] += static_cast<std::int64_t>(moves.added.size()) - static_cast<std::int64_t>(moves.removed.size());
  }
  moves_.clear();
  Query row = connection_.query("UPDATE oai_set SET members = members + ?2 WHERE id = ?1");
  for (const auto& [set, more] : growth)
    if (more != 0) row.again().bind(set, more).run();
}

// Blocks of one set and stamp never overlap: those that the moves touch are taken out, mended and put back, with the
// last one before them, so that single writes within a second fill blocks too.
void SetWriter::save(const Place& place, Moves& moves) {
  if (moves.added.empty() && moves.removed.empty()) return;
  const auto [set, stamp] = place;
  const Key first = std::min(moves.added.empty() ? std::numeric_limits<Key>::max() : moves.added.front(),
                             moves.removed.empty() ? std::numeric_limits<Key>::max() : moves.removed.front());
  const Key last = std::max(moves.added.empty() ? 0 : moves.added.back(), moves.removed.empty() ? 0 : moves.removed.back());
  std::vector<Key> keys;
  std::vector<Key> taken;  // the names of the blocks taken out
  {
    Query blocks = connection_.query(
        "SELECT last, keys FROM set_block WHERE oai_set = ?1 AND datestamp = ?2 AND last >= coalesce((SELECT max(last) "
        "FROM set_block WHERE oai_set = ?1 AND datestamp = ?2 AND last < ?3), ?3) ORDER BY last");
    blocks.bind(set, stamp, first);
    while (blocks.step()) {
      const auto there = unpack_keys(blocks.text(1));
      const bool is_before = blocks.integer(0) < first;
      if (is_before && (there.size() >= most_keys || moves.added.empty())) continue;
      if (!there.empty() && there.front() > last) break;
      keys.insert(keys.end(), there.begin(), there.end());
      taken.push_back(blocks.integer(0));
      if (blocks.integer(0) >= last) break;
    }
  }
  std::vector<Key> stayed;
  std::set_difference(keys.begin(), keys.end(), moves.removed.begin(), moves.removed.end(), std::back_inserter(stayed));
  std::vector<Key> mended;
  std::merge(stayed.begin(), stayed.end(), moves.added.begin(), moves.added.end(), std::back_inserter(mended));

  for (const Key name : taken)
    connection_.query("DELETE FROM set_block WHERE oai_set = ?1 AND datestamp = ?2 AND last = ?3").bind(set, stamp, name).run();
  for (std::size_t at = 0; at < mended.size(); at += most_keys) {
    const Key* begin = mended.data() + at;
    const Key* end = begin + std::min(most_keys, mended.size() - at);
    const std::string packed = pack_keys(begin, end);
    connection_.query("INSERT INTO set_block (oai_set, datestamp, last, keys) VALUES (?1, ?2, ?3, ?4)")
        .bind(set, stamp, *(end - 1), Blob{packed})
        .run();
  }
}

// ---- reading -------------------------------------------------------------------------------------------------------

SetMembers::SetMembers(Connection& reader, SetId set, Place after, std::int64_t until)
    : blocks_(reader.query("SELECT datestamp, keys FROM set_block WHERE oai_set = ?1 AND (datestamp, last) > (?2, ?3) "
                           "AND datestamp <= ?4 ORDER BY datestamp, last")),
      after_(after) {
  blocks_.bind(set, after.datestamp.seconds, after.key, until);
}

bool SetMembers::next_block() {
  if (!blocks_.step()) return false;
  stamp_ = Datestamp{blocks_.integer(0)};
  keys_ = unpack_keys(blocks_.text(1));
  at_ = 0;
  if (stamp_ == after_.datestamp)
    at_ = static_cast<std::size_t>(std::upper_bound(keys_.begin(), keys_.end(), after_.key) - keys_.begin());
  return true;
}

std::optional<Place> SetMembers::next() {
  while (at_ == keys_.size())
    if (!next_block()) return std::nullopt;
  return Place{stamp_, keys_[at_++]};
}

std::int64_t SetMembers::count(std::int64_t most) {
  std::int64_t counted = 0;
  while (counted <= most && next_block()) counted += static_cast<std::int64_t>(keys_.size() - at_);
  return counted;
}

bool is_shown_set(Connection& reader, std::string_view spec) {
  Query row = reader.query("SELECT 1 FROM oai_set WHERE spec = ?1 AND (members > 0 OR parent = 0)");
  row.bind(spec);
  return row.step();
}

std::optional<SetId> find_set(Connection& reader, std::string_view spec) {
  Query row = reader.query("SELECT id FROM oai_set WHERE spec = ?1");
  row.bind(spec);
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

std::vector<std::string> read_specs(Connection& reader, std::string_view packed) {
  std::vector<std::string> specs;
  Query row = reader.query("SELECT spec FROM oai_set WHERE id = ?1");
  each_number(packed, [&](SetId id) {
    row.again().bind(id);
    if (row.step()) specs.push_back(row.string(0));
  });
  return specs;
}

std::int64_t count_members(Connection& reader, SetId set) {
  Query row = reader.query("SELECT members FROM oai_set WHERE id = ?1");
  row.bind(set);
  return row.step() ? row.integer(0) : 0;
}

// Of a contributor from elsewhere nothing is told before one of its records is public; of a set neither.
#define COMMONPLACE_SEEN "(c.hosted_here OR n.live > 0 OR n.deleted > 0)"

// Both tables are read along their own index; the contributors' sets and the others are one sequence.
std::vector<ListedSet> read_sets(Connection& reader, std::string_view after, int limit) {
  const Snapshot snapshot(reader);
  std::vector<ListedSet> sets;
  {
    Query row = reader.query("SELECT spec FROM oai_set WHERE spec > ?1 AND (members > 0 OR parent = 0) ORDER BY spec LIMIT ?2");
    row.bind(after, limit);
    while (row.step()) sets.push_back({row.string(0), std::nullopt});
  }
  Query row = reader.query(
      "SELECT c.oai_set, c.name, c.home, c.logo, c.slug, c.did, c.host FROM contributor c LEFT JOIN contributor_count n "
      "ON n.contributor = c.id WHERE c.oai_set > ?1 AND " COMMONPLACE_SEEN " ORDER BY c.oai_set LIMIT ?2");
  row.bind(after, limit);
  while (row.step()) {
    model::Contributor look;
    look.set = row.string(0);
    look.name = row.string(1);
    look.home = row.string(2);
    look.logo = row.string(3);
    look.slug = row.string(4);
    look.did = row.string(5);
    look.host = row.string(6);
    sets.push_back({look.set, std::move(look)});
  }
  std::sort(sets.begin(), sets.end(), [](const ListedSet& a, const ListedSet& b) { return a.spec < b.spec; });
  if (sets.size() > static_cast<std::size_t>(limit)) sets.resize(static_cast<std::size_t>(limit));
  return sets;
}

std::int64_t count_sets(Connection& reader) {
  return reader.number(
      "SELECT (SELECT count(*) FROM oai_set WHERE members > 0 OR parent = 0) + (SELECT count(*) FROM contributor c "
      "LEFT JOIN contributor_count n ON n.contributor = c.id WHERE " COMMONPLACE_SEEN ")");
}
#undef COMMONPLACE_SEEN

// ---- names ---------------------------------------------------------------------------------------------------------

std::shared_ptr<const Specs::List> Specs::list() const {
  const std::lock_guard lock(mutex_);
  return list_;
}

std::shared_ptr<const Specs::List> Specs::list_from(Connection& reader) {
  const std::lock_guard lock(mutex_);
  Query row = reader.query(rows_after_);
  row.bind(list_->empty() ? std::int64_t{0} : static_cast<std::int64_t>(list_->size()) - 1);
  List longer = *list_;
  while (row.step()) {
    const auto number = static_cast<std::size_t>(row.integer(0));
    texts_.push_back(std::make_unique<const std::string>(row.string(1)));
    if (number >= longer.size()) longer.resize(number + 1);
    longer[number] = texts_.back().get();
  }
  list_ = std::make_shared<const List>(std::move(longer));
  return list_;
}

SetNaming::SetNaming(Connection& reader, SpecTables& tables)
    : reader_(reader), tables_(tables), sets_(tables.sets.list()), contributors_(tables.contributors.list()) {}

std::string_view SetNaming::spec(Specs& specs, std::shared_ptr<const Specs::List>& list, std::int64_t number) {
  const auto place = static_cast<std::size_t>(number);
  if (place >= list->size()) list = specs.list_from(reader_);
  const auto* text = place < list->size() ? (*list)[place] : nullptr;
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

std::span<const std::string_view> SetNaming::of(ContributorId contributor, std::string_view packed) {
  named_.clear();
  named_.push_back(spec(tables_.contributors, contributors_, contributor));
  each_number(packed, [&](SetId id) { named_.push_back(spec(tables_.sets, sets_, id)); });
  std::erase(named_, std::string_view());
  return named_;
}

// ---- check ---------------------------------------------------------------------------------------------------------

namespace {

// Two heaps of members are the same when their sums are: each member is a number that no other is likely to be.
struct Heap {
  std::int64_t members = 0;
  std::uint64_t sum = 0;

  void add(std::int64_t stamp, Key key) {
    std::uint64_t mixed = static_cast<std::uint64_t>(stamp) * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(key);
    mixed = (mixed ^ (mixed >> 29)) * 0xbf58476d1ce4e5b9ULL;
    sum += mixed ^ (mixed >> 32);
    ++members;
  }
  friend bool operator==(const Heap&, const Heap&) = default;
};

std::map<SetId, SetId> parents_of_sets(Connection& reader) {
  std::map<SetId, SetId> parents;
  Query row = reader.query("SELECT id, parent FROM oai_set");
  while (row.step()) parents[row.integer(0)] = row.integer(1);
  return parents;
}

}  // namespace

std::vector<std::string> check_sets(Connection& reader) {
  const auto parents = parents_of_sets(reader);
  std::map<SetId, Heap> wanted;
  {
    Query row = reader.query("SELECT key, datestamp, sets FROM record WHERE listed > 0");
    while (row.step()) {
      std::set<SetId> all;
      for (SetId id : unpack_sets(row.text(2)))
        for (; id != 0 && all.insert(id).second; id = parents.contains(id) ? parents.at(id) : 0) {
        }
      for (const SetId id : all) wanted[id].add(row.integer(1), row.integer(0));
    }
  }
  std::map<SetId, Heap> kept;
  {
    Query row = reader.query("SELECT oai_set, datestamp, keys FROM set_block");
    while (row.step())
      for (const Key key : unpack_keys(row.text(2))) kept[row.integer(0)].add(row.integer(1), key);
  }
  std::vector<std::string> findings;
  Query row = reader.query("SELECT id, spec, members FROM oai_set");
  while (row.step() && findings.size() < 100) {
    const SetId id = row.integer(0);
    if (wanted[id] != kept[id] || kept[id].members != row.integer(2))
      findings.push_back(fmt::format("{}: the list of its members is not the one that the records give", row.text(1)));
    wanted.erase(id);
  }
  if (!wanted.empty() && findings.empty()) findings.push_back("a record is in a set that is not there");
  return findings;
}

}  // namespace commonplace::store
