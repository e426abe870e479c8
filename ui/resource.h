// One resource (specs/ux.md §6).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/cards.h"
#include "ui/html.h"

namespace commonplace::ui {

struct FileLink {
  std::string name;
  std::string url;
  std::string kind;     // "PDF"; may be empty
  std::string size;     // "3.1 MB"; may be empty
  std::string trouble;  // "This file did not answer on 3 November 2026"; empty when well (UI-59)
};

// A line of "At a glance" or of the technical details.
struct Fact {
  std::string label;
  std::string value;
  std::string url;  // may be empty
};

// A row of the curriculum table; the reader's framework first.
struct StatementRow {
  std::string framework;  // "England, Art and design KS2"
  std::string code;       // may be empty
  Text text;
  std::string url;  // statement page; may be empty
  Alignment how = Alignment::publisher;
  std::string general;  // why it tells little ("the same statements stand on…"): greyed; empty: it does not
  std::string added;  // for Alignment::node: "Added by Northgate on 3 November 2026"
};

struct Definition {
  Text term;
  Text meaning;
};

struct Citation {
  std::string style;  // "Harvard"
  std::string text;
};

struct ResourcePage {
  Frame frame;  // brand_sheets: /by/{slug}/brand.css and those of the cards below
  std::string id;
  Organisation by;
  std::string back_url;  // "Back to 43 results"; empty: not drawn
  std::string back_label;
  Text title;
  Text summary;      // one sentence; may be empty
  Text description;  // blank lines part paragraphs
  std::string type_id;
  std::string type;
  std::string link;  // where the resource itself lives: the main button "Open at {name}"; may be empty
  std::vector<Picture> pictures;
  std::string picture_credit;
  std::vector<Text> objectives;
  std::vector<Text> materials;
  std::vector<Text> steps;  // the lesson itself, where it was published as text
  std::vector<Definition> vocabulary;
  std::vector<Definition> misconceptions;  // term: what pupils may think; meaning: what to say
  std::vector<CountedLink> keywords;       // count is not shown
  std::vector<Fact> facts;                 // At a glance: For, Time, Subject, Language, Access …
  std::vector<FileLink> files;
  Rights rights;
  std::string credit_line;  // copyable sentence; empty: not drawn
  std::string ask_url;      // how to ask first; may be empty
  std::vector<StatementRow> statements;
  std::vector<Card> similar;
  std::vector<Citation> citations;
  std::vector<Fact> details;        // identifier, version, dates, metadata licence …
  std::vector<Fact> machine_links;  // JSON, OAI-PMH GetRecord, JSON-LD …; label and url
  std::vector<Fact> provenance;     // "Where this came from": label = who, value = what and when, url may be empty
  std::string newer_url;            // "A newer version exists"; empty: none (UI-57)
  html::Safe json_ld;               // html::json_ld(…)
};

}  // namespace commonplace::ui
