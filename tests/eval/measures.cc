#include "tests/eval/measures.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace commonplace::eval {

namespace {

constexpr std::size_t depth = 10;
constexpr int good = 2;  // grade

double gain(int grade) {
  return std::exp2(grade) - 1;
}

double discounted(const std::vector<int>& grades) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(grades.size(), depth); ++i)
    sum += gain(grades[i]) / std::log2(static_cast<double>(i) + 2);
  return sum;
}

double best_possible(const Judgements& judgements) {
  std::vector<int> grades;
  for (const auto& [name, grade] : judgements) grades.push_back(grade);
  std::sort(grades.rbegin(), grades.rend());
  return discounted(grades);
}

}  // namespace

Measures measure(const std::vector<std::string>& ranking, const Judgements& judgements) {
  std::vector<int> grades;
  for (const auto& name : ranking) {
    const auto judged = judgements.find(name);
    grades.push_back(judged == judgements.end() ? 0 : judged->second);
  }
  grades.resize(std::max(grades.size(), depth), 0);
  const auto begin = grades.begin();
  const auto is_good = [](int grade) { return grade >= good; };
  Measures out;
  const double best = best_possible(judgements);
  out.ndcg10 = best > 0 ? discounted(grades) / best : 0;
  const auto first = std::find_if(begin, grades.end(), is_good);
  if (first != grades.end()) out.reciprocal = 1.0 / static_cast<double>(first - begin + 1);
  out.precision3 = static_cast<double>(std::count_if(begin, begin + 3, is_good)) / 3;
  const auto found = std::count_if(begin, begin + depth, [](int grade) { return grade > 0; });
  out.recall10 = judgements.empty() ? 0 : static_cast<double>(found) / static_cast<double>(judgements.size());
  out.zero = found == 0 ? 1 : 0;
  return out;
}

Measures mean(const std::vector<Measures>& all) {
  Measures sum;
  for (const auto& one : all) {
    sum.ndcg10 += one.ndcg10;
    sum.reciprocal += one.reciprocal;
    sum.precision3 += one.precision3;
    sum.recall10 += one.recall10;
    sum.zero += one.zero;
  }
  const auto n = std::max(1.0, static_cast<double>(all.size()));
  return {sum.ndcg10 / n, sum.reciprocal / n, sum.precision3 / n, sum.recall10 / n, sum.zero / n};
}

double ndcg_uncertainty(const std::vector<Measures>& all) {
  constexpr std::size_t rounds = 1000;
  if (all.empty()) return 0;
  std::mt19937 random(1);
  std::vector<double> means;
  for (std::size_t round = 0; round < rounds; ++round) {
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i) sum += all[random() % all.size()].ndcg10;
    means.push_back(sum / static_cast<double>(all.size()));
  }
  std::sort(means.begin(), means.end());
  return (means[rounds * 975 / 1000] - means[rounds * 25 / 1000]) / 2;
}

CrossValidated cross_validated(const std::vector<std::vector<double>>& by_setting) {
  constexpr std::size_t parts = 5;
  CrossValidated out;
  const std::size_t questions = by_setting.empty() ? 0 : by_setting.front().size();
  if (questions == 0) return out;
  double sum = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    const auto total = [&](const std::vector<double>& values, bool inside) {
      double of_part = 0;
      for (std::size_t i = 0; i < questions; ++i) of_part += (i % parts == part) == inside ? values[i] : 0;
      return of_part;
    };
    const auto best = std::max_element(by_setting.begin(), by_setting.end(),
                                       [&](const auto& a, const auto& b) { return total(a, false) < total(b, false); });
    out.chosen.push_back(static_cast<std::size_t>(best - by_setting.begin()));
    sum += total(*best, true);
  }
  out.mean = sum / static_cast<double>(questions);
  return out;
}

}  // namespace commonplace::eval
