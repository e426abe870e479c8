// How the contributors of a source look, until signatures carry it (CONTRACT §4.4): from the profiles of a Commonplace
// node, else from the branding of its sets. Asked for lazily, at most once a visit; trouble costs nothing but the
// looks.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "harvest/conversation.h"
#include "schemas/model/contributor.h"

namespace commonplace::harvest {

class Looks {
 public:
  // `url`: the OAI-PMH base URL. `known`: sets whose look need not be fetched.
  Looks(std::string url, const std::vector<std::string>& known);

  // Looks of those `contributor:` sets that are met for the first time and could be found out.
  std::vector<model::Contributor> meet(const std::vector<std::string>& sets, bool is_node, Conversation& conversation);

 private:
  void fetch(bool is_node, Conversation& conversation);
  void fetch_profiles(Conversation& conversation);
  void fetch_branding(Conversation& conversation);
  bool all_wanted_found() const;

  std::string url_;
  std::unordered_set<std::string> met_;
  std::unordered_set<std::string> wanted_;
  std::vector<model::Contributor> found_;
  bool fetched_ = false;
};

// Reads one page of GET /api/v1/contributors; what is no set of a contributor, no colour, no web address is left out.
// `next`: address of the next page, or empty.
std::vector<model::Contributor> read_profiles(std::string_view json_text, std::string& next);

}  // namespace commonplace::harvest
