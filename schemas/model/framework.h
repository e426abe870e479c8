// A curriculum framework and its statements (CUR §1), as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/model/language.h"
#include "schemas/model/resource.h"

namespace commonplace::model {

struct Framework {
  std::string id;  // slug of the title, or as the keeper chose; key of its OAI set
  std::string uri;
  std::vector<std::string> same_as;  // further URIs of it: urn:uuid: of a CASE document
  LangMap title;
  std::string publisher;
  std::string jurisdiction;
  std::vector<std::string> languages;
  std::string version;
  std::string adoption_status;
  std::string licence;
  std::string attribution;
  std::string source_url;
  std::string source_format;  // "case", "asn", "skos", "bbc", "oak", "csv"
  std::string sha256;         // hex, of the bytes imported
  std::string imported_at;    // datestamp text
  std::string imported_by;    // who did; empty: the command line
  std::string changed_at;     // datestamp text: when an import last changed anything
  std::string notes;
  bool is_local = false;  // not offered to peers, not exported (CUR-2, CUR-22)
  bool is_off = false;    // switched off by the keeper (CUR-80): kept, shown nowhere
  std::string extra;      // JSON object of the source's members that have no place here, or empty (CUR-7)

  // Nobody says whose it is (CUR-2).
  bool source_is_unknown() const { return publisher.empty() || source_url.empty(); }
  friend bool operator==(const Framework&, const Framework&) = default;
};

struct Statement {
  std::string id;      // CONTRACT §4: its code where unique in the framework, else made from its URI
  std::string uri;
  std::string code;    // empty where it has none
  LangMap text;
  std::string type;    // "Strand", "ContentDescriptor", …
  std::string parent;  // URI of the parent statement; empty at the top
  int sequence = 0;    // order among its siblings
  std::vector<std::string> levels;    // concept ids of vocabularies/concepts.h; its own, not those it inherits
  std::vector<std::string> subjects;  // concept ids of vocabularies/concepts.h
  std::vector<std::string> same_as;   // further URIs of the same statement (CUR-1), and of what only repeats it (CUR-17)
  std::string case_guid;              // lower case; empty where it has none
  LangMap abbreviated;
  LangMap context;  // other words that it is found by: definition, scope note, other labels (CUR-13, CUR-16)
  std::optional<AgeRange> ages;  // from its levels, else its ancestors', else nothing (CUR-60)
  bool is_retired = false;       // not in the framework any more, kept for what is aligned to it (CUR-3)
  std::vector<std::string> replaced_by;  // URIs
  std::string changed_at;  // datestamp text of the import that brought it as it is
  std::string extra;       // JSON object of the source's members that have no place here, or empty; see Store

  friend bool operator==(const Statement&, const Statement&) = default;
};

// What a statement said before an import changed it (CUR-3).
struct PastStatement {
  std::string uri;
  std::string until;  // datestamp text of that import
  std::string code;
  LangMap text;
  std::string parent;

  friend bool operator==(const PastStatement&, const PastStatement&) = default;
};

}  // namespace commonplace::model
