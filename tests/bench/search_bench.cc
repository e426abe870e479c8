// Speed and memory of the index on invented records (SRCH-70): search_bench [records] [seed] [beside].
// With "beside" SQLite FTS5 and Xapian search the same records in the same run; that takes minutes. Times are processor
// time of the asking thread, except where it says wall. Each class of queries is asked three ways: for the first time
// since records changed (nothing is cached), again, and while records arrive.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>

#include "node/search/index.h"
#include "tests/bench/figures.h"
#include "tests/bench/other_engines.h"
#include "tests/bench/search_records.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;
using search::Document;
using search::Filters;
using search::Index;
using search::Query;

constexpr std::size_t batch = 2000;  // as the follower of the change log reads them

struct QueryClass {
  std::string name;
  std::vector<Query> queries;
};

QueryClass query_class(std::string name, std::size_t count, const Filters& filters,
                       const std::function<std::string(std::size_t)>& text) {
  QueryClass made{std::move(name), std::vector<Query>(count)};
  for (std::size_t i = 0; i < count; ++i) {
    made.queries[i].text = text(i);
    made.queries[i].filters = filters;
  }
  return made;
}

std::vector<QueryClass> query_classes(const SearchRecords& records) {
  const auto word = [&](std::size_t i) { return records.word(i); };
  const Filters two = {{"type", {"type-0", "type-1"}}, {"subject", {"subject-0", "subject-1", "subject-2"}}};
  const auto common = [](std::size_t) { return std::string("common"); };
  return {query_class("common word (30 %)", 100, {}, common),
          query_class("common word + 2 filters", 100, two, common),
          query_class("rare word", 200, {}, [&](std::size_t i) { return word(20000 + i * 37); }),
          query_class("two words", 200, {}, [&](std::size_t i) { return word(20 + i * 4) + " " + word(300 + i * 7); }),
          query_class("three words", 200, {},
                      [&](std::size_t i) { return word(i) + " " + word(50 + i * 3) + " " + word(900 + i); }),
          query_class("a phrase of two words", 100, {},
                      [&](std::size_t i) { return "\"" + word(i % 20) + " " + word(i % 7 + 3) + "\""; }),
          query_class("three common words", 100, {}, [&](std::size_t i) { return "common middling " + word(i % 5); }),
          query_class("prefix, three letters", 100, {}, [&](std::size_t i) { return word(i).substr(0, 3) + "*"; }),
          query_class("all records", 50, {}, [](std::size_t) { return ""; }),
          query_class("all records + 2 filters", 50, two, [](std::size_t) { return ""; })};
}

class Bench {
 public:
  Bench(std::size_t count, unsigned seed) : count_(count), records_(seed), index_(search::make_index()) {}

  const SearchRecords& records() const { return records_; }

  // Adds records and tells the processor's seconds that it took the calling thread.
  double add(std::size_t first, std::size_t count) {
    double spent = 0;
    std::vector<model::Resource> resources(std::min(batch, count));
    std::vector<Document> documents;
    for (std::size_t begin = 0; begin < count; begin += batch) {
      documents.assign(std::min(batch, count - begin), {});
      for (std::size_t i = 0; i < documents.size(); ++i) records_.fill(first + begin + i, resources[i], documents[i]);
      const Stopwatch watch;
      index_->put(documents);
      spent += watch.thread();
    }
    return spent;
  }

  // The generator's own time is measured apart and taken off.
  void build() {
    const double before = memory_mib("VmRSS");
    const Stopwatch generating;
    model::Resource resource;
    Document document;
    for (std::size_t i = 0; i < std::min<std::size_t>(count_, 20000); ++i) records_.fill(i, resource, document);
    const double generated = generating.process() * static_cast<double>(count_) / static_cast<double>(std::min<std::size_t>(count_, 20000));
    const Stopwatch watch;
    index_->hold();  // as at the start of a node
    const double spent = add(0, count_);
    index_->show();
    index_->finish_merging();
    const auto n = static_cast<double>(count_);
    fmt::print("build    {:.0f} records/s by the writer's processor time, {:.0f} with all merging on one core\n", n / spent,
               n / (watch.process() - generated));
    fmt::print("memory   {:.0f} resident bytes a record\n", (memory_mib("VmRSS") - before) * 1024 * 1024 / n);
  }

  double ask(const Query& query) const {
    const Stopwatch watch;
    index_->search(query);
    return watch.thread() * 1e3;
  }

  void measure(const QueryClass& asked) {
    std::vector<double> first;
    std::vector<double> again;
    std::int64_t most = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(asked.queries.size(), 40); ++i) {
      touch(i);
      first.push_back(ask(asked.queries[i]));
    }
    for (int round = 0; round < 2; ++round) {
      for (const Query& query : asked.queries) {
        const double time = ask(query);
        if (round > 0) again.push_back(time);
      }
    }
    for (std::size_t i = 0; i < 3; ++i) most = std::max(most, index_->search(asked.queries[i]).total);
    fmt::print("{:<26} first p50 {:>7.3f} p99 {:>7.3f} ms   again p50 {:>7.3f} p99 {:>7.3f} ms   (hits {})\n", asked.name,
               percentile(first, 0.5), percentile(first, 0.99), percentile(again, 0.5), percentile(again, 0.99), most);
  }

  // One record changes: whatever was counted is forgotten.
  double touch(std::size_t i) {
    model::Resource resource;
    std::vector<Document> one(1);
    records_.fill(i * 977 % count_, resource, one.front());
    const Stopwatch watch;
    index_->put(one);
    return watch.wall() * 1e3;
  }

  void measure_commit() {
    std::vector<double> times;
    for (std::size_t i = 0; i < 1000; ++i) times.push_back(touch(i));
    fmt::print("one record put and searchable: wall p50 {:.3f} p99 {:.3f} ms\n", percentile(times, 0.5), percentile(times, 0.99));
    index_->finish_merging();
  }

  // Queries while `arriving` records come and segments are joined.
  void measure_arrival(std::size_t arriving) {
    std::vector<std::vector<double>> times(3);
    std::vector<double> wall;
    std::atomic<bool> done = false;
    Query common;
    common.text = "common";
    Query two;
    Query three;
    std::thread asking([&] {
      for (std::size_t i = 0; !done; ++i) {
        two.text = records_.word(20 + i % 200 * 4) + " " + records_.word(300 + i % 200);
        three.text = two.text + " " + records_.word(i % 200);
        const Stopwatch watch;
        times[0].push_back(ask(common));
        times[1].push_back(ask(two));
        times[2].push_back(ask(three));
        wall.push_back(watch.wall() * 1e3 / 3);
      }
    });
    const Stopwatch watch;
    add(count_, arriving);
    index_->finish_merging();
    done = true;
    asking.join();
    fmt::print("while {} records arrive ({:.1f} s): common p50 {:.2f} p99 {:.2f}, two words p99 {:.2f}, three words p99 {:.2f} ms; "
               "mean wall of a query p99 {:.2f} ms\n",
               arriving, watch.wall(), percentile(times[0], 0.5), percentile(times[0], 0.99), percentile(times[1], 0.99),
               percentile(times[2], 0.99), percentile(wall, 0.99));
  }

  void measure_similar() {
    std::vector<double> times;
    for (std::int64_t key = 0; key < 100; ++key) {
      const Stopwatch watch;
      index_->similar(key * 7, 6);
      times.push_back(watch.thread() * 1e3);
    }
    fmt::print("{:<26} p50 {:>7.3f} p99 {:>7.3f} ms\n", "similar", percentile(times, 0.5), percentile(times, 0.99));
  }

  // Two to five letters of a word, or a whole word with a wrong letter; of every third line behind another word.
  void measure_suggestions(const char* name, bool wrong_letter) {
    index_->finish_merging();  // what is offered is put in order when it is quiet
    std::vector<double> times;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < 600; ++i) {
      const std::string before = i % 3 == 0 ? records_.word(i % 50) + " " : std::string();
      std::string word = records_.word(i * 13);
      if (wrong_letter) word[1 + i % 4] = 'x';  // in no word
      const std::string typed = before + (wrong_letter ? word : word.substr(0, 2 + i % 4));
      const Stopwatch watch;
      lines += index_->suggest(typed, 8).size();
      times.push_back(watch.thread() * 1e3);
    }
    fmt::print("{:<26} p50 {:>7.3f} p99 {:>7.3f} ms   ({:.1f} lines each)\n", name, percentile(times, 0.5), percentile(times, 0.99),
               static_cast<double>(lines) / 600);
  }

  void measure_snapshot(const std::string& path) {
    const Stopwatch saving;
    const bool saved = index_->save(path);
    fmt::print("save     {:.2f} s wall, {:.2f} s of the processor{}\n", saving.wall(), saving.process(), saved ? "" : " FAILED");
    index_ = search::make_index();
    const double before = memory_mib("VmRSS");
    const Stopwatch loading;
    const bool loaded = index_->load(path);
    Query query;
    query.text = "common";
    const auto total = index_->search(query).total;
    fmt::print("start    {:.2f} s wall, {:.2f} s of the processor, until the first answer ({} hits){}; {:.0f} resident bytes a record\n",
               loading.wall(), loading.process(), total, loaded ? "" : " FAILED",
               (memory_mib("VmRSS") - before) * 1024 * 1024 / static_cast<double>(count_));
  }

 private:
  std::size_t count_;
  SearchRecords records_;
  std::unique_ptr<Index> index_;
};

void print(const char* engine, std::size_t count, EngineTimes times) {
  fmt::print("{:<8} build {:.0f} records/s; common word top 20 p50 {:.2f} p99 {:.2f} ms, with counts of 7 facets p50 {:.1f} p99 {:.1f} ms; "
             "two words, both, top 20 p50 {:.2f} p99 {:.2f} ms\n",
             engine, static_cast<double>(count) / times.build_seconds, percentile(times.top, 0.5), percentile(times.top, 0.99),
             percentile(times.counted, 0.5), percentile(times.counted, 0.99), percentile(times.two_words, 0.5),
             percentile(times.two_words, 0.99));
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // a long run shows what it has found
  const auto count = static_cast<std::size_t>(number_argument(argc, argv, 1, 100'000));
  const auto seed = static_cast<unsigned>(number_argument(argc, argv, 2, 1));
  Bench bench(count, seed);
  bench.build();
  for (const auto& asked : query_classes(bench.records())) bench.measure(asked);
  bench.measure_similar();
  bench.measure_suggestions("suggestions", false);
  bench.measure_suggestions("suggestions, wrong letter", true);
  bench.measure_commit();
  bench.measure_arrival(50'000);
  const Folder folder("search_bench");
  bench.measure_snapshot(folder.path("index.snapshot"));
  if (argc <= 3 || std::string(argv[3]) != "beside") return 0;
  print("FTS5", count, measure_fts5(bench.records(), count, folder.path("")));
  if (has_xapian())
    print("Xapian", count, measure_xapian(bench.records(), count, folder.path("")));
  else
    fmt::print("Xapian was not there when this was built (Debian: libxapian-dev)\n");
  return 0;
}
