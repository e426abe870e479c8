// Addresses in memory with what lies at them, behind the Fetcher port.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fake_fetcher.h"

namespace commonplace::harvest {

class FakeWeb : public Fetcher {
 public:
  struct Lying {
    std::string body;
    std::string etag = {};
    std::string last_modified = {};
    int status = 200;
  };
  std::map<std::string, Lying> there;  // by address; anything else is a 404
  std::function<std::optional<Fetched>(const std::string& url, int before)> fault;

  Fetched fetch(const Ask& ask) override;

  std::vector<Ask> asked;
  int asked_for(const std::string& url) const;  // how often exactly that address
};

VisitPlan plan_for_kind(const std::string& kind, const std::string& url, const std::string& checkpoint = "");

// 1,000 seconds are 1000 s after the day of VisitPlan.
model::Datestamp later(std::int64_t seconds);

}  // namespace commonplace::harvest
