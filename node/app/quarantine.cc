#include "node/app/quarantine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "node/app/arrival.h"
#include "node/app/clock.h"
#include "schemas/formats/unicode.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;

struct Reason {
  std::string_view word;
  std::string_view sentence;
};

constexpr std::array reasons = {
    Reason{"not_xml", "It is no XML."},
    Reason{"not_wellformed", "Its XML is broken."},
    Reason{"doctype", "It declares a document type, which is never read."},
    Reason{"bad_encoding", "Its characters cannot be decoded."},
    Reason{"too_big", "It is larger than 1 MiB."},
    Reason{"tag_too_big", "One of its tags is too large."},
    Reason{"too_deep", "It is nested too deeply."},
    Reason{"text_too_long", "One of its texts is longer than 1 MiB."},
    Reason{"no_identifier", "It has no identifier."},
    Reason{"bad_datestamp", "Its date is none."},
    Reason{"no_metadata", "It has no metadata."},
    Reason{"unknown_format", "Its format is not known here."},
    Reason{"crosswalk_failed", "It could not be put into our own shape."},
    Reason{"own_record", "It is a record of this node, coming back."},
    Reason{"too_many_hops", "It has gone through more than four nodes."},
    Reason{"too_many_flips", "It went and came back three times within a day."},
    Reason{"killed_reader", "The page ended the process that read it, twice."},
};

harvest::KeptRecord kept_record(const store::Peer& peer, const store::SetAside& row) {
  harvest::KeptRecord kept;
  kept.kind = peer.kind;
  kept.url = peer.url;
  kept.source_name = peer.repository_name.empty() ? peer.name : peer.repository_name;
  kept.prefix = row.prefix;
  kept.identifier = row.identifier;
  if (row.reason != "killed_reader") kept.bytes = row.raw;
  kept.harvested = model::format_datestamp(row.at);
  kept.mend = peer.mend;
  return kept;
}

Outcome<store::Peer> peer_of(const store::Store& store, const store::SetAside& row) {
  for (auto& peer : store.peers())
    if (peer.id == row.peer) return std::move(peer);
  return Problem{"no-such-peer", "peer", "the peer that brought it was removed", "Discard it."};
}

std::optional<store::Visit> visit_of(const store::Store& store, const store::SetAside& row) {
  constexpr int most = 100'000;
  for (auto& visit : store.visits(row.peer, most))
    if (visit.id == row.visit) return std::move(visit);
  return {};
}

// From the column where it was counted; what it becomes is counted when it is written.
void take_out(const store::SetAside& row, store::VisitCounts& counts, store::VisitCounts& judged) {
  switch (row.counted_as) {
    case store::CountedAs::quarantined: --counts.quarantined; return;
    case store::CountedAs::refused: --judged.refused; return;
    case store::CountedAs::lost:
      --counts.lost;
      ++counts.offered;
      return;
  }
}

Outcome<Retried> store_record(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
                     const store::SetAside& row, const harvest::Delivered& record) {
  auto visit = visit_of(store, row);
  if (!visit) return Problem{"no-such-visit", "id", "the visit that brought it is not known any more", "Discard it."};
  harvest::Standing standing;
  standing.repository.identifier_host = peer.identifier_host;
  auto arrived = Arrival(store, fetcher, visitor).judge({record}, standing, peer, *visit);
  if (arrived.refused > 0)
    return Problem{"refused-still", "id", "it can be read, but is refused for the same reason", "Discard it."};
  store::Batch batch;
  batch.drafts = std::move(arrived.drafts);
  batch.judged.unchanged = arrived.stale;
  visit->counts.own += arrived.own;
  take_out(row, visit->counts, batch.judged);
  batch.visit = std::move(visit);
  const auto written = store.write(batch, now()).written;
  store.discard(row.id);
  if (written.empty() || written.front().verdict == store::Verdict::unchanged) return Retried::nothing_new;
  return peer.probation ? Retried::waits : Retried::stored;
}

}  // namespace

std::string_view reason_in_words(std::string_view reason) {
  const auto* const found = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& one) { return one.word == reason; });
  return found == reasons.end() ? reason : found->sentence;
}

std::string harmless(std::string_view raw) {
  const std::string text = formats::repair_utf8(raw);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = formats::next_code_point(text, at);
    const bool is_control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
    const bool turns_text = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    formats::append_utf8(out, is_control ? (c < 0x20 ? 0x2400 + c : U'\u2421') : turns_text ? U'\uFFFD' : c);
  }
  return out;
}

Outcome<store::SetAside> find_set_aside(const store::Store& store, std::int64_t id) {
  auto row = store.set_aside_row(id);
  if (row) return std::move(*row);
  return Problem{"not-set-aside", "id", "nothing is set aside under this number",
                 "\"commonplace quarantine list\" shows what there is; it is kept for 90 days."};
}

model::Failure discard_set_aside(store::Store& store, std::int64_t id) {
  if (store.discard(id)) return {};
  return find_set_aside(store, id).problem();
}

Outcome<Retried> try_again(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, std::int64_t id,
                           const SecondReader& reader) {
  const auto row = find_set_aside(store, id);
  if (!row) return row.problem();
  const auto peer = peer_of(store, *row);
  if (!peer) return peer.problem();
  if (peer->state == store::PeerState::blocked)
    return Problem{"peer-blocked", "peer", "the peer that brought it is blocked", "Resume it first."};
  const auto kept = kept_record(*peer, *row);
  const auto record = reader ? reader(kept) : harvest::read_again(kept, fetcher);
  if (!record)
    return Problem{"unreadable-still", "id", "it cannot be read now either, neither as it was kept nor as the source has it",
                   "Tell the keeper of the source; the next visit that brings it well takes it off this list."};
  return store_record(store, fetcher, visitor, *peer, *row, *record);
}

}  // namespace commonplace::app
