// How good a ranking is, by the judgements of people (specs: SRCH §7). All measures lie between 0 and 1.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace commonplace::eval {

using Judgements = std::map<std::string, int, std::less<>>;  // what was judged → grade 1…3; others are 0

struct Measures {
  double ndcg10 = 0;      // gain 2^grade - 1, discount log2(rank + 1)
  double reciprocal = 0;  // 1 / rank of the first with grade ≥ 2
  double precision3 = 0;  // share of the first three with grade ≥ 2
  double recall10 = 0;    // share of what was judged that is among the first ten
  double zero = 0;        // 1 when nothing that was judged is among the first ten
};

// `ranking`: best first.
Measures measure(const std::vector<std::string>& ranking, const Judgements& judgements);

Measures mean(const std::vector<Measures>& all);

// Half the width of the 95 % interval of the mean NDCG@10, by drawing the queries anew a thousand times from one seed.
double ndcg_uncertainty(const std::vector<Measures>& all);

// What a choice among settings is worth on questions that did not choose (SRCH-60): the questions are dealt into five
// parts; for each part the setting is taken that is best on the other four.
struct CrossValidated {
  double mean = 0;                  // over all questions, each by the setting that the others chose
  std::vector<std::size_t> chosen;  // by each part
};
// `by_setting`: per setting the measure of each question, in one order. Empty where there is nothing to choose from.
CrossValidated cross_validated(const std::vector<std::vector<double>>& by_setting);

}  // namespace commonplace::eval
