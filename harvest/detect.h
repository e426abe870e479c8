// Asks an address what kind of source it is (harvest.md §7), as a person would: is it a node, a repository, a file, a site
// with a map? Few questions, none twice, nothing stored.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "harvest/fetcher.h"

namespace commonplace::harvest {

struct Found {
  std::string kind;   // "node", "oai", "static", "resourcesync", "sitemap", "file"; empty: nothing that can be harvested
  std::string url;    // where that kind is to be visited
  std::string words;  // for the keeper: what was found; or what came instead, and what to do
  bool reached = false;  // somebody answered, whatever it was
};

// Asks at most 24 times. `url`: an absolute http(s) address, as a person has typed it.
Found detect(const std::string& url, Fetcher& fetcher, std::stop_token stop = {});

}  // namespace commonplace::harvest
