#include "harvest/validator/structure.h"

#include <algorithm>

#include <fmt/format.h>

#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

bool has(std::initializer_list<Place> places, std::string_view name) {
  return std::any_of(places.begin(), places.end(), [name](const Place& place) { return place.name == name; });
}

std::string missing(const Element& parent, const Place& place) {
  return fmt::format("{} has no {} where it belongs.", excerpt(parent.local), place.name);
}

}  // namespace

std::string misfit(const Element& parent, std::initializer_list<Place> places) {
  const Place* place = places.begin();
  int count = 0;
  for (const auto& child : parent.children) {
    if (!child.is_oai() || !has(places, child.local))
      return fmt::format("{} holds {}, which does not belong there.", excerpt(parent.local), excerpt(child.local));
    for (; place != places.end() && place->name != child.local; ++place, count = 0)
      if (count < place->least) return missing(parent, *place);
    if (place == places.end())
      return fmt::format("In {} the element {} stands too late.", excerpt(parent.local), child.local);
    if (++count > place->most && place->most != 0)
      return fmt::format("{} has more than one {}.", excerpt(parent.local), child.local);
  }
  for (; place != places.end(); ++place, count = 0)
    if (count < place->least) return missing(parent, *place);
  if (!parent.words().empty())
    return fmt::format("In {} stands the text {} between the elements.", excerpt(parent.local),
                       excerpt(parent.words()));
  return {};
}

}  // namespace commonplace::harvest::validator
