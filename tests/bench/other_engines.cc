#include "tests/bench/other_engines.h"

#include <sqlite3.h>

#include <array>
#include <deque>
#include <functional>
#include <stdexcept>

#include "tests/bench/figures.h"

#ifdef COMMONPLACE_HAS_XAPIAN
#include <xapian.h>
#endif

namespace commonplace::bench {

namespace {

constexpr std::size_t rounds = 40;

// The values of a record that both engines count by, seven of them.
std::array<std::string, 7> values_of(const model::Resource& resource, const search::Document& document) {
  return {resource.learning_resource_type.front(),
          resource.about.front(),
          resource.educational_level.empty() ? "" : resource.educational_level.front(),
          resource.license,
          std::to_string(document.contributor),
          resource.in_language.front(),
          resource.teaches.empty() ? "" : resource.teaches.front().uri};
}

void each_record(const SearchRecords& records, std::size_t count,
                 const std::function<void(const model::Resource&, const search::Document&)>& use) {
  model::Resource resource;
  search::Document document;
  for (std::size_t i = 0; i < count; ++i) {
    records.fill(i, resource, document);
    use(resource, document);
  }
}

std::vector<double> times_of(std::size_t count, const std::function<void(std::size_t)>& ask) {
  std::vector<double> times;
  ask(0);  // once for the caches
  for (std::size_t i = 0; i < count; ++i) {
    const Stopwatch watch;
    ask(i);
    times.push_back(watch.thread() * 1e3);
  }
  return times;
}

class Database {
 public:
  explicit Database(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("sqlite: " + path);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close(handle_); }

  void run(const std::string& sql) const {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  sqlite3_stmt* prepare(const char* sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    return statement;
  }
  void drain(sqlite3_stmt* statement, const std::string& match) const {
    sqlite3_bind_text(statement, 1, match.data(), static_cast<int>(match.size()), SQLITE_TRANSIENT);
    while (sqlite3_step(statement) == SQLITE_ROW) {
    }
    sqlite3_reset(statement);
  }

 private:
  sqlite3* handle_ = nullptr;
};

std::string two_words(const SearchRecords& records, std::size_t i) {
  return records.word(20 + i * 4) + " " + records.word(300 + i * 7);
}

void fill_fts5(const Database& database, const SearchRecords& records, std::size_t count, double& spent) {
  sqlite3_stmt* words = database.prepare("INSERT INTO words(rowid, text) VALUES (?2, ?1)");
  sqlite3_stmt* row = database.prepare("INSERT INTO facets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  each_record(records, count, [&](const model::Resource& resource, const search::Document& document) {
    const std::string text = text_of(resource);
    const auto values = values_of(resource, document);
    const Stopwatch watch;
    sqlite3_bind_int64(words, 2, document.key);
    database.drain(words, text);
    sqlite3_bind_int64(row, 1, document.key);
    for (std::size_t k = 0; k < values.size(); ++k)
      sqlite3_bind_text(row, static_cast<int>(k) + 2, values[k].data(), static_cast<int>(values[k].size()), SQLITE_TRANSIENT);
    sqlite3_step(row);
    sqlite3_reset(row);
    spent += watch.thread();
  });
  sqlite3_finalize(words);
  sqlite3_finalize(row);
}

}  // namespace

EngineTimes measure_fts5(const SearchRecords& records, std::size_t count, const std::string& folder) {
  EngineTimes times;
  const Database database(folder + "/fts5.db");
  database.run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;"
               "CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=full);"
               "CREATE TABLE facets(id INTEGER PRIMARY KEY, a, b, c, d, e, f, g); BEGIN");
  fill_fts5(database, records, count, times.build_seconds);
  const Stopwatch committing;
  database.run("COMMIT");
  times.build_seconds += committing.thread();
  sqlite3_stmt* top = database.prepare("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 20");
  times.top = times_of(rounds, [&](std::size_t) { database.drain(top, "common"); });
  times.two_words = times_of(rounds, [&](std::size_t i) { database.drain(top, two_words(records, i)); });
  times.counted = times_of(5, [&](std::size_t) {
    database.drain(top, "common");
    for (const char* column : {"a", "b", "c", "d", "e", "f", "g"}) {
      const std::string sql = std::string("SELECT ").append(column).append(", count(*) FROM facets JOIN words ON facets.id = words.rowid WHERE words MATCH ?1 GROUP BY 1");
      sqlite3_stmt* counts = database.prepare(sql.c_str());
      database.drain(counts, "common");
      sqlite3_finalize(counts);
    }
  });
  sqlite3_finalize(top);
  return times;
}

#ifdef COMMONPLACE_HAS_XAPIAN

bool has_xapian() {
  return true;
}

namespace {

void fill_xapian(Xapian::WritableDatabase& database, const SearchRecords& records, std::size_t count, double& spent) {
  Xapian::TermGenerator generator;
  each_record(records, count, [&](const model::Resource& resource, const search::Document& document) {
    const std::string text = text_of(resource);
    const auto values = values_of(resource, document);
    const Stopwatch watch;
    Xapian::Document written;
    generator.set_document(written);
    generator.index_text(text);
    for (unsigned k = 0; k < values.size(); ++k) written.add_value(k, values[k]);
    database.add_document(written);
    spent += watch.thread();
  });
  const Stopwatch committing;
  database.commit();
  spent += committing.thread();
}

void ask_xapian(const Xapian::Database& database, const Xapian::Query& query, bool counts) {
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  std::deque<Xapian::ValueCountMatchSpy> spies;  // they cannot be moved
  for (unsigned k = 0; counts && k < 7; ++k) enquire.add_matchspy(&spies.emplace_back(k));
  enquire.get_mset(0, 20, counts ? database.get_doccount() : 0);
}

}  // namespace

EngineTimes measure_xapian(const SearchRecords& records, std::size_t count, const std::string& folder) {
  EngineTimes times;
  {
    Xapian::WritableDatabase database(folder + "/xapian", Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    fill_xapian(database, records, count, times.build_seconds);
  }
  const Xapian::Database database(folder + "/xapian");
  times.top = times_of(rounds, [&](std::size_t) { ask_xapian(database, Xapian::Query("common"), false); });
  times.counted = times_of(rounds / 4, [&](std::size_t) { ask_xapian(database, Xapian::Query("common"), true); });
  times.two_words = times_of(rounds, [&](std::size_t i) {
    const Xapian::Query a(records.word(20 + i * 4));
    const Xapian::Query b(records.word(300 + i * 7));
    ask_xapian(database, Xapian::Query(Xapian::Query::OP_AND, a, b), false);
  });
  return times;
}

#else

bool has_xapian() {
  return false;
}

EngineTimes measure_xapian(const SearchRecords&, std::size_t, const std::string&) {
  return {};
}

#endif

}  // namespace commonplace::bench
