// A site with a real OAI-PMH provider, and a reader of its change feed: what another node would see.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "node/oai/provider.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {

std::string gunzip(const std::string& bytes);

struct FeedLine {
  json::Value value;
  std::string record;  // the envelope, byte for byte
};

// Fails the test for a line that is no JSON.
std::vector<FeedLine> lines_of(const std::string& body);

// The address after `<` of the link with that relation, or empty.
std::string linked(const http::Response& response, std::string_view relation);

class FeedSite {
 public:
  // `archive_bytes`: of Site; 0: as it is by itself.
  explicit FeedSite(std::int64_t archive_bytes = 0);
  ~FeedSite();

  SiteGround& ground() { return ground_; }
  store::Store& store() { return ground_.store(); }
  const http::Handler& handler() const { return handler_; }
  std::string cache_folder() const { return cache_; }

  http::Response get(const std::string& target, const std::vector<http::Header>& headers = {}) const;
  // Follows `next` from there to the end; whatever is packed is unpacked.
  std::vector<FeedLine> follow(std::string target) const;
  // Plain records of the node's own organisation with those local names; a title that begins with "-" is a tombstone.
  void write(const std::vector<std::pair<std::string, std::string>>& local_and_title, model::Datestamp now = site_now);
  // The same as a page of a visit to a peer.
  void arrive(store::PeerId peer, store::Handling handling,
              const std::vector<std::pair<std::string, std::string>>& local_and_title, model::Datestamp now);
  store::PeerId add_peer(const std::string& name, bool probation);

 private:
  store::Batch batch_of(const std::vector<std::pair<std::string, std::string>>& local_and_title, store::PeerId peer);

  SiteGround ground_;
  std::string cache_;
  std::shared_ptr<oai::Repository> repository_;
  oai::Provider provider_;
  http::Handler handler_;
};

}  // namespace commonplace::web
