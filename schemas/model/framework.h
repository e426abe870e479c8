// A curriculum framework and its statements (CUR §1), as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schemas/model/language.h"

namespace commonplace::model {

struct Framework {
  std::string id;  // slug of the title, or as the keeper chose; key of its OAI set
  std::string uri;
  LangMap title;
  std::string publisher;
  std::string jurisdiction;
  std::vector<std::string> languages;
  std::string version;
  std::string adoption_status;
  std::string licence;
  std::string attribution;
  std::string source_url;
  std::string source_format;  // "case", "csv"
  std::string sha256;         // hex, of the bytes imported
  std::string imported_at;    // datestamp text
};

struct Statement {
  std::string id;      // CONTRACT §4: its code where unique in the framework, else made from its URI
  std::string uri;
  std::string code;    // empty where it has none
  LangMap text;
  std::string type;    // "Strand", "ContentDescriptor", …
  std::string parent;  // URI of the parent statement; empty at the top
  int sequence = 0;    // order among its siblings
  std::vector<std::string> levels;    // concept ids of vocabularies/levels.h
  std::vector<std::string> subjects;  // concept ids of vocabularies/subjects.h
};

}  // namespace commonplace::model
