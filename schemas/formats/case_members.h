// Our framework, statements and links as CASE names their members. For reading and writing alike: what the reader finds
// beyond these is kept and written again (CUR-7). For case_package*.cc.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/json.h"
#include "schemas/model/crosswalk.h"
#include "schemas/model/framework.h"

namespace commonplace::formats::case_members {

json::Value link(const std::string& title, const std::string& identifier, const std::string& uri);
json::Value document(const model::Framework& framework, std::string_view changed);
json::Value item(const model::Statement& statement, std::string_view changed);
json::Value child_of(const model::Statement& statement, const model::Framework& framework, const model::Statement* parent,
                     std::string_view changed);
json::Value association(const model::StatementLink& link, const model::Statement* origin,
                        const model::Statement* destination, std::string_view changed);

std::string framework_identifier(const model::Framework& framework);
std::string statement_identifier(const model::Statement& statement);
std::string child_uri(const model::Statement& statement);
std::string link_uri(const model::StatementLink& link);

// "isPeerOf" → related. Unknown words are related too (CUR-8).
model::Relation relation_of(std::string_view association_type);
std::string type_of(model::Relation relation);
bool is_case_relation(model::Relation relation);    // CASE 1.0 has a word for just this
bool is_case_type(std::string_view association_type);  // a word of CASE 1.0

// The heading that orphans hang under, which no source has; and a statement whose place its source does not say.
bool is_made_here(const model::Statement& statement, const model::Framework& framework);
bool has_no_place(const model::Statement& statement, const model::Framework& framework);

// Members of `original` that `built` does not say, or says otherwise.
json::Value beyond(const json::Value& original, const json::Value& built);
// An object, or a list, in the JSON of an `extra`; empty where it is not there.
json::Value part_of(const std::string& extra, const char* part);
json::Value list_of(const std::string& extra, const char* part);
// Of a framework's extra: what stands in a package beside document, items and associations.
json::Value parts_beside(const std::string& extra);

}  // namespace commonplace::formats::case_members
