// The organisation that says "this is my resource", as everyone shows it (UI-180: its identity kit).
#pragma once

#include <string>
#include <vector>

namespace commonplace::model {

struct Link {
  std::string label;
  std::string url;

  friend bool operator==(const Link&, const Link&) = default;
};

struct Contributor {
  std::string slug;     // [a-z][a-z0-9-]{0,39}; unique on the node that shows it
  std::string did;      // did:web:<host> or did:web:<host>:by:<slug>; empty for a source without one
  std::string set;      // OAI set: contributor:<host> or contributor:<host>!<slug>
  std::string name;
  std::string home;     // http(s) URL of its own site, or empty
  std::string logo;     // absolute http(s) URL, or empty
  std::string colour;   // "#RRGGBB", or empty for the neutral kit
  std::string mark;     // one or two characters for the tile; empty: initials of the name
  std::string message;  // one line, at most 140 characters
  std::vector<Link> links;
  std::string host;     // identity host of the node that speaks for it

  friend bool operator==(const Contributor&, const Contributor&) = default;
};

}  // namespace commonplace::model
