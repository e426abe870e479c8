// What every page has around its middle: head, black bar, footer. Filled by node/web, drawn by ui/.
// Strings are plain UTF-8 text, never HTML; pages escape them. Addresses are as they stand in href.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/contributor.h"

namespace commonplace::ui {

// Text by a person, with the language it is in (BCP 47; empty or "und": not known).
struct Text {
  std::string text;
  std::string lang;

  bool empty() const { return text.empty(); }
};

// A stretch in bytes; ascending, not overlapping, at character borders. Others are ignored.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Text with the words of the query marked.
struct MarkedText {
  std::string text;
  std::string lang;
  std::vector<Stretch> marks;
};

// An organisation as cards and bands show it.
struct Organisation {
  std::string slug;
  std::string name;
  std::string home;     // its own website; empty: no link back is drawn
  std::string logo;     // address on this node ("/media/…"), or empty: the mark is drawn (UI-185)
  std::string mark;     // one or two characters; empty: initials of the name
  std::string message;  // one line
  std::vector<model::Link> links;
};

enum class Section { none, find, curriculum, organisations, publish };

// The same on every page of a node.
struct Site {
  std::string name = "Commonplace";
  std::string keeper;       // the organisation that runs the node; may be empty
  std::string keeper_home;  // may be empty
  std::int64_t resources = 0;
  std::int64_t organisations = 0;
  std::string version;  // may be empty
  bool signed_in = false;
  // The footer: help for teachers, and what is open to organisations and machines.
  std::vector<model::Link> help_links = {{"Browse by curriculum", "/curriculum"},
                                         {"Organisations", "/organisations"},
                                         {"How results are ordered", "/fairness"},
                                         {"About this site", "/about/"}};
  std::vector<model::Link> open_links = {{"Publish your resources", "/publish/"},
                                         {"Join with your own node", "/join"},
                                         {"Open data: OAI-PMH", "/oai?verb=Identify"},
                                         {"Open data: JSON", "/api/v1/openapi.json"},
                                         {"New resources: Atom feed", "/feed.atom"}};
};

struct Frame {
  Site site;
  Section section = Section::none;
  std::string title;           // of the document; the site's name is added
  std::string description;     // one or two sentences for search engines and shares; may be empty
  std::string canonical;       // absolute URL; may be empty
  std::string alternate_json;  // the JSON twin (UI-2); may be empty
  std::string feed;            // Atom; may be empty
  std::string oembed;          // may be empty
  std::string opensearch = "/opensearch.xml";
  std::vector<std::string> brand_sheets;  // /by/{slug}/brand.css or /assets/orgs.{hash}.css
  std::string query;                      // shown in the search field of the black bar
  bool search_in_header = true;           // the home page has its own, larger one
  bool index = true;                      // false: robots noindex
};

}  // namespace commonplace::ui
