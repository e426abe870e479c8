// The parts that several pages are made of, as values for the templates of the same names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/cards.h"
#include "ui/frame.h"
#include "ui/resource.h"
#include "ui/value.h"

namespace commonplace::ui {

// top.mustache and foot.mustache
Object frame_fields(const Frame& frame);
// by_…: tile, band, name
Object organisation_fields(const Organisation& organisation);
// card.mustache and small_card.mustache. `level`: of its heading. The first four pictures of a page load at once
// (UI-39).
Object card_fields(const Card& card, int level, bool lazy);
List card_list(const std::vector<Card>& cards, int level);
// picture.mustache and the like
Object picture_fields(const Picture& picture);
// rights_…
Object rights_fields(const Rights& rights);
// The section `paging`, none for a single page.
Object paging_fields(const Paging& paging);
// The section `name` with fact_list.mustache in it, none without facts.
Object facts_fields(std::string_view name, const std::vector<Fact>& facts);
Object machine_links_fields(const std::vector<Fact>& links);
List counted_links(const std::vector<CountedLink>& links);
List paragraph_list(const std::vector<Text>& texts);
List paragraph_list(const std::vector<std::string>& texts);
List link_list(const std::vector<model::Link>& links);
// "Suggested: close match"; the words of UI-54.
std::string how_in_words(Alignment how);

// The text cut at the stretches: part_text, part_marked. Bad stretches are passed over.
List marked_parts(const MarkedText& text);

}  // namespace commonplace::ui
