// A real server on a free loopback port, for tests of the HTTP door.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "node/http/server.h"
#include "tests/node/http/raw_client.h"

namespace commonplace::http::testing {

class LiveServer {
 public:
  explicit LiveServer(Handler handler, Limits limits = {}, int workers = 2,
                      std::function<std::size_t(const Request&)> body_cap = {},
                      std::function<Response(const Request&, int)> on_refusal = {}) {
    ServerOptions options;
    options.listen = {Endpoint{"127.0.0.1", 0}};
    options.workers = workers;
    options.limits = limits;
    options.clock = [] { return model::Datestamp{1'763'625'600}; };  // 2025-11-20T08:00:00Z
    options.body_cap = std::move(body_cap);
    options.on_refusal = std::move(on_refusal);
    options.on_access = [this](const Access& access) {
      const std::scoped_lock lock(mutex_);
      accesses_.push_back(access);
      changed_.notify_all();
    };
    server_ = make_pistache_server(std::move(options));
    server_->start(std::move(handler));
  }

  std::uint16_t port() const { return server_->ports().front(); }
  Server& server() { return *server_; }
  RawClient client(int receive_buffer = 0) const { return RawClient(port(), receive_buffer); }

  // The access lines, once there are `count` of them.
  std::vector<Access> accesses(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(5), [&] { return accesses_.size() >= count; });
    return accesses_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Access> accesses_;
  std::unique_ptr<Server> server_;
};

// Says what it saw: method, path, arguments and body, a line each.
inline Response echo(const Request& request) {
  std::string body = request.method + " " + request.path + "\n";
  for (const Argument& argument : request.query) body += argument.name + "=" + argument.value + "\n";
  return Response::text(200, "text/plain; charset=utf-8", body + request.body);
}

}  // namespace commonplace::http::testing
