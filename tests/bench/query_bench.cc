// How long it takes to read what a person typed (SRCH-2: 50 microseconds at most), and to say what a misspelt word may have
// meant among many words (SRCH-22).
//   query_bench QUESTIONS [WORDS]
// QUESTIONS: tests/golden/understood.txt, one question a line before a tab. WORDS: of the names that misspelt ones are compared
// with, 100,000 unless told. Exit 1 where the slowest of a hundred readings takes longer than 50 microseconds.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "node/search/index.h"
#include "node/search/understanding.h"
#include "tests/bench/figures.h"

namespace {

using namespace commonplace;

std::vector<std::string> read_questions(const char* path) {
  std::ifstream file(path);
  std::vector<std::string> questions;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#') questions.push_back(line.substr(0, line.find('\t')));
  return questions;
}

// The quickest of several readings of each: what else runs on the machine does not count.
std::vector<double> reading_times(const std::vector<std::string>& questions) {
  constexpr int rounds = 200;
  std::vector<double> times(questions.size(), 1e9);
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const bench::Stopwatch watch;
      search::understand(questions[i]);
      times[i] = std::min(times[i], watch.wall() * 1e6);
    }
  return times;
}

void print_row(const std::string& name, std::vector<double> times) {
  fmt::print("{:<42}{:>8}{:>10.1f}{:>10.1f}{:>10.1f}\n", name, times.size(), bench::percentile(times, 0.5), bench::percentile(times, 0.99), times.back());
}

std::string made_word(std::mt19937& random) {
  static const std::vector<std::string> syllables = {"ba", "co", "di", "fra", "gle", "ho", "in", "ju", "ka", "lo", "mer", "nu", "po", "ri", "sta", "ter", "us", "vi", "wo", "ze"};
  std::string word;
  for (std::size_t n = 2 + random() % 3; n > 0; --n) word += syllables[random() % syllables.size()];
  return word;
}

std::vector<double> spelling_times(int words) {
  std::mt19937 random(5);
  std::vector<model::Resource> resources(static_cast<std::size_t>(words) / 5);
  std::vector<search::Document> documents;
  std::vector<std::string> known;
  for (auto& resource : resources) {
    std::string name;
    for (int i = 0; i < 5; ++i) name.append(known.emplace_back(made_word(random))).append(" ");
    resource.name = {{"en", name}};
    search::Document document;
    document.key = static_cast<std::int64_t>(documents.size()) + 1;
    document.public_id = std::to_string(document.key);
    document.contributor = 1;
    document.resource = &resource;
    documents.push_back(document);
  }
  const auto index = search::make_index();
  index->put(documents);
  index->finish_merging();
  std::vector<double> times;
  for (int i = 0; i < 300; ++i) {
    search::Query query;
    for (int word = 0; word < 3; ++word) {
      std::string typed = known[random() % known.size()];
      std::swap(typed[1], typed[2]);
      query.text += typed + "q ";
    }
    query.facets = false;
    const bench::Stopwatch watch;
    index->search(query);
    times.push_back(watch.wall() * 1e6);
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  const auto questions = argc > 1 ? read_questions(argv[1]) : std::vector<std::string>();
  if (questions.empty()) {
    fmt::print(stderr, "query_bench: give a file of questions, such as tests/golden/understood.txt\n");
    return 2;
  }
  std::string longest;
  for (std::size_t i = 0; longest.size() < 500; ++i) longest += questions[i % questions.size()] + " ";
  fmt::print("{:<42}{:>8}{:>10}{:>10}{:>10}\n", "microseconds", "n", "p50", "p99", "most");
  auto times = reading_times(questions);
  print_row("reading a question", times);
  print_row("reading 500 letters", reading_times({longest}));
  print_row("search of three misspelt words", spelling_times(bench::number_argument(argc, argv, 2, 100'000)));
  return bench::percentile(times, 0.99) <= 50 ? 0 : 1;
}
