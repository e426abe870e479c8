// Nodes that ask each other without a network: one fetcher whose addresses are the handlers of whole nodes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harvest/fetcher.h"
#include "node/app/follower.h"
#include "node/app/harvester.h"
#include "node/http/message.h"
#include "node/oai/provider.h"
#include "node/web/site.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {

// A whole node with everything but a socket.
class LoopbackNode {
 public:
  LoopbackNode(const Ground& ground, const std::string& host, const std::string& name);

  Desk& desk() { return desk_; }
  store::Store& store() { return *desk_.store; }
  // Publishes resources "title 1"… under the references 1…, `second` seconds after the store was made.
  void publish(int count, std::int64_t second, const std::string& title = "Castles", const std::string& slug = "");
  void withdraw(const std::string& reference, std::int64_t second);
  http::Response answer(const http::Request& request) const { return handler_(request); }
  void call_again();  // after the node's kit has changed
  std::string base_url() const { return desk_.config.base_url; }
  model::Datestamp at(std::int64_t second) const { return {desk_.store->created().seconds + second}; }
  Visitor visitor() const;

 private:
  Desk desk_;
  std::unique_ptr<search::Index> index_;
  std::shared_ptr<const oai::Repository> repository_;
  std::shared_ptr<const web::Profile> profile_;
  std::unique_ptr<oai::Provider> provider_;
  http::Handler handler_;
};

class Loopback : public harvest::Fetcher {
 public:
  void add(LoopbackNode& node) { nodes_[node.base_url()] = &node; }
  harvest::Fetched fetch(const harvest::Ask& ask) override;

  std::vector<std::string> asked;
  model::Datestamp now;
  // Looked at first; something: what happens instead.
  std::function<std::optional<harvest::Fetched>(const std::string& url)> fault;
  // Changes what a node has answered; may be empty.
  std::function<void(std::string& body)> rewrite;

 private:
  std::map<std::string, LoopbackNode*> nodes_;
};

// A visit of `node` to the peer of that name.
VisitReport visit(LoopbackNode& node, Loopback& loopback, const std::string& peer, bool full = false);

}  // namespace commonplace::app
