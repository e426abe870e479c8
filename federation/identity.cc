#include "federation/identity.h"

#include <fmt/format.h>

#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"
#include "schemas/formats/url.h"

namespace commonplace::federation {

namespace {

constexpr std::string_view made_ending = ".node.invalid";
constexpr std::int64_t document_life_seconds = 400 * 86'400;  // FED-4

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// The oai-identifier schema wants labels that begin with a letter, at least one dot.
bool can_carry_identifiers(std::string_view host) {
  if (host.find('.') == std::string_view::npos || host.size() > 253) return false;
  for (std::size_t begin = 0; begin <= host.size();) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    if (end == begin || end - begin > 63 || !is_letter(host[begin])) return false;
    if (host.substr(begin, end - begin).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
        std::string_view::npos) {
      return false;
    }
    begin = end + 1;
  }
  return true;
}

// Names that never are public: RFC 6761, RFC 6762, RFC 7686, RFC 8375.
bool is_private_name(std::string_view host) {
  for (const std::string_view ending : {".localhost", ".local", ".invalid", ".onion", ".home.arpa", ".internal"}) {
    if (host.ends_with(ending)) return true;
  }
  return false;
}

json::Value verification_method(const std::string& did, const std::string& fragment, const PublicKey& key) {
  return {{"id", did + "#" + fragment},
          {"type", "Multikey"},
          {"controller", did},
          {"publicKeyMultibase", public_key_multibase(key)}};
}

json::Value service(const std::string& did, const char* fragment, const char* type, const std::string& endpoint) {
  return {{"id", did + "#" + fragment}, {"type", type}, {"serviceEndpoint", endpoint}};
}

json::Value brand(const model::Contributor& own) {
  json::Value kit = json::Value::object();
  const auto put = [&kit](const char* member, const std::string& value) {
    if (!value.empty()) kit[member] = value;
  };
  put("home", own.home);
  put("logo", own.logo);
  put("mark", own.mark);
  put("colour", own.colour);
  put("message", own.message);
  json::Value links = json::Value::array();
  for (const auto& link : own.links) links.push_back({{"label", link.label}, {"url", link.url}});
  if (!links.empty()) kit["links"] = std::move(links);
  return kit;
}

}  // namespace

std::string identity_host(std::string_view base_url, const PublicKey& root) {
  const auto url = formats::parse_http_url(base_url);
  if (url && can_carry_identifiers(url->host) && !is_private_name(url->host)) return url->host;
  const std::string digest = formats::sha256_hex({reinterpret_cast<const char*>(root.data()), root.size()});
  return fmt::format("n{}{}", digest.substr(0, 16), made_ending);
}

bool is_made_host(std::string_view host) {
  return host.ends_with(made_ending);
}

std::string node_document(const NodeDescription& node) {
  const std::string did = formats::contributor_did(node.host, "");
  const std::string root = "root-1";
  const std::string signing = "sig-" + node.signing_month;
  json::Value document = {
      {"@context",
       {"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1",
        "https://w3id.org/commonplace/ns/node/1"}},
      {"id", did},
      {"version", node.version},
      {"issued", model::format_datestamp(node.issued)},
      {"expires", model::format_datestamp({node.issued.seconds + document_life_seconds})},
      {"name", node.name},
      {"namespaces", json::Value::array({"oai:" + node.host + ":"})},
      {"verificationMethod", json::Value::array({verification_method(did, root, node.root),
                                                 verification_method(did, signing, node.signing)})},
      {"capabilityInvocation", json::Value::array({did + "#" + root})},
      {"assertionMethod", json::Value::array({did + "#" + signing})},
      {"authentication", json::Value::array({did + "#" + signing})},
      {"rootThreshold", 1},
      {"previous", nullptr},
      {"revoked", json::Value::array()},
      {"peers", node.peers},
      {"service", json::Value::array({service(did, "oai", "OAI-PMH", node.base_url + "/oai"),
                                      service(did, "inbox", "LDNInbox", node.base_url + "/api/v1/inbox"),
                                      service(did, "head", "CommonplaceHead",
                                              node.base_url + "/.well-known/commonplace/head.json")})}};
  if (!node.own.name.empty()) document["brand"] = brand(node.own);
  return json::canonical(document);
}

void name_contributor(model::Contributor& contributor, std::string_view host, bool is_own) {
  const std::string_view slug = is_own ? std::string_view() : std::string_view(contributor.slug);
  contributor.did = formats::contributor_did(host, slug);
  contributor.set = formats::contributor_set(host, slug);
  contributor.host = host;
}

}  // namespace commonplace::federation
