// How fast a node takes in what another publishes: fetched by libcurl over loopback, read, judged, stored and indexed
// (harvest.md §9). Usage: harvest_bench [records [parse|store|replay|feed]]; "parse" reads pages and does nothing else, "store" writes
// them, "replay" and "feed" do one whole harvest in cpl or by the node feed: for the profiler. Both nodes run in this process and share its cores; "from replay" the
// source gives kept bytes, so that what is measured is the harvesting node. The parts are measured alone on the same pages; the baseline of the same run is a bare SQLite insert of the same bytes.
#include <fmt/format.h>
#include <sqlite3.h>

#include <map>
#include <thread>

#include "harvest/page.h"
#include "node/app/child.h"
#include "node/app/child_bytes.h"
#include "node/app/follower.h"
#include "node/oai/about.h"
#include "node/store/sqlite_store.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"
#include "tests/bench/figures.h"
#include "tests/bench/sample_node.h"
#include "tests/bench/strangers.h"
#include "tests/bench/visiting.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;

void print_speed(const std::string& name, std::int64_t records, const Stopwatch& watch, double child_seconds = 0) {
  const auto count = static_cast<double>(records);
  fmt::print("{:<34}{:>9.0f} records/s, {:>5.1f} us of processor a record", name, count / watch.wall(),
             (watch.process() + child_seconds) / count * 1e6);
  if (child_seconds > 0) fmt::print(", {:.1f} of them the child's", child_seconds / count * 1e6);
  fmt::print("\n");
  std::fflush(stdout);
}

enum class Reading { in_a_child, here };

// One whole visit into a fresh store, with the index following beside it as in a running node.
void harvest_into(const std::string& database, const std::string& name, const std::string& url, const std::string& prefix,
                  int records, Reading where, const std::string& kind = "oai") {
  const auto store = store::open_sqlite({.path = database, .create = true, .now = sample_day});
  const auto peer = add_peer(*store, "river", url, prefix, kind);
  const auto fetcher = harvest::make_curl_fetcher(curl_options(peer.url));
  const auto index = search::make_index();
  app::Follower follower(*store, *index, "");

  const Stopwatch all;
  std::jthread following([&](const std::stop_token& stop) {
    follower.start();
    while (!stop.stop_requested())
      if (!follower.catch_up()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  });
  auto options = visit_options();
  if (where == Reading::in_a_child) options.make_visit = child_visits(peer.url);
  double listed = 0;
  options.on_page = [&](const app::VisitProgress&) { listed = all.wall(); };
  const double children_before = children_seconds();
  const auto report = app::visit_peer(*store, *fetcher, visitor(), peer, options);
  const double visited = all.wall();
  following = {};
  follower.catch_up();
  print_speed(name, records, all, children_seconds() - children_before);
  const auto part = [&](double seconds) { return seconds / records * 1e6; };
  fmt::print("  us of time a record: the list {:.1f}, made public {:.1f}, indexed after that {:.1f}\n", part(listed), part(visited - listed),
             part(all.wall() - visited));
  if (report.counts.created != records || index->size() != records)
    fmt::print("NOT WHOLE: {} created, {} in the index; {}\n", report.counts.created, index->size(), report.message);
}

std::vector<std::string> pages_of(const SampleNode& source, const std::string& prefix) {
  std::vector<std::string> pages;
  std::string query = "verb=ListRecords&metadataPrefix=" + prefix;
  while (!query.empty()) {
    pages.push_back(ask_provider(source.provider(), query));
    const auto token = next_token(pages.back());
    query = token.empty() ? "" : "verb=ListRecords&resumptionToken=" + token;
  }
  return pages;
}

void fetch_alone(const std::string& url, const std::string& prefix, int records) {
  const auto fetcher = harvest::make_curl_fetcher(curl_options(url));
  const Stopwatch watch;
  harvest::Ask ask;
  ask.url = url + "?verb=ListRecords&metadataPrefix=" + prefix;
  while (!ask.url.empty()) {
    const auto fetched = fetcher->fetch(ask);
    const auto token = fetched.reply ? next_token(fetched.reply->body) : "";
    ask.url = token.empty() ? "" : url + "?verb=ListRecords&resumptionToken=" + token;
  }
  print_speed("  fetch alone, from replay", records, watch);
}

// Remembers every answer, and gives it again without a network.
class Remembering : public harvest::Fetcher {
 public:
  explicit Remembering(harvest::Fetcher& fetcher) : fetcher_(fetcher) {}
  harvest::Fetched fetch(const harvest::Ask& ask) override {
    const auto [place, is_new] = answers_.try_emplace(ask.url);
    if (is_new) place->second = fetcher_.fetch(ask);
    return place->second;
  }

 private:
  harvest::Fetcher& fetcher_;
  std::map<std::string, harvest::Fetched> answers_;
};

// A whole visit by the node feed, its records thrown away.
void read_feed(const std::string& name, const std::string& url, harvest::Fetcher& fetcher, int records) {
  harvest::Source source;
  source.kind = "node";
  source.url = url;
  harvest::House house;
  house.wait = [](std::chrono::seconds) { return false; };
  std::int64_t taken = 0;
  const Stopwatch watch;
  const auto visit = harvest::make_visit(source, fetcher, house);
  while (const auto delivery = visit->next_page()) taken += static_cast<std::int64_t>(delivery->records.size());
  print_speed(name, records, watch);
  if (taken != records) fmt::print("NOT WHOLE: {} taken; {}\n", taken, visit->outcome().reason);
}

void measure_feed(const Folder& folder, const SampleNode& source, int records, bool parsing_only) {
  if (!parsing_only) {
    harvest_into(folder.path("feed.db"), "node feed, all of it", source.oai_url(), "", records, Reading::in_a_child, "node");
    harvest_into(folder.path("feed-here.db"), "node feed, without child", source.oai_url(), "", records, Reading::here, "node");
  }
  const auto fetcher = harvest::make_curl_fetcher(curl_options(source.oai_url()));
  Remembering remembering(*fetcher);
  read_feed("  fetch and read alone", source.oai_url(), remembering, records);
  read_feed("  read alone", source.oai_url(), remembering, records);
}

store::Draft draft_of(const harvest::Delivered& record, store::ContributorId contributor) {
  store::Draft draft;
  draft.identifier = record.identifier;
  draft.public_id = formats::public_id(record.identifier);
  draft.contributor = contributor;
  draft.peer = 1;
  draft.trust = store::Trust::direct_unsigned;
  draft.document = record.document;
  draft.oai_dc = formats::write_oai_dc(*formats::read_canonical(record.document));
  draft.hops = record.hops;
  draft.about = oai::about_of(record.metadata_license, record.hops);
  draft.source = store::SourceBytes{record.prefix, record.datestamp, record.bytes};
  return draft;
}

harvest::Reading reading_of(const std::string& prefix) {
  harvest::Reading reading;
  reading.origin = {.base_url = "http://river.example/oai",
                    .host = "river.example",
                    .source_name = "River Gallery",
                    .prefix = prefix};
  return reading;
}

// What a child of its own costs beside the socket: written by it, read and looked at by its parent.
void cross_the_border(const std::vector<harvest::Delivery>& deliveries, int records) {
  std::vector<std::string> sent;
  const Stopwatch writing;
  for (const auto& delivery : deliveries) {
    harvest::PageNews news{delivery, {}};
    harvest::mend_texts(news);
    sent.push_back(harvest::to_wire(news));
  }
  print_speed("  copied and written to the wire", records, writing);
  std::vector<harvest::PageNews> received(sent.size());
  const Stopwatch reading;
  std::size_t memory = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < sent.size(); ++i) harvest::from_wire(sent[i], memory, received[i]);
  print_speed("  read from the wire", records, reading);
  const Stopwatch looking;
  bool plausible = true;
  for (auto& news : received) plausible = app::is_plausible(news) && plausible;
  print_speed(plausible ? "  looked at" : "  looked at, and REFUSED", records, looking);
}

std::vector<store::Batch> parse_alone(const std::vector<std::string>& pages, const std::string& prefix, int records) {
  const auto reading = reading_of(prefix);
  std::vector<harvest::Delivery> deliveries;
  const Stopwatch watch;
  for (const auto& page : pages)
    deliveries.push_back(std::get<harvest::Page>(harvest::read_page(page, reading)).delivery);
  print_speed("  parse and crosswalk alone", records, watch);
  cross_the_border(deliveries, records);
  std::vector<store::Batch> batches(deliveries.size());
  for (std::size_t i = 0; i < deliveries.size(); ++i)
    for (const auto& record : deliveries[i].records) batches[i].drafts.push_back(draft_of(record, 1));
  return batches;
}

double store_alone(store::Store& store, const std::vector<store::Batch>& batches, int records) {
  model::Contributor profile;
  profile.slug = "river";
  profile.set = "contributor:river.example";
  store.put_contributor(profile, false);
  const Stopwatch watch;
  for (const auto& batch : batches) store.write(batch, visiting_day);
  print_speed("  store alone", records, watch);
  return watch.wall();
}

void index_alone(const store::Store& store, int records) {
  const auto index = search::make_index();
  const Stopwatch watch;
  app::Follower(store, *index, "").start();
  print_speed("  index alone", records, watch);
}

// SQLite with nothing of ours: one narrow and one fat row a record, no index but the key.
double bare_sqlite(const std::string& path, const std::vector<store::Batch>& batches, int records) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  sqlite3_exec(database,
               "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
               "CREATE TABLE narrow (key INTEGER PRIMARY KEY, id TEXT);"
               "CREATE TABLE fat (key INTEGER PRIMARY KEY, document TEXT, oai_dc TEXT, about TEXT, source TEXT)",
               nullptr, nullptr, nullptr);
  sqlite3_stmt* narrow = nullptr;
  sqlite3_stmt* fat = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO narrow VALUES (?1, ?2)", -1, &narrow, nullptr);
  sqlite3_prepare_v2(database, "INSERT INTO fat VALUES (?1, ?2, ?3, ?4, ?5)", -1, &fat, nullptr);
  const auto put_text = [](sqlite3_stmt* into, int place, const std::string& text) {
    sqlite3_bind_text(into, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  };
  sqlite3_int64 key = 0;
  const Stopwatch watch;
  for (const auto& batch : batches) {
    sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    for (const auto& draft : batch.drafts) {
      sqlite3_bind_int64(narrow, 1, ++key);
      put_text(narrow, 2, draft.identifier);
      sqlite3_bind_int64(fat, 1, key);
      put_text(fat, 2, draft.document);
      put_text(fat, 3, draft.oai_dc);
      put_text(fat, 4, draft.about);
      put_text(fat, 5, draft.source->bytes);
      sqlite3_step(narrow);
      sqlite3_step(fat);
      sqlite3_reset(narrow);
      sqlite3_reset(fat);
    }
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
  }
  print_speed("  bare SQLite, the same bytes", records, watch);
  const double seconds = watch.wall();
  sqlite3_finalize(narrow);
  sqlite3_finalize(fat);
  sqlite3_close(database);
  return seconds;
}

// Only the reading of pages, several times over: for the profiler.
void measure_parsing(const SampleNode& source, const std::string& prefix, int records) {
  const auto pages = pages_of(source, prefix);
  for (int round = 0; round < 5; ++round) {
    const Stopwatch watch;
    for (const auto& page : pages) harvest::read_page(page, reading_of(prefix));
    print_speed(fmt::format("  {}, parse and crosswalk", prefix), records, watch);
  }
}

void measure(const Folder& folder, const SampleNode& source, const std::string& prefix, int records) {
  harvest_into(folder.path(prefix + ".db"), prefix + ", from a node", source.oai_url(), prefix, records,
               Reading::in_a_child);
  harvest_into(folder.path(prefix + "-replay.db"), prefix + ", from replay", source.replay_url(), prefix, records,
               Reading::in_a_child);
  harvest_into(folder.path(prefix + "-here.db"), prefix + ", from replay, no child", source.replay_url(), prefix, records,
               Reading::here);
  fetch_alone(source.replay_url(), prefix, records);
  const auto batches = parse_alone(pages_of(source, prefix), prefix, records);
  const auto store = store::open_sqlite({.path = folder.path(prefix + "-parts.db"), .create = true, .now = sample_day});
  const double ours = store_alone(*store, batches, records);
  index_alone(*store, records);
  const double bare = bare_sqlite(folder.path(prefix + "-bare.db"), batches, records);
  fmt::print("  our store has {:.2f} of the speed of bare SQLite\n", bare / ours);
}

// What others take for reading the same list; they store nothing and index nothing.
void measure_others(const SampleNode& source) {
  const auto clients = strange_clients();
  for (const auto& client : clients) {
    const auto harvest = harvest_with(client, source.oai_url(), "oai_dc");
    const auto count = static_cast<double>(std::max<std::int64_t>(1, harvest.records));
    fmt::print("{:<34}{:>9.0f} records/s, {:>5.1f} us of processor a record ({} records read, none stored)\n",
               client.name + ", oai_dc", count / harvest.wall, harvest.processor / count * 1e6, harvest.records);
    std::fflush(stdout);
  }
  if (clients.empty()) fmt::print("HTTP::OAI and the npm package oai-pmh are not installed: no other harvester in this run\n");
}

void measure_storing(const Folder& folder, const SampleNode& source, int records) {
  const auto batches = parse_alone(pages_of(source, "cpl"), "cpl", records);
  for (int round = 0; round < 4; ++round) {
    const auto store =
        store::open_sqlite({.path = folder.path("store-" + std::to_string(round)), .create = true, .now = sample_day});
    store_alone(*store, batches, records);
  }
}

void measure_one(const Folder& folder, const SampleNode& source, bool by_feed, int records) {
  by_feed ? harvest_into(folder.path("feed.db"), "node feed, all of it", source.oai_url(), "", records, Reading::in_a_child, "node")
          : harvest_into(folder.path("replay.db"), "cpl, from replay", source.replay_url(), "cpl", records, Reading::in_a_child);
}

}  // namespace

int main(int argc, char** argv) {
  if (app::is_child(argc, argv)) return app::run_child(argc, argv);
  const int records = number_argument(argc, argv, 1, 50'000);
  const bool parsing_only = argc > 2 && std::string_view(argv[2]) == "parse";
  const Folder folder("harvest-bench");
  SampleNode source(folder.path("source.db"));
  source.publish(records);
  for (const auto* prefix : {"cpl", "oai_dc"}) source.keep_for_replay(prefix);
  source.serve(1);
  const std::string_view part = argc > 2 ? argv[2] : "";
  if (part == "replay" || part == "feed" || part == "store") {
    part == "store" ? measure_storing(folder, source, records) : measure_one(folder, source, part == "feed", records);
    source.stop();
    return 0;
  }
  measure_feed(folder, source, records, parsing_only);
  for (const auto* prefix : {"cpl", "oai_dc"})
    parsing_only ? measure_parsing(source, prefix, records) : measure(folder, source, prefix, records);
  if (!parsing_only) measure_others(source);
  fmt::print("memory at most {:.0f} MiB (all pages of a list at once among it)\n", memory_mib("VmHWM"));
  source.stop();
  return 0;
}
