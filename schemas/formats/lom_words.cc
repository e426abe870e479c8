#include "schemas/formats/lom_words.h"

#include <algorithm>
#include <utility>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats::lom_words {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

template <std::size_t size>
std::string_view second_of(const Pair (&table)[size], std::string_view first) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const Pair& one) { return one.first == first; });
  return found == std::end(table) ? std::string_view() : found->second;
}

constexpr Pair types_to_lom[] = {
    {"activity", "exercise"},
    {"worksheet", "exercise"},
    {"exercise", "exercise"},
    {"presentation", "slide"},
    {"image", "figure"},
    {"artwork", "figure"},
    {"map", "diagram"},
    {"diagram", "diagram"},
    {"data", "table"},
    {"reference", "index"},
    {"quiz", "exam"},
    {"experiment", "experiment"},
    {"simulation", "simulation"},
    {"text", "narrative text"},
    {"textbook", "narrative text"},
    {"script", "narrative text"},
    {"primary-source", "narrative text"},
    {"case-study", "narrative text"},
    {"lesson-plan", "narrative text"},
    {"teaching-guide", "narrative text"},
    {"course", "lecture"},
    {"training", "lecture"},
};

constexpr Pair types_from_lom[] = {
    {"exercise", "exercise"},
    {"simulation", "simulation"},
    {"questionnaire", "quiz"},
    {"diagram", "diagram"},
    {"figure", "image"},
    {"graph", "diagram"},
    {"index", "reference"},
    {"slide", "presentation"},
    {"table", "data"},
    {"narrative text", "text"},
    {"exam", "quiz"},
    {"experiment", "experiment"},
    {"problem statement", "exercise"},
    {"self assessment", "quiz"},
};

constexpr Pair roles_to_lom[] = {{"teacher", "teacher"},
                                 {"mentor", "teacher"},
                                 {"peerTutor", "teacher"},
                                 {"student", "learner"},
                                 {"administrator", "manager"}};
constexpr Pair roles_from_lom[] = {{"teacher", "teacher"}, {"learner", "student"}, {"manager", "administrator"}};

constexpr Pair contexts_from_lom[] = {{"higher education", "higher"}, {"training", "adult"}};

constexpr std::string_view contributor_roles[] = {"initiator",
                                                  "terminator",
                                                  "validator",
                                                  "editor",
                                                  "graphical designer",
                                                  "technical implementer",
                                                  "content provider",
                                                  "technical validator",
                                                  "educational validator",
                                                  "script writer",
                                                  "instructional designer",
                                                  "subject matter expert"};

constexpr int age_of_higher_education = 18;

}  // namespace

std::string_view licence_language(std::string_view licence) {
  return licence.find("://creativecommons.org/") != std::string_view::npos ? creative_commons_language
                                                                           : rights_language;
}

std::string_view nearest_type(std::string_view type) {
  return second_of(types_to_lom, type);
}

std::string_view nearest_role(std::string_view audience) {
  return second_of(roles_to_lom, audience);
}

std::string_view nearest_context(std::string_view level) {
  if (level == "adult") return "training";
  const auto* known = vocabularies::find_level(level);
  if (known == nullptr) return {};
  return known->ages.min >= age_of_higher_education ? "higher education" : "school";
}

std::string_view type_of(std::string_view lom_type) {
  return second_of(types_from_lom, lom_type);
}

std::string_view audience_of(std::string_view lom_role) {
  return second_of(roles_from_lom, lom_role);
}

std::string_view level_of(std::string_view lom_context) {
  return second_of(contexts_from_lom, lom_context);
}

bool is_contributor_role(std::string_view role) {
  return std::find(std::begin(contributor_roles), std::end(contributor_roles), role) != std::end(contributor_roles);
}

}  // namespace commonplace::formats::lom_words
