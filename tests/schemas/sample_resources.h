// Learning resources made by chance from a fixed seed, for tests of writers and of round trips.
#pragma once

#include <vector>

#include "schemas/model/resource.h"

namespace commonplace::testing_data {

// Every field filled, three languages, texts of four scripts; its texts are normalised (MD §9).
model::Resource full_resource(unsigned seed = 1);

// `count` resources, each with some of the fields, from nothing to everything.
std::vector<model::Resource> some_resources(int count, unsigned seed);

// Such as no form would let through, but a peer may send: control characters, markup, dates and languages that are
// none.
std::vector<model::Resource> hostile_resources();

}  // namespace commonplace::testing_data
