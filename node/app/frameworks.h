// Curriculum frameworks: from a file into the store.
#pragma once

#include <string>
#include <vector>

#include "node/app/desk.h"

namespace commonplace::app {

struct FrameworkReport {
  model::Framework framework;
  std::int64_t statements = 0;
  bool changed = true;  // false: this very file was imported before
  std::vector<model::Problem> warnings;
};

// CASE JSON or CSV, told apart by their content. `id`: the slug to give it; empty: from its title. A framework that is
// there already (same id) is replaced in one transaction.
model::Outcome<FrameworkReport> import_framework(const Desk& desk, const std::string& path, const std::string& id);

// Over all frameworks of the store.
curriculum::Resolver resolver_of(const store::Store& store);

}  // namespace commonplace::app
