// The SQLite engine: takes the contract, and what only it promises (REL-16, SEC-21).
#include "node/store/sqlite_store.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "node/store/sqlite_connection.h"
#include "node/store/sqlite_schema.h"
#include "tests/node/store/contract.h"
#include "tests/node/store/sqlite_ground.h"

namespace commonplace::store {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         testing::Values(Engine{"sqlite", [] { return std::make_unique<SqliteGround>(); }}),
                         [](const auto& engine) { return engine.param.name; });

namespace {

std::string complaint(const SqliteOptions& options) {
  try {
    open_sqlite(options);
  } catch (const StoreError& error) {
    return error.what();
  }
  return {};
}

void execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_close(database);
}

std::int64_t number(const std::string& path, const char* sql) {
  Connection connection({.path = path});
  return connection.number(sql);
}

ContributorId add_gallery(Store& store) {
  return store.put_contributor(profile("river.example"), true);
}

void write_some(Store& store, int n) {
  Batch batch;
  const ContributorId gallery = add_gallery(store);
  for (int i = 0; i < n; ++i) batch.drafts.push_back(draft(std::to_string(i), gallery));
  store.write(batch, after(10));
}

}  // namespace

TEST(SqliteStore, SaysHowToMakeADatabaseThatIsNotThere) {
  const SqliteGround ground;

  EXPECT_THAT(complaint({.path = ground.path()}), HasSubstr("commonplace init"));
  EXPECT_FALSE(std::filesystem::exists(ground.path()));
}

TEST(SqliteStore, RefusesAFolderThatIsNotThere) {
  EXPECT_THAT(complaint({.path = "/nowhere/at/all.db", .create = true}), HasSubstr("cannot be opened"));
}

TEST(SqliteStore, RefusesAFileThatIsNoDatabase) {
  const SqliteGround ground;
  std::ofstream(ground.path()) << std::string(8192, 'x');

  EXPECT_THAT(complaint({.path = ground.path()}), HasSubstr("no database"));
  EXPECT_THAT(complaint({.path = ground.path(), .create = true}), HasSubstr("no database"));
}

TEST(SqliteStore, RefusesTheDatabaseOfAnotherProgramUntouched) {
  const SqliteGround ground;
  execute(ground.path(), "CREATE TABLE theirs (x)");

  EXPECT_THAT(complaint({.path = ground.path(), .create = true}), HasSubstr("another program"));

  EXPECT_EQ(number(ground.path(), "SELECT count(*) FROM sqlite_schema"), 1);
}

TEST(SqliteStore, RefusesAnEmptyFileUnlessItMayBeMade) {
  const SqliteGround ground;
  std::ofstream(ground.path()) << "";

  EXPECT_THAT(complaint({.path = ground.path()}), HasSubstr("commonplace init"));
  EXPECT_THAT(complaint({.path = ground.path(), .create = true, .now = beginning}), IsEmpty());
}

TEST(SqliteStore, Rel16RefusesANewerSchemaInWords) {
  SqliteGround ground;
  ground.open();
  execute(ground.path(), "PRAGMA user_version = 99");

  EXPECT_THAT(complaint({.path = ground.path()}), HasSubstr("newer commonplace"));
}

TEST(SqliteStore, RefusesATruncatedFile) {
  SqliteGround ground;
  write_some(*ground.open(), 200);
  std::filesystem::resize_file(ground.path(), 80'000);

  EXPECT_THAT(complaint({.path = ground.path()}), HasSubstr("damaged"));
}

TEST(SqliteStore, CheckFindsAChangedByteInADocument) {
  SqliteGround ground;
  write_some(*ground.open(), 5);
  execute(ground.path(), "UPDATE document SET document = replace(document, 'Victorian', 'victorian') WHERE key = 3");

  const auto findings = ground.open()->check();

  ASSERT_EQ(findings.size(), 1U);
  EXPECT_THAT(findings[0], HasSubstr("oai:river.example:2"));
}

TEST(SqliteStore, CheckFindsEveryKindOfDamage) {
  const std::vector<std::pair<const char*, const char*>> damages = {
      {"DELETE FROM body WHERE key = 1", "without a body"},
      {"DELETE FROM document WHERE key = 1", "without a body"},
      {"UPDATE record SET deleted = 1, digest = digest WHERE key = 1", "content is still there"},
      {"INSERT INTO document VALUES (99, 'x')", "document without a record"},
      {"INSERT INTO source (key, prefix, bytes) VALUES (99, 'x', x'00')", "source bytes without a record"},
      {"UPDATE contributor_count SET live = live + 1", "counter of this contributor"},
      {"UPDATE peer_count SET deleted = deleted + 1", "counter of this peer"},
      {"UPDATE node SET last_seq = 1", "beyond the last"},
      {"INSERT INTO version (record, version, datestamp, deleted, document) VALUES (1, 1, 0, 0, '')", "past versions"},
      {"UPDATE record SET listed = 0 WHERE key = 1", "never public, but"},
      {"UPDATE record SET listed = 3 WHERE key = 1", "nor waiting"},
      {"UPDATE record SET datestamp = datestamp - 1 WHERE key = 3", "earlier than"},
      {"UPDATE record SET contributor = 99 WHERE key = 1", "refers to a row"},
      {"DELETE FROM slug_given", "never written down"},
      {"DELETE FROM node", "row of the node is gone"},
      {"PRAGMA application_id = 7", "mark of Commonplace"},
  };
  for (const auto& [damage, words] : damages) {
    SqliteGround ground;
    const auto store = ground.open();
    write_some(*store, 5);
    EXPECT_THAT(store->check(), IsEmpty());

    execute(ground.path(), damage);

    EXPECT_THAT(store->check(), testing::Contains(HasSubstr(words))) << damage;
  }
}

TEST(SqliteStore, SetsTheFileUpAsReliabilityAsks) {
  SqliteGround ground;
  ground.open();

  EXPECT_EQ(number(ground.path(), "PRAGMA application_id"), 0x436d6e70);
  EXPECT_EQ(number(ground.path(), "PRAGMA user_version"), schema_version);
  std::ifstream file(ground.path(), std::ios::binary);
  std::string header(20, '\0');
  file.read(header.data(), 20);
  EXPECT_EQ(header[18], 2) << "journal_mode=WAL is written in byte 18 of the header";
}

// Takes steps 8, 7 and 6 back.
const std::string without_alignments =
    "DROP TABLE alignment_state; DROP TABLE aligned_record; DROP TABLE aligned_text; DROP TABLE suggestion_verdict;";
const std::string without_kept_bytes =
    without_alignments + "ALTER TABLE source DROP COLUMN around; ALTER TABLE version DROP COLUMN around;";
const std::string without_friends = without_kept_bytes + "ALTER TABLE peer DROP COLUMN is_friend;";

// Takes step 5 back.
const std::string without_curricula =
    "DROP TABLE statement_extra; DROP TABLE statement_past; DROP TABLE statement_link; DROP TABLE curriculum;"
    "ALTER TABLE framework DROP COLUMN same_as; ALTER TABLE framework DROP COLUMN imported_by;"
    "ALTER TABLE framework DROP COLUMN changed_at; ALTER TABLE framework DROP COLUMN notes;"
    "ALTER TABLE framework DROP COLUMN is_local; ALTER TABLE framework DROP COLUMN is_off;"
    "ALTER TABLE framework DROP COLUMN extra;"
    "ALTER TABLE statement DROP COLUMN same_as; ALTER TABLE statement DROP COLUMN case_guid;"
    "ALTER TABLE statement DROP COLUMN abbreviated; ALTER TABLE statement DROP COLUMN context;"
    "ALTER TABLE statement DROP COLUMN age_min; ALTER TABLE statement DROP COLUMN age_max;"
    "ALTER TABLE statement DROP COLUMN is_retired; ALTER TABLE statement DROP COLUMN replaced_by;"
    "ALTER TABLE statement DROP COLUMN changed_at;";

TEST(Rel16, AnOlderFrameworkIsBroughtUpToDateWhole) {
  SqliteGround ground;
  model::Framework framework;
  framework.id = "arts";
  framework.imported_at = "2026-01-01";
  ground.open()->put_framework(framework, {model::Statement{}});
  execute(ground.path(), (without_friends + without_curricula + "PRAGMA user_version = 4").c_str());

  const auto store = ground.open();

  EXPECT_EQ(store->framework("arts")->changed_at, "2026-01-01");
  ASSERT_EQ(store->statements("arts").size(), 1u);
  EXPECT_EQ(store->statements("arts")[0].changed_at, "2026-01-01");
  EXPECT_FALSE(store->statements("arts")[0].ages);
  EXPECT_THAT(store->check(), IsEmpty());
}

TEST(Rel16, ADatabaseWithoutSetsIsBroughtUpToDateAndKeepsItsRecords) {
  SqliteGround ground;
  write_some(*ground.open(), 3);
  execute(ground.path(),
          ("DROP TABLE set_block; DROP TABLE oai_set; DROP TABLE rendering; ALTER TABLE record DROP COLUMN sets;"
          "ALTER TABLE parked DROP COLUMN sets; ALTER TABLE version DROP COLUMN sets;"
          "ALTER TABLE set_aside DROP COLUMN counted_as;" + without_friends + without_curricula + "PRAGMA user_version = 2").c_str());

  const auto store = ground.open();

  EXPECT_EQ(store->totals().live, 3);
  EXPECT_EQ(store->count({{}, {}, {}, {}, "type"}), 0);
  EXPECT_TRUE(store->has_set("type"));
  EXPECT_EQ(store->rendering_state().made_with, "");
  EXPECT_THAT(store->check(), IsEmpty());
}

TEST(Sec21, AReaderCannotWriteEvenIfItIsTold) {
  SqliteGround ground;
  const auto store = ground.open();
  write_some(*store, 1);
  Connection reader({.path = ground.path()});

  for (const char* sql : {"DELETE FROM record", "DROP TABLE record", "PRAGMA query_only=OFF", "PRAGMA user_version=7",
                          "ATTACH '/tmp/x.db' AS x", "CREATE TABLE t (x)", "VACUUM"}) {
    EXPECT_THROW(reader.execute(sql), StoreError) << sql;
  }
  EXPECT_THAT(store->check(), IsEmpty());
}

TEST(SqliteStore, SaysWhenTheFolderIsReadOnly) {
  if (geteuid() == 0) GTEST_SKIP() << "root writes everywhere";
  SqliteGround ground;
  write_some(*ground.open(), 1);
  std::filesystem::permissions(ground.folder(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);

  EXPECT_THAT(complaint({.path = ground.path()}), Not(IsEmpty()));

  std::filesystem::permissions(ground.folder(), std::filesystem::perms::owner_all);
}

// A limit on the size of files stands for the full disk: the write fails in the middle of a commit.
TEST(SqliteStore, AFullDiskIsAStoreErrorWithoutPartialEffect) {
  SqliteGround ground;
  const auto store = ground.open();
  const ContributorId gallery = add_gallery(*store);
  Batch batch;
  for (int i = 0; i < 2000; ++i) batch.drafts.push_back(draft(std::to_string(i), gallery, std::string(2000, 'x')));
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit narrow = before;
  narrow.rlim_cur = 1'000'000;

  setrlimit(RLIMIT_FSIZE, &narrow);
  EXPECT_THROW(store->write(batch, after(10)), StoreError);
  EXPECT_EQ(store->totals().live, 0);
  setrlimit(RLIMIT_FSIZE, &before);

  EXPECT_EQ(store->write(batch, after(20)).written.size(), 2000U);
  EXPECT_EQ(store->totals().live, 2000);
  EXPECT_THAT(store->check(), IsEmpty());
}

}  // namespace commonplace::store
