// Speed and memory of the index (SRCH-70): search_bench [records] [seed] [n]. Records are made by seed and number
// alone. One in n (seven) is a rich lesson (about 3 KB of text), the others short artworks; words follow Zipf's law.
// Times are processor time of the one thread.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>

#include "node/search/index.h"

namespace {

using commonplace::search::Document;
using commonplace::search::Filters;
using commonplace::search::Index;
using commonplace::search::Query;
namespace model = commonplace::model;

constexpr std::size_t vocabulary_size = 60000;
constexpr std::size_t batch = 500;

// Processor time of this thread: what one core needs, whatever else the machine does.
double milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}
double milliseconds_since(double begin) {
  return milliseconds() - begin;
}

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  std::size_t resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// A pronounceable word that no other number gives.
std::string word(std::size_t number) {
  static constexpr char consonants[] = "bcdfghjklmnprstvw";
  static constexpr char vowels[] = "aeiou";
  std::string text;
  for (number += 90; number > 0; number /= 85) {
    text += consonants[number % 17];
    text += vowels[number / 17 % 5];
  }
  return text + "m";
}

class Records {
 public:
  Records(unsigned seed, std::size_t one_rich_in) : seed_(seed), one_rich_in_(one_rich_in) {
    double sum = 0;
    for (std::size_t i = 0; i < vocabulary_size; ++i) {
      sum += 1.0 / static_cast<double>(i + 8);
      cumulative_.push_back(sum);
      words_.push_back(word(i));
    }
  }

  void fill(std::size_t number, model::Resource& resource, Document& document) const {
    std::mt19937_64 random(seed_ * 1'000'003ULL + number);
    resource = {};
    const bool rich = number % one_rich_in_ == 0;
    resource.in_language = {random() % 20 == 0 ? "cy" : "en"};
    resource.name = {{"en", text(random, rich ? 6 : 4)}};
    resource.license = random() % 2 == 0 ? "https://creativecommons.org/publicdomain/zero/1.0/"
                                         : "https://creativecommons.org/licenses/by/4.0/";
    resource.learning_resource_type = {rich ? "lesson-plan" : "artwork"};
    resource.about = {pick(random, {"art-and-design", "history", "drama", "music", "physics", "geography"})};
    // A word in 30 % of the records, and one in 10 %.
    std::string description = text(random, rich ? 300 : 12);
    if (random() % 10 < 3) description += " common";
    if (random() % 10 < 1) description += " middling";
    resource.description = {{"en", description}};
    if (rich) fill_lesson(random, resource);
    document = {.key = static_cast<std::int64_t>(number),
                .public_id = "r" + std::to_string(number),
                .contributor = static_cast<std::int64_t>(random() % 340),
                .contributor_name = "River Gallery",
                .origin = static_cast<std::int64_t>(random() % 8),
                .changed = {.seconds = 1'700'000'000},
                .resource = &resource};
  }

  const std::string& any_word(std::size_t i) const { return words_[i % words_.size()]; }

 private:
  static std::string pick(std::mt19937_64& random, std::vector<std::string> list) {
    return list[random() % list.size()];
  }

  void fill_lesson(std::mt19937_64& random, model::Resource& resource) const {
    resource.educational_level = {pick(random, {"england-ks1", "england-ks2", "england-ks3", "england-y8"})};
    resource.keywords = {{"en", {text(random, 2), text(random, 1), text(random, 1)}}};
    resource.time_required = pick(random, {"PT15M", "PT45M", "PT1H", "PT2H"});
    for (int i = 0; i < 3; ++i) resource.learning_objectives.push_back({{"en", text(random, 12)}});
    for (int i = 0; i < 5; ++i) {
      resource.key_vocabulary.push_back({.term = {{"en", text(random, 1)}}, .definition = {{"en", text(random, 15)}}});
    }
    for (std::size_t n = random() % 4; n > 0; --n) {
      model::StatementRef statement;
      statement.code = "C" + std::to_string(random() % 5000);
      statement.uri = "https://curriculum.example/statements/" + statement.code;
      statement.framework = "https://curriculum.example/";
      statement.text = {{"en", text(random, 20)}};
      resource.teaches.push_back(statement);
    }
  }

  std::string text(std::mt19937_64& random, std::size_t count) const {
    std::string text;
    for (; count > 0; --count) {
      const double at = std::uniform_real_distribution<double>(0, cumulative_.back())(random);
      const auto place = std::lower_bound(cumulative_.begin(), cumulative_.end(), at) - cumulative_.begin();
      text.append(words_[static_cast<std::size_t>(place)]).append(" ");
    }
    return text;
  }

  unsigned seed_;
  std::size_t one_rich_in_;
  std::vector<double> cumulative_;
  std::vector<std::string> words_;
};

void measure(const Index& index, const char* name, const std::vector<Query>& queries) {
  std::vector<double> times;
  std::int64_t hits = 0;
  for (int round = 0; round < 3; ++round) {
    for (const Query& query : queries) {
      const auto begin = milliseconds();
      const auto results = index.search(query);
      if (round > 0) times.push_back(milliseconds_since(begin));
      hits = std::max(hits, results.total);
    }
  }
  std::sort(times.begin(), times.end());
  std::printf("%-34s p50 %7.3f ms  p99 %7.3f ms  (most hits %lld)\n", name, times[times.size() / 2],
              times[times.size() * 99 / 100], static_cast<long long>(hits));
}

std::vector<Query> queries(std::size_t count, const Filters& filters,
                           const std::function<std::string(std::size_t)>& text) {
  std::vector<Query> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    all[i].text = text(i);
    all[i].filters = filters;
  }
  return all;
}

void build(Index& index, const Records& records, std::size_t count) {
  double spent = 0;
  const std::size_t before = resident_bytes();
  {
    std::vector<model::Resource> resources(batch);
    std::vector<Document> documents;
    for (std::size_t begin = 0; begin < count; begin += batch) {
      documents.assign(std::min(batch, count - begin), {});
      for (std::size_t i = 0; i < documents.size(); ++i) records.fill(begin + i, resources[i], documents[i]);
      const auto start = milliseconds();
      index.put(documents);
      spent += milliseconds_since(start);
    }
  }
  const double bytes = static_cast<double>(resident_bytes() - before) / static_cast<double>(count);
  std::printf("build   %.0f records/s, %.0f resident bytes a record\n", static_cast<double>(count) / spent * 1000,
              bytes);
}

void measure_snapshot(const Index& index) {
  const std::string path = "/tmp/search_bench." + std::to_string(getpid());
  auto start = milliseconds();
  const bool saved = index.save(path);
  std::printf("save    %.0f ms%s\n", milliseconds_since(start), saved ? "" : " FAILED");
  auto other = commonplace::search::make_index();
  const std::size_t before = resident_bytes();
  start = milliseconds();
  const bool loaded = other->load(path);
  const double spent = milliseconds_since(start);
  std::printf("load    %.0f ms%s, %.0f resident bytes a record\n", spent, loaded ? "" : " FAILED",
              static_cast<double>(resident_bytes() - before) / static_cast<double>(other->size()));
  std::remove(path.c_str());
}

void measure_small_puts(Index& index, const Records& records, std::size_t count) {
  model::Resource resource;
  std::vector<Document> one(1);
  std::vector<double> times;
  for (std::size_t i = 0; i < 1000; ++i) {
    records.fill(count + i, resource, one.front());
    const auto start = milliseconds();
    index.put(one);
    times.push_back(milliseconds_since(start));
  }
  std::sort(times.begin(), times.end());
  std::printf("put 1   p50 %.3f ms  p99 %.3f ms\n", times[500], times[990]);
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int place, unsigned otherwise) {
    return argc > place ? static_cast<unsigned>(std::strtoul(argv[place], nullptr, 10)) : otherwise;
  };
  const std::size_t count = argument(1, 84000);
  const Records records(argument(2, 1), argument(3, 7));
  const auto index = commonplace::search::make_index();
  build(*index, records, count);
  const auto any = [&](std::size_t i) { return records.any_word(i); };
  const Filters filters = {{"type", {"lesson-plan"}}, {"subject", {"arts"}}};
  measure(*index, "rare", queries(200, {}, [&](std::size_t i) { return any(20000 + i * 37); }));
  measure(*index, "common (30 %)", queries(200, {}, [](std::size_t) { return "common"; }));
  measure(*index, "common + 2 filters", queries(200, filters, [](std::size_t) { return "common"; }));
  measure(*index, "two words", queries(200, {}, [&](std::size_t i) { return any(20 + i) + " " + any(300 + i); }));
  measure(*index, "three words",
          queries(200, {}, [&](std::size_t i) { return any(i) + " " + any(50 + i) + " " + any(900 + i); }));
  measure(*index, "three common words",
          queries(200, {}, [&](std::size_t i) { return "common middling " + any(i % 5); }));
  measure(*index, "prefix, three letters", queries(200, {}, [&](std::size_t i) { return any(i).substr(0, 3) + "*"; }));
  measure(*index, "all records", queries(50, {}, [](std::size_t) { return ""; }));
  measure(*index, "all records + 2 filters", queries(50, filters, [](std::size_t) { return ""; }));
  std::vector<double> similar;
  for (std::int64_t key = 0; key < 200; ++key) {
    const auto start = milliseconds();
    index->similar(key * 7, 6);
    similar.push_back(milliseconds_since(start));
  }
  std::sort(similar.begin(), similar.end());
  std::printf("%-34s p50 %7.3f ms  p99 %7.3f ms\n", "similar", similar[100], similar[198]);
  measure_snapshot(*index);
  measure_small_puts(*index, records, count);
}
