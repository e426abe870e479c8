// The label of a concept, whichever scheme it is from.
#include "schemas/vocabularies/concepts.h"

namespace commonplace::vocabularies {

std::string concept_label(std::string_view id) {
  if (const Level* level = find_level(id)) return std::string(level->label);
  if (const ResourceType* type = find_resource_type(id)) return std::string(type->label);
  if (const Subject* subject = find_subject(id)) return std::string(subject->label);
  return std::string(id);
}

}  // namespace commonplace::vocabularies
