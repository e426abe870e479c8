// Templates and values become HTML. The only room that knows mustache; ui/html.h knows what may be raw.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/value.h"

namespace commonplace::ui {

// Draws ui/templates/<name>.mustache. Partials and {{words.…}} are resolved once per thread, when a template is first
// used. Throws std::logic_error, with the template's name, for what template_problems() would report, for a name that
// no object has set, and for a section over text (UI-191 to UI-194).
std::string render(std::string_view name, Object values);

// Problems of one template's text, each in words that name it; the text need not be one of the embedded ones.
std::vector<std::string> template_problems(std::string_view name, std::string_view text);
std::vector<std::string> template_problems();

}  // namespace commonplace::ui
