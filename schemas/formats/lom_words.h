// The words of LOM and how ours stand to them: shared by its writer and its reader, not for others.
#pragma once

#include <string_view>

namespace commonplace::formats::lom_words {

inline constexpr std::string_view lom_source = "LOMv1.0";

// Sources of our own words (MD §5, §6).
inline constexpr std::string_view own_namespace = "https://w3id.org/commonplace/ns/";
inline constexpr std::string_view type_source = "https://w3id.org/commonplace/ns/type";
inline constexpr std::string_view subject_source = "https://w3id.org/commonplace/ns/subject";
inline constexpr std::string_view level_source = "https://w3id.org/commonplace/ns/level";
inline constexpr std::string_view role_source = "https://w3id.org/commonplace/ns/role";
inline constexpr std::string_view status_source = "https://w3id.org/commonplace/ns/status";
inline constexpr std::string_view alignment_source = "https://w3id.org/commonplace/ns/alignment";
inline constexpr std::string_view audience_source = "http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole";

// Catalogues of identifiers.
inline constexpr std::string_view uri_catalog = "URI";
inline constexpr std::string_view url_catalog = "URL";
inline constexpr std::string_view oai_catalog = "oai";
inline constexpr std::string_view same_as_catalog = "sameAs";
inline constexpr std::string_view metadata_licence_catalog = "metadataLicense";

// Languages that say what a string of 6.3 is; the first two are in use among European repositories.
inline constexpr std::string_view creative_commons_language = "x-t-cc-url";
inline constexpr std::string_view rights_language = "x-t-rights-url";
inline constexpr std::string_view credit_language = "x-t-credit";
std::string_view licence_language(std::string_view licence);

// How a description of 5.10 begins.
inline constexpr std::string_view objective_label = "Learning objective: ";
inline constexpr std::string_view term_label = "Key word: ";
inline constexpr std::string_view definition_label = "Definition: ";
inline constexpr std::string_view misconception_label = "Misconception: ";
inline constexpr std::string_view correction_label = "Correction: ";
inline constexpr std::string_view material_label = "Material: ";

// LOM's nearest word for one of ours; empty where none is near.
std::string_view nearest_type(std::string_view type);
std::string_view nearest_role(std::string_view audience);
std::string_view nearest_context(std::string_view level);

// Ours for a word of LOM; empty where it says nothing to us.
std::string_view type_of(std::string_view lom_type);
std::string_view audience_of(std::string_view lom_role);
std::string_view level_of(std::string_view lom_context);

// Roles of LOM 2.3.1 that mean somebody who contributed, but for author, creator, publisher and unknown.
bool is_contributor_role(std::string_view role);

}  // namespace commonplace::formats::lom_words
