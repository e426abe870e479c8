#include "node/app/searching.h"

#include "node/app/clock.h"
#include "node/app/follower.h"
#include "node/app/kept_searches.h"
#include "node/app/synonyms.h"
#include "node/search/index.h"
#include "node/web/search_answer.h"

namespace commonplace::app {

model::Outcome<json::Value> search(const Desk& desk, const std::vector<http::Argument>& arguments) {
  const auto index = search::make_index();
  index->set_thesaurus(read_synonyms(desk.folder.synonyms()));
  Follower(*desk.store, *index, desk.folder.index()).start();
  web::Profile profile{desk.config.base_url, desk.identity_host, std::string(program_version), desk.own(), {}};
  const auto shared = std::make_shared<const web::Profile>(std::move(profile));
  const web::House house({*desk.store, *index, [&] { return shared; }, desk.folder.media(), {}, [] { return true; }});
  http::Request request;
  request.method = "GET";
  request.path = request.target = "/api/v1/search";
  request.now = now();
  const web::Context context(house, request);
  auto asked = web::read_search(context, arguments);
  if (!asked.problems.empty()) return asked.problems.front();
  return web::search_json(context, web::answer_search(context, std::move(asked)));
}

json::Value search_report(const Desk& desk) {
  web::SearchLedger ledger;
  read_searches(desk.folder.searches(), ledger);
  json::Value contributors = json::Value::array(), missing = json::Value::array();
  for (const auto& share : ledger.shares()) {
    const auto contributor = desk.store->contributor(share.contributor);
    if (!contributor) continue;
    contributors.push_back({{"slug", contributor->profile.slug}, {"name", contributor->profile.name}, {"searches", share.searches},
                            {"exposure", share.exposure}, {"relevance", share.relevance}, {"ratio", share.ratio()}});
  }
  for (const auto& one : ledger.missing()) missing.push_back({{"words", one.words}, {"days", one.days}, {"last", one.last}});
  return {{"contributors", contributors}, {"missing", missing}};
}

}  // namespace commonplace::app
