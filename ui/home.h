// The search home: the box, the curriculum, what is new, who is here (specs/ux.md §4).
#pragma once

#include <vector>

#include "ui/cards.h"

namespace commonplace::ui {

struct HomePage {
  Frame frame;                              // set frame.search_in_header = false
  std::vector<FrameworkOption> frameworks;  // to choose one of (parameter `framework`); may be empty
  std::vector<CountedLink> subjects;        // "Start from your curriculum": level 1 of the tree, with counts
  std::vector<CountedLink> levels;          // key stages or years; may be empty
  std::vector<Card> newest;                 // 4 to 8
  std::vector<Organisation> organisations;
  // With frame.site.resources == 0 the empty state is drawn instead (UI-21).
};

}  // namespace commonplace::ui
