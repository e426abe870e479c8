// The words a person sees, in one place (UI-8, specs/ux.md §12). English today; a language is a second table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/resource.h"

namespace commonplace::ui {

// The text for a key such as "nav.find"; nullptr for an unknown key. Templates write {{words.nav.find}}.
const std::string* find_words(std::string_view key);
// The same, filled in. Throws std::logic_error for an unknown key. Not escaped.
std::string words(std::string_view key);
std::string words(std::string_view key, std::string_view name, std::string_view value);

// `text` with each {name} replaced by the value; the value is not looked into again.
std::string fill(std::string_view text, std::string_view name, std::string_view value);

// "1 resource", "1,204 resources": the noun is a pair of keys, "resource.one" and "resource.other".
std::string counted(std::int64_t count, std::string_view noun);
std::string number(std::int64_t value);  // "1,204"

// "Ages 7–11", "Ages 16 and over", "Up to age 5"; the half-open range as teachers write it; empty when it says nothing
// (0–120).
std::string ages_in_words(const std::optional<model::AgeRange>& ages);
// "45 min", "1 hour", "2 h 30 min", "2 days"; empty for nothing or less than a minute.
std::string minutes_in_words(std::optional<int> minutes);
// "0.6 MB", "12 KB"
std::string bytes_in_words(std::int64_t bytes);

// Up to two characters for a tile: "Kiln Street Pottery Museum" → "KS". Small words are skipped; empty for no letters.
std::string initials(std::string_view name);

}  // namespace commonplace::ui
