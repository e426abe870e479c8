// Links between statements (CUR §7): of one framework or of two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commonplace::model {

// From the origin's point of view: "narrower" says that the destination is narrower. The first six are of search
// (CUR §7), the rest is kept and shown.
enum class Relation { exact, close, narrower, broader, related, replaced, part, precedes, translation, exemplar, skill_level };

// "exact", "narrower", "skill-level": on disk and in JSON, never changed.
std::string_view word_of(Relation relation);
std::optional<Relation> read_relation(std::string_view word);

enum class LinkState { on, proposed, off };  // proposed: suggested, not reviewed (CUR-54). off: wrong (CUR-55)
std::string_view word_of(LinkState state);
std::optional<LinkState> read_link_state(std::string_view word);

// One link is one (origin, relation, destination, asserted_by).
struct StatementLink {
  std::int64_t id = 0;  // given by the store
  std::string origin;   // URI of a statement
  Relation relation = Relation::related;
  std::string destination;  // URI: of a statement, here or elsewhere, or of a resource (exemplar)
  std::string framework;    // id of the framework that it came with; empty: made here or from a list of links
  std::string asserted_by;
  std::string method = "manual";  // manual, identifier, text, model
  int confidence = 100;           // 0–100
  std::string reviewed_by;
  std::string reviewed_at;  // datestamp text
  std::string licence;
  std::string source;  // where it was found: an address
  LinkState state = LinkState::on;
  std::string extra;  // JSON object of the source's members that have no place here, or empty

  friend bool operator==(const StatementLink&, const StatementLink&) = default;
};

}  // namespace commonplace::model
