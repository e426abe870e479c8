// What a source says about itself in Identify, as far as a visit needs it (HAR-1).
#pragma once

#include <string_view>

#include "harvest/oai_reply.h"
#include "harvest/visit.h"
#include "schemas/model/outcome.h"

namespace commonplace::harvest {

// Problem kind "old_protocol" for any protocolVersion but 2.0; a missing one is passed over.
model::Outcome<Repository> read_repository(const OaiReply& reply, std::string_view source_url);

}  // namespace commonplace::harvest
