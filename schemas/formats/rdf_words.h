// What the readers of frameworks in RDF do the same way. For asn.cc, skos.cc and bbc_curriculum.cc.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "schemas/formats/rdf.h"
#include "schemas/model/framework.h"

namespace commonplace::formats::rdf {

// What a reader did not take, as RDF/JSON in {"rdf": {predicate: […]}}; empty where nothing is left.
std::string rest_of(const Graph& graph, const std::string& subject, std::initializer_list<std::string_view> taken);

// Adds the texts of a predicate to those that are there, one a line.
void append_texts(model::LangMap& to, const model::LangMap& texts);

// Texts without a language get `language`.
model::LangMap with_language(model::LangMap texts, const std::string& language);

// "https://creativecommons.org/licenses/by/3.0/us/" in our spelling, or as it is.
std::string licence_of(const std::string& uri);

inline constexpr std::string_view dcterms_title = "http://purl.org/dc/terms/title";
inline constexpr std::string_view dc_title = "http://purl.org/dc/elements/1.1/title";
inline constexpr std::string_view dcterms_description = "http://purl.org/dc/terms/description";
inline constexpr std::string_view dcterms_publisher = "http://purl.org/dc/terms/publisher";
inline constexpr std::string_view dcterms_creator = "http://purl.org/dc/terms/creator";
inline constexpr std::string_view dc_creator = "http://purl.org/dc/elements/1.1/creator";
inline constexpr std::string_view dc_publisher = "http://purl.org/dc/elements/1.1/publisher";
inline constexpr std::string_view dcterms_license = "http://purl.org/dc/terms/license";
inline constexpr std::string_view dcterms_language = "http://purl.org/dc/terms/language";
inline constexpr std::string_view dcterms_level = "http://purl.org/dc/terms/educationLevel";
inline constexpr std::string_view dcterms_subject = "http://purl.org/dc/terms/subject";
inline constexpr std::string_view dcterms_replaced = "http://purl.org/dc/terms/isReplacedBy";
inline constexpr std::string_view cc_license = "http://creativecommons.org/ns#license";
inline constexpr std::string_view cc_attribution = "http://creativecommons.org/ns#attributionName";

}  // namespace commonplace::formats::rdf
