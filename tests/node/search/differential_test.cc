// SRCH-24, 54, 71: the index finds and counts exactly what the slow reference finds and counts, over random records,
// changes and queries; after merges, and after a snapshot has been read back.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>
#include <unistd.h>

#include "node/search/index.h"
#include "tests/node/search/reference_index.h"

namespace commonplace::search {
namespace {

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <typename T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

  std::string words(std::size_t most) {
    // Early words are common, late ones rare.
    std::string text;
    for (std::size_t n = 1 + below(most); n > 0; --n) text += vocabulary_[std::min(below(24), below(24))] + " ";
    return text;
  }

  void fill(model::Resource& resource) {
    const std::string tag = one_of<std::string>({"en", "en-GB", "en", "cy", "de"});
    resource = {};
    resource.in_language = {tag};
    if (chance(10)) resource.in_language.emplace_back("cy");
    resource.name = {{tag, words(5)}};
    if (chance(70)) resource.description = {{tag, words(20)}};
    if (chance(40)) resource.keywords = {{tag, {words(2), words(1)}}};
    for (std::size_t n = below(3); n > 0; --n) resource.learning_resource_type.push_back(one_of(types_));
    for (std::size_t n = below(3); n > 0; --n) resource.about.push_back(one_of(subjects_));
    for (std::size_t n = below(3); n > 0; --n) resource.educational_level.push_back(one_of(levels_));
    const int youngest = static_cast<int>(below(15));
    if (chance(30)) resource.age_range = model::AgeRange{youngest, youngest + 1 + static_cast<int>(below(6))};
    if (chance(70)) resource.license = one_of(licences_);
    if (chance(50)) resource.time_required = "PT" + std::to_string(1 + below(150)) + "M";
    for (std::size_t n = below(3); n > 0; --n) resource.teaches.push_back(statement());
  }

  Query query() {
    Query query;
    query.literal = true;  // what is read out of words, and spelling, have tests of their own
    if (!chance(15)) query.text = words(4);
    if (chance(10)) query.text += " -" + vocabulary_[below(24)];
    if (chance(25)) query.text += chance(20) ? " -" + phrase() : " " + phrase();
    if (chance(10)) query.text += (chance(30) ? " -title:" : " title:") + (chance(50) ? phrase() : vocabulary_[below(24)]);
    if (chance(10)) query.text += " pr*";
    if (chance(5)) query.text += " absentword";
    for (std::size_t n = below(4); n > 0; --n) add_filter(query.filters);
    query.sort = static_cast<Sort>(below(4));
    return query;
  }

  // Often of words that are common, so that they do stand together somewhere; sometimes with a prefix, or one word twice.
  std::string phrase() {
    std::string text = "\"" + vocabulary_[below(8)] + " " + vocabulary_[below(8)];
    if (chance(20)) text += " " + vocabulary_[below(8)];
    return text + (chance(10) ? " pr*\"" : "\"");
  }

  std::int64_t contributor() { return static_cast<std::int64_t>(1 + below(6)); }

 private:
  model::StatementRef statement() {
    const std::size_t number = below(8);
    model::StatementRef statement;
    statement.framework = number < 4 ? "https://f.example/one" : "https://f.example/two";
    statement.code = "C" + std::to_string(number);
    if (number % 3 != 0) statement.uri = "https://f.example/s/" + std::to_string(number);
    return statement;
  }

  void add_filter(Filters& filters) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> choices = {
        {"type", types_},
        {"subject", {"arts", "humanities", "drama", "history", "nothing"}},
        {"level", levels_},
        {"age", {"7-11", "9", "14-16"}},
        {"may", {"adapt", "sell", "print"}},
        {"licence", licences_},
        {"contributor", {"1", "2", "6", "77"}},
        {"language", {"en", "cy", "de"}},
        {"statement", {"C1", "C3", "https://f.example/s/1", "https://f.example/s/2"}},
        {"framework", {"https://f.example/one"}},
        {"time_max", {"15", "30", "60", "90"}},
        {"origin", {"0", "1", "2"}}};
    const auto& [name, values] = one_of(choices);
    filters[name] = {one_of(values)};
    if (chance(40)) filters[name].push_back(one_of(values));
  }

  std::mt19937 random_;
  std::vector<std::string> vocabulary_ = {"print",  "printing", "history", "paint", "museum",  "victorian",
                                          "the",    "colours",  "clay",    "roman", "mosaics", "weaving",
                                          "cathod", "gathod",   "Bücher",  "buch",  "mâché",   "key",
                                          "stage",  "ks2",      "drama",   "ysgol", "prisms",  "zebra"};
  std::vector<std::string> types_ = {"worksheet", "video", "game", "lesson-plan"};
  std::vector<std::string> subjects_ = {"drama", "history", "art-and-design", "physics", "music"};
  std::vector<std::string> levels_ = {"england-ks1", "england-ks2", "england-y4", "england-ks3", "england-y8"};
  std::vector<std::string> licences_ = {"https://creativecommons.org/licenses/by/4.0/",
                                        "https://creativecommons.org/licenses/by-nc-nd/4.0/",
                                        "https://creativecommons.org/publicdomain/zero/1.0/"};
};

class Pair {
 public:
  explicit Pair(unsigned seed) : generator_(seed), index_(make_index()) {}

  void change() {
    if (generator_.chance(25)) {
      remove_some();
    } else {
      put_some();
    }
  }

  void put_some() {
    const std::size_t count = 1 + generator_.below(40);
    std::vector<model::Resource> resources(count);
    std::vector<Document> documents;
    for (model::Resource& resource : resources) {
      generator_.fill(resource);
      const auto key = static_cast<std::int64_t>(generator_.below(400));
      const auto contributor = generator_.contributor();
      documents.push_back({.key = key,
                           .public_id = "p" + std::to_string(key),
                           .contributor = contributor,
                           .contributor_name = "House " + std::to_string(contributor),
                           .origin = static_cast<std::int64_t>(generator_.below(3)),
                           .changed = {.seconds = key * 7 % 50},
                           .resource = &resource});
    }
    index_->put(documents);
    for (const Document& document : documents) reference_.put(document);
  }

  void remove_some() {
    std::vector<std::int64_t> keys;
    for (std::size_t n = generator_.below(60); n > 0; --n)
      keys.push_back(static_cast<std::int64_t>(generator_.below(420)));
    index_->remove(keys);
    for (std::int64_t key : keys) reference_.remove(key);
  }

  void compare(int queries) {
    ASSERT_EQ(index_->size(), static_cast<std::int64_t>(reference_.size()));
    for (int i = 0; i < queries; ++i) ASSERT_NO_FATAL_FAILURE(compare_one(generator_.query()));
  }

  void compare_one(Query query) {
    const ReferenceIndex::Answer expected = reference_.search(query.text, query.filters);
    std::set<std::int64_t> found;
    query.per_page = 100;
    Results results;
    for (query.page = 1; query.page <= 5; ++query.page) {
      results = index_->search(query);
      for (const Hit& hit : results.hits) ASSERT_TRUE(found.insert(hit.key).second) << "a hit twice";
    }
    SCOPED_TRACE(describe(query));
    ASSERT_EQ(results.total, static_cast<std::int64_t>(expected.keys.size()));
    ASSERT_EQ(found, expected.keys);
    for (const auto& [facet, counts] : expected.facets) {
      std::map<std::string, std::int64_t> shown;
      for (const FacetCount& row : results.facets.at(facet)) {
        if (row.count > 0) shown[row.value] = row.count;
      }
      ASSERT_EQ(shown, counts) << facet;
    }
  }

  void restart() {
    const auto path = std::filesystem::temp_directory_path() / ("search-" + std::to_string(::getpid()) + ".idx");
    ASSERT_TRUE(index_->save(path.string()));
    auto read = make_index();
    ASSERT_TRUE(read->load(path.string()));
    std::filesystem::remove(path);
    index_ = std::move(read);
  }

  void finish_merging() const { index_->finish_merging(); }
  const Index& index() const { return *index_; }
  Generator& generator() { return generator_; }

 private:
  static std::string describe(const Query& query) {
    std::string text = "q=" + query.text;
    for (const auto& [name, values] : query.filters) {
      for (const auto& value : values) text += " " + name + "=" + value;
    }
    return text;
  }

  Generator generator_;
  std::unique_ptr<Index> index_;
  ReferenceIndex reference_;
};

std::vector<std::pair<std::int64_t, double>> keys_and_scores(const Results& results) {
  std::vector<std::pair<std::int64_t, double>> hits;
  for (const Hit& hit : results.hits) hits.emplace_back(hit.key, hit.score);
  return hits;
}

std::map<std::string, std::vector<std::pair<std::string, std::int64_t>>> rows_of(const Results& results) {
  std::map<std::string, std::vector<std::pair<std::string, std::int64_t>>> rows;
  for (const auto& [facet, counts] : results.facets) {
    for (const FacetCount& row : counts) rows[facet].emplace_back(row.value, row.count);
  }
  return rows;
}

TEST(Srch71, FindsAndCountsWhatTheReferenceDoesThroughChangesMergesAndRestarts) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Pair pair(seed);
    for (int round = 0; round < 12; ++round) {
      for (int i = 0; i < 6; ++i) pair.change();
      if (round % 2 == 0) pair.finish_merging();  // else searches see whatever is joined by then
      if (round % 4 == 3) {
        ASSERT_NO_FATAL_FAILURE(pair.restart());
      }
      ASSERT_NO_FATAL_FAILURE(pair.compare(12));
    }
  }
}

TEST(Srch58, OrdersAndScoresAlikeHoweverTheRecordsCame) {
  Generator generator(99);
  std::vector<model::Resource> resources(300);
  std::vector<Document> documents;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    generator.fill(resources[i]);
    documents.push_back({.key = static_cast<std::int64_t>(i),
                         .public_id = "r" + std::to_string(i),
                         .contributor = 1,
                         .contributor_name = "House",
                         .origin = 0,
                         .changed = {},
                         .resource = &resources[i]});
  }
  const auto at_once = make_index();
  at_once->put(documents);
  const auto one_by_one = make_index();
  for (auto document = documents.rbegin(); document != documents.rend(); ++document) {
    Document other = *document;
    other.resource = &resources.front();
    one_by_one->put({other});
    one_by_one->put({*document});
  }

  for (int i = 0; i < 200; ++i) {
    const Query query = generator.query();
    const Results a = at_once->search(query);
    const Results b = one_by_one->search(query);
    ASSERT_EQ(a.hits.size(), b.hits.size());
    for (std::size_t k = 0; k < a.hits.size(); ++k) {
      ASSERT_EQ(a.hits[k].key, b.hits[k].key) << query.text;
      ASSERT_EQ(a.hits[k].score, b.hits[k].score);
    }
  }
}

// The same records built at once have the same postings, columns and counts.
TEST(Srch54, AfterManyChangesItIsWhatAFreshBuildIs) {
  const int changes = std::getenv("COMMONPLACE_LONG") != nullptr ? 100'000 : 4'000;
  Generator generator(17);
  std::map<std::int64_t, model::Resource> shelved;
  const auto document_of = [&](std::int64_t key) {
    return Document{.key = key, .public_id = "p" + std::to_string(key), .contributor = 1 + key % 6, .contributor_name = "House",
                    .origin = key % 3, .changed = {.seconds = key % 50}, .resource = &shelved.at(key)};
  };
  const auto changed = make_index();
  for (int done = 0; done < changes;) {
    std::vector<Document> put;
    std::vector<std::int64_t> removed;
    for (std::size_t n = 1 + generator.below(60); n > 0; --n, ++done) {
      const auto key = static_cast<std::int64_t>(generator.below(1500));
      if (generator.chance(25)) {
        if (shelved.erase(key) > 0) removed.push_back(key);
      } else if (std::find(removed.begin(), removed.end(), key) == removed.end()) {
        generator.fill(shelved[key]);
        put.push_back(document_of(key));
      }
    }
    std::erase_if(put, [&](const Document& document) { return !shelved.contains(document.key); });
    changed->remove(removed);
    changed->put(put);
  }
  const auto fresh = make_index();
  std::vector<Document> all;
  for (const auto& [key, resource] : shelved) all.push_back(document_of(key));
  fresh->put(all);

  for (int i = 0; i < 300; ++i) {
    const Query query = generator.query();
    const Results a = changed->search(query);
    const Results b = fresh->search(query);
    ASSERT_EQ(a.total, b.total) << query.text;
    ASSERT_EQ(keys_and_scores(a), keys_and_scores(b)) << query.text;
    ASSERT_EQ(rows_of(a), rows_of(b)) << query.text;
  }
}

}  // namespace
}  // namespace commonplace::search
