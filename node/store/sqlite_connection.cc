// Opens SQLite as security.md SEC-21 and reliability.md §2 want it, and turns its result codes into sentences.
#include "node/store/sqlite_connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "node/store/store.h"

namespace commonplace::store {
namespace {

const char* advice(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "the disk is full: free some space and try again; nothing of this was written";
    case SQLITE_READONLY:
      return "the database cannot be written: check who owns the data folder and that it is not read-only";
    case SQLITE_CANTOPEN:
      return "the database cannot be opened: check that the folder exists and may be written";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program has held the database for too long: wait for it or stop it, then try again";
    case SQLITE_CORRUPT:
      return "the database is damaged: run `commonplace check`, then restore a backup";
    case SQLITE_NOTADB:
      return "the file is damaged or no database at all: restore a backup";
    case SQLITE_IOERR:
      return "reading or writing the disk failed: check the disk, its free space and quota";
    default:
      return "the database refused this";
  }
}

[[noreturn]] void fail(sqlite3* database, int code) {
  if (code == SQLITE_INTERRUPT) throw StoreLate("store: this read took too long; try again later, or ask for less");
  const char* detail = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw StoreError(fmt::format("store: {} (SQLite {}: {})", advice(code), code, detail));
}

// Readers may look, never act: whatever gets as far as an SQL text, this refuses it when it is prepared (SEC-21).
int allow_reading(void*, int action, const char* first, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
      return SQLITE_OK;
    case SQLITE_PRAGMA: {
      const std::string_view name(first);
      const bool harmless = name == "data_version" || name == "integrity_check" || name == "foreign_key_check" ||
                            name == "application_id" || name == "user_version";
      return harmless ? SQLITE_OK : SQLITE_DENY;
    }
    default:
      return SQLITE_DENY;
  }
}

// SQLite counts its memory under one lock for all connections. Nobody asks for the count.
void leave_memory_uncounted() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // too late where another library has begun: it counts on
  static_cast<void>(done);
}

sqlite3* open_file(const Connection::Options& options) {
  leave_memory_uncounted();
  if (!options.create && !std::filesystem::exists(options.path)) {
    throw StoreError(fmt::format("store: there is no database at {}: make one with `commonplace init`", options.path));
  }
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (options.create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &database, flags, nullptr);
  if (code == SQLITE_OK) return database;
  sqlite3_close_v2(database);
  throw StoreError(fmt::format("store: {}: {} (SQLite {})", options.path, advice(code), code));
}

}  // namespace

// ---- Query ---------------------------------------------------------------------------------------------------------

Query::Query(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(database_, code);
}

void Query::run() {
  while (step()) {
  }
}

bool Query::run_unless_conflict() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_DONE) return true;
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) return false;
  fail(database_, code);
}

Query& Query::again() {
  sqlite3_reset(statement_);
  return *this;
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Query::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string_view{} : std::string_view(bytes, size);
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

void Query::bind_at(int place, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_, place, value); code != SQLITE_OK) fail(database_, code);
}

void Query::bind_at(int place, std::string_view text) {
  // A null pointer would bind NULL; an empty text is a text.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  const int code = sqlite3_bind_text64(statement_, place, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) fail(database_, code);
}

void Query::bind_at(int place, Blob blob) {
  const char* bytes = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
  const int code = sqlite3_bind_blob64(statement_, place, bytes, blob.bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) fail(database_, code);
}

void Query::bind_at(int place, std::nullptr_t) {
  if (const int code = sqlite3_bind_null(statement_, place); code != SQLITE_OK) fail(database_, code);
}

// ---- Connection ----------------------------------------------------------------------------------------------------

void Connection::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void Connection::Closer::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Connection::Connection(const Options& options) : database_(open_file(options)) {
  harden(options.role);
}

Connection::~Connection() = default;

void Connection::harden(Role role) {
  sqlite3* database = database_.get();
  sqlite3_busy_timeout(database, 5000);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 16 * 1024);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_VARIABLE_NUMBER, 64);
  execute("PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;");
  if (role == Role::writer) {
    // 16 MiB between checkpoints, not SQLite's 4: index pages that many batches touch reach the file once.
    execute("PRAGMA secure_delete=ON; PRAGMA cache_size=-65536; PRAGMA journal_size_limit=67108864;");
    sqlite3_wal_autocheckpoint(database, 2000);
    return;
  }
  execute("PRAGMA cache_size=-8192; PRAGMA query_only=ON;");
  sqlite3_set_authorizer(database, allow_reading, nullptr);
}

Query Connection::query(std::string_view sql) {
  auto place = statements_.find(sql);
  if (place == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(database_.get(), code);
    place = statements_.emplace(std::string(sql), statement).first;
  }
  if (sqlite3_stmt_busy(place->second.get()) != 0) throw StoreError("store: a statement was used within itself");
  return Query(database_.get(), place->second.get());
}

void Connection::execute(const std::string& statements) {
  const int code = sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(database_.get(), code);
}

std::int64_t Connection::number(std::string_view sql) {
  Query row = query(sql);
  return row.step() ? row.integer(0) : 0;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

namespace {

// About every hundred rows of a list.
constexpr int steps_between_looks = 5000;

}  // namespace

Deadline::Deadline(Connection& connection, const Patience& patience) : database_(connection.handle()), patience_(patience) {
  if (!patience_.ticks) return;
  begun_ = patience_.ticks();
  sqlite3_progress_handler(database_, steps_between_looks, is_over, this);
}

Deadline::~Deadline() {
  if (patience_.ticks) sqlite3_progress_handler(database_, 0, nullptr, nullptr);
}

int Deadline::is_over(void* self) {
  const auto& mine = *static_cast<Deadline*>(self);
  return mine.patience_.ticks() - mine.begun_ > mine.patience_.longest ? 1 : 0;
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) {
  connection_.query("BEGIN").run();
}

Snapshot::~Snapshot() {
  try {
    if (connection_.in_transaction()) connection_.query("ROLLBACK").run();
  } catch (const StoreError&) {
    // Nothing was written, so there is nothing to lose; the next BEGIN would tell.
  }
}

}  // namespace commonplace::store
