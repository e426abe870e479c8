// What a licence allows, and what it is called. Reading its many spellings is licence_spellings.cc.
#include "schemas/vocabularies/licences.h"

#include <algorithm>

#include "schemas/vocabularies/licence_families.h"

namespace commonplace::vocabularies {
namespace {

// Values of Answer grow with strictness (MD-11).
Answer stricter(Answer a, Answer b) {
  return std::max(a, b);
}

int strictness(const Permissions& permissions) {
  return static_cast<int>(permissions.print) + static_cast<int>(permissions.adapt) +
         static_cast<int>(permissions.share) + static_cast<int>(permissions.sell);
}

}  // namespace

std::string_view word(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::unsure:
      return "unsure";
    case Answer::ask:
      return "ask";
    case Answer::no:
      return "no";
  }
  return "unsure";
}

bool is_rights_statement(std::string_view uri) {
  return uri.starts_with("http://rightsstatements.org/vocab/") && find_fixed_licence(uri) != nullptr;
}

Permissions permissions(std::string_view uri) {
  if (const auto licence = creative_commons(uri)) return permissions_of(*licence);
  if (const auto* licence = find_fixed_licence(uri)) return licence->permissions;
  return {};
}

Permissions permissions(std::string_view license, std::string_view rights_statement) {
  if (license.empty()) return permissions(rights_statement);
  if (rights_statement.empty()) return permissions(license);
  const Permissions one = permissions(license);
  const Permissions other = permissions(rights_statement);
  return {.print = stricter(one.print, other.print),
          .adapt = stricter(one.adapt, other.adapt),
          .share = stricter(one.share, other.share),
          .sell = stricter(one.sell, other.sell),
          .credit = stricter(one.credit, other.credit),
          .condition = strictness(one) >= strictness(other) ? one.condition : other.condition};
}

std::string licence_label(std::string_view uri) {
  if (const auto licence = creative_commons(uri)) return label_of(*licence);
  if (const auto* licence = find_fixed_licence(uri)) return std::string(licence->label);
  return std::string(uri);
}

}  // namespace commonplace::vocabularies
