// What an answer is by its first bytes, whatever it says it is (HAR-49, SEC-52).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commonplace::harvest {

enum class Sight { nothing, xml, web_page, json, table, pdf, packed, other_unicode, text };

Sight first_look(std::string_view body);

// What a reader wants to see.
enum class Expected { oai_pmh, ndjson, static_repository, sitemap, table_or_json };

// nullopt for what looks as expected; else a sentence for the keeper about what came instead.
std::optional<std::string> instead_of(Expected expected, std::string_view body);

// nullopt for what looks like XML: instead_of(Expected::oai_pmh, body).
std::optional<std::string> instead_of_xml(std::string_view body);

}  // namespace commonplace::harvest
