// People and organisations as vCard 3.0 (RFC 2426), the way IEEE LOM names who contributed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/resource.h"

namespace commonplace::formats {

// FN (one a language), N, ORG, ROLE, UID, URL; lines end with LF. An organisation has its name as ORG, a person the
// place where it works.
std::string write_vcard(const model::Agent& agent, const std::vector<std::string>& preferred_languages);

// Reads FN, N, ORG, ROLE, UID, URL (MD §8) of any version, also of a card whose line ends were lost on the way or that
// is a bare name. An empty agent where nobody is named.
model::Agent read_vcard(std::string_view text);

}  // namespace commonplace::formats
