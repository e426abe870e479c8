// Licences and rights statements, in verbs (MD §3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commonplace::vocabularies {

// Order of strictness when two disagree (MD-11): no, ask, unsure, yes.
enum class Answer { yes, unsure, ask, no };
std::string_view word(Answer answer);  // "yes", "unsure", "ask", "no"

struct Permissions {
  Answer print = Answer::unsure;
  Answer adapt = Answer::unsure;
  Answer share = Answer::unsure;
  Answer sell = Answer::unsure;
  Answer credit = Answer::unsure;
  std::string_view condition;  // in words, English; may be empty

  friend bool operator==(const Permissions&, const Permissions&) = default;
};

// The canonical URI of a licence or rights statement in any of its spellings (MD-8), or of a plain name where that is
// unambiguous (MD-9: "CC0", "CC BY 4.0", "OGL 3"). nullopt: not known, keep the words.
std::optional<std::string> normalise_licence(std::string_view text);
// For a name without version: the URI to offer, which a person must accept ("CC BY" → CC BY 4.0). nullopt: no idea.
std::optional<std::string> suggest_licence(std::string_view text);
bool is_rights_statement(std::string_view uri);  // of rightsstatements.org

// For canonical URIs; all `unsure` for others.
Permissions permissions(std::string_view uri);
// The stricter answer per verb of the two (either may be empty).
Permissions permissions(std::string_view license, std::string_view rights_statement);
// "CC BY 4.0", "CC0 1.0", "OGL 3.0", "In copyright"; the URI itself when not known; empty for empty.
std::string licence_label(std::string_view uri);

}  // namespace commonplace::vocabularies
