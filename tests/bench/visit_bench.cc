// What visits cost beside their speed (harvest.md §12): the memory of the reading process, a visit that finds nothing new, the search
// while four visits run, and the dump read and verified. Usage: visit_bench [records]. Each figure stands beside its goal.
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <deque>
#include <fstream>
#include <thread>

#include "harvest/change_line.h"
#include "harvest/crosswalk.h"
#include "harvest/gunzip.h"
#include "node/app/child.h"
#include "node/app/follower.h"
#include "node/store/sqlite_store.h"
#include "tests/bench/figures.h"
#include "tests/bench/page_client.h"
#include "tests/bench/visiting.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;

// The most memory that a child process of this thread has had so far, in MiB.
double child_memory_mib() {
  const auto thread = std::to_string(syscall(SYS_gettid));
  std::ifstream children("/proc/self/task/" + thread + "/children");
  double most = 0;
  for (int child = 0; children >> child;) {
    std::ifstream status(fmt::format("/proc/{}/status", child));
    for (std::string word; status >> word;)
      if (double kib = 0; word == "VmHWM:" && status >> kib) most = std::max(most, kib / 1024);
  }
  return most;
}

std::unique_ptr<store::Store> new_store(const std::string& path) {
  return store::open_sqlite({.path = path, .create = true, .now = sample_day});
}

app::VisitReport visit(store::Store& store, const store::Peer& peer, app::VisitOptions options) {
  const auto fetcher = harvest::make_curl_fetcher(curl_options(peer.url));
  return app::visit_peer(store, *fetcher, visitor(), peer, options);
}

// ---- memory ---------------------------------------------------------------------------------------------------------

void measure_memory(const Folder& folder, const SampleNode& source) {
  for (const auto* prefix : {"cpl", "oai_dc"}) {
    const auto store = new_store(folder.path(fmt::format("memory-{}.db", prefix)));
    auto options = visit_options();
    options.make_visit = child_visits(source.oai_url());
    double most = 0;
    options.on_page = [&](const app::VisitProgress&) { most = std::max(most, child_memory_mib()); };
    const auto peer = add_peer(*store, "river", source.oai_url(), prefix);
    const auto report = visit(*store, peer, options);
    const auto page = ask_provider(source.provider(), fmt::format("verb=ListRecords&metadataPrefix={}", prefix)).size();
    const double page_mib = static_cast<double>(page) / (1024 * 1024);
    fmt::print("memory of the child, {:<7} at most {:>5.1f} MiB for {} records in pages of {:.1f} MiB (goal {:.1f})\n", prefix, most,
               report.counts.created, page_mib, 32 + 2 * page_mib);
  }
}

// ---- nothing new ----------------------------------------------------------------------------------------------------

void measure_unchanged(const Folder& folder, const SampleNode& source, const std::string& kind, bool in_a_child) {
  const auto store = new_store(folder.path(fmt::format("unchanged-{}-{}.db", kind, in_a_child)));
  auto options = visit_options();
  add_peer(*store, "river", source.oai_url(), kind == "oai" ? "cpl" : "", kind);
  visit(*store, *store->peer("river"), options);
  options.full = false;
  if (in_a_child) options.make_visit = child_visits(source.oai_url());
  constexpr int visits = 20;
  std::vector<double> wall_ms;
  std::vector<double> own_ms;
  std::int64_t requests = 0;
  bool unchanged = true;
  for (int i = 0; i < visits; ++i) {
    const auto before = source.requests();
    const double children = children_seconds();
    const auto peer = *store->peer("river");
    const Stopwatch one;
    const auto report = visit(*store, peer, options);
    wall_ms.push_back(one.wall() * 1000);
    own_ms.push_back((one.process() + children_seconds() - children) * 1000);
    requests = std::max(requests, source.requests() - before);
    unchanged = unchanged && report.counts.created + report.counts.updated == 0 && report.ending == harvest::Ending::unchanged;
  }
  fmt::print("nothing new, {:<4} {:<15} {} requests, {:>4.1f} ms of processor with those of the source, {:>5.1f} ms in all (goal {}, 5 ms){}\n", kind,
             in_a_child ? "in a child" : "without child", requests, percentile(own_ms, 0.5), percentile(wall_ms, 0.5), kind == "oai" ? 2 : 1,
             unchanged ? "" : "  NOT UNCHANGED");
}

// ---- search meanwhile -----------------------------------------------------------------------------------------------

std::vector<double> search_until(const search::Index& index, const std::function<bool()>& is_over) {
  std::vector<double> times;
  search::Query query;
  query.filters = {{"subject", {"art-and-design", "history"}}};
  for (int i = 0; !is_over(); ++i) {
    query.text = i % 3 == 0 ? "babam" : i % 3 == 1 ? "cabam dabam" : "fabam";
    query.page = 1 + i % 5;
    const Stopwatch one;
    index.search(query);
    times.push_back(one.wall() * 1000);
    std::this_thread::yield();
  }
  return times;
}

void print_search(const std::string& name, std::vector<double> times) {
  const auto count = times.size();
  const double middle = percentile(times, 0.5);
  fmt::print("search, {:<28} p50 {:.2f} ms, p99 {:.2f} ms of {} queries\n", name, middle, percentile(times, 0.99), count);
}

// Four nodes with a quarter of the records each are visited at once by a node that has as many of its own already.
void measure_search(const Folder& folder, int records) {
  SampleNode own(folder.path("own.db"), "hill.example");
  own.publish(records);
  const auto store = store::open_sqlite({.path = folder.path("own.db")});
  std::deque<SampleNode> sources;
  for (int i = 0; i < 4; ++i) {
    auto& source = sources.emplace_back(folder.path(fmt::format("source-{}.db", i)), fmt::format("river-{}.example", i));
    source.publish(records / 4);
    source.keep_for_replay("cpl");
    source.serve(1);
  }
  const auto index = search::make_index();
  app::Follower follower(*store, *index, "");
  follower.start();
  int asked = 0;
  search_until(*index, [&] { return ++asked > 200; });
  asked = 0;
  auto idle = search_until(*index, [&] { return ++asked > 3000; });

  std::atomic<int> running = 4;
  std::vector<std::jthread> visits;
  const Stopwatch all;
  std::int64_t created = 0;
  std::mutex counting;
  for (int i = 0; i < 4; ++i)
    visits.emplace_back([&, i] {
      const auto url = sources[static_cast<std::size_t>(i)].replay_url();
      auto options = visit_options();
      options.make_visit = child_visits(url);
      const auto report = visit(*store, add_peer(*store, fmt::format("river-{}", i), url, "cpl"), options);
      const std::lock_guard lock(counting);
      created += report.counts.created;
      --running;
    });
  std::jthread following([&](const std::stop_token& stop) {
    while (!stop.stop_requested())
      if (!follower.catch_up()) std::this_thread::sleep_for(std::chrono::milliseconds(50));  // as serve does
  });
  auto busy = search_until(*index, [&] { return running == 0; });
  const double seconds = all.wall();
  visits.clear();
  following = {};
  follower.catch_up();
  const double before = percentile(idle, 0.99);
  const double during = percentile(busy, 0.99);
  print_search("nobody else", std::move(idle));
  print_search("while four visits run", std::move(busy));
  fmt::print("  {:.1f} times the p99 (goal 2, floor 3); the visits took {:.1f} s for {} records, {} in the index\n", during / before, seconds, created,
             index->size());
  for (auto& source : sources) source.stop();
}

// ---- the dump -------------------------------------------------------------------------------------------------------

std::vector<std::string> parts_of_dump(const SampleNode& source) {
  constexpr std::int64_t changes_per_part = 2'500;
  PageClient client(source.port());
  std::vector<std::string> parts;
  for (std::int64_t since = 0; since < source.store().last_seq(); since += changes_per_part)
    parts.emplace_back(client.get(fmt::format("/api/v1/dump?since={}", since), "Accept-Encoding: gzip\r\n"));
  return parts;
}

void print_dump(const std::string& name, std::int64_t records, const Stopwatch& watch) {
  fmt::print("{:<44}{:>9.0f} records/s of processor\n", name, static_cast<double>(records) / watch.thread());
}

// Every part unpacked and each record compared with its digest; then all of that and the crosswalk.
void measure_dump(const SampleNode& source, int records) {
  const auto parts = parts_of_dump(source);
  const harvest::Origin origin{.base_url = "http://river.example/oai", .host = "river.example", .source_name = "River Gallery", .prefix = "cpl"};
  constexpr std::size_t most = 64 * 1024 * 1024;
  for (const bool crosses : {false, true}) {
    std::int64_t read = 0;
    const Stopwatch watch;
    for (const auto& part : parts) {
      const auto text = harvest::gunzip(part, most);
      if (!text) continue;
      std::string_view left = *text;
      while (!left.empty()) {
        const auto end = left.find('\n');
        auto change = harvest::read_change(left.substr(0, end));
        left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
        if (!change) continue;
        harvest::Carried carried{std::move(change->identifier), change->deleted, change->record, std::move(change->hops)};
        read += !crosses || harvest::cross_carried(carried, origin);
      }
    }
    print_dump(crosses ? "dump, unpacked, verified, crossed over" : "dump, unpacked, verified (goal 300,000)", read, watch);
    if (read != records) fmt::print("NOT WHOLE: {} of {} records\n", read, records);
  }
  std::int64_t bytes = 0;
  const Stopwatch unpacking;
  for (const auto& part : parts)
    if (const auto text = harvest::gunzip(part, most)) bytes += static_cast<std::int64_t>(text->size());
  print_dump(fmt::format("  unpacked alone, {:.2f} KB a record", static_cast<double>(bytes) / records / 1000), records, unpacking);
}

}  // namespace

int main(int argc, char** argv) {
  if (app::is_child(argc, argv)) return app::run_child(argc, argv);
  const int records = number_argument(argc, argv, 1, 20'000);
  const Folder folder("visit-bench");
  {
    SampleNode source(folder.path("source.db"));
    source.publish(records);
    source.serve(1, folder.path("cache"));
    measure_memory(folder, source);
    for (const auto* kind : {"oai", "node"})
      for (const bool in_a_child : {true, false}) measure_unchanged(folder, source, kind, in_a_child);
    measure_dump(source, records);
    source.stop();
  }
  measure_search(folder, records);
  return 0;
}
