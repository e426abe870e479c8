// A node to measure: a store with invented resources of a usual size, and over it the OAI-PMH provider and the JSON API,
// behind the real HTTP server on loopback.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "node/http/server.h"
#include "node/oai/provider.h"
#include "node/search/index.h"
#include "node/store/store.h"

namespace commonplace::bench {

// The second in which every sample is made.
inline constexpr model::Datestamp sample_day{1'790'000'000};

class SampleNode {
 public:
  // Makes the database at `path`. `host`: of its identifiers.
  explicit SampleNode(const std::string& path, std::string host = "river.example");

  // Publishes resources as the import does: completed, checked, written in batches of 500.
  void publish(int records);
  // Writes records of a few words past all checks: for lists that are long and nothing else.
  void publish_small(int records);

  // Keeps every answer that a full harvest in `prefix` asks for, packed, and gives them at replay_url() from then on: a
  // source that costs next to nothing. Before serve().
  void keep_for_replay(const std::string& prefix);
  // One more record that is in so many sets of its own.
  void add_sets(int count);

  // Starts the server with `workers` threads on a free port: /oai is the provider, /api/ that of a node without a search
  // index, every other path `constant`. What can be made again is kept in `cache_folder`.
  void serve(int workers, const std::string& cache_folder = "");
  void set_constant(std::string body) { constant_ = std::move(body); }
  void stop();

  std::uint16_t port() const { return server_->ports().front(); }
  std::string oai_url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/oai"; }
  std::string replay_url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/replay"; }
  const store::Store& store() const { return *store_; }
  const oai::Provider& provider() const { return provider_; }
  std::int64_t requests() const { return requests_; }  // that were answered so far

 private:
  http::Response answer(const http::Request& request) const;
  store::ContributorId own();
  http::Response replay(const http::Request& request) const;

  const std::string host_;
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<const oai::Repository> repository_;
  oai::Provider provider_;
  std::unique_ptr<search::Index> index_;
  http::Handler web_;
  std::string constant_;
  mutable std::atomic<std::int64_t> requests_ = 0;
  std::map<std::string, std::string, std::less<>> kept_;  // by query
  std::unique_ptr<http::Server> server_;
};

// The answer of the provider without a socket. `query`: as in a URL.
std::string ask_provider(const oai::Provider& provider, const std::string& query);

// The resumption token of a page, ready for a URL; empty at the end of the list.
std::string next_token(std::string_view page);

}  // namespace commonplace::bench
