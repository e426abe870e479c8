// How much two texts say the same, word by word (CUR-27): what of each stands in the other, rare words counting more, and
// whether in the same order.
#pragma once

#include <vector>

#include "node/curriculum/statement_words.h"

namespace commonplace::curriculum {

// Each 0…1.
struct Similarity {
  double in_statement = 0;  // share of the asked text that the statement says
  double in_asked = 0;      // share of the statement that the asked text says
  double both = 0;          // twice what is common over all (Dice)
  double order = 0;         // share of the common words that come in one order
  std::size_t common = 0;   // words
};

// A text that is asked for, prepared once and compared with many.
class AskedText {
 public:
  AskedText(const StatementWords& words, const std::vector<std::string>& stems);

  Similarity with(const std::vector<Term>& statement) const;
  // Which of the asked words the statement has; as long as terms().
  std::vector<bool> covered_by(const std::vector<Term>& statement) const;
  // Share of the asked text where `covered` is true.
  double share(const std::vector<bool>& covered) const;

  const std::vector<Term>& terms() const { return terms_; }  // each once, in order
  const std::vector<float>& weights() const { return weights_; }

 private:
  const StatementWords& words_;
  std::vector<Term> terms_;
  std::vector<float> weights_;
  double total_ = 0;
};

}  // namespace commonplace::curriculum
