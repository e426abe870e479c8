// How well a resource is found by its name, with the errors that people make (SRCH-22, SRCH-60). Imports a corpus into a
// fresh node, makes questions of the names of its records by a seed, and tells by kind where the wanted one came.
//   known_item_eval CORPUS.ndjson MAPPING.toml [--of-each N] [--seed N] [--show KIND] [--min-mrr X] [--max-missed X]
// Missed: not among the first ten. Exit 1 where a limit is not kept over all, 2 where the input cannot be read.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "schemas/formats/canonical.h"
#include "schemas/formats/unicode.h"
#include "tests/eval/program/eval_node.h"
#include "tests/eval/made_questions.h"

namespace {

using namespace commonplace;
using namespace commonplace::eval;

struct Options {
  std::string corpus, mapping, show;
  std::size_t of_each = 100;
  unsigned seed = 1;
  double min_mrr = 0, max_missed = 1;
};

Options read_options(int argc, char** argv) {
  Options options;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string("0"); };
    if (word == "--of-each") options.of_each = std::stoul(value());
    else if (word == "--seed") options.seed = static_cast<unsigned>(std::stoul(value()));
    else if (word == "--show") options.show = value();
    else if (word == "--min-mrr") options.min_mrr = std::stod(value());
    else if (word == "--max-missed") options.max_missed = std::stod(value());
    else files.push_back(word);
  }
  if (files.size() != 2) give_up("give a corpus and a mapping file");
  options.corpus = files[0];
  options.mapping = files[1];
  return options;
}

std::string name_of(const model::Resource& resource) {
  return resource.name.empty() ? std::string() : resource.name.begin()->second;
}

std::vector<std::string> names_of(const store::Store& store) {
  std::vector<std::string> names;
  store::ChangeBounds bounds;
  bounds.limit = 1'000'000;
  bounds.live_only = true;
  bounds.detail = store::Detail::documents;
  store.visit_changes(bounds, [&](const store::ChangeRow& row) {
    if (const auto resource = formats::read_canonical(row.document)) names.push_back(name_of(*resource));
  });
  return names;
}

constexpr std::size_t depth = 10;

// From 0; `depth` when it is not there. Several records may have the name.
std::size_t place_of(const MadeQuestion& question, const EvalNode& node) {
  const auto hits = node.ask(question.text).hits;
  for (std::size_t i = 0; i < hits.size(); ++i)
    if (name_of(hits[i].resource) == question.name) return i;
  return depth;
}

struct Places {
  std::size_t all = 0, first = 0, missed = 0;
  double reciprocal = 0;
  void add(std::size_t place) {
    ++all;
    first += place == 0 ? 1 : 0;
    missed += place >= depth ? 1 : 0;
    if (place < depth) reciprocal += 1 / (static_cast<double>(place) + 1);
  }
  double share(double of) const { return all == 0 ? 0 : of / static_cast<double>(all); }
};

void print_row(const std::string& name, const Places& places) {
  fmt::print("{:<24}{:>6}{:>8.3f}{:>9.1f} %{:>9.1f} %\n", name, places.all, places.share(places.reciprocal),
             100 * places.share(static_cast<double>(places.first)), 100 * places.share(static_cast<double>(places.missed)));
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  const EvalNode node({{options.corpus, options.mapping, ""}});
  const auto questions = make_questions(names_of(node.store()), options.of_each, options.seed);
  std::map<std::string, Places> by_kind;
  std::vector<std::string> order;
  Places all;
  for (const auto& question : questions) {
    const auto place = place_of(question, node);
    if (by_kind.find(question.kind) == by_kind.end()) order.push_back(question.kind);
    by_kind[question.kind].add(place);
    all.add(place);
    if (question.kind == options.show && place > 0)
      fmt::print("{:>4}  {}  <- {}\n", place == depth ? "-" : std::to_string(place + 1), question.text, question.name);
  }
  fmt::print("{} records, {} questions of seed {}\n", node.size(), questions.size(), options.seed);
  fmt::print("{:<24}{:>6}{:>8}{:>11}{:>11}\n", "what was done", "n", "MRR", "first", "missed");
  for (const auto& kind : order) print_row(kind, by_kind[kind]);
  print_row("all", all);
  if (all.share(all.reciprocal) >= options.min_mrr && all.share(static_cast<double>(all.missed)) <= options.max_missed) return 0;
  fmt::print(stderr, "known_item_eval: the measures are below the limits given\n");
  return 1;
}
