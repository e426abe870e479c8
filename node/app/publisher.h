// From a resource as somebody wrote it to a draft the store can keep: complete, validate, identify, render.
// Pure: reads no clock, file or database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/curriculum/resolver.h"
#include "node/store/store.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::app {

// Who publishes, and in whose name identifiers are made.
struct Imprint {
  std::string base_url;
  std::string identity_host;
  std::string metadata_licence;  // for records that name none
  store::StoredContributor contributor;
};

// Either a draft, or every reason why there is none.
struct Prepared {
  std::optional<store::Draft> draft;
  std::vector<model::Problem> errors;
  std::vector<model::Problem> warnings;
};

// `reference`: the publisher's own (an accession number, a row's "Your reference"), or empty; then the identifier is
// made from the resource's @id, else from its address and name (ARCHITECTURE §5), so that the same resource always gets
// the same identifier.
Prepared prepare(model::Resource resource, std::string_view reference, const Imprint& imprint,
                 const curriculum::Resolver& statements, model::Datestamp now);

// The identifier `reference` leads to under this imprint.
std::string identifier_for(std::string_view reference, const Imprint& imprint);

// A draft that withdraws a record published here.
store::Draft withdrawal(const store::StoredRecord& record);

}  // namespace commonplace::app
