// One resource as a card: search results, newest, more like this, organisation and statement pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/resource.h"
#include "ui/frame.h"

namespace commonplace::ui {

enum class Answer { yes, unsure, ask, no };

// What one may do (specs/ux.md §6.1; MD §3). The verbs are the answers of schemas/vocabularies.
struct Rights {
  std::string uri;    // link to the licence or statement; may be empty
  std::string label;  // "CC BY 4.0"; may be empty
  Answer print = Answer::unsure;
  Answer adapt = Answer::unsure;
  Answer share = Answer::unsure;
  Answer sell = Answer::unsure;
  Answer credit = Answer::unsure;
  std::string condition;  // in words; may be empty
};

struct Picture {
  std::string url;  // address on this node; others are not drawn
  std::string alt;
  int width = 0;  // 0: not known
  int height = 0;
};

// How a resource came by a curriculum statement (UI-54).
enum class Alignment { publisher, node, exact, close, related };

struct CardStatement {
  std::string place;  // "Art and design KS2"
  Text text;
  Alignment how = Alignment::publisher;
  std::string through = {};  // the link that leads here, in words (CUR-51); empty: how_in_words(how)
};

struct Card {
  std::string id;   // public id; also chooses the pattern when there is no picture
  std::string url;  // "/r/{id}"
  MarkedText title;
  MarkedText description;
  Organisation by;
  std::string type_id;  // "lesson-plan": chooses the family of the pattern; may be empty
  std::string type;     // "Lesson plan"
  std::optional<model::AgeRange> ages;
  std::optional<int> minutes;
  std::string format;    // "PDF, 3.1 MB"; may be empty
  std::string language;  // "Welsh" when it is not the reader's; empty otherwise (UI-35)
  std::optional<CardStatement> statement;
  Rights rights;
  std::optional<Picture> picture;
  std::vector<std::string> why;  // sentences for "Why this result?"; empty: not drawn (UI-32)
  std::string reason;            // "Same curriculum statement", on "More like this"
};

// A page of a longer list. Empty addresses: no such page.
struct Paging {
  std::int64_t page = 1;
  std::int64_t pages = 1;
  std::string previous;
  std::string next;
};

// A link with a number, such as a subject with its resources.
struct CountedLink {
  std::string label;
  std::string url;
  std::int64_t count = 0;
};

// A framework to choose (parameter `framework`).
struct FrameworkOption {
  std::string value;
  std::string label;
  bool chosen = false;
};

}  // namespace commonplace::ui
