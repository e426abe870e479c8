// What a judgement found: each rule kept, broken or not judged, with examples; and the same in words for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harvest/validator/rules.h"

namespace commonplace::harvest::validator {

struct Example {
  std::string asked;  // the address with its arguments
  std::string found;  // a sentence or an excerpt, safe to print
};

struct Verdict {
  const Rule* rule;
  int kept = 0;
  int broken = 0;
  std::vector<Example> examples;  // the first three

  bool is_judged() const { return kept + broken > 0; }
};

class Report {
 public:
  Report();

  // Throw std::logic_error for an id that is none.
  void kept(std::string_view id);
  void broken(std::string_view id, Example example);

  std::vector<const Verdict*> broken_rules(Severity severity) const;
  int kept_rules() const;
  std::vector<const Verdict*> not_judged() const;
  const std::vector<Verdict>& verdicts() const { return verdicts_; }
  // Judged, and no rule of the protocol is broken.
  bool is_fine() const { return !broken_off && broken_rules(Severity::violation).empty(); }

  std::string url;   // the address that was judged
  std::string name;  // as the repository calls itself, verbatim
  int requests = 0;
  std::string ended;        // why it ended early, a sentence; else empty
  bool broken_off = false;  // it ended early, and not because enough was asked

 private:
  Verdict& verdict(std::string_view id);

  std::vector<Verdict> verdicts_;  // one a rule, in the order of rules()
};

// The whole report, in sentences that can be read aloud.
std::string in_words(const Report& report);

}  // namespace commonplace::harvest::validator
