#include "fake_web.h"

namespace commonplace::harvest {

Fetched FakeWeb::fetch(const Ask& ask) {
  const int before = asked_for(ask.url);
  asked.push_back(ask);
  if (fault) {
    if (auto made = fault(ask.url, before)) return *made;
  }
  const auto found = there.find(ask.url);
  if (found == there.end()) return replied("not found", 404);
  const Lying& lying = found->second;
  const bool is_known = (!ask.etag.empty() && ask.etag == lying.etag) ||
                        (ask.etag.empty() && !ask.last_modified.empty() && ask.last_modified == lying.last_modified);
  auto fetched = is_known ? replied("", 304) : replied(lying.body, lying.status);
  fetched.reply->etag = lying.etag;
  fetched.reply->last_modified = lying.last_modified;
  fetched.reply->final_url = ask.url;
  return fetched;
}

int FakeWeb::asked_for(const std::string& url) const {
  return static_cast<int>(std::count_if(asked.begin(), asked.end(), [&](const Ask& ask) { return ask.url == url; }));
}

VisitPlan plan_for_kind(const std::string& kind, const std::string& url, const std::string& checkpoint) {
  VisitPlan plan;
  plan.source.kind = kind;
  plan.source.url = url;
  plan.source.name = "Weir Mill";
  plan.source.checkpoint = checkpoint;
  return plan;
}

model::Datestamp later(std::int64_t seconds) {
  return {1'795'161'600 + seconds};
}

}  // namespace commonplace::harvest
