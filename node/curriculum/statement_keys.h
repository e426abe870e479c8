// What makes two ways of writing a statement the same (CUR-24, CUR-26): keys of codes, texts and GUIDs.
#pragma once

#include <string>
#include <string_view>

namespace commonplace::curriculum {

// "PK.1.1", "PK 1.1" and "pk-1-1" have one key (CUR-24): folded, blanks and . - _ / : dropped, leading zeros dropped;
// numbers stay apart ("1.11" is not "11.1"). Prefixes of Common Core may be there or not: "CCSS.ELA-LITERACY.RH.6-8.7",
// "ELA-Literacy/RH/6-8/7" and "RH.6-8.7" are one.
std::string code_key(std::string_view code);

// Case, blanks and a full stop at the end aside.
std::string exact_key(std::string_view text);

// CUR-26: case, punctuation, blanks, a number in front, "Pupils should be taught to", British and American spelling aside.
std::string folded_key(std::string_view text);

// The GUID at the end of an address, urn:uuid: or plain, in lower case. Empty when there is none.
std::string guid_of(std::string_view uri);

}  // namespace commonplace::curriculum
