// Questions made from the names of records, by a seed: what somebody types who looks for one of them and errs. They are
// another measure of spelling and of finding what is known than the judged questions, and there are as many as wanted.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace commonplace::eval {

struct MadeQuestion {
  std::string kind;  // what was done to the name
  std::string text;
  std::string name;  // of the record that is wanted
};

// `of_each` questions of each kind, or fewer where there are too few names. Names of three to nine plain words are used,
// each once. The same names, number and seed make the same questions everywhere.
std::vector<MadeQuestion> make_questions(const std::vector<std::string>& names, std::size_t of_each, unsigned seed);

}  // namespace commonplace::eval
