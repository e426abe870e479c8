// From "great artists" to lessons, on real curricula and real records (../shared/data): the whole way of a teacher who
// starts from a statement (CUR-81).

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/program/node.h"

namespace commonplace::testing {
namespace {

constexpr auto great_artists =
    "https://w3id.org/uk/oak/curriculum/nationalcurriculum/contentdescriptor-great-artists-architects-designers-history";
constexpr int source_sets = 142;

std::string unpacked(const std::filesystem::path& archive) {
  auto finished = run({.words = {"zcat", archive.string()}});
  if (finished.exit_code != 0) throw std::runtime_error("zcat: " + finished.err);
  return std::move(finished.out);
}

// Small letters and single blanks, without signs: as plain as a comparison by hand.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (small >= 'a' && small <= 'z') out += small;
    if (small == ' ' && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

bool names_great_artists(const json::Value& row) {
  const auto& texts = row.at("nationalCurriculumStatements");
  return std::any_of(texts.begin(), texts.end(), [](const json::Value& text) {
    return plain(text.get<std::string>()).ends_with("about great artists architects and designers in history");
  });
}

// What was imported, counted without the program.
struct Counted {
  int rows = 0;
  std::set<std::string> titles;  // of those that name the statement
  int naming = 0;

  void add(const json::Value& row) {
    ++rows;
    if (!names_great_artists(row)) return;
    ++naming;
    titles.insert(row.at("title").get<std::string>());
  }
};

class Cur81 : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto data = shared("data");
    if (!data || !std::filesystem::exists(*data / "curricula") || !std::filesystem::exists(*data / "records"))
      GTEST_SKIP() << "SKIP: curricula and records not found at ../shared/data; set COMMONPLACE_SHARED";
    if (!is_on_path("zcat")) GTEST_SKIP() << "SKIP: gzip is not installed";
    data_ = *data;
  }

  void import_frameworks() {
    const auto curricula = data_ / "curricula";
    node_.answer({"framework", "import", curricula / "derived/england-nc-2014.case.json", "--id", "england"}, seconds(120));
    node_.answer({"framework", "import", curricula / "us-asn/DC-arts.json", "--id", "dc-arts"}, seconds(120));
    node_.answer({"framework", "import", curricula / "uk-bbc", "--id", "bbc"}, seconds(120));
    node_.answer({"framework", "import", curricula / "case-spec/ccsso_ela_item.csv", "--id", "common-core"}, seconds(120));
  }

  void import_rows(const std::string& rows, const std::string& mapping, int expected, std::vector<std::string> options = {}) {
    std::vector<std::string> words = {"import", node_.folder().write("rows.jsonl", rows), "--format", "ndjson", "--mapping",
                                      source_file("tests/federation_e2e/mappings/" + mapping)};
    words.insert(words.end(), options.begin(), options.end());
    const auto report = node_.answer(words, seconds(150));
    ASSERT_EQ(report.at("created").get<int>() + report.at("updated").get<int>(), expected) << report.at("errors").dump().substr(0, 600);
  }

  void import_lessons_and_units() {
    const auto lessons = unpacked(data_ / "records/oak-lessons.jsonl.gz");
    for (const auto& line : lines_of(lessons)) counted_.add(*json::parse(line));
    import_rows(lessons, "oak-aligned.toml", counted_.rows);
    std::map<std::string, json::Value> by_slug;  // a slug that comes twice is one record, the later one
    int units = 0;
    std::string lines;
    const auto file = *json::parse(read_file(data_ / "records/oak-units.json"), {.bytes = 64u * 1024 * 1024, .depth = 64, .members = 1'000'000});
    for (const auto& unit : file.at("units")) {
      auto row = unit;
      const auto slug = "unit-" + row.at("slug").get<std::string>();
      row["slug"] = slug;  // of its own, beside the lessons
      row["url"] = row.at("iri");
      lines += row.dump() + "\n";
      by_slug[slug] = std::move(row);
      ++units;
    }
    for (const auto& [slug, unit] : by_slug) counted_.add(unit);
    import_rows(lines, "oak-aligned.toml", units);
  }

  // Every hit of the search for the statement.
  std::vector<json::Value> hits(const std::string& more = "") {
    std::vector<json::Value> out;
    for (int page = 1; page < 100; ++page) {
      const auto answer = node_.get_json("/api/v1/search?facets=0&per_page=100&statement=" + percent_encoded(great_artists) + more + "&page=" + std::to_string(page));
      for (const auto& hit : answer.at("hits")) out.push_back(hit);
      if (answer.at("hits").empty()) break;
    }
    return out;
  }

  static bool is_a_set(const json::Value& hit) { return hit.at("link").is_string() && hit.at("link").get<std::string>().find("dp.la/primary-source-sets/sets/") != std::string::npos; }

  Node node_{Kit{.name = "Oak", .slug = "oak"}};
  std::filesystem::path data_;
  Counted counted_;
};

TEST_F(Cur81, GreatArtistsLeadToArtLessonsCountedRightAndToNoBoilerplate) {
  import_frameworks();
  import_lessons_and_units();
  import_rows(unpacked(data_ / "records/dpla-pss.jsonl.gz"), "dpla.toml", 2211, {"--contributor", "auto"});
  // A link from the statement to one of the ten that stand on every set: only that they tell nothing keeps the sets away.
  node_.serve(seconds(60));
  const auto codes = node_.get_json("/api/v1/statements/resolve?q=CCRA.R.7&framework=common-core");
  ASSERT_EQ(codes.at("verdict"), "matched") << codes.dump();
  const auto general = codes.at("answers")[0].at("uri").get<std::string>();
  node_.answer({"framework", "import-links",
                node_.folder().write("links.sssom.tsv", "subject_id\tpredicate_id\tobject_id\tmapping_justification\n" + std::string(great_artists) +
                                                            "\tskos:exactMatch\t" + general + "\tsemapv:ManualMappingCuration\n")});
  // The sets came last: when all of them are known, everything is.
  const auto all_sets = [&] {
    const auto with_general = hits("&general=1");
    return std::count_if(with_general.begin(), with_general.end(), is_a_set) == source_sets;
  };
  ASSERT_TRUE(node_.soon([&] { return hits().size() >= static_cast<std::size_t>(counted_.naming) && all_sets(); }, seconds(90)))
      << "who asks for general alignments gets them";

  const auto asked = node_.get_json("/api/v1/statements/resolve?q=great%20artists&level=KS2&framework=england");
  ASSERT_FALSE(asked.at("answers").empty());
  EXPECT_EQ(asked.at("answers")[0].at("uri"), great_artists);

  const auto found = hits();
  std::set<std::string> titles;
  for (const auto& hit : found) {
    titles.insert(hit.at("title").get<std::string>());
    EXPECT_FALSE(is_a_set(hit)) << hit.at("title");
  }
  EXPECT_GT(counted_.naming, 100);
  EXPECT_EQ(found.size(), static_cast<std::size_t>(counted_.naming));
  EXPECT_EQ(titles, counted_.titles);
  const auto art = node_.get_json("/api/v1/search?facets=0&subject=art-and-design&statement=" + percent_encoded(great_artists));
  EXPECT_GT(art.at("total").get<int>(), 100);

  const auto statement = node_.get_json("/api/v1/statements/" + percent_encoded(great_artists));
  EXPECT_EQ(statement.at("resources"), counted_.naming) << "on the page of the framework and in the search";
}

}  // namespace
}  // namespace commonplace::testing
