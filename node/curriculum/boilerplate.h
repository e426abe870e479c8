// Which alignments tell nothing (CUR-40): the same statements on everything of one organisation or source, or one statement
// that hardly any of its resources speak of. Counts are kept as records come and go; nothing is ever counted anew.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace commonplace::curriculum {

enum class GeneralReason { everywhere, many_subjects, unsupported };

struct GeneralUse {
  std::string statement;
  GeneralReason reason = GeneralReason::everywhere;

  friend bool operator==(const GeneralUse&, const GeneralUse&) = default;
};

class Boilerplate {
 public:
  struct Record {
    std::int64_t key = 0;
    std::int64_t contributor = 0;
    std::int64_t source = 0;
    std::vector<std::string> statements;
    std::vector<bool> supported;  // parallel to `statements`: the words of the record speak for it, or cannot be judged
    std::vector<std::string> subjects;
  };

  // Adds or replaces; without statements the record is taken out.
  void put(Record record);
  void remove(std::int64_t key);

  // In the order of the record's statements.
  std::vector<GeneralUse> general(std::int64_t key) const;
  // 0…100 (CUR-42): how rare the statement is with this contributor, and whether the words speak for it.
  int specificity(std::int64_t key, const std::string& statement) const;

  // Records whose answers of general() may be others since the last call.
  std::vector<std::int64_t> take_changed();

  std::size_t size() const { return records_.size(); }

 private:
  struct Signature {
    std::vector<std::string> statements;
    std::map<std::string, std::int64_t> subjects;
    std::unordered_set<std::int64_t> keys;
  };
  struct Uses {
    std::int64_t records = 0;
    std::int64_t supported = 0;
  };
  struct Scope {
    std::int64_t records = 0;
    std::unordered_map<std::string, Signature> signatures;
    std::unordered_map<std::string, Uses> statements;
    std::set<std::string> general_signatures;  // as told by take_changed()
    std::set<std::string> general_statements;
  };
  struct ScopeName {
    bool is_source = false;
    std::int64_t id = 0;
    auto operator<=>(const ScopeName&) const = default;
  };
  struct Kept {
    Record record;
    std::string signature;
  };

  static bool is_everywhere(const Scope& scope, const Signature& signature);
  static bool spans_subjects(const Signature& signature);
  static bool is_unsupported(const Scope& scope, const Uses& uses);
  void count(const Kept& kept, int step);
  void tell_changes(Scope& scope, std::unordered_set<std::int64_t>& changed) const;

  std::unordered_map<std::int64_t, Kept> records_;
  std::map<ScopeName, Scope> scopes_;
  std::set<ScopeName> touched_;
};

// For people: "the same 10 statements stand on most of what this organisation offers".
std::string words_of(GeneralReason reason);

}  // namespace commonplace::curriculum
