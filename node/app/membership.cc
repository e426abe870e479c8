#include "node/app/membership.h"

#include <algorithm>
#include <unordered_map>

#include "schemas/formats/identifier.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::app {
namespace {

// From the id of a concept to its sets.
using SetsById = std::unordered_map<std::string_view, std::vector<std::string>>;

std::string level_set(const vocabularies::Level& level) {
  if (level.jurisdiction.empty()) return "level:" + formats::set_part(level.id);
  const auto slug = level.id.substr(level.jurisdiction.size() + 1);  // "england-ks2"
  return "level:" + formats::set_part(level.jurisdiction) + ":" + formats::set_part(slug);
}

// Of one country, and its ages lie within.
bool is_below(const vocabularies::Level& level, const vocabularies::Level& wider) {
  const bool same = wider.ages.min == level.ages.min && wider.ages.max == level.ages.max;
  return !same && wider.jurisdiction == level.jurisdiction && wider.ages.min <= level.ages.min &&
         wider.ages.max >= level.ages.max;
}

const SetsById& level_sets() {
  static const SetsById table = [] {
    SetsById sets;
    for (const auto& level : vocabularies::levels()) {
      auto& mine = sets[level.id];
      mine.push_back(level_set(level));
      for (const auto& wider : vocabularies::levels())
        if (is_below(level, wider)) mine.push_back(level_set(wider));
    }
    return sets;
  }();
  return table;
}

const SetsById& subject_sets() {
  static const SetsById table = [] {
    SetsById sets;
    for (const auto& subject : vocabularies::subjects()) {
      std::string path;
      for (const auto* one = &subject; one != nullptr; one = vocabularies::find_subject(one->broader))
        path.insert(0, ":" + formats::set_part(one->id));
      sets[subject.id] = {"subject" + path};
    }
    return sets;
  }();
  return table;
}

const SetsById& type_sets() {
  static const SetsById table = [] {
    SetsById sets;
    for (const auto& type : vocabularies::resource_types()) sets[type.id] = {"type:" + formats::set_part(type.id)};
    return sets;
  }();
  return table;
}

void add(std::vector<std::string>& sets, const SetsById& known, const std::vector<std::string>& ids) {
  for (const auto& id : ids)
    if (const auto found = known.find(id); found != known.end()) sets.insert(sets.end(), found->second.begin(), found->second.end());
}

void add(std::vector<std::string>& sets, const curriculum::Resolver& statements, const std::vector<model::StatementRef>& refs) {
  for (const auto& ref : refs)
    if (auto set = statements.set_of(ref.uri, ref.framework); !set.empty()) sets.push_back(std::move(set));
}

bool is_parent(std::string_view above, std::string_view below) {
  return below.size() > above.size() && below.starts_with(above) && below[above.size()] == ':';
}

// Each once, and none that has a child beside it: headers name the deepest sets only. A parent is the beginning of its
// children; other specs can stand between them in the order of bytes.
void keep_deepest(std::vector<std::string>& sets) {
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  const auto has_child = [&](const std::string& set) {
    return std::any_of(sets.begin(), sets.end(), [&](const std::string& other) { return is_parent(set, other); });
  };
  std::vector<std::string> deepest;
  for (const auto& set : sets)
    if (!has_child(set)) deepest.push_back(set);
  sets.swap(deepest);
}

}  // namespace

std::string origin_set(std::string_view peer_url) {
  const auto parsed = formats::parse_http_url(std::string(peer_url));
  if (!parsed) return "origin:unknown.invalid";
  const bool usual = parsed->port == (parsed->scheme == "https" ? 443 : 80);
  return "origin:" + formats::set_part(usual ? parsed->host : parsed->host + ":" + std::to_string(parsed->port));
}

std::vector<std::string> sets_of(const model::Resource& resource, const curriculum::Resolver& statements,
                                 std::string_view origin) {
  std::vector<std::string> sets{std::string(origin)};
  add(sets, type_sets(), resource.learning_resource_type);
  add(sets, level_sets(), resource.educational_level);
  add(sets, subject_sets(), resource.about);
  if (statements.size() > 0) {
    add(sets, statements, resource.teaches);
    add(sets, statements, resource.assesses);
    add(sets, statements, resource.competency_required);
  }
  keep_deepest(sets);
  return sets;
}

}  // namespace commonplace::app
