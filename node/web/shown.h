// One record made ready to be shown: the stored one, its document read, its contributor, and what follows from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/web/context.h"
#include "schemas/model/resource.h"
#include "schemas/vocabularies/licences.h"
#include "ui/cards.h"

namespace commonplace::web {

struct Shown {
  store::StoredRecord record;
  model::Resource resource;                                   // empty for a withdrawn record
  const store::StoredContributor* contributor = nullptr;      // owned by the context's directory
  vocabularies::Permissions may;
  std::optional<model::AgeRange> ages;
  std::optional<int> minutes;
  std::vector<std::string> found_levels;  // of its statements, where the publisher names neither level nor age (CUR-62)
  std::string link;  // where the resource itself lives; empty when unknown

  std::string path() const { return "/r/" + record.public_id; }
};

// Reads the document; one that cannot be read (which the store never took) gives an empty resource.
Shown show(const Context& context, store::StoredRecord record);

// The records of these keys in their order; those gone meanwhile are left out.
std::vector<Shown> show_keys(const Context& context, const std::vector<std::int64_t>& keys);

// At most that many bytes from the beginning, never a part of a character.
std::string beginning_of(std::string_view text, std::size_t most_bytes);
ui::Text text_of(const model::LangMap& map, const std::vector<std::string>& preferred = {});
ui::Organisation organisation_of(const store::StoredContributor* contributor);
ui::Rights rights_of(const Shown& shown);
// `query_text`: words to mark; may be empty.
ui::Card card_of(const Context& context, const Shown& shown, const std::string& query_text);
std::string sentence_of_credit(const Context& context, const Shown& shown);  // MD-12

// Brand sheets for the organisations of these cards: /assets/orgs.css?only=… (UI-182).
std::vector<std::string> brand_sheets(const std::vector<ui::Card>& cards, const std::vector<ui::Organisation>& more = {});

}  // namespace commonplace::web
