// How fast the store takes drafts and gives lists, on one core. Usage: store_bench [folder] [drafts].
// The baseline of the same run is SQLite itself: one narrow and one fat row per draft, no index but the key.
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "node/store/sqlite_store.h"

namespace {

using namespace commonplace;
using Clock = std::chrono::steady_clock;

constexpr int batch_size = 500;
constexpr int page_size = 500;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Sixteen characters that look like a hash, as public ids do: they fall anywhere in their index.
std::string scattered(std::uint64_t number) {
  number = (number + 1) * 0x9e3779b97f4a7c15ULL;
  number ^= number >> 29;
  return fmt::format("{:016x}", number * 0xbf58476d1ce4e5b9ULL);
}

// About 2 KB: document, body and source bytes.
store::Draft draft(int number, store::ContributorId contributor, bool with_sets = true) {
  const std::string id = fmt::format("oai:bench.example:{}", number);
  store::Draft made;
  made.identifier = id;
  made.public_id = scattered(static_cast<std::uint64_t>(number));
  made.contributor = contributor;
  made.peer = 1;
  made.trust = store::Trust::direct_unsigned;
  made.document = fmt::format(R"({{"@id":"{}","description":"{}"}})", id, std::string(950, 'd'));
  made.oai_dc = fmt::format("<dc:title>{}</dc:title>{}", id, std::string(550, 'x'));
  made.source = store::SourceBytes{"oai_dc", "2026-01-01T00:00:00Z", std::string(400, 's')};
  if (with_sets)  // what a lesson for one year in one subject is in: 13 sets with their parents
    made.sets = {"origin:hill.example", fmt::format("type:type-{}", number % 33), fmt::format("level:england:y{}", number % 13),
                 fmt::format("level:england:ks{}", number % 13 / 3), "level:england:primary",
                 fmt::format("subject:group-{}:subject-{}", number % 6, number % 42)};
  return made;
}

double write_all(store::Store& store, int drafts, store::ContributorId contributor, std::int64_t now, bool with_sets = true) {
  double seconds = 0;
  for (int first = 0; first < drafts; first += batch_size) {
    store::Batch batch;
    for (int i = 0; i < batch_size; ++i) batch.drafts.push_back(draft(first + i, contributor, with_sets));
    const auto start = Clock::now();
    store.write(batch, {now + first / 1000});
    seconds += seconds_since(start);
  }
  return seconds;
}

// SQLite with nothing of ours: what any layout on it could reach at best.
double baseline(const std::string& path, int drafts) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  sqlite3_exec(
      database,
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE narrow (key INTEGER PRIMARY KEY, id TEXT);"
      "CREATE TABLE fat (key INTEGER PRIMARY KEY, document TEXT, oai_dc TEXT, source TEXT)",
      nullptr, nullptr, nullptr);
  sqlite3_stmt* narrow = nullptr;
  sqlite3_stmt* fat = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO narrow VALUES (?1, ?2)", -1, &narrow, nullptr);
  sqlite3_prepare_v2(database, "INSERT INTO fat VALUES (?1, ?2, ?3, ?4)", -1, &fat, nullptr);
  double seconds = 0;
  const auto put_text = [](sqlite3_stmt* into, int place, const std::string& text) {
    sqlite3_bind_text(into, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  };
  for (int first = 0; first < drafts; first += batch_size) {
    std::vector<store::Draft> made;
    for (int i = 0; i < batch_size; ++i) made.push_back(draft(first + i, 1));
    const auto start = Clock::now();
    sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (int i = 0; i < batch_size; ++i) {
      const auto& one = made[static_cast<std::size_t>(i)];
      sqlite3_bind_int64(narrow, 1, first + i);
      put_text(narrow, 2, one.identifier);
      sqlite3_bind_int64(fat, 1, first + i);
      put_text(fat, 2, one.document);
      put_text(fat, 3, one.oai_dc);
      put_text(fat, 4, one.source->bytes);
      sqlite3_step(narrow);
      sqlite3_step(fat);
      sqlite3_reset(narrow);
      sqlite3_reset(fat);
    }
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    seconds += seconds_since(start);
  }
  sqlite3_finalize(narrow);
  sqlite3_finalize(fat);
  sqlite3_close(database);
  return seconds;
}

struct Reading {
  double seconds = 0;
  double first_page_ms = 0;
  double last_page_ms = 0;
  std::int64_t rows = 0;
};

Reading read_all(const store::Store& store, store::Body body) {
  Reading reading;
  std::optional<store::Place> after;
  const auto begin = Clock::now();
  for (;;) {
    const auto start = Clock::now();
    std::size_t bytes = 0;
    const int visited = store.list({}, after, page_size, 1 << 30, body, [&](const store::Row& row) {
      after = store::Place{row.datestamp, row.key};
      bytes += row.body.size();
    });
    if (visited == 0) break;
    reading.last_page_ms = seconds_since(start) * 1000;
    if (reading.rows == 0) reading.first_page_ms = reading.last_page_ms;
    reading.rows += visited;
  }
  reading.seconds = seconds_since(begin);
  return reading;
}

void print_lists(const store::Store& store, std::string_view name, store::Body body) {
  const Reading reading = read_all(store, body);
  fmt::print("list {:9} {:>9.0f} rows/s; first page {:.2f} ms, last page (depth {}) {:.2f} ms\n", name,
             static_cast<double>(reading.rows) / reading.seconds, reading.first_page_ms, reading.rows,
             reading.last_page_ms);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path() / "store-bench";
  const int drafts = argc > 2 ? std::atoi(argv[2]) : 200'000;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);

  const double bare = baseline(folder / "baseline.db", drafts);
  fmt::print("baseline       {:>9.0f} drafts/s (SQLite, two rows, no index)\n", drafts / bare);

  model::Contributor profile;
  profile.slug = "bench";
  profile.set = "contributor:bench.example";
  {
    const auto store = store::open_sqlite({.path = folder / "plain.db", .create = true, .now = {1'000'000}});
    const auto contributor = store->put_contributor(profile, true);
    const double plain = write_all(*store, drafts, contributor, 1'000'000, false);
    fmt::print("write, no sets {:>9.0f} drafts/s\n", drafts / plain);
  }
  const auto store = store::open_sqlite({.path = folder / "store.db", .create = true, .now = {1'000'000}});
  const auto contributor = store->put_contributor(profile, true);
  const double fresh = write_all(*store, drafts, contributor, 1'000'000);
  fmt::print("write new      {:>9.0f} drafts/s in batches of {}\n", drafts / fresh, batch_size);
  const double again = write_all(*store, drafts, contributor, 2'000'000);
  fmt::print("write the same {:>9.0f} drafts/s\n", drafts / again);

  print_lists(*store, "none", store::Body::none);
  print_lists(*store, "oai_dc", store::Body::oai_dc);
  print_lists(*store, "oai_dc", store::Body::oai_dc);
  print_lists(*store, "document", store::Body::document);

  const auto start = Clock::now();
  const auto findings = store->check();
  fmt::print("check {:.2f} s, {} findings; file {} MiB\n", seconds_since(start), findings.size(),
             std::filesystem::file_size(folder / "store.db") >> 20);
  std::filesystem::remove_all(folder);
  return findings.empty() ? 0 : 1;
}
