// `cpl`: the whole canonical record as JSON inside XML, between Commonplace nodes (OAI §5, federation.md §3).
// Unsigned until signing lands: the same envelope without `proof`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/formats/json.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

inline constexpr std::string_view cpl_namespace = "https://w3id.org/commonplace/ns/record/1";

// Goes up with every change of what write_cpl() makes of a record (OAI-48).
inline constexpr int cpl_crosswalk_version = 1;

struct Envelope {
  std::string identifier;
  std::string contributor;  // DID
  std::int64_t version = 1;
  bool deleted = false;
  std::string modified;  // datestamp text
  std::string brand_name;
  std::string brand_logo;  // may be empty
  std::string document;    // canonical JSON text; "{}" when deleted
};

// Writes the envelopes of one contributor: what all of them have in common is made once, since a page has thousands.
class EnvelopeWriter {
 public:
  struct Record {
    std::string_view identifier;
    std::int64_t version = 1;
    bool deleted = false;
    std::string_view modified;  // datestamp text
    std::string_view document;  // canonical JSON text, inserted as it is; ignored when deleted
  };

  // `contributor`: its DID. `brand_logo` may be empty; without `brand_name` there is no brand.
  EnvelopeWriter(std::string_view contributor, std::string_view brand_name, std::string_view brand_logo);
  // Appends one envelope as JCS text, without `proof`.
  void append(std::string& out, const Record& record) const;

 private:
  std::string opening_;
};

// The envelope as JCS text. `document` is inserted as it is: requires canonical JSON.
std::string write_envelope(const Envelope& envelope);
model::Outcome<Envelope> read_envelope(std::string_view json_text);

// The same for readers who go on with the document: it comes as a tree, and envelope.document stays empty.
struct OpenEnvelope {
  Envelope envelope;
  json::Value document;
};
model::Outcome<OpenEnvelope> open_envelope(std::string_view json_text);

// An envelope exactly as write_envelope() writes it, without a tree being made: `document` is a view into `json_text`,
// whose inside is left to its reader, and envelope.document stays empty. nullopt for any other text, also a good one:
// then open_envelope() decides.
struct PlainEnvelope {
  Envelope envelope;
  std::string_view document;
};
std::optional<PlainEnvelope> view_plain_envelope(std::string_view json_text);

// <cpl:record encoding="jcs">…</cpl:record> with namespaces; `schema_url` stands in schemaLocation.
std::string write_cpl(const Envelope& envelope, std::string_view schema_url);

// The XSD that describes it.
std::string_view cpl_schema();

}  // namespace commonplace::formats
