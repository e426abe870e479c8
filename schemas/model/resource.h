// The canonical document of one learning resource, as a value (MD §2): schema.org LearningResource and LRMI terms.
// schemas/formats/canonical.h reads and writes its JSON; every other format goes through it.
// Members that have no field here yet travel in `further`, so that nothing a newer peer says is lost (MD-4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/language.h"

namespace commonplace::model {

// At least one of id, url, name is there.
struct Ref {
  std::string id;    // "@id"
  std::string type;  // "@type"
  std::string url;
  LangMap name;
  std::optional<std::int64_t> position;

  friend bool operator==(const Ref&, const Ref&) = default;
};

struct Agent {
  std::string type;  // "Person", "Organization" or empty
  std::string id;    // ORCID, ROR, ISNI, Wikidata
  LangMap name;
  std::string affiliation;
  std::string role;
  std::string url;

  friend bool operator==(const Agent&, const Agent&) = default;
};

// A curriculum statement that the resource teaches, assesses or requires (MD §2.1).
struct StatementRef {
  std::string uri;  // "@id"; may be empty when only a text is known
  std::string framework;
  std::string code;
  LangMap text;  // a snapshot, so that a node without the framework can still show it
  std::string asserted_by;
  std::string method;  // manual, identifier, text, model
  std::optional<int> confidence;
  std::string reviewed_at;

  friend bool operator==(const StatementRef&, const StatementRef&) = default;
};

// An alignment that is none of teaches, assesses, competencyRequired (MD-5): kept with its own word.
struct Alignment {
  std::string alignment_type;
  std::string educational_framework;
  std::string target_name;
  std::string target_url;
  std::string target_description;

  friend bool operator==(const Alignment&, const Alignment&) = default;
};

// A file that one can open.
struct Encoding {
  std::string content_url;
  std::string encoding_format;  // media type
  std::optional<std::int64_t> content_size_bytes;
  std::string sha256;  // hex
  LangMap name;
  std::string in_language;
  std::string license;

  friend bool operator==(const Encoding&, const Encoding&) = default;
};

struct Image {
  std::string url;
  LangMap alt;
  std::string license;
  std::string credit_text;

  friend bool operator==(const Image&, const Image&) = default;
};

// Whole years, half-open: {7, 11} is seven to under eleven.
struct AgeRange {
  int min = 0;
  int max = 120;

  friend bool operator==(const AgeRange&, const AgeRange&) = default;
};

struct Term {
  LangMap term;
  LangMap definition;

  friend bool operator==(const Term&, const Term&) = default;
};

struct Misconception {
  LangMap statement;
  LangMap correction;

  friend bool operator==(const Misconception&, const Misconception&) = default;
};

// A member without a field of its own: its name and its value as JSON text.
struct FurtherMember {
  std::string name;
  std::string json;

  friend bool operator==(const FurtherMember&, const FurtherMember&) = default;
};

// Field names are those of MD §2 in snake_case. Empty means absent. All strings are UTF-8.
struct Resource {
  std::string at_id;       // "@id"
  std::string identifier;  // oai:<host>:<local>
  std::vector<std::string> same_as;
  std::vector<std::string> types;  // "@type", LearningResource first
  LangMap name;
  LangLists alternate_name;
  LangMap description;
  LangMap abstract;
  std::vector<std::string> learning_resource_type;  // concept ids of vocabularies/resource_types.h, or URIs
  std::vector<std::string> about;                   // concept ids of vocabularies/subjects.h, or URIs
  LangLists keywords;
  std::vector<std::string> educational_level;  // concept ids of vocabularies/levels.h, or URIs
  std::optional<AgeRange> age_range;
  std::vector<StatementRef> teaches;
  std::vector<StatementRef> assesses;
  std::vector<StatementRef> competency_required;
  std::vector<Alignment> educational_alignment;
  std::vector<Agent> creator;
  std::vector<Agent> contributor;
  Ref publisher;
  std::string license;           // URI
  std::string rights_statement;  // rightsstatements.org URI
  std::string metadata_license;  // URI
  std::string credit_text;
  std::string copyright_notice;  // also holds rights in words that are no licence (MD-10)
  std::optional<bool> is_accessible_for_free;
  std::string conditions_of_access;
  std::vector<std::string> in_language;  // BCP 47
  std::string time_required;             // ISO 8601 duration
  std::string duration;                  // ISO 8601 duration
  std::vector<std::string> audience;
  std::vector<std::string> educational_use;
  std::vector<Encoding> encoding;
  std::string url;
  std::optional<Image> image;
  std::string thumbnail_url;
  std::string date_created;
  std::string date_published;
  std::string date_modified;
  std::vector<Ref> is_part_of;
  std::vector<Ref> has_part;
  std::vector<Ref> is_based_on;
  std::vector<Ref> mentions;
  std::vector<std::string> spatial_coverage;
  std::vector<std::string> temporal_coverage;
  std::vector<LangMap> learning_objectives;
  std::vector<Term> key_vocabulary;
  std::vector<Misconception> misconceptions;
  std::vector<LangMap> materials;
  std::vector<std::string> accessibility_feature;
  std::vector<FurtherMember> further;

  friend bool operator==(const Resource&, const Resource&) = default;
};

}  // namespace commonplace::model
