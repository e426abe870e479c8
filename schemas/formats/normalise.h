// Normalisation of what people and other systems write (MD §9), in one place. Every function is idempotent,
// but html_to_text: it decodes once, at the door where text comes in (MD-28), and is not applied again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/resource.h"

namespace commonplace::formats {

// MD-38: NFC, LF, no controls, no zero-width or bidi overrides, blanks trimmed and runs folded to one (newlines kept).
std::string normalise_text(std::string_view text);
// MD-28: tags dropped, block ends to newlines, entities decoded once, script and style content dropped; then
// normalise_text.
std::string html_to_text(std::string_view text);
// MD-39: "eng", "English", "en_GB" → "en", "en", "en-GB". nullopt if not a language we know and not BCP 47.
std::optional<std::string> normalise_language(std::string_view text);
// MD-41: YYYY, YYYY-MM, YYYY-MM-DD, RFC 3339. nullopt otherwise (03/04/2020 is never guessed).
std::optional<std::string> normalise_date(std::string_view text);
// MD-41: a date of those, or a period in EDTF: "c. 1860" → "1860~", "1850s" → "185X", "19th century" → "18XX",
// "1965–67" → "1965/1967", "?1811" → "1811?". nullopt: keep the words as a label.
std::optional<std::string> normalise_period(std::string_view text);
// Whether words that are no period name a year all the same ("Reign of 1837 onwards"): four digits that are no part of a
// longer number.
bool names_a_year(std::string_view text);
// MD-42: "45 min", "1 hour", "1h30", "2 x 60 minutes", "PT1H" → ISO 8601. A bare number is minutes.
std::optional<std::string> normalise_duration(std::string_view text);
// Minutes of an ISO 8601 duration, rounded up; nullopt if it is none.
std::optional<int> duration_minutes(std::string_view iso_duration);
// "7-11", "7–11 years", "11+", "ages 7 to 11" → {7, 11}; "11+" is to 18.
std::optional<model::AgeRange> normalise_age_range(std::string_view text);

}  // namespace commonplace::formats
