// The tree of a framework, put in order: the same for every format it came in (CUR-5, CONTRACT §4).
#include "schemas/formats/framework_package.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "schemas/formats/identifier.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

constexpr std::size_t most_examples = 5;  // CUR-20

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The digits at `at` without leading zeros.
std::string_view number_at(std::string_view text, std::size_t& at) {
  std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  while (begin + 1 < at && text[begin] == '0') ++begin;
  return text.substr(begin, at - begin);
}

std::string_view words_of(const model::Statement& statement) {
  return model::best(statement.text).text;
}

bool comes_before(const PlacedStatement& a, const PlacedStatement& b) {
  if (a.order != b.order && !a.order.empty() && !b.order.empty()) return natural_less(a.order, b.order);
  if (a.order.empty() != b.order.empty()) return b.order.empty();
  if (a.order.empty() && a.statement.code != b.statement.code) return natural_less(a.statement.code, b.statement.code);
  if (a.order.empty() && words_of(a.statement) != words_of(b.statement))
    return natural_less(words_of(a.statement), words_of(b.statement));
  return a.position < b.position;
}

bool fits_in_url(std::string_view code) {
  return !code.empty() && code.size() <= 100 && code != "." && code != ".." &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return c > 0x20 && c < 0x7F && std::string_view("/?#%\\\"<>").find(c) == std::string_view::npos;
         });
}

class Tree {
 public:
  Tree(std::vector<PlacedStatement> placed, FrameworkPackage& package)
      : placed_(std::move(placed)), package_(package) {}

  void arrange() {
    find_children();
    for (auto& [parent, children] : children_) sort(children);
    visit(roots_);
    cut_cycles();
    set_statement_ids(package_.statements);
    for (auto& link : package_.links)
      if (link.asserted_by.empty()) link.asserted_by = package_.framework.publisher;
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
  }

 private:
  void find_children() {
    for (std::size_t i = 0; i < placed_.size(); ++i) by_uri_.emplace(placed_[i].statement.uri, i);
    std::vector<std::size_t> orphans;
    for (std::size_t i = 0; i < placed_.size(); ++i) {
      const std::string& parent = placed_[i].statement.parent;
      const auto found = by_uri_.find(parent);
      if (parent.empty()) {
        roots_.push_back(i);
      } else if (found == by_uri_.end()) {
        orphans.push_back(i);
      } else if (found->second != i) {
        children_[found->second].push_back(i);
      }
    }
    sort(roots_);
    if (!orphans.empty()) adopt(orphans);
  }

  void adopt(const std::vector<std::size_t>& orphans) {
    PlacedStatement home;
    home.statement.uri = package_.framework.uri + std::string(other_statements);
    home.statement.text["en"] = "Other statements";
    home.position = placed_.size();
    for (const std::size_t orphan : orphans) {
      warnings_.add("orphan", placed_[orphan].statement.uri, "The parent of this statement is not in the file.",
                    "It is shown under “Other statements”.");
      placed_[orphan].statement.parent = home.statement.uri;
    }
    children_[placed_.size()] = orphans;
    roots_.push_back(placed_.size());
    placed_.push_back(std::move(home));
  }

  void sort(std::vector<std::size_t>& indexes) const {
    std::stable_sort(indexes.begin(), indexes.end(),
                     [&](std::size_t a, std::size_t b) { return comes_before(placed_[a], placed_[b]); });
  }

  // Depth first, with our own stack: a chain of 500,000 statements must not end ours.
  void visit(const std::vector<std::size_t>& roots) {
    std::vector<std::size_t> waiting(roots.rbegin(), roots.rend());
    visited_.resize(placed_.size());
    while (!waiting.empty()) {
      const std::size_t index = waiting.back();
      waiting.pop_back();
      if (visited_[index]) continue;
      visited_[index] = true;
      model::Statement& statement = placed_[index].statement;
      statement.sequence = ++siblings_[statement.parent];
      settle_ages(statement);
      package_.statements.push_back(std::move(statement));
      const auto children = children_.find(index);
      if (children != children_.end())
        waiting.insert(waiting.end(), children->second.rbegin(), children->second.rend());
    }
  }

  void settle_ages(model::Statement& statement) {
    if (!statement.ages) statement.ages = vocabularies::ages_of(statement.levels);
    const auto above = ages_.find(statement.parent);
    if (!statement.ages && above != ages_.end()) statement.ages = above->second;
    if (statement.ages) ages_.emplace(statement.uri, *statement.ages);
  }

  // What no root leads to goes round in a circle: it is cut at its first statement.
  void cut_cycles() {
    for (std::size_t i = 0; i < placed_.size(); ++i) {
      if (visited_[i]) continue;
      warnings_.add("cycle", placed_[i].statement.uri, "This statement is its own ancestor.",
                    "It is shown at the top.");
      placed_[i].statement.parent.clear();
      visit({i});
    }
  }

  std::vector<PlacedStatement> placed_;
  FrameworkPackage& package_;
  std::unordered_map<std::string, std::size_t> by_uri_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> children_;
  std::vector<std::size_t> roots_;
  std::vector<bool> visited_;
  std::unordered_map<std::string, int> siblings_;
  std::unordered_map<std::string, model::AgeRange> ages_;  // by URI
  Warnings warnings_;
};

}  // namespace

std::string base_of(const FrameworkHints& hints) {
  if (parse_http_url(hints.source_url)) return hints.source_url;
  return "https://framework.invalid/" + slug(hints.title.empty() ? "framework" : hints.title) + "/";
}

// Retired statements have their code as id only where no present one has it.
void set_statement_ids(std::vector<model::Statement>& statements) {
  std::unordered_map<std::string, int> present;
  std::unordered_map<std::string, int> all;
  for (const auto& statement : statements) {
    ++all[statement.code];
    if (!statement.is_retired) ++present[statement.code];
  }
  for (auto& statement : statements) {
    const auto& count = statement.is_retired ? all : present;
    const bool is_its_own = fits_in_url(statement.code) && count.at(statement.code) == 1;
    statement.id = is_its_own ? statement.code : public_id(statement.uri);
  }
}

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto one = number_at(a, i);
      const auto two = number_at(b, j);
      if (one.size() != two.size()) return one.size() < two.size();
      if (one != two) return one < two;
      continue;
    }
    if (lower(a[i]) != lower(b[j]))
      return static_cast<unsigned char>(lower(a[i])) < static_cast<unsigned char>(lower(b[j]));
    ++i;
    ++j;
  }
  return a.size() - i < b.size() - j;
}

void arrange(std::vector<PlacedStatement> placed, FrameworkPackage& package) {
  package.statements.reserve(placed.size() + 1);
  Tree(std::move(placed), package).arrange();
}

void Warnings::add(std::string kind, std::string where, std::string what, std::string fix) {
  auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) { return one.first.kind == kind; });
  if (group == groups_.end())
    group = groups_.insert(groups_.end(), Group{{std::move(kind), "", std::move(what), std::move(fix)}, 0, {}});
  ++group->count;
  if (group->places.size() < most_examples) group->places.push_back(std::move(where));
}

std::vector<model::Problem> Warnings::take() {
  std::vector<model::Problem> problems;
  for (auto& group : groups_) {
    for (const auto& place : group.places) group.first.where += (group.first.where.empty() ? "" : ", ") + place;
    if (group.count > 1) group.first.what += " (" + std::to_string(group.count) + " times)";
    problems.push_back(std::move(group.first));
  }
  groups_.clear();
  return problems;
}

}  // namespace commonplace::formats
