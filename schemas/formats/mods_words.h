// The words by which our MODS says what MODS has no element for: shared by its writer and its reader, not for others.
#pragma once

#include <string_view>

namespace commonplace::formats::mods_words {

// Sources of concepts (MD §4–6).
inline constexpr std::string_view authority = "commonplace";
inline constexpr std::string_view type_source = "https://w3id.org/commonplace/ns/type";
inline constexpr std::string_view subject_source = "https://w3id.org/commonplace/ns/subject";
inline constexpr std::string_view level_source = "https://w3id.org/commonplace/ns/level";
inline constexpr std::string_view audience_source = "http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole";
inline constexpr std::string_view schema_org = "https://schema.org/";

// Types of identifiers and display labels.
inline constexpr std::string_view same_as_label = "sameAs";
inline constexpr std::string_view ages_label = "ages";
inline constexpr std::string_view image_label = "image";
inline constexpr std::string_view credit_label = "credit";
inline constexpr std::string_view teaches_label = "teaches";
inline constexpr std::string_view assesses_label = "assesses";
inline constexpr std::string_view required_label = "competencyRequired";

// Types of notes and of abstracts.
inline constexpr std::string_view short_abstract = "short";
inline constexpr std::string_view alignment_note = "educationalAlignment";
inline constexpr std::string_view time_note = "timeRequired";
inline constexpr std::string_view accessibility_note = "accessibility";
inline constexpr std::string_view objective_note = "learningObjective";
inline constexpr std::string_view term_note = "keyTerm";
inline constexpr std::string_view definition_note = "keyDefinition";
inline constexpr std::string_view misconception_note = "misconception";
inline constexpr std::string_view correction_note = "correction";
inline constexpr std::string_view material_note = "material";
inline constexpr std::string_view metadata_licence_note = "metadataLicense";

inline constexpr std::string_view duration_unit = "duration";

inline constexpr std::string_view use_condition = "use and reproduction";
inline constexpr std::string_view access_condition = "restriction on access";

}  // namespace commonplace::formats::mods_words
