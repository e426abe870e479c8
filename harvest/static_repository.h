// An OAI static repository: a whole repository as one XML file on any web space (HAR-47). Source: Specification for an
// OAI Static Repository, 2.0. A file that breaks its rules is refused with the rule named.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harvest/oai_reply.h"
#include "harvest/visit.h"
#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"

namespace commonplace::harvest {

inline constexpr std::string_view static_namespace = "http://www.openarchives.org/OAI/2.0/static-repository";

struct StaticRepository {
  Repository repository;
  std::vector<std::string> prefixes;  // of the lists of records in it, in their order
};

// Hands the records of the list of the best format that can be read, or of `wished_prefix`, to `take`.
// Problem kinds: those of stream_xml; "not_static" when the root is another; "broken_rule", with the rule in words;
// "no_format" when there is no list that can be read.
model::Outcome<StaticRepository> read_static_repository(const formats::PreparedXml& file, std::string_view wished_prefix,
                                                        const RecordTaker& take);

}  // namespace commonplace::harvest
