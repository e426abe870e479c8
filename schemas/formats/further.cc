#include "schemas/formats/further.h"

#include <algorithm>

#include "schemas/formats/json.h"

namespace commonplace::formats {
namespace {

auto place_of(const model::Resource& resource, std::string_view name) {
  return std::find_if(resource.further.begin(), resource.further.end(),
                      [&](const model::FurtherMember& member) { return member.name == name; });
}

}  // namespace

std::string further_text(const model::Resource& resource, std::string_view name) {
  const auto member = place_of(resource, name);
  if (member == resource.further.end() || !member->json.starts_with('"')) return {};
  const auto value = json::parse(member->json);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

void add_further_text(model::Resource& resource, std::string_view name, std::string_view text) {
  if (text.empty() || place_of(resource, name) != resource.further.end()) return;
  model::FurtherMember member{std::string(name), ""};
  json::append_string(member.json, text);
  resource.further.push_back(std::move(member));
}

}  // namespace commonplace::formats
