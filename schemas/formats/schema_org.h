// schema.org and LRMI in JSON-LD, as found on web pages and in exports, to a Resource and back (MD §8, MD-5,
// MD-27…MD-30). No remote context is ever fetched: known contexts are understood, an inline one may only declare
// prefixes and languages.
#pragma once

#include <string>
#include <vector>

#include "schemas/formats/json.h"
#include "schemas/formats/reading.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

using SchemaOrgReading = Reading;

// Whether an object says that it is a schema.org description: a context that mentions schema.org (http or https) or
// none at all with a known "@type".
bool is_schema_org(const json::Value& object);

// The resources of a document: the object itself, or those of an array or "@graph" whose type is LearningResource or a
// kind of CreativeWork, Course or Event. Each carries the document's "@context".
std::vector<json::Value> schema_org_objects(const json::Value& document);

// Fails only without name and without any identifier ("missing-name"), or when it is no object ("wrong-kind").
model::Outcome<SchemaOrgReading> read_schema_org(const json::Value& object, const ReadingHints& hints = {});

// schema.org JSON-LD for the page of a resource, with labels beside our concept URIs. `page` is the page's own address
// (may be empty). Languages as {"@language", "@value"} where there are several.
json::Value write_schema_org(const model::Resource& resource, const std::string& page = {});

}  // namespace commonplace::formats
