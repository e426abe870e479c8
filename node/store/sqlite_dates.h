// What the programs that have one database open tell each other about time: the latest responseDate given out, and the
// earliest stamp a write now open may give. So that no record is ever stamped before a date that a harvester was told,
// whichever program answers and whichever writes (OAI-21, OAI-49).
//
// Kept in a small file beside the database, mapped into memory: asking costs some loads, no system call. Each program
// holds a lock on its own line of it; the line of one that died is passed over.
#pragma once

#include <cstdint>
#include <string>

#include "schemas/model/datestamp.h"

namespace commonplace::store {

class SharedDates {
 public:
  // Opens or makes `<database>-dates`. StoreError when that cannot be done, or 64 programs are in it already.
  explicit SharedDates(const std::string& database);
  ~SharedDates();
  SharedDates(const SharedDates&) = delete;
  SharedDates& operator=(const SharedDates&) = delete;

  // The date for an answer that is read from now on: `now`, or the earliest stamp of a write still open where that is
  // earlier. Safe from any thread.
  model::Datestamp answer(model::Datestamp now);

  // The earliest stamp that a transaction may give; until close_write() answers stay at or below `now`. May be called
  // again within one transaction. Requires that the caller holds the database's write lock.
  model::Datestamp open_write(model::Datestamp now);
  void close_write();

 private:
  struct Page;

  void claim_line();
  bool is_alive(int line) const;

  int file_ = -1;
  Page* page_ = nullptr;
  int line_ = -1;
};

}  // namespace commonplace::store
