// Drafts into records: what is new, changed, unchanged or refused, with version, stamp, seq and counters.
// Runs inside a write transaction and keeps nothing beyond it: another process may write in between.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/sqlite_sets.h"
#include "node/store/store.h"

namespace commonplace::store {

// How, and for which visit.
struct Putting {
  Handling handling = Handling::publish;
  bool probation = false;  // whatever it brings waits, and it takes over nothing
  std::int64_t mark = 0;   // the visit; 0: none
};

class DraftWriter {
 public:
  // `floor`: no stamp is earlier (OAI-49).
  DraftWriter(Connection& connection, Datestamp now, Datestamp floor, Putting putting = {});

  std::vector<Written> put(const std::vector<Draft>& drafts);
  void note(PeerId peer, const std::vector<AlsoOffered>& offers);

  // One slice each; the number of records that were turned.
  std::int64_t list_staged(PeerId peer, int limit);
  std::int64_t hide(PeerId peer, int limit);
  std::int64_t reveal(PeerId peer, int limit);
  // Returns how many were stamped.
  int render_again(const std::vector<Rendering>& renderings);

 private:
  // The stored side of a draft.
  struct Known {
    Key key = 0;
    std::string digest;
    std::int64_t version = 0;
    bool deleted = false;
    ContributorId contributor = 0;
    PeerId peer = 0;
    Trust trust = Trust::own;
    Datestamp datestamp;
    Listed listed = Listed::open;

    bool shown_deleted() const { return deleted || listed == Listed::hidden; }
    std::string sets;  // packed
  };

  Written put(const Draft& draft);
  Written put_again(const Draft& draft);
  bool is_waiting(const Draft& draft);
  std::optional<Known> known(const Draft& draft);
  Written add(const Draft& draft, std::string_view digest);
  Written change(const Draft& draft, const Known& known, std::string_view digest);
  Written leave(const Draft& draft, const Known& known);
  Written put_over_staged(const Draft& draft, const Known& known, std::string_view digest);
  Written write_over_staged(const Draft& draft, const Known& known, std::string_view digest);
  Written park(const Draft& draft, const Known& known);
  std::optional<Written> hand_over(const Draft& draft, const Known& known);
  Written weaker(const Draft& draft, const Known& known);
  void take_over(const Draft& draft, const Known& known);
  void drop_parked(const Draft& draft, const Known& known);
  void note(Key key, PeerId peer, const AlsoOffered& offer);
  bool marks_own_copy(Key key, PeerId peer);
  bool stages() const { return putting_.probation || putting_.handling == Handling::stage; }
  bool parks() const { return putting_.probation || putting_.handling != Handling::publish; }
  struct Flip {
    Listed from;
    Listed to;
  };
  std::int64_t flip(std::string_view chosen, PeerId peer, int limit, Flip flip);
  bool render_again(const Rendering& rendering);
  void keep_version(const Known& known);
  void add_content(Key key, const Draft& draft);
  void drop_content(Key key);
  void add_source(Key key, const Draft& draft);
  void drop_source(Key key);
  void count(const Draft& draft, int step);
  void count(const Known& known, int step);
  void count(ContributorId contributor, PeerId peer, bool deleted, int step);
  void save();

  Connection& connection_;
  const Datestamp now_;
  const Putting putting_;
  Datestamp stamp_;
  Seq last_seq_ = 0;
  Key last_key_ = 0;
  bool moved_ = false;  // stamp, seq or key
  bool has_parked_ = false;
  SetWriter sets_;
  std::map<ContributorId, Counts> by_contributor_;
  std::map<PeerId, Counts> by_peer_;
};

// What makes two copies of a record the same (OAI-72): document, contributor and deletion. 32 bytes.
std::string record_digest(std::string_view document, ContributorId contributor, bool deleted);

}  // namespace commonplace::store
