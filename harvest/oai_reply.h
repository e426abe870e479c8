// One OAI-PMH reply as a value: read in one pass, each record handed on as soon as its element closes, so that no page
// is held as a tree. Also what can be saved of a damaged page (HAR-15). Knows nothing of HTTP and of our own formats.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harvest/delivery.h"
#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"
#include "schemas/model/provenance.h"

namespace commonplace::harvest {

inline constexpr std::string_view oai_namespace = "http://www.openarchives.org/OAI/2.0/";

inline constexpr std::size_t longest_date = 64;

// A record as offered. Views live only during the call of the taker.
struct Offered {
  std::string identifier;  // blanks trimmed
  std::string datestamp;   // verbatim
  std::vector<std::string> sets;
  bool deleted = false;
  bool has_metadata = false;
  formats::XmlNode metadata;     // the element inside <metadata>
  std::string_view bytes;        // the same, verbatim
  std::size_t offset = 0;        // of <record> in the page
  std::string_view raw;          // the whole <record>
  bool mended = false;           // characters of it were replaced or removed
  std::vector<model::Hop> hops;  // of its provenance container, nearest first
  std::string rights;            // rightsReference of the metadata, or empty
  std::string about;             // the <about> elements verbatim, one after the other
};
using RecordTaker = std::function<void(Offered&)>;

// A header of ListIdentifiers.
struct HeaderOffered {
  std::string identifier;
  std::string datestamp;
  bool deleted = false;
};

struct OaiError {
  std::string code;
  std::string text;
};

struct Token {
  std::string text;                      // trimmed; empty: the list ends here
  std::int64_t complete_list_size = -1;  // a hint (HAR-14); -1 when absent or unreadable
  std::int64_t cursor = -1;
};

struct FormatOffered {
  std::string prefix;
  std::string schema;
  std::string metadata_namespace;
};

// A set with the branding of its description (OAI-36).
struct SetOffered {
  std::string spec;
  std::string name;
  std::string icon;
  std::string link;
  std::string title;
};

struct OaiReply {
  std::string response_date;  // verbatim, trimmed; never longer than longest_date
  std::string verb;           // name of the answering element; empty when there are only errors
  std::vector<OaiError> errors;
  formats::XmlNode identify;  // the whole element of an Identify reply
  std::vector<FormatOffered> formats;
  std::vector<SetOffered> sets;
  std::vector<HeaderOffered> headers;
  std::optional<Token> token;  // absent where there is no such element
  std::int64_t records = 0;    // handed to the taker

  bool has_error(std::string_view code) const;
};

// Reads prepared text. Problem kinds: those of stream_xml; "not_oai" when the root is something else, with its name in
// words; "old_protocol" for OAI-PMH 1.x.
model::Outcome<OaiReply> read_oai_reply(const formats::PreparedXml& page, const RecordTaker& take);

// One <record> as a tree, which is moved from; bytes, raw, offset and about are left to whoever knows the page.
Offered read_offered(formats::XmlNode& record);

// What is left of a page that cannot be read whole.
struct Salvage {
  OaiReply reply;              // response date and token, where they could be found
  std::vector<Unread> unread;  // whole <record>s that cannot be read
  bool cut = false;            // no end tag of the root
  std::size_t end = 0;         // behind the last whole <record>
  int mended = 0;              // characters
};

// Reads each whole <record> of `bytes` alone, with the root element's namespaces in front of it. nullopt when there is
// neither a root of OAI-PMH nor a record.
std::optional<Salvage> salvage_oai_reply(std::string_view bytes, const formats::XmlLimits& limits, bool mend,
                                         const RecordTaker& take);

// Whether the page lacks its end: then the same token is asked again (HAR-7).
bool is_cut(std::string_view bytes);

// Whether something other than blanks and comments stands behind the end of the root (SEC-52).
bool goes_on_after_the_end(std::string_view bytes);

// An offered record that could not be read, with at most the first 256 KiB of its bytes (HAR-30).
Unread unread_of(std::string identifier, std::string reason, std::size_t offset, std::string_view raw);

}  // namespace commonplace::harvest
