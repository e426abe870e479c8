// Resources that links name as examples of a statement (CUR-8): a CASE package says so with "exemplar".
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/curriculum/catalogue.h"
#include "schemas/model/crosswalk.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

class Exemplars {
 public:
  Exemplars() = default;
  // Of links that are on and came with a framework of the catalogue or with none. One end is a statement of the catalogue,
  // the other is not: either may be the origin.
  Exemplars(const std::vector<model::StatementLink>& links, const Catalogue& catalogue);

  // Another text when they name other resources or statements; empty where they name none.
  const std::string& mark() const { return mark_; }
  // Whether the canonical document of a record may name a resource that is an example: cheap, never wrongly false.
  bool may_name(std::string_view document) const;
  // URIs of the statements that the resource is an example of, by its "@id", its identifier, its address and its further ones.
  std::vector<std::string> statements_of(const model::Resource& resource) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  void enter(const std::string& resource, const std::string& statement);

  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> statements_;  // of a resource's URI
  std::string mark_;
};

}  // namespace commonplace::curriculum
