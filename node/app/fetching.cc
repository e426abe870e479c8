#include "node/app/fetching.h"

#include "node/app/child_questions.h"
#include "node/app/child_visit.h"

namespace commonplace::app {

model::Outcome<harvest::Permits> permits_of(const Desk& desk, const std::string& source_url) {
  std::vector<harvest::Block> blocks;
  for (const auto& text : desk.config.harvest_allow_private) {
    const auto block = harvest::parse_block(text);
    if (!block)
      return model::Problem{"bad-value", "harvest.allow_private", "a network in this list cannot be read",
                            "Write networks such as 10.1.0.0/16."};
    blocks.push_back(*block);
  }
  return harvest::permits_for(source_url, std::move(blocks));
}

namespace {

harvest::CurlOptions curl_options(const Desk& desk, const harvest::Permits& permits, std::stop_token stop) {
  harvest::CurlOptions options;
  options.user_agent = desk.user_agent();
  options.from = desk.repository().admin_email;
  options.permits = permits;
  options.stop = std::move(stop);
  return options;
}

ChildOptions child_options(ChildTrouble on_trouble) {
  ChildOptions options;
  options.on_trouble = std::move(on_trouble);
  return options;
}

}  // namespace

std::unique_ptr<harvest::Fetcher> fetcher_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop,
                                              ChildTrouble on_trouble) {
  return make_child_fetcher(child_options(std::move(on_trouble)), curl_options(desk, permits, std::move(stop)));
}

VisitMaker visits_for(const Desk& desk, const harvest::Permits& permits, ChildTrouble on_trouble) {
  return [curl = curl_options(desk, permits, {}), options = child_options(std::move(on_trouble))](
             harvest::Source source, harvest::House house, const harvest::VisitLimits& limits,
             std::optional<harvest::Resumption> resumption) {
    return make_child_visit(options, curl, std::move(source), std::move(house), limits, std::move(resumption));
  };
}

Detector detector_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop) {
  return [curl = curl_options(desk, permits, std::move(stop))](const std::string& url) { return detect_in_child({}, curl, url); };
}

SecondReader second_reader_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop) {
  return [curl = curl_options(desk, permits, std::move(stop))](const harvest::KeptRecord& kept) {
    return read_again_in_child({}, curl, kept);
  };
}

}  // namespace commonplace::app
