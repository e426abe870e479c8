// Identity hosts and the node document.
#include "federation/identity.h"

#include <gtest/gtest.h>

#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"

namespace commonplace::federation {
namespace {

const PublicKey root = KeyPair::from_seed(formats::sha256("commonplace example root key - DO NOT USE")).public_key();
const PublicKey signing =
    KeyPair::from_seed(formats::sha256("commonplace example signing key - DO NOT USE")).public_key();

TEST(Fed13, TakesThePublicNameOfTheBaseUrl) {
  EXPECT_EQ(identity_host("https://learn.rivergallery.example", root), "learn.rivergallery.example");
  EXPECT_EQ(identity_host("https://Learn.RiverGallery.example:8443/node/", root), "learn.rivergallery.example");
}

TEST(Fed13, MakesANameWhereTheBaseUrlHasNoPublicOne) {
  for (const char* url : {"", "http://127.0.0.1:8080", "http://[::1]:8080/", "http://localhost:8080", "http://museum/",
                          "https://1museum.example/", "https://museum.1example/", "http://node.localhost/",
                          "http://printer.local/", "http://-a.example/", "nonsense", "http://10.0.0.1/"}) {
    const std::string host = identity_host(url, root);

    EXPECT_TRUE(is_made_host(host)) << url;
    EXPECT_EQ(host.size(), 1u + 16 + 13) << host;
    EXPECT_TRUE(formats::parse_oai_identifier("oai:" + host + ":1")) << host;
  }
}

TEST(Fed13, GivesTwoNodesOnOneMachineDifferentNames) {
  EXPECT_NE(identity_host("http://127.0.0.1:8080", root), identity_host("http://127.0.0.1:8080", signing));
}

TEST(Identity, SaysInItsDocumentWhatTheNodeIs) {
  NodeDescription node;
  node.host = "learn.rivergallery.example";
  node.base_url = "https://learn.rivergallery.example";
  node.name = "River Gallery";
  node.issued = {1'795'154'400};
  node.root = root;
  node.signing = signing;
  node.signing_month = "2026-11";
  node.own.name = "River Gallery";
  node.own.colour = "#2B3A8F";

  const auto document = json::parse(node_document(node));

  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["id"], "did:web:learn.rivergallery.example");
  EXPECT_EQ((*document)["namespaces"][0], "oai:learn.rivergallery.example:");
  EXPECT_EQ((*document)["issued"], "2026-11-20T06:00:00Z");
  EXPECT_EQ((*document)["expires"], "2027-12-25T06:00:00Z");
  EXPECT_EQ((*document)["verificationMethod"][1]["id"], "did:web:learn.rivergallery.example#sig-2026-11");
  EXPECT_EQ((*document)["verificationMethod"][0]["publicKeyMultibase"], public_key_multibase(root));
  EXPECT_EQ((*document)["service"][0]["serviceEndpoint"], "https://learn.rivergallery.example/oai");
  EXPECT_EQ((*document)["brand"]["colour"], "#2B3A8F");
  EXPECT_TRUE((*document)["previous"].is_null());
  EXPECT_FALSE(document->contains("proof"));
}

TEST(Identity, NamesOwnAndHostedContributorsApart) {
  model::Contributor own;
  own.slug = "river-gallery";
  model::Contributor hosted;
  hosted.slug = "folk-archive";

  name_contributor(own, "a.example", true);
  name_contributor(hosted, "a.example", false);

  EXPECT_EQ(own.did, "did:web:a.example");
  EXPECT_EQ(own.set, "contributor:a.example");
  EXPECT_EQ(hosted.did, "did:web:a.example:by:folk-archive");
  EXPECT_EQ(hosted.set, "contributor:a.example!folk-archive");
  EXPECT_EQ(hosted.host, "a.example");
}

}  // namespace
}  // namespace commonplace::federation
