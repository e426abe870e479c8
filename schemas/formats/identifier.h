// Identifiers: oai:<host>:<local>, the public id in URLs, slugs (ARCHITECTURE §5, CONTRACT §4, OAI-35).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commonplace::formats {

struct OaiIdentifier {
  std::string host;
  std::string local;
};

// Splits oai:<host>:<local>; nullopt unless it conforms to the oai-identifier schema (host: labels that begin with a
// letter, at least one dot; local: uric characters and %XX).
std::optional<OaiIdentifier> parse_oai_identifier(std::string_view identifier);

// Escapes a local reference as OAI-35: uric characters kept, all else %XX upper case.
std::string escape_local(std::string_view reference);

// Whether an identifier is in a recognised scheme that is kept on re-export (HAR-18): conformant oai:, http, https,
// urn, info, hdl, doi; a valid URI without blanks, at most 512 bytes.
bool is_recognised_identifier(std::string_view identifier);

// First 16 characters of SHA-256(identifier) in Crockford's base 32, lower case: the {id} of /r/{id}.
std::string public_id(std::string_view identifier);

// [a-z][a-z0-9-]{0,39} from a name, folded to ASCII; "org-" in front where it would not begin with a letter.
std::string slug(std::string_view name);

// The OAI set of a contributor: contributor:<host>, or contributor:<host>!<slug> for one hosted there, with bytes
// outside [A-Za-z0-9._-] of host and slug written ~XX (OAI-40). Empty slug: the node's own organisation.
std::string contributor_set(std::string_view host, std::string_view slug);

// One part of a setSpec: bytes outside [A-Za-z0-9._-] are written ~XX, `~` itself ~7E (OAI-40).
std::string set_part(std::string_view text);
// The text that a part was made from; the part itself where it cannot have been made so.
std::string plain_set_part(std::string_view part);

// framework:<key>: the OAI set of a curriculum framework.
std::string framework_set(std::string_view key);

// The same contributor as DID: did:web:<host> or did:web:<host>:by:<slug>.
std::string contributor_did(std::string_view host, std::string_view slug);

// Takes a contributor set apart again; nullopt for other sets.
struct ContributorName {
  std::string host;
  std::string slug;  // empty: the node's own organisation
};
std::optional<ContributorName> parse_contributor_set(std::string_view set);

// Takes the DID of a contributor apart, as contributor_did() makes it; nullopt for other DIDs.
std::optional<ContributorName> parse_contributor_did(std::string_view did);

}  // namespace commonplace::formats
