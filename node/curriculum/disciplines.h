// Which subjects of lessons a statement's subject speaks to (CUR-31): Biology is taught under "The Sciences", Food and
// nutrition under Design and technology. A table and the tree of subjects, not an equality of words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commonplace::curriculum {

// Whether two subjects (ids of vocabularies) meet: the same, one above the other, or neighbours in the table.
bool subjects_meet(std::string_view a, std::string_view b);

// Whether any of `a` meets any of `b`. Not known on either side: true.
bool any_subjects_meet(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace commonplace::curriculum
