// The sets of this node in words: what each is called, and what is told of it in ListSets (OAI §6). Which records are
// in a set is the store's to know.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "node/store/store.h"

namespace commonplace::oai {

// Every record has a contributor: the whole list.
inline constexpr std::string_view contributor_top_set = "contributor";

// Names sets for one reply; looks frameworks up when a set asks for them.
class SetNames {
 public:
  explicit SetNames(const store::Store& store) : store_(store) {}

  // setName: the label of the concept, the title of the framework with the codes, the name of the organisation. Never
  // empty: a set whose concept is not known any more is called by its spec.
  std::string name(const store::ListedSet& set);
  // What stands in <setDescription>: branding of a contributor, oai_dc with title and address of a framework; or empty.
  std::string description(const store::ListedSet& set);

 private:
  const model::Framework* framework(std::string_view spec);

  const store::Store& store_;
  bool frameworks_are_read_ = false;
  std::map<std::string, model::Framework, std::less<>> frameworks_;  // by set: framework:<key>
};

}  // namespace commonplace::oai
