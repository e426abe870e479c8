// The pattern that stands where a resource has no picture, so that a page of results still looks like a gallery wall
// (UI-39). The same id and type always give the same panel; its colours are the contributor's, by custom properties.
#pragma once

#include <string_view>

#include "ui/html.h"

namespace commonplace::ui {

// An inline <svg>, 240 by 240 units, cropped to its place by the sheet. No text, hidden from assistive technology.
// `type_id` chooses the family ("video": rings, "map": contours, …); an unknown one lets the id choose.
html::Safe panel(std::string_view id, std::string_view type_id);

}  // namespace commonplace::ui
