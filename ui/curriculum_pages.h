// /curriculum, one framework as a tree, one statement (specs/ux.md §7, CUR-70, CUR-71).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/cards.h"
#include "ui/resource.h"

namespace commonplace::ui {

struct FrameworkCard {
  std::string url;
  Text title;
  std::string publisher;
  std::string version;
  std::int64_t statements = 0;
  std::int64_t resources = 0;
};

struct JurisdictionGroup {
  std::string name;
  std::vector<FrameworkCard> frameworks;
};

struct CurriculumPage {
  Frame frame;
  std::vector<JurisdictionGroup> groups;  // the reader's first; empty: an empty state is drawn
  std::vector<CountedLink> subjects;      // across frameworks; may be empty
};

struct TreeNode {
  std::string code;  // may be empty
  Text text;
  std::string kind;  // "Strand"; may be empty
  std::string url;
  std::int64_t count = 0;  // distinct resources, descendants included
  bool open = false;
  std::vector<TreeNode> children;
  bool more = false;  // has children that are not here: the link leads to them (CUR-73)
};

struct FrameworkPage {
  Frame frame;
  Text title;
  std::string publisher;
  std::int64_t statements = 0;
  std::int64_t resources = 0;
  bool source_is_known = true;  // else a notice says so (CUR-2)
  std::vector<CountedLink> filters;  // that the counts follow, each with the address without it; may be empty
  std::vector<TreeNode> roots;
  std::vector<Fact> source;  // source address, licence, attribution, imported (CUR-2)
  std::vector<Fact> machine_links;
};

struct Elsewhere {
  std::string framework;
  Text text;
  std::string url;
  std::string relation = "related";  // "exact", "part", "precedes-here", …: told in words (CUR-74)
};

// What a statement said until a day.
struct Said {
  std::string until;  // "2026-06-01"
  Text text;
};

struct StatementPage {
  Frame frame;
  std::string framework;
  std::string framework_url;
  std::vector<CountedLink> place;  // ancestors, outermost first; counts are not shown
  std::string code;
  std::string kind;
  Text text;                // verbatim
  bool is_retired = false;                // no longer in the curriculum (CUR-3)
  std::vector<CountedLink> replaced_by;   // of a retired one
  bool source_is_known = true;
  std::vector<Said> before;               // what it said earlier, newest first
  std::vector<Fact> facts;  // levels, subjects
  std::vector<CountedLink> narrower;
  std::vector<Elsewhere> elsewhere;
  std::int64_t total = 0;
  std::int64_t general = 0;   // further resources with the statement, about which it tells little (CUR-41)
  std::string general_url;    // the page with them; where it shows them: without
  bool shows_general = false;
  std::vector<Card> cards;
  Paging paging;
  std::string search_url;    // /search?statement=…
  std::vector<Fact> source;  // source, licence, URI, CASE or ASN id
};

}  // namespace commonplace::ui
