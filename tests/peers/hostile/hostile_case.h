// One hostile source on loopback with a healthy one beside it, and a node that visits both: real sockets, real store,
// virtual time. The reference model is what the source would offer if nothing were wrong with it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harvest/curl_fetcher.h"
#include "node/app/harvester.h"
#include "node/store/store.h"
#include "tests/harvest/fake_fetcher.h"
#include "tests/harvest/raw_server.h"

namespace commonplace::hostile {

using harvest::Ending;
using harvest::FakeSource;

// A FakeSource behind a socket. Faults of the protocol are FakeSource::fault; faults of the wire are written here.
class HostileSource {
 public:
  explicit HostileSource(std::string host);

  FakeSource offers;

  struct Question {
    std::map<std::string, std::string> arguments;
    int page = 0;    // of ListRecords; 0: another question
    int before = 0;  // how often this very question was asked before
    std::string body;  // the healthy answer
  };
  // Something: the connection was dealt with, and whether it stays open; nullopt: the healthy answer.
  using Wire = std::function<std::optional<bool>(int socket, const Question& question)>;
  Wire wire;

  std::string url() const { return server_.url(); }
  std::vector<std::string> requests() const { return server_.requests(); }
  int asked(const std::string& what) const;

 private:
  bool answer(int socket, const std::string& request);

  std::string host_;
  std::mutex mutex_;
  std::map<std::string, int> times_;
  harvest::RawServer server_;
};

using Shown = std::map<std::string, std::string>;  // identifier → title of what everybody can see

class Case {
 public:
  Case();
  ~Case();
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  HostileSource hostile{"source.example"};
  HostileSource healthy{"healthy.example"};
  // Limits of the fetches whose URL holds this text are cut down, so that nothing waits long.
  std::string hurried;

  // The hostile source; the healthy one is visited beside it, and must finish.
  app::VisitReport visit();
  app::VisitReport visit_alone(bool full = false);
  app::VisitReport visit_healthy();

  Shown shown() const;  // records of the hostile source
  // The first `count` records of the source as they would be without a fault.
  static Shown model(int count = 500);

  store::Peer peer() const { return *store_->peer("hostile"); }
  store::Store& store() { return *store_; }
  void set_peer(const store::Peer& peer);
  // All rows set aside for the hostile source.
  std::vector<store::SetAside> set_aside() const;

  model::Datestamp now{1'795'161'600};  // 2026-11-20T08:00:00Z; goes on with every wait
  std::vector<std::chrono::seconds> waits;
  std::chrono::seconds longest_wait = std::chrono::hours(48);

 private:
  app::VisitReport run(const std::string& peer, bool full, model::Datestamp& clock);
  void add_peer(const std::string& name, const std::string& url);

  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
};

// Faults.
FakeSource::Fault on_page(int number, std::function<harvest::Fetched(int before)> made);
FakeSource::Fault on_page(int number, harvest::Fetched made, int times = 1'000'000);
// The healthy page 3 of the source with one record's title replaced.
std::string page_with(const FakeSource& source, const std::string& title, const std::string& replacement);

void expect_to_add_up(const app::VisitReport& report);
// The visit ended as said, offered so many, and everybody sees exactly the model.
void expect(Case& one, const app::VisitReport& report, Ending ending, std::int64_t offered, const Shown& model);
// What came before the fault is kept and nothing false is shown; without the fault the next visit goes on from there.
void expect_kept_and_resumable(Case& one, const app::VisitReport& report, Ending ending, std::int64_t kept = 200);

}  // namespace commonplace::hostile
