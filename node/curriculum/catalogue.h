// All statements of all frameworks, held ready to be found by address, code, text or words (CUR §4) and to be suggested
// (CUR §5). Immutable once filled; reading from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/curriculum/statement_words.h"
#include "schemas/model/framework.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

class Catalogue {
 public:
  static constexpr std::uint32_t nobody = StatementWords::nobody;

  struct Entry {
    std::uint32_t framework = 0;  // place in frameworks()
    std::uint32_t parent = nobody;
    bool has_children = false;
    std::string id;
    std::string uri;
    std::string code;
    model::LangMap text;
    std::vector<std::string> levels;
    std::vector<std::string> subjects;
    std::optional<model::AgeRange> ages;  // its own, else those of the nearest statement above that has some (CUR-60)
    bool is_retired = false;  // found by what it is called, never by likeness
  };
  struct Head {
    std::string id;
    std::string uri;
  };
  using Places = std::vector<std::uint32_t>;

  // Parents come before children.
  void add(const model::Framework& framework, const std::vector<model::Statement>& statements);

  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<Head>& frameworks() const { return frameworks_; }
  const StatementWords& words() const { return words_; }

  // Empty where nothing has that key; the keys are those of statement_keys.h.
  const Places& with_uri(std::string_view uri) const { return at(by_uri_, uri); }
  const Places& with_guid(std::string_view guid) const { return at(by_guid_, guid); }
  const Places& with_code(std::string_view key) const { return at(by_code_, key); }
  const Places& with_exact_text(std::string_view key) const { return at(by_exact_, key); }
  const Places& with_folded_text(std::string_view key) const { return at(by_folded_, key); }

  // A slug or a URI.
  std::optional<std::uint32_t> find_framework(std::string_view name) const;

 private:
  using Lookup = std::unordered_map<std::string, Places>;
  static const Places& at(const Lookup& lookup, std::string_view key);

  std::vector<Entry> entries_;
  std::vector<Head> frameworks_;
  StatementWords words_;
  Lookup by_uri_, by_guid_, by_code_, by_exact_, by_folded_;
};

}  // namespace commonplace::curriculum
