// A thin layer over one SQLite connection: opening it safely, cached statements, failures in words.
// A connection is used by one thread at a time. Nothing above node/store may include this.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace commonplace::store {

// Bytes that are no text: bound as a BLOB.
struct Blob {
  std::string_view bytes;
};

// One use of a cached statement: bound, stepped, and reset when it goes out of scope.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the parameters ?1, ?2, … in order. Texts are not copied: they must live until the Query is gone.
  template <typename... Values>
  Query& bind(Values&&... values) {
    int place = 0;
    (bind_at(++place, std::forward<Values>(values)), ...);
    return *this;
  }

  bool step();                 // true: there is a row. StoreError when SQLite fails.
  void run();                  // for statements that bring no row
  bool run_unless_conflict();  // false: a UNIQUE constraint stands against it, and nothing was written
  Query& again();              // ready for the next set of values
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  // also of a BLOB; lives until the next step
  std::string string(int column) const { return std::string(text(column)); }
  bool is_null(int column) const;

 private:
  void bind_at(int place, std::int64_t value);
  void bind_at(int place, int value) { bind_at(place, static_cast<std::int64_t>(value)); }
  void bind_at(int place, bool value) { bind_at(place, static_cast<std::int64_t>(value)); }
  void bind_at(int place, std::string_view text);
  void bind_at(int place, const std::string& text) { bind_at(place, std::string_view(text)); }
  void bind_at(int place, const char* text) { bind_at(place, std::string_view(text)); }
  void bind_at(int place, std::string&& text) = delete;  // would be gone before the step
  void bind_at(int place, Blob blob);
  void bind_at(int place, std::nullptr_t);

  sqlite3* database_;
  sqlite3_stmt* statement_;
};

enum class Role { writer, reader };

class Connection {
 public:
  struct Options {
    std::string path;
    Role role = Role::reader;
    bool create = false;
  };

  // StoreError in words when the file is missing, is no database, or cannot be opened.
  explicit Connection(const Options& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Query query(std::string_view sql);            // prepared once, kept
  void execute(const std::string& statements);  // not kept: for pragmas and schema
  std::int64_t number(std::string_view sql);    // the first column of the first row; 0 where there is none
  bool in_transaction() const;
  sqlite3* handle() const { return database_.get(); }

 private:
  void harden(Role role);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  struct Closer {
    void operator()(sqlite3* database) const;
  };

  std::unique_ptr<sqlite3, Closer> database_;
  std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalizer>, Hash, std::equal_to<>> statements_;
};

// How long reads may take, by a clock that is handed in; an empty one stands still.
struct Patience {
  std::function<std::chrono::nanoseconds()> ticks;
  std::chrono::nanoseconds longest{0};
};

// While it lives, statements of the connection end with StoreLate once `patience` is used up.
class Deadline {
 public:
  Deadline(Connection& connection, const Patience& patience);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  static int is_over(void* self);

  sqlite3* database_;
  const Patience& patience_;
  std::chrono::nanoseconds begun_{0};
};

// Several reads that see one state of the store.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
};

}  // namespace commonplace::store
