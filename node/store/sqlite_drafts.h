// Drafts into records: what is new, changed, unchanged or refused, with version, stamp, seq and counters.
// Runs inside a write transaction and keeps nothing beyond it: another process may write in between.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

class DraftWriter {
 public:
  // `floor`: no stamp is earlier (OAI-49).
  DraftWriter(Connection& connection, Datestamp now, Datestamp floor);

  std::vector<Written> put(const std::vector<Draft>& drafts);

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
  };

  Written put(const Draft& draft);
  std::optional<Known> known(const Draft& draft);
  Written add(const Draft& draft, std::string_view digest);
  Written change(const Draft& draft, const Known& known, std::string_view digest);
  Written leave(const Draft& draft, const Known& known);
  void keep_version(const Known& known);
  void add_content(Key key, const Draft& draft);
  void drop_content(Key key);
  void add_source(Key key, const Draft& draft);
  void drop_source(Key key);
  void count(const Draft& draft, int step);
  void count(const Known& known, int step);
  void save();

  Connection& connection_;
  const Datestamp now_;
  Datestamp stamp_;
  Seq last_seq_ = 0;
  Key last_key_ = 0;
  bool stamped_ = false;
  std::map<ContributorId, Counts> by_contributor_;
  std::map<PeerId, Counts> by_peer_;
};

// What makes two copies of a record the same (OAI-72): document, contributor and deletion. 32 bytes.
std::string record_digest(std::string_view document, ContributorId contributor, bool deleted);

}  // namespace commonplace::store
