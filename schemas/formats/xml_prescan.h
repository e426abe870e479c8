// A look over a page before a parser sees it: what would cost libxml2 seconds or gigabytes is refused here (SEC-50).
// It knows tags, quotes, comments and CDATA, and no more: whether the page is well-formed is the parser's to say.
#pragma once

#include <string_view>

#include "schemas/formats/xml.h"

namespace commonplace::formats {

// Problem kinds: doctype, tag_too_big, too_deep, text_too_long; where = "byte N".
model::Failure prescan_xml(std::string_view text, const XmlLimits& limits);

}  // namespace commonplace::formats
