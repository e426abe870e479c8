// A running node: web, OAI-PMH, search index and scheduler over one desk.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "node/app/desk.h"
#include "node/app/follower.h"
#include "node/app/scheduler.h"
#include "node/http/server.h"
#include "node/oai/provider.h"
#include "node/search/index.h"
#include "node/web/site.h"

namespace commonplace::app {

class Service {
 public:
  explicit Service(Desk& desk);
  ~Service();

  // Listens and returns; pages and OAI-PMH answer at once, search as soon as the index has caught up. `listen`: as
  // server.listen. Throws std::runtime_error in words when a port cannot be had.
  void start(const std::vector<std::string>& listen);
  // Addresses that can be opened, in the order of `listen`.
  std::vector<std::string> addresses() const;
  // Lets replies and pages of visits under way finish, keeps the index, closes. Idempotent.
  void stop();

 private:
  void follow(const std::stop_token& stop);
  std::shared_ptr<const web::Profile> profile() const;
  std::shared_ptr<const oai::Repository> repository() const;
  void reread();

  Desk& desk_;
  std::unique_ptr<search::Index> index_;
  Follower follower_;
  Scheduler scheduler_;
  oai::Provider provider_;
  std::unique_ptr<http::Server> server_;
  std::vector<std::string> hosts_;
  std::atomic<bool> search_is_ready_{false};
  std::atomic<std::shared_ptr<const web::Profile>> profile_;
  std::atomic<std::shared_ptr<const oai::Repository>> repository_;
  std::jthread follower_thread_;
};

}  // namespace commonplace::app
