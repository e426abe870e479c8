// The fetcher over libcurl: every limit counted by us, every address looked at when it is connected to, redirects
// followed one at a time. The room of libcurl and zlib.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "harvest/address_guard.h"
#include "harvest/fetcher.h"

namespace commonplace::harvest {

struct CurlOptions {
  std::string user_agent;  // "Commonplace/<version> (+<base_url>)" (HAR-2)
  std::string from;        // admin e-mail, or empty
  Permits permits;         // permits_for(source URL, harvest.allow_private)
  std::stop_token stop;    // a fetch under way ends within a second (HAR-33)
};

// Keeps one connection per host open between calls. Throws std::runtime_error if libcurl cannot start.
std::unique_ptr<Fetcher> make_curl_fetcher(CurlOptions options);

}  // namespace commonplace::harvest
