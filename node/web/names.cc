#include "node/web/names.h"

#include <algorithm>

#include "node/web/asked_statement.h"
#include "schemas/formats/unicode.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_words = 8;         // of a name that is read out of a search
constexpr std::size_t fewest_letters = 3;
constexpr std::size_t longest_line = 120;     // bytes of a statement that is offered

// As the search folds what was typed: lower case, no signs around words, one blank between.
std::string folded_name(std::string_view name) {
  constexpr std::string_view signs = ",.;:!?()\"";
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    const auto begin = name.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(name.find_first_of(" \t", begin), name.size());
    auto word = name.substr(begin, end - begin);
    const auto first = word.find_first_not_of(signs);
    at = end;
    if (first == std::string_view::npos) continue;
    word = word.substr(first, word.find_last_not_of(signs) + 1 - first);
    out.append(out.empty() ? "" : " ").append(formats::fold_case(word));
  }
  return out;
}

std::size_t words_in(std::string_view name) { return static_cast<std::size_t>(std::count(name.begin(), name.end(), ' ')) + 1; }

// "V&A" of "Victoria and Albert Museum (V&A)"; empty where there is none.
std::string_view in_brackets(std::string_view name) {
  const auto open = name.find('(');
  const auto close = name.find(')', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return name.substr(open + 1, close - open - 1);
}

std::string shortened(std::string text) {
  if (text.size() <= longest_line) return text;
  const auto blank = text.rfind(' ', longest_line);
  text.resize(blank == std::string::npos ? 0 : blank);
  return text + " …";
}

}  // namespace

Names::Names(const Directory& directory, std::shared_ptr<const Frameworks> frameworks) : frameworks_(std::move(frameworks)) {
  for (const auto& contributor : directory.contributors()) {
    const std::string& name = contributor.profile.name;
    add_contributor(name, contributor);
    add_contributor(in_brackets(name), contributor);
    add_contributor(std::string_view(name).substr(0, name.find('(')), contributor);
    if (name.starts_with("The ")) add_contributor(std::string_view(name).substr(4), contributor);
    std::string slug = contributor.profile.slug;
    add_contributor(slug, contributor);
    std::replace(slug.begin(), slug.end(), '-', ' ');
    add_contributor(slug, contributor);
  }
  add_lines_of(directory);
}

void Names::add_contributor(std::string_view name, const store::StoredContributor& contributor) {
  const auto folded = folded_name(name);
  const auto words = words_in(folded);
  if (folded.size() < fewest_letters || words > most_words) return;
  longest_ = std::max(longest_, words);
  auto& known = contributors_[folded];
  if (known.shown.empty()) known.shown = contributor.profile.slug;
  const auto id = std::to_string(contributor.id);
  if (std::find(known.values.begin(), known.values.end(), id) == known.values.end()) known.values.push_back(id);
}

void Names::add_lines_of(const Directory& directory) {
  const auto add = [](Kind& kind, Line line) {
    kind.finder.add(line.text);
    kind.lines.push_back(std::move(line));
  };
  for (const auto& subject : vocabularies::subjects())
    add(subjects_, {std::string(subject.label), "subject", std::string(subject.id), {std::string(subject.id)}});
  for (const auto& type : vocabularies::resource_types())
    add(types_, {std::string(type.label), "type", std::string(type.id), {std::string(type.id)}});
  for (const auto& contributor : directory.contributors())
    if (contributor.records.live > 0)
      add(organisations_, {contributor.profile.name, "contributor", contributor.profile.slug, {std::to_string(contributor.id)}});
  for (const auto& tree : frameworks_->all())
    for (const auto& statement : tree.statements) {
      const auto text = std::string(model::best(statement.text).text);
      add(statements_, {shortened(statement.code.empty() ? text : statement.code + " " + text), "statement", statement.uri, {statement.uri}});
    }
  for (auto* kind : {&subjects_, &types_, &organisations_, &statements_}) kind->finder.order();
}

std::optional<search::KnownName> Names::contributor(std::string_view name) const {
  const auto found = contributors_.find(std::string(name));
  if (found == contributors_.end()) return {};
  return found->second;
}

std::optional<search::KnownName> Names::statement(std::string_view written) const {
  const auto asked = asked_statement(*frameworks_, written);
  if (!asked.is_known) return {};
  return search::KnownName{asked.shown, asked.values, asked.raise};
}

std::vector<Names::Line> Names::lines(std::string_view typed, std::size_t limit) const {
  std::vector<Line> out;
  for (const auto* kind : {&subjects_, &types_, &organisations_, &statements_})
    for (const auto place : kind->finder.find(typed, limit)) out.push_back(kind->lines[place]);
  return out;
}

std::shared_ptr<const Names> NamesCache::now(const Directory& directory, const std::shared_ptr<const Frameworks>& frameworks) const {
  const std::lock_guard lock(mutex_);
  if (!names_ || looks_ != directory.looks() || frameworks_ != frameworks) {
    names_ = std::make_shared<const Names>(directory, frameworks);
    looks_ = directory.looks();
    frameworks_ = frameworks;
  }
  return names_;
}

}  // namespace commonplace::web
