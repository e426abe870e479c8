// How fast the search answers over what is in a data folder (made by real-data.sh, or any other).
// Usage: real_search_bench DATA [queries]. The folder is only read, the index is built anew in memory. Times are of one
// thread's processor; the index alone is the baseline of the whole web answer.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "node/app/desk.h"
#include "node/app/follower.h"
#include "node/search/index.h"
#include "node/web/site.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/url.h"
#include "tests/bench/figures.h"

namespace {

using namespace commonplace;
using namespace commonplace::bench;

// Words of titles: each in how many.
class Titles {
 public:
  explicit Titles(const store::Store& store) {
    store::Seq seq = 0;
    for (auto changes = store.changes(seq, 1000); !changes.empty(); changes = store.changes(seq, 1000)) {
      for (const auto& change : changes) read(change.document);
      seq = changes.back().seq;
    }
    for (const auto& [word, count] : counts_) by_count_.push_back(word);
    std::stable_sort(by_count_.begin(), by_count_.end(),
                     [&](const auto& a, const auto& b) { return counts_.at(a) > counts_.at(b); });
  }

  // A word that is common (part near 0) or rare (near 1).
  const std::string& word(double part) const {
    return by_count_[static_cast<std::size_t>(part * static_cast<double>(by_count_.size() - 1))];
  }
  std::size_t size() const { return by_count_.size(); }
  // Several words of one title.
  std::string of_one_title(std::size_t number, std::size_t words) const {
    const auto& title = titles_[number % titles_.size()];
    std::string text;
    for (std::size_t i = 0; i < std::min(words, title.size()); ++i) text += (i > 0 ? " " : "") + title[i];
    return text;
  }

 private:
  void read(const std::string& document) {
    const auto resource = formats::read_canonical(document);
    if (!resource) return;
    std::vector<std::string> title;
    std::string word;
    for (const char c : std::string(model::best(resource->name).text) + " ") {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        continue;
      }
      if (word.size() > 2) title.push_back(word);
      word.clear();
    }
    for (const auto& one : title) ++counts_[one];
    if (!title.empty()) titles_.push_back(std::move(title));
  }

  std::map<std::string, int> counts_;
  std::vector<std::string> by_count_;
  std::vector<std::vector<std::string>> titles_;
};

struct QueryClass {
  std::string name;
  std::vector<search::Query> queries;
};

QueryClass query_class(std::string name, int count, const search::Filters& filters,
                       const std::function<std::string(int)>& text) {
  QueryClass made{std::move(name), {}};
  for (int i = 0; i < count; ++i) {
    search::Query query;
    query.text = text(i);
    query.filters = filters;
    made.queries.push_back(std::move(query));
  }
  return made;
}

std::vector<QueryClass> query_classes(const Titles& titles, int count) {
  const double few = std::min(1.0, 200.0 / static_cast<double>(titles.size()));
  const auto common = [&](int i) { return titles.word(few * (i % 40) / 40.0); };
  const auto rare = [&](int i) { return titles.word(0.3 + 0.7 * i / count); };
  const auto number = [](int i) { return static_cast<std::size_t>(i) * 997; };
  return {query_class("rare word", count, {}, rare),
          query_class("common word", count, {}, common),
          query_class("two words of a title", count, {}, [&](int i) { return titles.of_one_title(number(i), 2); }),
          query_class("three words of a title", count, {}, [&](int i) { return titles.of_one_title(number(i), 3); }),
          query_class("two common words", count, {}, [&](int i) { return common(i) + " " + common(i * 7 + 3); }),
          query_class("three common words", count, {},
                      [&](int i) { return common(i) + " " + common(i * 7 + 3) + " " + common(i * 11 + 5); }),
          query_class("common word, two filters", count, {{"type", {"lesson-plan"}}, {"language", {"en"}}}, common),
          query_class("everything, one filter", count, {{"subject", {"art-and-design"}}}, [](int) { return ""; }),
          query_class("everything", count, {}, [](int) { return ""; })};
}

void print_times(const std::string& name, std::vector<double> times) {
  fmt::print("{:<34}p50 {:>7.3f} ms  p99 {:>7.3f} ms  most {:>7.3f} ms\n", name, percentile(times, 0.5),
             percentile(times, 0.99), times.back());
}

std::vector<double> times_of(const QueryClass& asked, const std::function<void(const search::Query&)>& answer) {
  std::vector<double> times;
  for (const auto& query : asked.queries) {
    const Stopwatch one;
    answer(query);
    times.push_back(one.thread() * 1000);
  }
  return times;
}

http::Request request_for(const std::string& path, const search::Query& query) {
  http::Request request;
  request.method = "GET";
  request.path = path;
  request.query = {{"q", query.text}};
  for (const auto& [facet, values] : query.filters)
    for (const auto& value : values) request.query.push_back({facet, value});
  request.target = path + "?q=" + formats::percent_encode(query.text);
  request.headers = {{"Host", "localhost"}};
  request.now = {1'800'000'000};
  return request;
}

http::Handler web_of(const app::Desk& desk, const search::Index& index) {
  auto profile = std::make_shared<web::Profile>();
  profile->base_url = desk.config.base_url;
  profile->identity_host = desk.identity_host;
  profile->own = desk.own();
  return web::make_handler({desk.store ? *desk.store : throw std::runtime_error("no store"),
                            index,
                            [profile = std::shared_ptr<const web::Profile>(profile)] { return profile; },
                            desk.folder.media(),
                            {},
                            [] { return true; }});
}

void measure_web(const http::Handler& web, const std::string& path, const std::vector<QueryClass>& classes) {
  std::vector<double> times;
  int refused = 0;
  for (const auto& asked : classes) {
    const auto some = times_of(
        asked, [&](const search::Query& query) { refused += web(request_for(path, query)).status == 200 ? 0 : 1; });
    times.insert(times.end(), some.begin(), some.end());
  }
  const auto name = fmt::format("{} ({} queries)", path, times.size());
  print_times(name, std::move(times));
  if (refused > 0) fmt::print("{} answers were not 200\n", refused);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: real_search_bench DATA [queries of each kind]\n");
    return 2;
  }
  auto desk = app::open_desk(argv[1]);
  if (!desk) {
    fmt::print(stderr, "{}: {}\n", argv[1], desk.problem().what);
    return 1;
  }
  const auto index = search::make_index();
  const double before = memory_mib("VmRSS");
  const Stopwatch building;
  app::Follower(*desk->store, *index, "").start();
  fmt::print(
      "{} records; index built at {:.0f} records/s ({:.0f} by processor time), resident {:.0f} MiB, before {:.0f}\n",
      index->size(), static_cast<double>(index->size()) / building.wall(),
      static_cast<double>(index->size()) / building.process(), memory_mib("VmRSS"), before);
  if (index->size() == 0) return 1;

  const Titles titles(*desk->store);
  const auto classes = query_classes(titles, number_argument(argc, argv, 2, 200));
  std::vector<double> all;
  for (const auto& asked : classes) {
    const auto search = [&](const search::Query& query) { index->search(query); };
    times_of(asked, search);  // once for the caches
    auto times = times_of(asked, search);
    all.insert(all.end(), times.begin(), times.end());
    print_times(asked.name, std::move(times));
  }
  print_times("all of them", std::move(all));
  const auto web = web_of(*desk, *index);
  for (const auto* path : {"/api/v1/search", "/search"}) measure_web(web, path, classes);
  return 0;
}
