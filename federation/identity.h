// Who a node is: its identity host (FED-13), its DID, its node document (federation.md §2.1, without proof until
// signing lands), and the contributors that it hosts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "federation/keys.h"
#include "schemas/model/contributor.h"
#include "schemas/model/datestamp.h"

namespace commonplace::federation {

// The host of `base_url` where it is a public name that an oai-identifier may carry (a dot, each label beginning with a
// letter, no address, not localhost or below), else n<16 hex of SHA-256 of the root key>.node.invalid. FED-13.
std::string identity_host(std::string_view base_url, const PublicKey& root);

// Whether the host is a made one: good on private networks only; `doctor` says so.
bool is_made_host(std::string_view host);

struct NodeDescription {
  std::string host;      // identity host
  std::string base_url;  // without a slash at the end
  std::string name;
  std::int64_t version = 1;
  model::Datestamp issued;
  PublicKey root{};
  PublicKey signing{};
  std::string signing_month;       // "2026-11": name of the signing key
  std::vector<std::string> peers;  // DIDs
  model::Contributor own;          // its kit becomes `brand`; an empty name leaves it out
};

// JCS text of /.well-known/did.json and /.well-known/commonplace/node.json. It expires 400 days after `issued` (FED-4).
std::string node_document(const NodeDescription& node);

// Fills in did, set and host of a contributor of this node. `is_own`: the node's own organisation, else hosted here.
void name_contributor(model::Contributor& contributor, std::string_view host, bool is_own);

}  // namespace commonplace::federation
