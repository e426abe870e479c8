// The store port: records, versions, change log, contributors, peers, visits, frameworks. Knows nothing of HTTP, formats
// or ranking. SQLite is behind it today; any engine must pass tests/node/store/contract.h.
//
// Threads: every function is safe from any thread. Readers never wait for the writer.
// Durability: when a writing function returns, what it wrote survives a power loss (REL P1).
// Failure: StoreError when the database cannot be read or written; what a caller may expect on a healthy day is a value.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/contributor.h"
#include "schemas/model/crosswalk.h"
#include "schemas/model/datestamp.h"
#include "schemas/model/framework.h"
#include "schemas/model/provenance.h"
#include "schemas/model/resource.h"

namespace commonplace::store {

using model::Datestamp;

// A broken house: the database is damaged, full, locked for too long, or newer than this program.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A read that took longer than a read may (OAI-70): the house is whole, ask again later.
struct StoreLate : StoreError {
  using StoreError::StoreError;
};

using Key = std::int64_t;            // of a record; ascending, never reused
using ContributorId = std::int64_t;  // > 0
using PeerId = std::int64_t;         // > 0; 0 stands for "published on this node"
using Seq = std::int64_t;            // of a change; ascending without gaps that matter

// ---- records -------------------------------------------------------------------------------------------------------

// How sure we are who said it (federation.md §5.1), weakest first. The numbers are on disk: never renumber.
enum class Trust { relayed_claimed = 1, direct_unsigned = 2, own = 9 };

// The verbatim metadata of a harvested record: never changed by anybody (MD §1).
struct SourceBytes {
  std::string prefix;
  std::string datestamp;  // as the source wrote it
  std::string bytes;
};

// A record to be written. `document` is canonical JSON (JCS), `oai_dc` the ready-made body, `about` ready-made
// OAI-PMH <about> elements or empty. `sets`: the deepest OAI sets beside the contributor's own, as setSpecs (OAI-41);
// parents need not be named. A deleted draft needs only identifier and contributor: a tombstone keeps the sets of the
// record that it was (OAI-43), and has those of the draft only where there was none.
struct Draft {
  std::string identifier;
  std::string public_id;
  ContributorId contributor = 0;
  PeerId peer = 0;
  Trust trust = Trust::own;
  bool deleted = false;
  std::string document;
  std::string oai_dc;
  std::string about;
  std::vector<model::Hop> hops;
  std::optional<SourceBytes> source;
  std::vector<std::string> sets;
  bool again = false;  // its visit has offered it before: a repetition is a duplicate (HOST-36)
};

// What the public sees of a record. staged: nothing, it was never public. hidden: a tombstone; its content is kept.
// The numbers are on disk.
enum class Listed { staged = 0, open = 1, hidden = 2 };

// unchanged: also when a more trusted copy of another peer is there. Of a parked change: what it will be. duplicate: of a
// draft that is offered again, where nothing but what its visit keeps waiting has changed.
enum class Verdict { created, updated, unchanged, deleted, refused, duplicate };

struct Written {
  Verdict verdict;
  Key key = 0;
  Seq seq = 0;      // 0 when unchanged or refused
  std::string why;  // for refused: "identifier-taken" (another identifier has the same public id)
};

struct StoredRecord {
  Key key = 0;
  std::string identifier;
  std::string public_id;
  std::int64_t version = 0;  // 1, 2, … counted by this node
  Datestamp datestamp;
  Datestamp first_seen;
  Datestamp last_seen;
  bool deleted = false;
  ContributorId contributor = 0;
  PeerId peer = 0;
  Trust trust = Trust::own;
  std::string document;  // empty when deleted
  std::string about;
  std::vector<model::Hop> hops;
};

// What judging an incoming record needs of the one that is there, be it public or not.
struct Brief {
  Key key = 0;
  PeerId peer = 0;
  Trust trust = Trust::own;
  bool deleted = false;
  Listed listed = Listed::open;
  std::string source_datestamp;  // verbatim; empty when published here
};

// A place in the order (datestamp, key): lists go on strictly after it.
struct Place {
  Datestamp datestamp;
  Key key = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

// `set`: the members of an OAI set (not a contributor's) and of all its children; not together with contributor or peer.
struct Selection {
  std::optional<Datestamp> from;   // inclusive
  std::optional<Datestamp> until;  // inclusive
  std::optional<ContributorId> contributor;
  std::optional<PeerId> peer;
  std::optional<std::string> set;
};

enum class Body { none, oai_dc, document };

// What an envelope says of a record's contributor.
struct Look {
  std::string did;
  std::string name;
  std::string logo;
};

// One row of a list. The views live only during the call of the visitor.
struct Row {
  Key key;
  std::string_view identifier;
  std::string_view public_id;
  Datestamp datestamp;
  std::int64_t version;
  bool deleted;
  ContributorId contributor;
  std::string_view body;   // empty when deleted
  std::string_view about;  // empty when deleted
  std::span<const std::string_view> sets;  // setSpecs, the deepest only, the contributor's first
  const Look* look;                        // with Body::document; else null
};
using RowVisitor = std::function<void(const Row&)>;

struct Counts {
  std::int64_t live = 0;
  std::int64_t deleted = 0;
};

struct Change {
  Seq seq;
  Key key;
  bool deleted;
  std::string identifier;
  std::string public_id;
  std::int64_t version;
  Datestamp datestamp;
  ContributorId contributor;
  PeerId peer;
  std::string document;  // the record's present one; empty when it is deleted now
};

// How much of each change a walk along the change log brings: what is not asked for is not read.
enum class Detail { heads, documents, documents_and_hops };

struct ChangeBounds {
  Seq since = 0;                                                // the first change is after it
  Seq until = std::numeric_limits<Seq>::max();                  // inclusive
  int limit = 0;
  std::int64_t most_bytes = std::numeric_limits<std::int64_t>::max();  // of documents; one change is visited at least
  bool live_only = false;
  Detail detail = Detail::heads;
};

// One change in a walk. The views live only during the call of the visitor.
struct ChangeRow {
  Seq seq;
  Key key;
  std::string_view identifier;
  std::string_view public_id;
  std::int64_t version;
  Datestamp datestamp;
  bool deleted;
  ContributorId contributor;
  PeerId peer;
  std::string_view document;            // empty when deleted
  const std::vector<model::Hop>& hops;  // nearest first; none of a deleted record
};
using ChangeVisitor = std::function<void(const ChangeRow&)>;

struct Version {
  std::int64_t version;
  Datestamp datestamp;
  bool deleted;
  std::string document;
};

// ---- contributors ---------------------------------------------------------------------------------------------------

struct StoredContributor {
  ContributorId id = 0;
  bool hosted_here = false;
  model::Contributor profile;
  Counts records;
};

// One line of ListSets.
struct ListedSet {
  std::string spec;
  std::optional<model::Contributor> contributor;  // of a contributor's set: set, name, home, logo, slug, did, host
};

// ---- derived parts --------------------------------------------------------------------------------------------------

// What the derived parts of a live record should be now (OAI-48).
struct Rendering {
  Key key = 0;
  std::int64_t version = 0;  // of the record it was made from
  std::string oai_dc;
  std::string about;
  std::vector<std::string> sets;  // as in Draft
  bool changed_elsewhere = false;  // in a format that is rendered on request: stamped even if these parts are the same
};

// How far the derived parts of all records are those of this program. `made_with` and `under_way` are texts that name
// the versions of everything that derives.
struct RenderingState {
  std::string made_with;
  std::string under_way;  // empty: nothing is
  Key done = 0;           // under way: all records up to this key are made with `under_way`
};

// ---- peers and visits -----------------------------------------------------------------------------------------------

// States of harvest.md §2. The words are on disk.
enum class PeerState { fresh, probation, active, retrying, unreachable, held, suspended, paused, blocked };

// 0 stands for the default of harvest.md §8.
struct Peer {
  PeerId id = 0;
  std::string name;  // unique; host and port of the URL unless the keeper chose another
  std::string url;   // OAI-PMH base URL, also of a node; or what its kind calls its address
  std::string kind;  // of harvest.md §7; "auto" until its first visit has found out
  std::string prefix;  // chosen by the keeper, or empty
  std::string set;     // chosen by the keeper, or empty
  PeerState state = PeerState::fresh;
  bool is_node = false;  // a Commonplace node: its JSON profiles are asked for
  bool probation = false;
  std::string repository_name;
  std::string checkpoint;  // responseDate of the first page of the last complete list, verbatim; empty: full list next
  Datestamp added;
  Datestamp next_visit;
  Datestamp last_good;  // 0: never
  int failures = 0;     // in a row
  std::string message;  // of the last visit, for the keeper
  bool invited = false;          // leaves probation by itself after 20 valid records
  std::string identifier_host;   // that its own Identify names, or empty
  std::string deleted_records;   // as Identify says: "no", "transient", "persistent"; empty: not asked yet
  Datestamp last_full;           // when the last whole list of everything began; 0: never
  std::int64_t most_records = 0; // of one visit, and in all (HAR-38)
  std::int64_t pause = 0;        // seconds between two requests
  bool mend = true;              // HAR-16
  std::string moved_to;          // the address that it proposes, for the keeper to accept; or empty
  bool is_friend = false;        // has agreed to be named to others (OAI-36): the keeper says so
};

// Counters of one visit; every offered record is in exactly one column (HAR-29).
struct VisitCounts {
  std::int64_t offered = 0, created = 0, updated = 0, deleted = 0, unchanged = 0, duplicate = 0, own = 0, refused = 0,
               quarantined = 0;
  std::int64_t lost = 0;
  std::int64_t mended = 0;

  friend bool operator==(const VisitCounts&, const VisitCounts&) = default;
};

// harvest.md §2. Identify, the list and its repair come with the pages; what follows a list is on the row while it is done.
enum class Phase { list, sweep, guard, release, done };

// Where a visit stands: written in the same transaction as the page that led there.
struct Visit {
  std::int64_t id = 0;  // 0: not stored yet
  PeerId peer = 0;
  Datestamp started;
  bool full = false;
  std::string prefix;
  std::string from;        // as asked, verbatim; empty for a full list
  std::string token;       // resumption token of the next page; empty at the start and at the end
  std::string first_date;  // responseDate of the first page: the next checkpoint
  std::int64_t page = 0;   // pages taken
  std::int64_t declared = -1;  // completeListSize, -1 unknown
  VisitCounts counts;
  std::string outcome;  // empty while under way, else the words of harvest.md §4
  std::string message;
  std::optional<Datestamp> finished;
  Phase phase = Phase::list;
  std::string checkpoint;  // of the peer once the visit is done; empty: it stays as it is
  Seq last_seq = 0;        // of the store when it was done (HAR-42); 0: not done yet
};

// How the drafts of a visit come before the public (HAR-24).
enum class Handling {
  publish,  // at once
  park,     // new ones at once; changes and deletions of public ones wait for Turn::release
  stage,    // all wait for Turn::release
};

// The visit's peer offers a record whose copy stays as it is, or has withdrawn its offer. Whose copy it is the store knows.
struct AlsoOffered {
  Key key = 0;
  Trust trust = Trust::relayed_claimed;
  bool withdrawn = false;
};

// What of a peer waits, and what it has.
struct Waiting {
  std::int64_t live = 0;      // public
  std::int64_t staged = 0;    // never public so far
  std::int64_t changes = 0;   // parked
  std::int64_t removals = 0;  // parked: explicit and swept ones
  std::int64_t hidden = 0;    // public as tombstones, content kept
  std::int64_t missing = 0;   // not in the last whole list; removed when the next one says so too (HAR-41)
};

// One thing that waits: a staged record, or a parked change.
struct WaitingRecord {
  std::string identifier;
  bool is_new = false;
  bool deleted = false;
  bool swept = false;       // deleted by absence
  std::string document;     // as it is offered; empty when deleted
  std::string present;      // the document that is public now; empty for a new one
};

struct RollBack {
  PeerId peer = 0;
  Seq seq = 0;  // Visit::last_seq
  Key after = 0;
  int limit = 0;
};
struct RolledBack {
  Key last = 0;  // go on after it; 0: nothing is left to do
  std::int64_t changed = 0;
};

// What is done to the records of a peer, slice by slice.
enum class Turn {
  release,      // staged and parked ones become public; nothing while the peer is on probation or blocked
  drop_staged,  // forgets what was never public
  drop_parked,  // forgets the changes that wait
  hide,         // public ones go out as tombstones
  reveal,       // hidden ones come back
};

// In which column of its visit a record that was set aside stands (HAR-29). The numbers are on disk.
enum class CountedAs { quarantined = 0, refused = 1, lost = 2 };

// An offered record that was not stored (HAR-30).
struct SetAside {
  std::string identifier;  // empty when unknown
  std::string reason;
  std::int64_t page = 0;
  std::int64_t byte_offset = 0;
  std::string sha256;
  std::string raw;  // at most the first 256 KiB
  std::int64_t id = 0;  // given when it is stored
  PeerId peer = 0;
  Datestamp at = {};
  std::string prefix = {};  // format that was asked for
  std::int64_t visit = 0;
  CountedAs counted_as = CountedAs::quarantined;
};

// ---- writing ----------------------------------------------------------------------------------------------------------

// What is written in one transaction. All or nothing.
struct Batch {
  std::vector<Draft> drafts;
  std::vector<SetAside> set_aside;  // needs `visit`
  std::optional<Visit> visit;       // inserted when its id is 0, else updated
  VisitCounts judged;               // of offered records that became no draft: unchanged and refused are added to the visit's
  std::optional<Peer> peer;         // updated by id
  Handling handling = Handling::publish;   // a peer on probation, or blocked, stages whatever stands here
  std::vector<AlsoOffered> also_offered;   // needs `visit`
};

// A framework as an import leaves it: it takes the place of the one with the same id.
struct FrameworkImport {
  model::Framework framework;
  std::vector<model::Statement> statements;  // all of them, retired ones too; with their `extra`
  std::vector<model::StatementLink> links;   // those that come with it; `id`, `framework` and `state` are the store's
  std::vector<model::PastStatement> past;    // to be added to its history
};

struct WriteResult {
  std::vector<Written> written;  // in the order of the drafts
  std::int64_t visit_id = 0;
};

class Alignments;

class Store {
 public:
  virtual ~Store() = default;

  // -- records: writing
  // Writes `batch` in one transaction and returns after it is durable. A draft whose canonical document, contributor and
  // deletion are those already stored is `unchanged` and keeps its datestamp (OAI-72). A changed one gets the next
  // version, the next seq, and the stamp max(now, last stamp) taken inside the transaction (OAI-49). Equal identifiers
  // within one batch: the last wins. Concurrent calls may share one commit.
  // If `batch.visit` is given, its counts created/updated/deleted/unchanged/refused are added up from the verdicts.
  // (For a visit that is continued these five go on from what is stored; the caller's values of them are not used.)
  // batch.judged is added to them.
  // An earlier mention of a repeated identifier is `unchanged`, why "repeated-in-batch".
  virtual WriteResult write(const Batch& batch, Datestamp now) = 0;
  // The responseDate for a list that is read after this call: `now`, or the stamp of the oldest write still open where
  // that is earlier. No later write of any program that has the store open
  // is stamped before it, even if the clock is set back (OAI-21, OAI-49).
  virtual Datestamp answer_date(Datestamp now) const { return now; }
  // Writes derived parts anew in one transaction, with the state reached. A record that is deleted or of another version
  // by now is left alone. One that comes out different gets the next seq and stamp, but no new version: its document is
  // the same. Returns how many were stamped.
  virtual int render_again(const std::vector<Rendering>& renderings, const RenderingState& state, Datestamp now) = 0;
  virtual RenderingState rendering_state() const = 0;
  // Live records with key > after, by key.
  virtual std::vector<StoredRecord> live_after(Key after, int limit) const = 0;

  // -- records: reading. What was never public is not there, and what is hidden is deleted, for all of these but briefs().
  virtual std::optional<StoredRecord> find(std::string_view identifier) const = 0;
  virtual std::optional<StoredRecord> find_public(std::string_view public_id) const = 0;
  virtual std::optional<StoredRecord> find_key(Key key) const = 0;
  // Visits the one record with that identifier, as list() would; false when there is none.
  virtual bool get(std::string_view identifier, Body body, const RowVisitor& visit) const = 0;
  // In the order of `keys`; keys that are not there are left out.
  virtual std::vector<StoredRecord> find_keys(const std::vector<Key>& keys) const = 0;
  // In the order of `identifiers`.
  virtual std::vector<std::optional<Brief>> briefs(const std::vector<std::string>& identifiers) const = 0;
  // Visits up to `limit` records of `selection`, ordered by (datestamp, key), strictly after `after`; deleted ones
  // included. Stops early when the bodies visited exceed `most_bytes` (at least one record is visited).
  // Returns how many were visited. The visitor must not call the store: it would hold one connection and want another.
  virtual int list(const Selection& selection, std::optional<Place> after, int limit, std::int64_t most_bytes, Body body,
                   const RowVisitor& visit) const = 0;
  // Whether a record of `selection` comes after `after`.
  virtual bool has_more(const Selection& selection, Place after) const = 0;
  // Number of records in `selection`, deleted included: exact while counting is cheap, else from kept counters.
  virtual std::int64_t count(const Selection& selection) const = 0;
  virtual Counts totals() const = 0;
  virtual std::vector<Version> versions(Key key) const = 0;  // oldest first, the present one last
  virtual std::optional<SourceBytes> source_bytes(Key key) const = 0;

  // -- change log
  // Changes with seq > since, oldest first; a record that changed several times is reported once, at its last seq.
  virtual std::vector<Change> changes(Seq since, int limit) const = 0;
  // Visits the same changes without copying them. True: more of them stand within the bounds after the last one visited.
  // The visitor must not call the store: it would hold one connection and want another.
  virtual bool visit_changes(const ChangeBounds& bounds, const ChangeVisitor& visit) const = 0;
  virtual Seq last_seq() const = 0;
  virtual Datestamp last_stamp() const = 0;  // of the newest change; of the store's making where there is none
  // A number that differs when any process has committed since the last look.
  virtual std::int64_t data_version() const = 0;

  // -- contributors
  // By name: those hosted here and those with a record that is or was public.
  virtual std::vector<StoredContributor> contributors() const = 0;
  virtual std::optional<StoredContributor> contributor(ContributorId id) const = 0;
  virtual std::optional<StoredContributor> contributor_by_slug(std::string_view slug) const = 0;
  virtual std::optional<StoredContributor> contributor_by_set(std::string_view set) const = 0;
  // Adds or updates by `set`. A free slug is made from profile.slug (CONTRACT §4) when the contributor is new.
  virtual ContributorId put_contributor(const model::Contributor& profile, bool hosted_here) = 0;
  // Gives a contributor another slug; false if it is taken or was ever given to another.
  virtual bool rename_contributor(ContributorId id, std::string_view slug) = 0;

  // -- sets
  // Up to `limit` sets, contributors' among them, by spec (bytewise), strictly after `after`. Sets without a public
  // member are left out, but the top sets of OAI §6 are always there.
  virtual std::vector<ListedSet> sets(std::string_view after, int limit) const = 0;
  virtual std::int64_t count_sets() const = 0;
  virtual bool has_set(std::string_view spec) const = 0;

  // -- peers, visits, quarantine
  virtual std::vector<Peer> peers() const = 0;  // by name
  virtual std::optional<Peer> peer(std::string_view name) const = 0;
  virtual PeerId add_peer(const Peer& peer) = 0;  // StoreError if the name is taken
  virtual void update_peer(const Peer& peer) = 0;
  virtual void remove_peer(PeerId id) = 0;  // its public records stay; what waits is forgotten
  virtual std::optional<Visit> open_visit(PeerId peer) const = 0;  // the one under way or interrupted
  virtual std::vector<Visit> visits(PeerId peer, int limit) const = 0;  // newest first
  virtual std::vector<SetAside> set_aside(PeerId peer, int limit) const = 0;  // newest first; peer 0: of all
  // Live public records whose present copy came from `peer`.
  virtual std::int64_t live_from(PeerId peer) const = 0;

  // -- what waits (HAR-24, HAR-40, HAR-41)
  virtual Waiting waiting(PeerId peer) const = 0;
  virtual std::vector<WaitingRecord> waiting_records(PeerId peer, int limit) const = 0;  // up to `limit` of each sort
  // One slice of at most `limit` records in one transaction; 0: nothing is left to do. What becomes public, or ceases to
  // be, gets the stamp and seq of that moment.
  virtual std::int64_t turn(PeerId peer, Turn what, int limit, Datestamp now) = 0;
  // After a whole list: records of the visit's peer that it did not offer, and nobody else offers, are noted as missing;
  // those that were missing an hour ago or longer are parked as deletions.
  virtual void sweep(const Visit& visit, Datestamp now) = 0;

  // -- the past (HAR-42)
  // One slice of taking the records of a peer back to what they were when `seq` was the last; at most `limit` records
  // whose key is greater than `after`. What was not there then becomes a tombstone.
  virtual RolledBack roll_back(const RollBack& wish, Datestamp now) = 0;
  // How often the record changed between live and deleted since then (HAR-37).
  virtual int flips(Key key, Datestamp since) const = 0;
  // Forgets past versions that ended, and rows set aside, before that moment; one slice. 0: nothing is left to do.
  virtual std::int64_t forget(Datestamp before, int limit) = 0;

  // -- quarantine (HAR-39)
  virtual std::optional<SetAside> set_aside_row(std::int64_t id) const = 0;
  virtual bool discard(std::int64_t id) = 0;  // false when there is none

  // -- frameworks
  // Puts the framework in the place of the one with its id, in one transaction: header, statements and links. A link that
  // was there keeps its id, its review and its state; what did not come again goes, unless somebody reviewed it.
  virtual void put_framework(const FrameworkImport& import) = 0;
  void put_framework(const model::Framework& framework, const std::vector<model::Statement>& statements) {
    put_framework(FrameworkImport{framework, statements, {}, {}});
  }
  virtual std::vector<model::Framework> frameworks() const = 0;      // those that are not switched off, by id
  virtual std::vector<model::Framework> all_frameworks() const = 0;  // by id
  virtual std::optional<model::Framework> framework(std::string_view id) const = 0;  // switched off or not
  // Parents before children, retired ones too; each without its `extra`. Of a framework that is switched off as well.
  virtual std::vector<model::Statement> statements(std::string_view framework) const = 0;
  // The `extra` of each, in the same order.
  virtual std::vector<std::string> statement_extras(std::string_view framework) const = 0;
  virtual std::vector<model::PastStatement> past_statements(std::string_view framework) const = 0;  // oldest first
  virtual bool switch_framework(std::string_view id, bool on) = 0;  // false when there is none
  // Forgets the framework, its statements, their history and its links; false when there is none.
  virtual bool remove_framework(std::string_view id) = 0;

  // -- links between statements (CUR §7)
  virtual std::vector<model::StatementLink> links() const = 0;  // all, by id; also of frameworks that are switched off
  virtual std::optional<model::StatementLink> link(std::int64_t id) const = 0;
  // Adds the link, or changes the one with the same origin, relation, destination and asserted_by. Returns its id.
  virtual std::int64_t put_link(const model::StatementLink& link) = 0;
  virtual bool remove_link(std::int64_t id) = 0;  // false when there is none

  // Another number after every change of a framework, a statement or a link: what is made of them is made again then.
  virtual std::int64_t curriculum_version() const = 0;

  // What the node knows about the statements of its records (alignments.h). Lives as long as the store.
  virtual Alignments& alignments() const = 0;

  // -- the node
  virtual Datestamp created() const = 0;     // of the store: earliestDatestamp (OAI-31)
  virtual std::string life() const = 0;      // random, made with the store (CONTRACT §4.2)
  // Every finding in words; empty when all is well. Reads the whole database.
  virtual std::vector<std::string> check() const = 0;
};

}  // namespace commonplace::store
