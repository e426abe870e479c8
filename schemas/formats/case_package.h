// CASE 1.0 and 1.1 packages (1EdTech) as JSON: reading, tolerantly (CUR-7, CUR-8, CUR-9), and writing (CUR-21).
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/framework_package.h"
#include "schemas/formats/json.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Reads a CFPackage. The statement URI is extensions.sourceURI where the item has one, else its uri, else (for
// localhost and missing ones) urn:uuid: and its identifier. Members that have no place in our model stand in `extra` of
// the framework ("CFDocument", "CFDefinitions", "CFRubrics", …; "CFItems" and "CFAssociations" that are no statement or
// link), of each statement ("CFItem", "isChildOf") and of each link ("CFAssociation"), and come out again when it is
// written. Problem kinds: those of json::parse, "not-case", "no-statements", "too-many-statements",
// "conflicting-statements" (one URI, two texts).
model::Outcome<FrameworkPackage> read_case_package(std::string_view json_text, const FrameworkHints& hints = {});

// The same, of JSON that is read already.
bool is_case(const json::Value& value);
model::Outcome<FrameworkPackage> read_case_value(const json::Value& value, const FrameworkHints& hints = {});

// Whether JSON text that begins so is a CASE package rather than another framework format: looks at the first 64 KiB.
bool looks_like_case(std::string_view json_text);

// whole: everything that the source said. strict: the members that CASE 1.0 names, with the types that it asks for, as
// its OpenAPI has them; our broader, narrower and close links become isRelatedTo.
enum class CaseForm { whole, strict };

// What is written of statements and links: `changed` (datestamp text) is the lastChangeDateTime of what has none of its
// own. Identifiers are the CASE GUIDs that things came with, else UUIDv5 of their URIs, so that the same framework always
// gives the same package.
class CaseWriter {
 public:
  CaseWriter(const model::Framework& framework, std::string_view changed, CaseForm form = CaseForm::whole);

  json::Value document() const;           // CFPckgDocument
  json::Value document_alone() const;     // CFDocument: with CFPackageURI
  json::Value item(const model::Statement& statement) const;        // CFPckgItem
  json::Value item_alone(const model::Statement& statement) const;  // CFItem: with CFDocumentURI
  // `parent`: nullptr at the top.
  json::Value child_of(const model::Statement& statement, const model::Statement* parent) const;
  // The statements at the ends of the link, where they are known: for their titles and identifiers.
  json::Value association(const model::StatementLink& link, const model::Statement* origin,
                          const model::Statement* destination) const;
  // Of a framework and all its statements, parents before children; retired ones are left out.
  json::Value package(const FrameworkPackage& package) const;

  // What things are called in CASE: lower-case UUIDs.
  std::string identifier() const;
  static std::string identifier_of(const model::Statement& statement);
  static std::string child_identifier(const model::Statement& statement);
  static std::string link_identifier(const model::StatementLink& link);

 private:
  json::Value document_link() const;

  const model::Framework& framework_;
  std::string changed_;
  CaseForm form_;
};

// A whole package as text, pretty.
std::string write_case_package(const FrameworkPackage& package, std::string_view changed);

}  // namespace commonplace::formats
