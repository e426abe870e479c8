// How fast the OAI-PMH provider answers one sequential harvester on loopback (oai-pmh.md §11).
// Usage: oai_bench [records [walk|deep|small]]; "walk" reads the list ten times and does nothing else, "small" asks for single records and for
// Identify: for the profiler; "deep" compares the last pages of a list of small records with its first ones. Baselines of the same run: the bytes of one page as a constant body of the same server,
// and as a static file of nginx where that is installed.
#include <fmt/format.h>

#include <deque>
#include <fstream>
#include <numeric>
#include <random>
#include <thread>

#include "harvest/curl_fetcher.h"
#include "tests/bench/figures.h"
#include "tests/bench/nginx.h"
#include "tests/bench/page_client.h"
#include "tests/bench/sample_node.h"
#include "tests/bench/strangers.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;

constexpr int records_per_page = 500;
constexpr int warm_up = 200;

struct Walk {
  std::vector<double> page_ms;
  std::size_t bytes = 0;
  double wall = 0;
  double server = 0;  // processor seconds of everything but the client
  std::string second_page;
  std::vector<std::string> targets;
};

// The whole list, token by token.
Walk walk(PageClient& client, const std::string& prefix, std::string_view headers, const std::string& set = "") {
  Walk out;
  const Stopwatch all;
  std::string target = "/oai?verb=ListRecords&metadataPrefix=" + prefix + (set.empty() ? "" : "&set=" + set);
  while (!target.empty()) {
    out.targets.push_back(target);
    const Stopwatch one;
    const auto page = client.get(target, headers);
    out.page_ms.push_back(one.wall() * 1000);
    out.bytes += page.size();
    if (out.page_ms.size() == 2) out.second_page = page;
    const auto token = next_token(page);
    target = token.empty() ? "" : "/oai?verb=ListRecords&resumptionToken=" + token;
  }
  out.wall = all.wall();
  out.server = all.process() - all.thread();
  return out;
}

double median_of(const std::vector<double>& times, std::size_t first, std::size_t count) {
  std::vector<double> part(times.begin() + static_cast<std::ptrdiff_t>(first),
                           times.begin() + static_cast<std::ptrdiff_t>(first + count));
  return percentile(part, 0.5);
}

void print_walk(const std::string& name, Walk walk, int records) {
  const std::size_t few = std::min<std::size_t>(10, walk.page_ms.size() / 3);
  const double first = median_of(walk.page_ms, 0, few + 1);
  const double last = median_of(walk.page_ms, walk.page_ms.size() - few - 1, few);  // the last page is a short one
  fmt::print(
      "{:<18}{:>9.0f} records/s {:>6.0f} MB/s; page p50 {:.2f} p99 {:.2f} ms, first ten {:.2f}, last ten {:.2f} ms",
      name, records / walk.wall, static_cast<double>(walk.bytes) / walk.wall / 1e6, percentile(walk.page_ms, 0.5),
      percentile(walk.page_ms, 0.99), first, last);
  fmt::print("; server {:.2f} us of processor a record\n", walk.server / records * 1e6);
}

// The client inflates nothing: the same page again and again, made and packed anew each time.
void print_gzip(PageClient& client, const Walk& plain, int records) {
  const std::string target = "/oai?verb=ListRecords&metadataPrefix=oai_dc";
  const Stopwatch all;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < plain.page_ms.size(); ++i)
    bytes += client.get(target, "Accept-Encoding: gzip\r\n").size();
  fmt::print("{:<18}{:>9.0f} records/s, {:.1f} times smaller (the first page again and again)\n", "oai_dc, gzip",
             records / all.wall(), static_cast<double>(plain.bytes) / static_cast<double>(bytes));
}

// The same number of requests for one fixed body.
double pages_per_second(PageClient& client, const std::string& target, std::size_t count) {
  for (std::size_t i = 0; i < 5; ++i) client.get(target);
  const Stopwatch all;
  for (std::size_t i = 0; i < count; ++i) client.get(target);
  return static_cast<double>(count) / all.wall();
}

void print_ratio(const std::string& name, double measured, double baseline) {
  fmt::print("{:<18}{:>9.0f} records/s; ListRecords oai_dc is {:.2f} of it\n", name, baseline, measured / baseline);
}

double small_answers_per_second(PageClient& client, const std::vector<std::string>& targets) {
  for (int i = 0; i < warm_up; ++i) client.get(targets[static_cast<std::size_t>(i) % targets.size()]);
  const Stopwatch all;
  for (const auto& target : targets) client.get(target);
  return static_cast<double>(targets.size()) / all.wall();
}

// The same pages, each asked for by eight clients at once.
void print_pages_to_eight(std::uint16_t port, const std::vector<std::string>& targets) {
  std::vector<std::vector<double>> times(8);
  const Stopwatch all;
  {
    std::vector<std::jthread> clients;
    for (std::size_t i = 0; i < times.size(); ++i)
      clients.emplace_back([&, i] {
        PageClient client(port);
        for (const auto& target : targets) {
          const Stopwatch one;
          client.get(target);
          times[i].push_back(one.wall() * 1000);
        }
      });
  }
  const double seconds = all.wall();
  std::vector<double> page_ms;
  for (const auto& some : times) page_ms.insert(page_ms.end(), some.begin(), some.end());
  const auto pages = static_cast<double>(page_ms.size());
  fmt::print("{:<18}{:>9.0f} records/s; page p50 {:.2f} p99 {:.2f} ms\n", "eight clients", pages * records_per_page / seconds,
             percentile(page_ms, 0.5), percentile(page_ms, 0.99));
}

std::int64_t count_records(std::string_view page) {
  std::int64_t count = 0;
  for (auto at = page.find("<record>"); at != page.npos; at = page.find("<record>", at + 1)) ++count;
  return count;
}

// A whole list of a server that others wrote, by our fetcher: it closes each connection.
void print_other_server(const std::string& folder, double speed) {
  const StrangeServer server(folder, 2'000);
  if (!server.is_running()) {
    fmt::print("Dancer::Plugin::Catmandu::OAI is not installed: no other server in this run\n");
    return;
  }
  harvest::CurlOptions options;
  options.user_agent = "Commonplace-bench";
  options.permits = harvest::permits_for(server.url(), {*harvest::parse_block("127.0.0.0/8")});
  const auto fetcher = harvest::make_curl_fetcher(options);
  std::int64_t records = 0;
  const Stopwatch all;
  std::string query = "verb=ListRecords&metadataPrefix=oai_dc";
  while (!query.empty()) {
    harvest::Ask ask;
    ask.url = server.url() + "?" + query;
    const auto fetched = fetcher->fetch(ask);
    records += fetched.reply ? count_records(fetched.reply->body) : 0;
    const auto token = fetched.reply ? next_token(fetched.reply->body) : "";
    query = token.empty() ? "" : "verb=ListRecords&resumptionToken=" + token;
  }
  const double theirs = static_cast<double>(records) / all.wall();
  fmt::print("{:<18}{:>9.0f} records/s of {}; ours is {:.0f} times as fast\n", "Dancer, Catmandu", theirs, records, speed / theirs);
}

// Asked by eight clients at once, as harvesters that meet do: each waits for its own answer.
double small_answers_to_eight(std::uint16_t port, const std::vector<std::string>& targets) {
  std::deque<PageClient> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(port).get(targets.front());
  const Stopwatch all;
  std::size_t asked = 0;
  for (; asked < clients.size(); ++asked) clients[asked].ask(targets[asked]);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    PageClient& client = clients[i % clients.size()];
    client.answer();
    if (asked < targets.size()) client.ask(targets[asked++]);
  }
  return static_cast<double>(targets.size()) / all.wall();
}

std::vector<std::string> questions_for_records(int records, int count) {
  std::mt19937_64 random(7);
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i)
    out.push_back(fmt::format("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:river.example:work-{}",
                              random() % static_cast<std::uint64_t>(records)));
  return out;
}

// Pages behind all others beside the first ones of the same list, twenty of each, read in turns.
void print_depth(PageClient& client, int records) {
  const Walk whole = walk(client, "oai_dc", "");
  const auto pages = whole.targets.size();
  constexpr std::size_t few = 20;
  std::vector<double> first;
  std::vector<double> deep;
  const auto take = [&](const std::string& target, std::vector<double>& times) {
    const Stopwatch one;
    client.get(target);
    times.push_back(one.wall() * 1000);
  };
  for (std::size_t round = 0; round < 5; ++round)
    for (std::size_t i = 0; i < few; ++i) {
      take(whole.targets[1 + i], first);
      take(whole.targets[pages - 2 - i], deep);
    }
  const double at_first = percentile(first, 0.5);
  const double at_depth = percentile(deep, 0.5);
  fmt::print("a page of {} at the beginning {:.2f} ms, behind {} records {:.2f} ms: {:.2f} times as long\n", records_per_page, at_first,
             records - static_cast<int>(few + 1) * records_per_page, at_depth, at_depth / at_first);
}

int measure_depth(SampleNode& node, int records) {
  const Stopwatch making;
  node.publish_small(records);
  fmt::print("made {} small records in {:.1f} s\n", records, making.wall());
  node.serve(1);
  PageClient client(node.port());
  print_depth(client, records);
  node.stop();
  return 0;
}

int measure_small(SampleNode& node, int records) {
  PageClient client(node.port());
  constexpr int asked = 60'000;
  fmt::print("GetRecord {:.0f}/s\n", small_answers_per_second(client, questions_for_records(records, asked)));
  fmt::print("Identify {:.0f}/s\n", small_answers_per_second(client, std::vector<std::string>(asked, "/oai?verb=Identify")));
  node.stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const int records = number_argument(argc, argv, 1, 100'000);
  const Folder folder("oai-bench");
  SampleNode node(folder.path("node.db"));
  const std::string_view part = argc > 2 ? argv[2] : "";
  if (part == "deep") return measure_depth(node, records);
  const Stopwatch making;
  node.publish(records);
  fmt::print("made {} records in {:.1f} s\n", records, making.wall());

  node.serve(1);
  if (part == "small") return measure_small(node, records);
  PageClient client(node.port());
  walk(client, "oai_dc", "");  // once for the caches
  if (part == "walk") {
    for (int round = 0; round < 10; ++round) print_walk("oai_dc", walk(client, "oai_dc", ""), records);
    node.stop();
    return 0;
  }
  const Walk plain = walk(client, "oai_dc", "");
  print_walk("oai_dc", plain, records);
  print_gzip(client, plain, records);
  print_walk("cpl", walk(client, "cpl", ""), records);
  const Walk in_set = walk(client, "oai_dc", "", "subject");  // everything again, along the members of a set
  print_walk("oai_dc, one set", in_set, records);
  print_pages_to_eight(node.port(), plain.targets);
  constexpr int many_sets = 10'000;
  node.add_sets(many_sets);
  const Stopwatch listing;
  for (int i = 0; i < 20; ++i) client.get("/oai?verb=ListSets");
  fmt::print("ListSets with {} sets: first page {:.2f} ms\n", many_sets, listing.wall() * 1000 / 20);

  const double speed = records / plain.wall;
  node.set_constant(plain.second_page);
  print_ratio("same bytes, fixed", speed, records_per_page * pages_per_second(client, "/page", plain.page_ms.size()));
  std::ofstream(folder.path("page.xml")) << plain.second_page;
  const Nginx nginx(folder.path(""));
  if (nginx.is_running()) {
    PageClient other(nginx.port());
    print_ratio("same bytes, nginx", speed,
                records_per_page * pages_per_second(other, "/page.xml", plain.page_ms.size()));
  } else {
    fmt::print("nginx is not installed: no bound of the machine in this run\n");
  }

  print_other_server(folder.path(""), speed);

  constexpr int small = 20'000;
  const auto for_records = questions_for_records(records, small);
  const std::vector<std::string> for_identify(small, "/oai?verb=Identify");
  const double get = small_answers_per_second(client, for_records);
  const double identify = small_answers_per_second(client, for_identify);
  node.set_constant(std::string(client.get("/oai?verb=Identify")));
  const double fixed = small_answers_per_second(client, std::vector<std::string>(small, "/page"));
  fmt::print("one client: GetRecord {:.0f}/s, Identify {:.0f}/s, the bytes of Identify as a fixed body {:.0f}/s\n", get,
             identify, fixed);
  fmt::print("eight clients: GetRecord {:.0f}/s, Identify {:.0f}/s\n", small_answers_to_eight(node.port(), for_records),
             small_answers_to_eight(node.port(), for_identify));
  fmt::print("memory {:.0f} MiB, at most {:.0f} MiB\n", memory_mib("VmRSS"), memory_mib("VmHWM"));
  node.stop();
  return 0;
}
