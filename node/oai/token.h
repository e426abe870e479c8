// Resumption tokens: stateless, signed, bound to this node and verb, without expiry (OAI-52…OAI-57).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "node/oai/arguments.h"
#include "node/store/store.h"

namespace commonplace::oai {

struct Token {
  Verb verb = Verb::list_records;
  std::string prefix;
  std::string set;
  std::optional<model::Datestamp> from;
  model::Datestamp until;  // frozen on the first page
  store::Place last;       // the last record delivered
  std::string last_set;    // ListSets: the last setSpec delivered
  std::uint64_t cursor = 0;  // records delivered before the next page
  std::uint64_t complete_list_size = 0;

  friend bool operator==(const Token&, const Token&) = default;
};

// base64url, at most 512 characters for what this node can list. `node`: the identity host, part of what is signed.
std::string write_token(const Token& token, std::string_view node, std::string_view key);

// nullopt for everything this node has not written itself: tampered, cut, foreign, of another key.
std::optional<Token> read_token(std::string_view text, std::string_view node, std::string_view key);

}  // namespace commonplace::oai
