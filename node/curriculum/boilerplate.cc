#include "node/curriculum/boilerplate.h"

#include <algorithm>
#include <cmath>

namespace commonplace::curriculum {
namespace {

// CUR-40.
constexpr std::size_t fewest_statements = 3;
constexpr std::int64_t fewest_records = 10;
constexpr std::size_t many_subjects = 4;
constexpr std::int64_t fewest_for_one_statement = 30;
// CUR-42: of fewer records rarity says nothing.
constexpr std::int64_t fewest_for_rarity = 10;
constexpr double unsupported_share = 0.4;

std::string signature_of(std::vector<std::string> statements) {
  std::sort(statements.begin(), statements.end());
  std::string out;
  for (const auto& one : statements) out.append(one).append("\n");
  return out;
}

}  // namespace

bool Boilerplate::is_everywhere(const Scope& scope, const Signature& signature) {
  const auto records = static_cast<std::int64_t>(signature.keys.size());
  return signature.statements.size() >= fewest_statements && records >= fewest_records && records * 10 >= scope.records * 3;
}

bool Boilerplate::spans_subjects(const Signature& signature) {
  return signature.statements.size() >= fewest_statements && signature.keys.size() >= static_cast<std::size_t>(fewest_records) &&
         signature.subjects.size() >= many_subjects;
}

bool Boilerplate::is_unsupported(const Scope& scope, const Uses& uses) {
  return scope.records >= fewest_for_one_statement && uses.records * 2 >= scope.records && uses.supported * 3 < uses.records;
}

void Boilerplate::put(Record record) {
  remove(record.key);
  // Each statement once, in the order of the record.
  std::vector<std::string> statements;
  std::vector<bool> supported;
  for (std::size_t i = 0; i < record.statements.size(); ++i) {
    if (record.statements[i].empty() || std::find(statements.begin(), statements.end(), record.statements[i]) != statements.end()) continue;
    statements.push_back(std::move(record.statements[i]));
    supported.push_back(i < record.supported.size() && record.supported[i]);
  }
  if (statements.empty()) return;
  std::sort(record.subjects.begin(), record.subjects.end());
  record.subjects.erase(std::unique(record.subjects.begin(), record.subjects.end()), record.subjects.end());
  record.statements = std::move(statements);
  record.supported = std::move(supported);
  Kept kept{std::move(record), {}};
  kept.signature = signature_of(kept.record.statements);
  count(kept, 1);
  const auto key = kept.record.key;
  records_.emplace(key, std::move(kept));
}

void Boilerplate::remove(std::int64_t key) {
  const auto found = records_.find(key);
  if (found == records_.end()) return;
  count(found->second, -1);
  records_.erase(found);
}

void Boilerplate::count(const Kept& kept, int step) {
  const auto& record = kept.record;
  for (const auto& name : {ScopeName{false, record.contributor}, ScopeName{true, record.source}}) {
    auto& scope = scopes_[name];
    touched_.insert(name);
    scope.records += step;
    auto& signature = scope.signatures[kept.signature];
    if (signature.statements.empty()) signature.statements = record.statements;
    if (step > 0)
      signature.keys.insert(record.key);
    else
      signature.keys.erase(record.key);
    for (const auto& subject : record.subjects) {
      auto& records = signature.subjects[subject];
      if ((records += step) == 0) signature.subjects.erase(subject);
    }
    if (signature.keys.empty()) scope.signatures.erase(kept.signature);
    for (std::size_t i = 0; i < record.statements.size(); ++i) {
      auto& uses = scope.statements[record.statements[i]];
      uses.records += step;
      if (record.supported[i]) uses.supported += step;
      if (uses.records == 0) scope.statements.erase(record.statements[i]);
    }
  }
}

std::vector<GeneralUse> Boilerplate::general(std::int64_t key) const {
  std::vector<GeneralUse> out;
  const auto found = records_.find(key);
  if (found == records_.end()) return out;
  const auto& [record, mark] = found->second;
  const auto add = [&](const std::string& statement, GeneralReason reason) {
    if (std::none_of(out.begin(), out.end(), [&](const auto& use) { return use.statement == statement; })) out.push_back({statement, reason});
  };
  for (const auto& name : {ScopeName{false, record.contributor}, ScopeName{true, record.source}}) {
    const auto& scope = scopes_.at(name);
    const auto& signature = scope.signatures.at(mark);
    const bool everywhere = is_everywhere(scope, signature);
    const bool spans = spans_subjects(signature);
    for (const auto& statement : record.statements) {
      if (everywhere || spans)
        add(statement, everywhere ? GeneralReason::everywhere : GeneralReason::many_subjects);
      else if (is_unsupported(scope, scope.statements.at(statement)))
        add(statement, GeneralReason::unsupported);
    }
  }
  return out;
}

int Boilerplate::specificity(std::int64_t key, const std::string& statement) const {
  const auto found = records_.find(key);
  if (found == records_.end()) return 0;
  const auto& record = found->second.record;
  const auto place = std::find(record.statements.begin(), record.statements.end(), statement);
  if (place == record.statements.end()) return 0;
  const auto& scope = scopes_.at({false, record.contributor});
  const auto all = static_cast<double>(scope.records);
  const auto having = static_cast<double>(scope.statements.at(statement).records);
  const double rarity = scope.records < fewest_for_rarity ? 1.0 : std::log((all + 1) / having) / std::log(all + 1);
  const bool supported = record.supported[static_cast<std::size_t>(place - record.statements.begin())];
  return static_cast<int>(std::lround(100 * rarity * (supported ? 1.0 : unsupported_share)));
}

void Boilerplate::tell_changes(Scope& scope, std::unordered_set<std::int64_t>& changed) const {
  std::set<std::string> signatures;
  for (const auto& [mark, signature] : scope.signatures)
    if (is_everywhere(scope, signature) || spans_subjects(signature)) signatures.insert(mark);
  std::set<std::string> statements;
  for (const auto& [statement, uses] : scope.statements)
    if (is_unsupported(scope, uses)) statements.insert(statement);

  const auto differs = [](const std::set<std::string>& a, const std::set<std::string>& b, const std::string& one) {
    return a.contains(one) != b.contains(one);
  };
  for (const auto& [mark, signature] : scope.signatures) {
    const bool flipped = differs(signatures, scope.general_signatures, mark) ||
                         std::any_of(signature.statements.begin(), signature.statements.end(),
                                     [&](const auto& statement) { return differs(statements, scope.general_statements, statement); });
    if (flipped) changed.insert(signature.keys.begin(), signature.keys.end());
  }
  scope.general_signatures = std::move(signatures);
  scope.general_statements = std::move(statements);
}

std::vector<std::int64_t> Boilerplate::take_changed() {
  std::unordered_set<std::int64_t> changed;
  for (const auto& name : touched_) tell_changes(scopes_[name], changed);
  touched_.clear();
  std::vector<std::int64_t> out(changed.begin(), changed.end());
  std::sort(out.begin(), out.end());
  return out;
}

std::string words_of(GeneralReason reason) {
  switch (reason) {
    case GeneralReason::everywhere: return "the same statements stand on most resources of this source";
    case GeneralReason::many_subjects: return "the same statements stand on resources of many subjects";
    case GeneralReason::unsupported: return "it stands on most resources of this source, and few of them speak of it";
  }
  return {};
}

}  // namespace commonplace::curriculum
