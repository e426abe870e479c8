// Whom we believe: judges one offered record against the copy that is stored. Pure; unsigned records only, so far.
// Rules: HAR-21, HAR-34, HAR-36, HAR-37. Signatures will add classes above `direct_unsigned`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/provenance.h"

namespace commonplace::federation {

// How sure we are who said it, weakest first (federation.md §5.1). The numbers are those of the store.
enum class Trust { relayed_claimed = 1, direct_unsigned = 2, own = 9 };

// Who we are, and whom we are visiting.
struct Parties {
  std::string our_host;                   // identity host
  std::string our_oai;                    // our own OAI-PMH base URL, as peers name it in hops
  std::vector<std::string> source_hosts;  // verified_hosts() of the source
  std::int64_t source_peer = 0;
  std::vector<std::string> blocked_hosts = {};  // of sources that the keeper has blocked: whoever brings their records
};

// The names under which a source may speak first-hand: the host of its URL, and a `….node.invalid` that its own
// Identify names (HAR-34).
std::vector<std::string> verified_hosts(std::string_view source_url, std::string_view repository_identifier);

// The record as offered; views into the delivery.
struct Offer {
  std::string_view identifier;
  std::string_view datestamp;  // verbatim
  bool deleted = false;
  const std::vector<model::Hop>& hops;  // nearest first; the first is the hop to this source
};

// The copy that is there.
struct StoredCopy {
  std::int64_t peer = 0;  // 0: published here
  Trust trust = Trust::own;
  bool deleted = false;
  std::string datestamp;  // the source's, verbatim; empty when published here
};

enum class Judgement {
  store,    // as `trust`
  own,      // ours, coming back: dropped, counted as own
  stale,    // older than, or weaker than, what is stored: dropped, counted as unchanged
  refused,  // dropped and set aside with `reason`
};

struct Verdict {
  Judgement judgement = Judgement::refused;
  Trust trust = Trust::relayed_claimed;  // of the offer; not for own
  std::string_view reason;  // HAR-30's word for own and refused, or "blocked"; for stale "older", "weaker" or "tombstone"
};

// The host that an identifier belongs to; empty for identifiers of no host (urn, doi).
std::string host_of(std::string_view identifier);

Verdict judge(const Offer& offer, const Parties& parties, const std::optional<StoredCopy>& stored);

}  // namespace commonplace::federation
