// In which OAI sets a resource is (OAI §6): computed once, where its draft is made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/curriculum/resolver.h"
#include "node/store/store.h"
#include "schemas/model/resource.h"

namespace commonplace::app {

inline constexpr std::string_view local_origin = "origin:local";

// The set of what came from a peer: origin:<host>, with the port where it is not the scheme's own.
std::string origin_set(std::string_view peer_url);

// The deepest sets of a resource beside its contributor's, each once: types, levels and those that hold them (OAI-41: a
// key stage is no syntactic parent of its years), subjects, statements of the frameworks that `statements` knows, origin.
// What no vocabulary knows is in no set.
std::vector<std::string> sets_of(const model::Resource& resource, const curriculum::Resolver& statements,
                                 std::string_view origin);

// Raised with every change of what sets_of() gives for the same resource: a step of OAI-48.
inline constexpr int sets_version = 1;

}  // namespace commonplace::app
