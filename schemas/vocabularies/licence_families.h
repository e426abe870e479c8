// The licences and rights statements that this node knows, in their canonical spelling. Inside vocabularies only;
// others use licences.h.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schemas/vocabularies/licences.h"

namespace commonplace::vocabularies {

// A licence or statement that is not Creative Commons: one URI, one meaning (MD §3).
struct FixedLicence {
  std::string_view uri;
  std::string_view label;
  std::string_view address;  // host and path as people write it, lower case, without scheme, "www." and last slash
  Permissions permissions;
};
std::span<const FixedLicence> fixed_licences();
const FixedLicence* find_fixed_licence(std::string_view uri);

// A Creative Commons licence taken apart: "by-nc-sa", "4.0", "" or a port such as "us", "igo".
// The two tools for the public domain are "zero" and "mark".
struct CreativeCommons {
  std::string kind;
  std::string version;
  std::string port;
};
// Whether that licence was ever published (MD §3: accepted paths).
bool exists(const CreativeCommons& licence);
std::string uri_of(const CreativeCommons& licence);
std::string label_of(const CreativeCommons& licence);
Permissions permissions_of(const CreativeCommons& licence);
// Takes a canonical Creative Commons URI apart; nullopt for everything else.
std::optional<CreativeCommons> creative_commons(std::string_view canonical_uri);
// Whether a word is the mark of a port ("us", "scotland", "igo").
bool is_port(std::string_view word);
// Whether a word is a kind of Creative Commons licence ("by-nc").
bool is_kind(std::string_view word);

}  // namespace commonplace::vocabularies
