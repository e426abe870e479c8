#include "node/curriculum/framework_merge.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace commonplace::curriculum {
namespace {

constexpr std::size_t most_examples = 5;
using Statements = std::vector<model::Statement>;

void add_once(std::vector<std::string>& list, const std::string& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

std::vector<std::string> addresses_of(const model::Statement& statement) {
  std::vector<std::string> all = {statement.uri};
  all.insert(all.end(), statement.same_as.begin(), statement.same_as.end());
  if (!statement.case_guid.empty()) all.push_back("urn:uuid:" + statement.case_guid);
  return all;
}

std::string words_of(const model::Statement& statement) {
  return std::string(model::best(statement.text).text);
}

// The same words, whatever the country of the language: "en" and "en-US" are no new wording.
bool say_the_same(const model::LangMap& a, const model::LangMap& b) {
  const auto primary = [](const model::LangMap& map) {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& [language, words] : map) all.emplace_back(language.substr(0, language.find('-')), words);
    std::sort(all.begin(), all.end());
    return all;
  };
  return a == b || primary(a) == primary(b);
}

class Merger {
 public:
  Merger(StoredFramework before, formats::FrameworkPackage& package, const std::string& now)
      : before_(std::move(before)), package_(package), now_(now), met_(before_.statements.size()) {}

  Merged run() {
    for (std::size_t i = 0; i < before_.statements.size(); ++i)
      for (auto& address : addresses_of(before_.statements[i])) places_.emplace(std::move(address), i);
    find_partners();
    for (std::size_t i = 0; i < package_.statements.size(); ++i) take(i);
    for (std::size_t i = 0; i < before_.statements.size(); ++i)
      if (!met_[i]) retire(std::move(before_.statements[i]));
    merged_.import.links = std::move(package_.links);
    finish_header();
    return std::move(merged_);
  }

 private:
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  // Whom each statement was before; and the old addresses for the new ones, wherever these are named.
  void find_partners() {
    partners_.assign(package_.statements.size(), nobody);
    for (std::size_t i = 0; i < package_.statements.size(); ++i) {
      const auto& statement = package_.statements[i];
      for (const auto& address : addresses_of(statement)) {
        const auto found = places_.find(address);
        if (found == places_.end() || met_[found->second]) continue;
        met_[found->second] = true;
        partners_[i] = found->second;
        names_.emplace(statement.uri, before_.statements[found->second].uri);
        break;
      }
    }
    for (auto& statement : package_.statements) {
      rename(statement.parent);
      for (auto& uri : statement.replaced_by) rename(uri);
    }
    for (auto& link : package_.links) {
      rename(link.origin);
      rename(link.destination);
      if (link.relation == model::Relation::replaced) successors_[link.origin].push_back(link.destination);
    }
  }

  void rename(std::string& uri) const {
    if (const auto known = names_.find(uri); known != names_.end()) uri = known->second;
  }

  void take(std::size_t place) {
    model::Statement statement = std::move(package_.statements[place]);
    statement.changed_at = now_;
    if (partners_[place] == nobody) {
      tell(Fate::added, statement);
      ++merged_.changes.added;
    } else {
      compare(before_.statements[partners_[place]], statement);
    }
    merged_.import.statements.push_back(std::move(statement));
  }

  void compare(const model::Statement& old, model::Statement& statement) {
    keep_names(old, statement);
    const bool is_reworded = !say_the_same(old.text, statement.text) || old.code != statement.code;
    const bool is_moved = old.parent != statement.parent;
    if (old.is_retired && !statement.is_retired) {
      ++merged_.changes.returned;
      tell(Fate::returned, statement);
    } else if (is_reworded) {
      ++merged_.changes.reworded;
      tell(Fate::reworded, statement, old.code == statement.code ? words_of(old) : old.code + " " + words_of(old));
    } else if (is_moved) {
      ++merged_.changes.moved;
      tell(Fate::moved, statement);
    } else {
      ++merged_.changes.unchanged;
      statement.changed_at = old.changed_at;
      if (statement.extra.empty()) statement.extra = old.extra;
    }
    if (is_reworded || is_moved) remember(old);
  }

  // The address that it had, so that what is aligned to it stays so, and the new one besides.
  static void keep_names(const model::Statement& old, model::Statement& statement) {
    if (statement.uri != old.uri) {
      add_once(statement.same_as, statement.uri);
      statement.uri = old.uri;
    }
    for (const auto& uri : old.same_as) add_once(statement.same_as, uri);
    std::erase(statement.same_as, statement.uri);
    if (statement.case_guid.empty()) statement.case_guid = old.case_guid;
    if (!old.case_guid.empty() && statement.case_guid != old.case_guid) add_once(statement.same_as, "urn:uuid:" + old.case_guid);
  }

  void retire(model::Statement statement) {
    const auto successors = successors_.find(statement.uri);
    const auto known = statement.replaced_by;
    if (successors != successors_.end())
      for (const auto& uri : successors->second) add_once(statement.replaced_by, uri);
    if (!statement.is_retired) {
      statement.is_retired = true;
      statement.changed_at = now_;
      const bool is_replaced = !statement.replaced_by.empty();
      ++(is_replaced ? merged_.changes.replaced : merged_.changes.retired);
      std::string addresses;
      for (const auto& uri : statement.replaced_by) addresses.append(addresses.empty() ? "" : " ").append(uri);
      tell(is_replaced ? Fate::replaced : Fate::retired, statement, addresses);
    } else if (known != statement.replaced_by) {
      ++merged_.changes.replaced;
      tell(Fate::replaced, statement);
    }
    merged_.import.statements.push_back(std::move(statement));
  }

  void remember(const model::Statement& old) {
    merged_.import.past.push_back({old.uri, now_, old.code, old.text, old.parent});
  }

  void tell(Fate fate, const model::Statement& statement, std::string before = {}) {
    auto& examples = merged_.changes.examples;
    const auto told = std::count_if(examples.begin(), examples.end(), [&](const auto& one) { return one.fate == fate; });
    if (static_cast<std::size_t>(told) < most_examples)
      examples.push_back({fate, statement.id, statement.code, words_of(statement), std::move(before)});
  }

  // What the keeper decided stays; addresses are never lost.
  void finish_header() {
    model::Framework& framework = package_.framework;
    const model::Framework& old = before_.framework;
    const bool is_new = old.id.empty();
    framework.changed_at = is_new || merged_.changes.any() ? now_ : old.changed_at;
    if (!is_new) {
      if (framework.uri != old.uri && !old.uri.empty()) add_once(framework.same_as, std::exchange(framework.uri, old.uri));
      for (const auto& uri : old.same_as) add_once(framework.same_as, uri);
      std::erase(framework.same_as, framework.uri);
      framework.is_off = old.is_off;
      if (framework.notes.empty()) framework.notes = old.notes;
      for (auto field : {&model::Framework::licence, &model::Framework::publisher, &model::Framework::attribution, &model::Framework::source_url})
        if ((framework.*field).empty()) framework.*field = old.*field;
    }
    formats::set_statement_ids(merged_.import.statements);
    merged_.import.framework = std::move(framework);
  }

  StoredFramework before_;
  formats::FrameworkPackage& package_;
  const std::string& now_;
  std::vector<bool> met_;  // by place among the old ones
  std::vector<std::size_t> partners_;
  std::unordered_map<std::string, std::size_t> places_;   // address → place among the old ones
  std::unordered_map<std::string, std::string> names_;    // new address → the one that it had
  std::unordered_map<std::string, std::vector<std::string>> successors_;
  Merged merged_;
};

}  // namespace

std::string_view word_of(Fate fate) {
  constexpr std::array<std::string_view, 6> words = {"added", "reworded", "moved", "retired", "returned", "replaced"};
  return words[static_cast<std::size_t>(fate)];
}

Merged merge_framework(std::optional<StoredFramework> before, formats::FrameworkPackage package, const std::string& now) {
  return Merger(before ? *std::move(before) : StoredFramework{}, package, now).run();
}

}  // namespace commonplace::curriculum
