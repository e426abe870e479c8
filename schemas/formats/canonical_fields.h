// The table behind the canonical document: for each struct of the model its members in JSON, sorted by name, so that
// reading and writing are one walk. A field added to the model is one line here. Not for use outside canonical_*.cc.
#pragma once

#include <string_view>
#include <tuple>

#include "schemas/model/resource.h"

namespace commonplace::formats::canonical {

// relaxed: a plain text is read where a lang map belongs, digits where a number does; a list of texts that has
// something else in it is kept whole as a further member.
enum class Reading { strict, relaxed };

template <typename Owner, typename T>
struct Field {
  std::string_view name;
  T Owner::*member;
  Reading reading = Reading::strict;
};
template <typename Owner, typename T>
Field(std::string_view, T Owner::*) -> Field<Owner, T>;
template <typename Owner, typename T>
Field(std::string_view, T Owner::*, Reading) -> Field<Owner, T>;

template <typename T>
inline constexpr auto fields = nullptr;  // no struct of ours

template <>
inline constexpr auto fields<model::Ref> =
    std::tuple{Field{"@id", &model::Ref::id}, Field{"@type", &model::Ref::type},
               Field{"name", &model::Ref::name, Reading::relaxed}, Field{"position", &model::Ref::position},
               Field{"url", &model::Ref::url}};

template <>
inline constexpr auto fields<model::Agent> = std::tuple{Field{"@id", &model::Agent::id},
                                                        Field{"@type", &model::Agent::type},
                                                        Field{"affiliation", &model::Agent::affiliation},
                                                        Field{"name", &model::Agent::name, Reading::relaxed},
                                                        Field{"role", &model::Agent::role},
                                                        Field{"url", &model::Agent::url}};

template <>
inline constexpr auto fields<model::StatementRef> = std::tuple{Field{"@id", &model::StatementRef::uri},
                                                               Field{"assertedBy", &model::StatementRef::asserted_by},
                                                               Field{"code", &model::StatementRef::code},
                                                               Field{"confidence", &model::StatementRef::confidence},
                                                               Field{"framework", &model::StatementRef::framework},
                                                               Field{"method", &model::StatementRef::method},
                                                               Field{"reviewedAt", &model::StatementRef::reviewed_at},
                                                               Field{"text", &model::StatementRef::text}};

template <>
inline constexpr auto fields<model::Alignment> =
    std::tuple{Field{"alignmentType", &model::Alignment::alignment_type},
               Field{"educationalFramework", &model::Alignment::educational_framework},
               Field{"targetDescription", &model::Alignment::target_description},
               Field{"targetName", &model::Alignment::target_name}, Field{"targetUrl", &model::Alignment::target_url}};

template <>
inline constexpr auto fields<model::Encoding> =
    std::tuple{Field{"contentSize", &model::Encoding::content_size_bytes, Reading::relaxed},
               Field{"contentUrl", &model::Encoding::content_url},
               Field{"encodingFormat", &model::Encoding::encoding_format},
               Field{"inLanguage", &model::Encoding::in_language},
               Field{"license", &model::Encoding::license},
               Field{"name", &model::Encoding::name, Reading::relaxed},
               Field{"sha256", &model::Encoding::sha256}};

template <>
inline constexpr auto fields<model::Image> =
    std::tuple{Field{"alt", &model::Image::alt}, Field{"creditText", &model::Image::credit_text},
               Field{"license", &model::Image::license}, Field{"url", &model::Image::url}};

template <>
inline constexpr auto fields<model::AgeRange> =
    std::tuple{Field{"max", &model::AgeRange::max}, Field{"min", &model::AgeRange::min}};

template <>
inline constexpr auto fields<model::Term> =
    std::tuple{Field{"definition", &model::Term::definition}, Field{"term", &model::Term::term}};

template <>
inline constexpr auto fields<model::Misconception> = std::tuple{Field{"correction", &model::Misconception::correction},
                                                                Field{"statement", &model::Misconception::statement}};

template <>
inline constexpr auto fields<model::Resource> =
    std::tuple{Field{"@id", &model::Resource::at_id},
               Field{"@type", &model::Resource::types},
               Field{"about", &model::Resource::about},
               Field{"abstract", &model::Resource::abstract},
               Field{"accessibilityFeature", &model::Resource::accessibility_feature},
               Field{"ageRange", &model::Resource::age_range},
               Field{"alternateName", &model::Resource::alternate_name},
               Field{"assesses", &model::Resource::assesses},
               Field{"audience", &model::Resource::audience},
               Field{"competencyRequired", &model::Resource::competency_required},
               Field{"conditionsOfAccess", &model::Resource::conditions_of_access},
               Field{"contributor", &model::Resource::contributor},
               Field{"copyrightNotice", &model::Resource::copyright_notice},
               Field{"creator", &model::Resource::creator},
               Field{"creditText", &model::Resource::credit_text},
               Field{"dateCreated", &model::Resource::date_created},
               Field{"dateModified", &model::Resource::date_modified},
               Field{"datePublished", &model::Resource::date_published},
               Field{"description", &model::Resource::description},
               Field{"duration", &model::Resource::duration},
               Field{"educationalAlignment", &model::Resource::educational_alignment},
               Field{"educationalLevel", &model::Resource::educational_level},
               Field{"educationalUse", &model::Resource::educational_use},
               Field{"encoding", &model::Resource::encoding},
               Field{"hasPart", &model::Resource::has_part},
               Field{"identifier", &model::Resource::identifier},
               Field{"image", &model::Resource::image},
               Field{"inLanguage", &model::Resource::in_language},
               Field{"isAccessibleForFree", &model::Resource::is_accessible_for_free},
               Field{"isBasedOn", &model::Resource::is_based_on},
               Field{"isPartOf", &model::Resource::is_part_of},
               Field{"keyVocabulary", &model::Resource::key_vocabulary},
               Field{"keywords", &model::Resource::keywords},
               Field{"learningObjectives", &model::Resource::learning_objectives},
               Field{"learningResourceType", &model::Resource::learning_resource_type},
               Field{"license", &model::Resource::license},
               Field{"materials", &model::Resource::materials},
               Field{"mentions", &model::Resource::mentions},
               Field{"metadataLicense", &model::Resource::metadata_license},
               Field{"misconceptions", &model::Resource::misconceptions},
               Field{"name", &model::Resource::name},
               Field{"publisher", &model::Resource::publisher},
               Field{"rightsStatement", &model::Resource::rights_statement},
               Field{"sameAs", &model::Resource::same_as},
               Field{"spatialCoverage", &model::Resource::spatial_coverage, Reading::relaxed},
               Field{"teaches", &model::Resource::teaches},
               Field{"temporalCoverage", &model::Resource::temporal_coverage, Reading::relaxed},
               Field{"thumbnailUrl", &model::Resource::thumbnail_url},
               Field{"timeRequired", &model::Resource::time_required},
               Field{"url", &model::Resource::url}};

template <typename T>
concept Tabled = !std::is_null_pointer_v<std::remove_const_t<decltype(fields<T>)>>;

template <Tabled T>
consteval bool is_sorted() {
  return std::apply(
      [](const auto&... field) {
        std::string_view last;
        return ((last < field.name ? (last = field.name, true) : false) && ...);
      },
      fields<T>);
}
static_assert(is_sorted<model::Ref>() && is_sorted<model::Agent>() && is_sorted<model::StatementRef>() &&
              is_sorted<model::Alignment>() && is_sorted<model::Encoding>() && is_sorted<model::Image>() &&
              is_sorted<model::AgeRange>() && is_sorted<model::Term>() && is_sorted<model::Misconception>() &&
              is_sorted<model::Resource>());

}  // namespace commonplace::formats::canonical
