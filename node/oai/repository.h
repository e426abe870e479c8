// What the node says about itself over OAI-PMH.
#pragma once

#include <string>
#include <vector>

#include "schemas/model/contributor.h"

namespace commonplace::oai {

struct Repository {
  std::string name;
  std::string base_url;         // of the node; the OAI-PMH base URL is this + "/oai"
  std::string identity_host;    // repositoryIdentifier (FED-13)
  std::string admin_email;
  std::string metadata_licence = "https://creativecommons.org/publicdomain/zero/1.0/";  // in rightsManifest (OAI-36)
  int page_size = 500;          // 100…500
  std::string token_key;        // 32 bytes
  std::vector<std::string> friends;   // OAI-PMH base URLs of peers
  model::Contributor own;       // the node's own organisation: its icon is the branding of Identify

  std::string oai_url() const { return base_url + "/oai"; }
  std::string cpl_schema_url() const { return base_url + "/ns/record-1.xsd"; }
};

}  // namespace commonplace::oai
