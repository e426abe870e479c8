#include "node/curriculum/sharing.h"

#include "schemas/vocabularies/licences.h"

namespace commonplace::curriculum {

std::string_view why_not_shared(const model::Framework& framework) {
  if (framework.is_off) return "it is switched off";
  if (framework.is_local) return "it was imported for this node alone";
  if (framework.source_is_unknown()) return "its source is not known";
  if (framework.licence.empty()) return "no licence is known";
  if (vocabularies::permissions(framework.licence).share != vocabularies::Answer::yes) return "its licence does not allow it";
  return {};
}

}  // namespace commonplace::curriculum
