// The answer to Identify with its descriptions (OAI-29…OAI-36), and the branding of one contributor.
#pragma once

#include <string>
#include <string_view>

#include "node/oai/repository.h"
#include "schemas/model/datestamp.h"

namespace commonplace::oai {

// The <Identify> element. `sample`: an identifier of this node that exists, or empty.
std::string identify(const Repository& repository, model::Datestamp earliest, std::string_view sample);

// The children of Identify in a static repository file, in OAI-PMH's namespace: days, no deletions, no compression (OAI-66).
// `url`: where the file is found.
std::string static_identify(const Repository& repository, std::string_view url, model::Datestamp earliest,
                            std::string_view sample);

// The <branding> element: icon, link and title; empty when there is no icon, which the schema requires.
std::string branding(const model::Contributor& contributor);

}  // namespace commonplace::oai
