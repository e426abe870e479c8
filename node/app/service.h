// A running node: web, OAI-PMH, search index and scheduler over one desk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "node/app/desk.h"

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
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace commonplace::app
