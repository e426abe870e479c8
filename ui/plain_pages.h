// Pages of plain text, and the pages for when something is not there or went wrong (UI-162).
#pragma once

#include <string>
#include <vector>

#include "ui/cards.h"
#include "ui/resource.h"
#include "ui/results.h"

namespace commonplace::ui {

struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

struct TextSection {
  std::string heading;  // may be empty
  std::vector<std::string> paragraphs;
  std::vector<std::string> points;  // a list
  Table table;                      // drawn when it has a head
  std::vector<model::Link> links;
};

// /about/…, /fairness, /join and whatever else is mostly words.
struct TextPage {
  Frame frame;  // frame.title is the h1
  std::string lead;
  std::vector<TextSection> sections;
};

struct NotFoundPage {
  Frame frame;
  std::vector<HelpLink> near;  // near matches from the path; may be empty
};

// A resource that was withdrawn.
struct GonePage {
  Frame frame;
  Text title;       // may be empty (after an erasure)
  Organisation by;  // name may be empty
  std::string reason;
  std::string when;
  std::string replacement_url;
  std::string replacement_title;
};

struct ErrorPage {
  Frame frame;
  int status = 500;
  std::string heading;                  // empty: the usual words for the status
  std::vector<std::string> paragraphs;  // what happened and what to do next; empty: the usual words
  std::string request_id;               // "reference number"; may be empty
};

}  // namespace commonplace::ui
