// Concept tables embedded in the program: levels, resource types, subjects, languages (MD §4–6).
// Ids are short and stable; labels are English today, with Welsh where we have it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/resource.h"

namespace commonplace::vocabularies {

// ---- education levels (MD §4)
struct Level {
  std::string_view id;            // "england-ks2"
  std::string_view jurisdiction;  // "england"; empty for general ones
  std::string_view label;         // "Key stage 2"
  std::string_view short_label;   // "KS2"; may be empty
  model::AgeRange ages;
  bool confirmed;  // ages confirmed by somebody of that country
};
std::span<const Level> levels();
const Level* find_level(std::string_view id);
// Ids for words such as "KS2", "Key Stage 2", "Year 4", "Years 3-6", "Grades 3-5", an id or a level URI, read with the
// given jurisdiction ("england" unless known otherwise; MD-15, MD-16). Empty: not a level.
std::vector<std::string> read_levels(std::string_view words, std::string_view jurisdiction = "england");
// Smallest range that covers all levels known; nullopt when none is.
std::optional<model::AgeRange> ages_of(const std::vector<std::string>& level_ids);
bool overlap(model::AgeRange a, model::AgeRange b);

// ---- learning resource types (MD §5)
struct ResourceType {
  std::string_view id;         // "lesson-plan"
  std::string_view label;      // "Lesson plan"
  std::string_view dcmi_type;  // "Text"
};
std::span<const ResourceType> resource_types();
const ResourceType* find_resource_type(std::string_view id);
// Id for an id, a label or a synonym in any of our languages (MD-18). nullopt: not known.
std::optional<std::string> read_resource_type(std::string_view words);

// ---- subjects (MD §6)
struct Subject {
  std::string_view id;       // "art-and-design"
  std::string_view label;    // "Art and design"
  std::string_view broader;  // group id ("arts") or broader subject ("science"); empty at the top
};
std::span<const Subject> subjects();
const Subject* find_subject(std::string_view id);
std::optional<std::string> read_subject(std::string_view words);
// The subject and all narrower ones (MD-19).
std::vector<std::string> narrower_subjects(std::string_view id);

// ---- languages
// English name of a BCP 47 tag ("cy" → "Welsh"); the tag itself when not known.
std::string language_label(std::string_view tag);
// Name of a language in its own words where known ("cy" → "Cymraeg"), else the English name.
std::string language_own_name(std::string_view tag);
// BCP 47 tag for a name in English or its own words, or an ISO 639 code ("eng", "Welsh", "Cymraeg" → "en", "cy", "cy").
// Tags with a region are for formats/normalise.h. nullopt: not known.
std::optional<std::string> read_language(std::string_view words);

// Label of a level, type or subject id in that order; the id itself when it is none of ours.
std::string concept_label(std::string_view id);

}  // namespace commonplace::vocabularies
