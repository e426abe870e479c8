// A made-up source behind real HTTP on loopback, and a look at the children of this process.
#pragma once

#include <sys/types.h>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "node/app/child_visit.h"
#include "tests/harvest/fake_fetcher.h"
#include "tests/harvest/raw_server.h"

namespace commonplace::app {

class SourceServer {
 public:
  SourceServer();

  // Instead of the healthy answer to a list question for page `number`, the `before`-th time it is asked: writes what it
  // likes and says true to keep the connection; nullopt for the healthy answer.
  using Act = std::function<std::optional<bool>(harvest::RawServer& server, int socket, int number, int before,
                                                const std::string& healthy_reply)>;
  Act act;  // set before the first request

  harvest::FakeSource source;  // touched by the server's threads: change it before the first request
  harvest::Source as_source() const;
  harvest::CurlOptions curl() const;
  std::vector<int> pages_asked() const;  // in order; 0 for other questions
  int times_asked(int page) const;
  std::string url() const { return server_->url(); }
  // Waits until the page was asked for; false when it was not within ten seconds.
  bool soon_asked(int page) const;

 private:
  bool answer(harvest::RawServer& server, int socket, const std::string& request);

  mutable std::mutex mutex_;
  std::vector<int> pages_;
  std::unique_ptr<harvest::RawServer> server_;
};

// Processes that this one has started and not yet seen off.
std::vector<pid_t> children();

// What a visit brought until its end.
struct Run {
  std::vector<harvest::Delivery> pages;
  harvest::VisitOutcome outcome;
  harvest::Standing standing;

  std::size_t distinct() const;
  std::vector<harvest::Unread> unread() const;
};
Run run(harvest::Visit& visit);

}  // namespace commonplace::app
