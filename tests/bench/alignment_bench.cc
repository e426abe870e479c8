// Finding statements and suggesting them at size: 10,000 statements, 100,000 aligned resources (CUR-28, CUR-33).
//   alignment_bench [STATEMENTS] [RESOURCES]
// The words are made, with the frequencies of real ones (Zipf); a third of the texts asked for are reworded. Times are the
// processor's: what others do on the machine is not counted.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <random>

#include "node/curriculum/aligned_resources.h"
#include "node/curriculum/finding.h"
#include "node/curriculum/suggesting.h"

namespace {

using namespace commonplace;

class Words {
 public:
  std::string next(std::mt19937& random) const {
    std::uniform_real_distribution<double> share(0, std::log(vocabulary));
    const auto rank = static_cast<unsigned>(std::exp(share(random)));
    std::string word;
    for (unsigned rest = rank * 2654435761U, i = 0; i < 4; ++i, rest /= 100) word += {"bcdfghjklmnprstvwz"[rest % 18], "aeiou"[rest / 18 % 5]};
    return word + fmt::format("{}", static_cast<char>('a' + rank % 26));
  }
  std::string text(std::mt19937& random, int count) const {
    std::string out;
    for (int i = 0; i < count; ++i) out += (i == 0 ? "" : " ") + next(random);
    return out;
  }

 private:
  static constexpr double vocabulary = 20'000;
};

const std::vector<std::string> subjects = {"art-and-design", "music", "history", "english", "mathematics", "science", "geography", "dance"};

void print(std::string_view name, std::vector<double>& took, double goal) {
  std::sort(took.begin(), took.end());
  const auto p99 = took[took.size() * 99 / 100];
  fmt::print("{:44} p50 {:7.3f} ms  p99 {:7.3f} ms  goal {:.0f} ms p99{}\n", name, took[took.size() / 2], p99, goal, p99 <= goal ? "" : "  NOT REACHED");
}

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <typename Work>
double milliseconds(const Work& work) {
  const auto begin = processor_milliseconds();
  work();
  return processor_milliseconds() - begin;
}

}  // namespace

int main(int argc, char** argv) {
  const int statements = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int resources = argc > 2 ? std::atoi(argv[2]) : 100'000;
  std::mt19937 random(28);
  const Words words;

  std::vector<model::Statement> all;
  for (int i = 0; i < statements; ++i) {
    model::Statement one;
    one.uri = fmt::format("https://curriculum.example/{}", i);
    if (i % 20 != 0) one.parent = fmt::format("https://curriculum.example/{}", i / 20 * 20);
    one.text = {{"en", words.text(random, 6 + static_cast<int>(random() % 20))}};
    one.subjects = {subjects[static_cast<std::size_t>(i / 20) % subjects.size()]};
    one.levels = {i % 2 ? "england-ks2" : "england-ks3"};
    all.push_back(std::move(one));
  }
  model::Framework framework;
  framework.id = "bench";
  curriculum::Catalogue catalogue;
  fmt::print("{} statements held ready in {:.0f} ms\n", statements, milliseconds([&] { catalogue.add(framework, all); }));

  std::vector<double> took;
  for (int i = 0; i < 2000; ++i) {
    auto text = all[random() % all.size()].text.at("en");
    if (i % 3 == 0) text = text.substr(text.find(' ') + 1) + " " + words.text(random, 3);
    if (i % 3 == 1) text = words.text(random, 12);
    const curriculum::Question question{text, "en", "", {"england-ks2"}, {"music"}};
    took.push_back(milliseconds([&] { curriculum::find_statements(catalogue, question, 3); }));
  }
  print("one text to its statement (CUR-28)", took, 2);

  curriculum::AlignedResources aligned;
  const auto make = [&] {
    const auto& statement = all[random() % all.size()];
    model::Resource one;
    one.name = {{"en", words.text(random, 6)}};
    one.learning_objectives = {{{"en", words.text(random, 14)}}};
    one.description = {{"en", statement.text.at("en") + " " + words.text(random, 40)}};
    one.about = statement.subjects;
    one.educational_level = statement.levels;
    return std::pair{one, statement.uri};
  };
  const auto filled = milliseconds([&] {
    for (int i = 0; i < resources; ++i) {
      const auto [resource, uri] = make();
      aligned.put(i + 1, 1 + i % 50, resource, {uri});
    }
  });
  fmt::print("{} aligned resources held ready in {:.0f} ms\n", resources, filled);
  took.clear();
  for (int i = 0; i < 300; ++i) {
    const auto asked = make().first;
    curriculum::SuggestionWish wish;
    wish.resource = &asked;
    took.push_back(milliseconds([&] { curriculum::suggest(catalogue, &aligned, wish); }));
  }
  print("suggestions for one resource (CUR-33)", took, 20);
}
