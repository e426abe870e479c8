#include "node/app/fetching.h"

#include "harvest/curl_fetcher.h"

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

std::unique_ptr<harvest::Fetcher> fetcher_for(const Desk& desk, const harvest::Permits& permits, std::stop_token stop) {
  harvest::CurlOptions options;
  options.user_agent = desk.user_agent();
  options.from = desk.repository().admin_email;
  options.permits = permits;
  options.stop = std::move(stop);
  return harvest::make_curl_fetcher(std::move(options));
}

}  // namespace commonplace::app
