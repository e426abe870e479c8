// The organisations hosted on a node: adding one, changing its kit (UI-180).
#pragma once

#include <optional>
#include <string>

#include "node/app/desk.h"

namespace commonplace::app {

// What is to be different; unset fields stay.
struct KitChange {
  std::optional<std::string> name;
  std::optional<std::string> slug;
  std::optional<std::string> home;
  std::optional<std::string> colour;
  std::optional<std::string> logo_file;
  std::optional<std::string> mark;
  std::optional<std::string> message;
};

model::Outcome<store::StoredContributor> add_organisation(const Desk& desk, const KitChange& kit);
model::Outcome<store::StoredContributor> edit_organisation(const Desk& desk, const std::string& slug, const KitChange& change);

// The hosted organisation with that slug, or the problem that names the nearest one.
model::Outcome<store::StoredContributor> hosted_organisation(const Desk& desk, const std::string& slug);

// The hosted organisation of that name, or, with id 0, the one that organisation_named() would add.
store::StoredContributor planned_organisation(const Desk& desk, const std::string& name, const std::string& home);

// The hosted organisation of that name, added with a kit of nothing but its name when it is new (import --contributor auto).
store::StoredContributor organisation_named(const Desk& desk, const std::string& name, const std::string& home);

}  // namespace commonplace::app
