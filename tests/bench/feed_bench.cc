// How fast the change feed and the dump are given to one sequential reader on loopback (HAR-43).
// Usage: feed_bench [records]. Baseline of the same run: the bytes of one page as a constant body of the same server.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/bench/figures.h"
#include "tests/bench/page_client.h"
#include "tests/bench/sample_node.h"

namespace {

using namespace commonplace::bench;

struct Walk {
  std::vector<double> page_ms;
  std::size_t bytes = 0;
  double wall = 0;
  double server = 0;  // processor seconds of everything but the client
  std::string page;   // the second
};

std::int64_t last_seq_of(std::string_view lines) {
  constexpr std::string_view begin = "{\"seq\":";
  const auto line = lines.rfind('\n', lines.size() - 2);
  const auto at = line == std::string_view::npos ? 0 : line + 1;
  return std::strtoll(lines.data() + at + begin.size(), nullptr, 10);
}

// The whole feed, page after page, until the last seq is seen.
Walk walk(PageClient& client, int limit, std::int64_t last) {
  Walk out;
  const Stopwatch all;
  for (std::int64_t since = 0; since < last;) {
    const Stopwatch one;
    const auto page = client.get(fmt::format("/api/v1/changes?since={}&limit={}", since, limit));
    out.page_ms.push_back(one.wall() * 1000);
    out.bytes += page.size();
    if (out.page_ms.size() == 2) out.page = page;
    since = last_seq_of(page);
  }
  out.wall = all.wall();
  out.server = all.process() - all.thread();
  return out;
}

void print_walk(int limit, Walk walk, int records) {
  fmt::print("feed, {:>5} a page {:>9.0f} records/s {:>5.0f} MB/s; page p50 {:.2f} p99 {:.2f} ms; server {:.2f} us of processor a record\n",
             limit, records / walk.wall, static_cast<double>(walk.bytes) / walk.wall / 1e6, percentile(walk.page_ms, 0.5),
             percentile(walk.page_ms, 0.99), walk.server / records * 1e6);
}

double answers_per_second(PageClient& client, const std::string& target, std::size_t count, std::string_view headers = {}) {
  for (int i = 0; i < 5; ++i) client.get(target, headers);
  const Stopwatch all;
  for (std::size_t i = 0; i < count; ++i) client.get(target, headers);
  return static_cast<double>(count) / all.wall();
}

// Every part of the dump as it goes over the wire.
void print_dump(PageClient& client, const std::string& name, int records, std::int64_t last) {
  constexpr std::int64_t part = 2'500;
  const Stopwatch all;
  std::size_t bytes = 0;
  for (std::int64_t since = 0; since < last; since += part)
    bytes += client.get(fmt::format("/api/v1/dump?since={}", since), "Accept-Encoding: gzip\r\n").size();
  fmt::print("{:<18}{:>9.0f} records/s, {:.0f} bytes a record on the wire\n", name, records / all.wall(),
             static_cast<double>(bytes) / records);
}

}  // namespace

int main(int argc, char** argv) {
  const int records = number_argument(argc, argv, 1, 100'000);
  const Folder folder("feed-bench");
  SampleNode node(folder.path("node.db"));
  node.publish(records);
  const auto last = node.store().last_seq();
  node.serve(1, folder.path("cache"));
  PageClient client(node.port());

  walk(client, 1000, last);  // once for the caches
  for (const int limit : {100, 10'000}) print_walk(limit, walk(client, limit, last), records);
  const Walk usual = walk(client, 1000, last);
  print_walk(1000, usual, records);
  node.set_constant(usual.page);
  const double fixed = 1000 * answers_per_second(client, "/page", usual.page_ms.size());
  fmt::print("same bytes, fixed {:>9.0f} records/s; the feed is {:.2f} of it\n", fixed, records / usual.wall / fixed);
  const double packed = 1000 * answers_per_second(client, "/api/v1/changes?since=1000", usual.page_ms.size(), "Accept-Encoding: gzip\r\n");
  fmt::print("feed, gzip        {:>9.0f} records/s (one page again and again)\n", packed);
  print_dump(client, "dump, first time", records, last);
  print_dump(client, "dump, kept", records, last);
  fmt::print("poll without news {:>9.0f}/s\n",
             answers_per_second(client, fmt::format("/api/v1/changes?since={}", last), 20'000));
  fmt::print("memory {:.0f} MiB, at most {:.0f} MiB\n", memory_mib("VmRSS"), memory_mib("VmHWM"));
  node.stop();
  return 0;
}
