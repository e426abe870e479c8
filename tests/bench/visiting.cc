#include "tests/bench/visiting.h"

#include <sys/resource.h>

#include "node/app/child_visit.h"

namespace commonplace::bench {

double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

harvest::CurlOptions curl_options(const std::string& url) {
  harvest::CurlOptions options;
  options.user_agent = "Commonplace-bench";
  options.permits = harvest::permits_for(url, {*harvest::parse_block("127.0.0.0/8")});
  return options;
}

app::VisitOptions visit_options() {
  app::VisitOptions options;
  options.full = true;
  options.wait = [](std::chrono::seconds) { return false; };
  options.jitter = [] { return 0.0; };
  options.now = [] { return visiting_day; };
  return options;
}

app::VisitMaker child_visits(const std::string& url) {
  return [url](harvest::Source source, harvest::House house, const harvest::VisitLimits& limits,
               std::optional<harvest::Resumption> resumption) {
    return app::make_child_visit({}, curl_options(url), std::move(source), std::move(house), limits, std::move(resumption));
  };
}

store::Peer add_peer(store::Store& store, const std::string& name, const std::string& url, const std::string& prefix,
                     const std::string& kind) {
  store::Peer peer;
  peer.name = name;
  peer.url = url;
  peer.kind = kind;
  peer.prefix = prefix;
  peer.id = store.add_peer(peer);
  return peer;
}

const app::Visitor& visitor() {
  static const app::Visitor hill{"http://hill.example", "hill.example", "", 24};
  return hill;
}

}  // namespace commonplace::bench
