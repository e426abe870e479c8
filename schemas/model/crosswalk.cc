#include "schemas/model/crosswalk.h"

#include <array>
#include <utility>

namespace commonplace::model {
namespace {

constexpr std::array<std::pair<Relation, std::string_view>, 11> relations = {{{Relation::exact, "exact"},
                                                                              {Relation::close, "close"},
                                                                              {Relation::narrower, "narrower"},
                                                                              {Relation::broader, "broader"},
                                                                              {Relation::related, "related"},
                                                                              {Relation::replaced, "replaced"},
                                                                              {Relation::part, "part"},
                                                                              {Relation::precedes, "precedes"},
                                                                              {Relation::translation, "translation"},
                                                                              {Relation::exemplar, "exemplar"},
                                                                              {Relation::skill_level, "skill-level"}}};
constexpr std::array<std::pair<LinkState, std::string_view>, 3> states = {
    {{LinkState::on, "on"}, {LinkState::proposed, "proposed"}, {LinkState::off, "off"}}};

template <typename Table, typename Value>
std::string_view find_word(const Table& table, Value value) {
  for (const auto& [known, word] : table)
    if (known == value) return word;
  return {};
}

template <typename Value, std::size_t size>
std::optional<Value> find_value(const std::array<std::pair<Value, std::string_view>, size>& table,
                                std::string_view asked) {
  for (const auto& [known, word] : table)
    if (word == asked) return known;
  return std::nullopt;
}

}  // namespace

std::string_view word_of(Relation relation) {
  return find_word(relations, relation);
}
std::optional<Relation> read_relation(std::string_view word) {
  return find_value(relations, word);
}
std::string_view word_of(LinkState state) {
  return find_word(states, state);
}
std::optional<LinkState> read_link_state(std::string_view word) {
  return find_value(states, word);
}

}  // namespace commonplace::model
