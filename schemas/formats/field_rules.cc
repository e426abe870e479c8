// The table of fields that words can be put into: one line a field, in the order of the spreadsheet template (MD §8.1).
#include <map>

#include "schemas/formats/field_writer.h"

namespace commonplace::formats {
namespace {

using model::Resource;

template <auto member>
bool is_empty(const Resource& resource) {
  const auto& field = resource.*member;
  using Field = std::remove_cvref_t<decltype(field)>;
  return field == Field{};
}

template <auto member>
void clear(Resource& resource) {
  using Field = std::remove_cvref_t<decltype(resource.*member)>;
  resource.*member = Field{};
}

enum class Cell { one, list };
enum class Words { plain, text };

template <auto member>
constexpr FieldRule rule(std::string_view name, std::string_view label, void (FieldWriter::*put)(const Given&),
                         Cell cell = Cell::one, Words words = Words::plain) {
  return {name, label, cell == Cell::list, words == Words::text, put, &is_empty<member>, &clear<member>};
}

// The reference stands beside the resource: there is nothing in it to look at or to clear.
constexpr FieldRule reference_rule{"reference",     "Your reference",        false,
                                   false,           &FieldWriter::reference, [](const Resource&) { return true; },
                                   [](Resource&) {}};

using R = Resource;
using W = FieldWriter;
constexpr FieldRule table[] = {
    rule<&R::name>("name", "Title", &W::name, Cell::one, Words::text),
    rule<&R::description>("description", "Description", &W::description, Cell::one, Words::text),
    rule<&R::url>("url", "Web address", &W::url),
    rule<&R::encoding>("encoding", "File", &W::encoding, Cell::list),
    rule<&R::learning_resource_type>("learningResourceType", "Type", &W::resource_type, Cell::list),
    rule<&R::about>("about", "Subject", &W::subject, Cell::list),
    rule<&R::educational_level>("educationalLevel", "Level / Ages", &W::level, Cell::list),
    rule<&R::age_range>("ageRange", "Ages", &W::age_range),
    rule<&R::teaches>("teaches", "Curriculum codes", &W::teaches, Cell::list, Words::text),
    rule<&R::time_required>("timeRequired", "Time needed (minutes)", &W::time_required),
    rule<&R::license>("license", "Licence", &W::licence),
    rule<&R::rights_statement>("rightsStatement", "Rights statement", &W::licence),
    rule<&R::credit_text>("creditText", "Credit line", &W::credit_text),
    rule<&R::creator>("creator", "Author", &W::creator, Cell::list),
    rule<&R::in_language>("inLanguage", "Language", &W::language_of_resource, Cell::list),
    rule<&R::thumbnail_url>("thumbnailUrl", "Image address", &W::thumbnail),
    rule<&R::image>("image", "Large image address", &W::image),
    rule<&R::image>("imageAlt", "Image description", &W::image_alt, Cell::one, Words::text),
    rule<&R::keywords>("keywords", "Keywords", &W::keyword, Cell::list, Words::text),
    reference_rule,
    rule<&R::accessibility_feature>("accessibilityFeature", "Accessibility", &W::accessibility_feature, Cell::list),
    rule<&R::is_part_of>("isPartOf", "Part of", &W::is_part_of, Cell::list, Words::text),
    rule<&R::publisher>("publisher", "Publisher", &W::publisher),
    rule<&R::abstract>("abstract", "Short description", &W::abstract, Cell::one, Words::text),
    rule<&R::alternate_name>("alternateName", "Other title", &W::alternate_name, Cell::list, Words::text),
    rule<&R::assesses>("assesses", "Assesses", &W::assesses, Cell::list, Words::text),
    rule<&R::competency_required>("competencyRequired", "Needs to be known before", &W::competency_required, Cell::list,
                                  Words::text),
    rule<&R::contributor>("contributor", "Contributor", &W::contributor, Cell::list),
    rule<&R::metadata_license>("metadataLicense", "Licence of the description", &W::metadata_licence),
    rule<&R::copyright_notice>("copyrightNotice", "Copyright notice", &W::copyright_notice),
    rule<&R::is_accessible_for_free>("isAccessibleForFree", "Free of charge", &W::is_free),
    rule<&R::conditions_of_access>("conditionsOfAccess", "Conditions of access", &W::conditions_of_access),
    rule<&R::duration>("duration", "Length of the recording", &W::duration),
    rule<&R::audience>("audience", "Audience", &W::audience, Cell::list),
    rule<&R::educational_use>("educationalUse", "Use", &W::educational_use, Cell::list),
    rule<&R::date_created>("dateCreated", "Date created", &W::date_created),
    rule<&R::date_published>("datePublished", "Date published", &W::date_published),
    rule<&R::date_modified>("dateModified", "Date changed", &W::date_modified),
    rule<&R::has_part>("hasPart", "Parts", &W::has_part, Cell::list, Words::text),
    rule<&R::is_based_on>("isBasedOn", "Based on", &W::is_based_on, Cell::list, Words::text),
    rule<&R::mentions>("mentions", "Objects shown", &W::mention, Cell::list, Words::text),
    rule<&R::spatial_coverage>("spatialCoverage", "Place", &W::spatial_coverage, Cell::list),
    rule<&R::temporal_coverage>("temporalCoverage", "Period", &W::temporal_coverage, Cell::list),
    rule<&R::learning_objectives>("learningObjectives", "Learning objectives", &W::learning_objective, Cell::list,
                                  Words::text),
    rule<&R::key_vocabulary>("keyVocabulary", "Key vocabulary", &W::key_vocabulary, Cell::list, Words::text),
    rule<&R::misconceptions>("misconceptions", "Misconceptions", &W::misconception, Cell::list, Words::text),
    rule<&R::materials>("materials", "Materials", &W::material, Cell::list, Words::text),
    rule<&R::same_as>("sameAs", "Other addresses", &W::same_as, Cell::list),
    rule<&R::types>("@type", "Kind of work", &W::type, Cell::list),
    rule<&R::at_id>("@id", "Permanent address", &W::at_id),
    rule<&R::identifier>("identifier", "Identifier", &W::identifier),
};

}  // namespace

std::span<const FieldRule> field_rules() {
  return table;
}

const FieldRule* find_field_rule(std::string_view name) {
  static const auto by_name = [] {
    std::map<std::string_view, const FieldRule*> map;
    for (const auto& rule : table) map.emplace(rule.name, &rule);
    return map;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

}  // namespace commonplace::formats
