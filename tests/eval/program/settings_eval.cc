// Whether a choice among settings is luck (SRCH-60): reads what `search_eval --json` wrote for the same questions with
// several settings, and prints each mean with its 95 % interval, and what cross-validation over five parts makes of them.
//   settings_eval BEFORE.json AFTER.json …
// Exit 2 where the files cannot be read or are of other questions.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "schemas/formats/json.h"
#include "tests/eval/measures.h"

namespace {

using namespace commonplace;
using namespace commonplace::eval;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "settings_eval: {}\n", why);
  std::exit(2);
}

struct Answers {
  std::vector<std::string> questions;
  std::vector<Measures> measures;
};

Answers read_answers(const std::string& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto parsed = json::parse(text, {.bytes = 64 * 1024 * 1024});
  if (!parsed || !parsed->contains("queries")) give_up(path + " was not written by search_eval --json");
  Answers out;
  for (const auto& row : parsed->at("queries")) {
    out.questions.push_back(row.at("query").get<std::string>());
    Measures measures;
    measures.ndcg10 = row.at("measures").at("ndcg10").get<double>();
    out.measures.push_back(measures);
  }
  return out;
}

std::vector<double> ndcg_of(const Answers& answers) {
  std::vector<double> out;
  for (const auto& one : answers.measures) out.push_back(one.ndcg10);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) give_up("give two files or more");
  std::vector<Answers> settings;
  std::vector<std::vector<double>> by_setting;
  for (int i = 1; i < argc; ++i) {
    settings.push_back(read_answers(argv[i]));
    if (settings.back().questions != settings.front().questions) give_up(std::string(argv[i]) + " is of other questions");
    by_setting.push_back(ndcg_of(settings.back()));
    fmt::print("NDCG@10 {:.4f} ±{:.3f}  {}\n", mean(settings.back().measures).ndcg10, ndcg_uncertainty(settings.back().measures), argv[i]);
  }
  const auto validated = cross_validated(by_setting);
  fmt::print("NDCG@10 {:.4f} for questions by what the others chose:", validated.mean);
  for (const auto chosen : validated.chosen) fmt::print(" {}", argv[chosen + 1]);
  fmt::print("\n");
}
