// A copy of the pages that works from any web space, or from a disk: each address of this node becomes a file, each link a
// relative one. What needs a running node (forms, search by words, feeds, JSON) is left out. Pure text work.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::web {

// The file of an address ("/r/x", "/by/y?page=2", "/search?subject=history"): segments of [A-Za-z0-9._-], other bytes ~XX,
// none of them hidden or a way up. Nothing for what cannot be copied. Lists by one filter can, searches by words cannot.
std::optional<std::string> static_file(std::string_view target);

struct StaticLink {
  std::string target;  // path and query, as the node understands it
  std::string file;

  friend bool operator==(const StaticLink&, const StaticLink&) = default;
};

struct StaticText {
  std::string text;
  std::vector<StaticLink> links;  // to this node, in order, with repeats
};

// A page of ours at home in `file`. Links that lead to nothing that is copied lose their address and stay as words.
StaticText static_page(std::string_view html, std::string_view file, std::string_view base_url);
// A style sheet: its url("/…").
StaticText static_sheet(std::string_view css, std::string_view file);

}  // namespace commonplace::web
