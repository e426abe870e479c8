#include "node/app/arrival.h"

#include <algorithm>
#include <unordered_map>

#include "federation/acceptance.h"
#include "node/app/harvester.h"
#include "node/app/frameworks.h"
#include "node/app/media.h"
#include "node/app/membership.h"
#include "node/oai/about.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

using model::Contributor;

// The document of a record; of one that is deleted or cannot be read an empty one.
std::shared_ptr<const model::Resource> resource_of(const harvest::Delivered& record) {
  if (record.resource) return record.resource;
  auto read = record.deleted ? model::Resource() : formats::read_canonical(record.document);
  return std::make_shared<const model::Resource>(read ? std::move(*read) : model::Resource());
}

// Takes the texts from the record; its identifier stays.
store::Draft draft_of(harvest::Delivered& record, store::ContributorId contributor, store::PeerId peer, federation::Trust trust) {
  store::Draft draft;
  draft.identifier = record.identifier;
  draft.public_id = formats::public_id(record.identifier);
  draft.contributor = contributor;
  draft.peer = peer;
  draft.trust = static_cast<store::Trust>(trust);
  draft.deleted = record.deleted;
  draft.again = record.again;
  draft.source = store::SourceBytes{record.prefix, record.datestamp, std::move(record.bytes)};
  if (record.deleted) return draft;
  draft.document = std::move(record.document);
  draft.hops = std::move(record.hops);
  draft.about = oai::about_of(record.metadata_license, draft.hops);
  return draft;
}

store::SetAside refused(const harvest::Delivered& record, std::string_view reason, std::int64_t page) {
  store::SetAside row{record.identifier, std::string(reason), page, 0, formats::sha256_hex(record.bytes), record.bytes.substr(0, 256 * 1024)};
  row.counted_as = store::CountedAs::refused;
  return row;
}

// Host, and port where it is not the scheme's own: the name of a source that gives itself none.
std::string host_name(const std::string& url) {
  const auto parsed = formats::parse_http_url(url);
  if (!parsed) return "unknown.invalid";
  const bool usual = parsed->port == (parsed->scheme == "https" ? 443 : 80);
  return usual ? parsed->host : parsed->host + ":" + std::to_string(parsed->port);
}

}  // namespace

Arrival::Arrival(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor)
    : store_(store), fetcher_(fetcher), visitor_(visitor), statements_(resolver_of(store)) {
  for (const auto& peer : store.peers()) {
    peers_.emplace(peer.id, peer);
    if (peer.state != store::PeerState::blocked) continue;
    for (auto& host : federation::verified_hosts(peer.url, peer.identifier_host)) blocked_hosts_.push_back(std::move(host));
  }
}

bool Arrival::is_blocked(const std::string& host) const {
  return std::find(blocked_hosts_.begin(), blocked_hosts_.end(), host) != blocked_hosts_.end();
}

// What a peer brought that the keeper has removed since waits for whoever offers it now. A copy that nobody may see,
// as its peer is on probation, does not stand against one that may be seen.
std::optional<federation::StoredCopy> Arrival::copy_of(const store::Brief& brief, const store::Peer& peer) const {
  const auto trust = static_cast<federation::Trust>(brief.trust);
  const auto holder = peers_.find(brief.peer);
  if (brief.peer != 0 && holder == peers_.end()) return federation::StoredCopy{peer.id, trust, brief.deleted, {}};
  const bool is_anothers = brief.peer != peer.id && brief.peer != 0;
  const bool waits = brief.listed == store::Listed::staged && is_anothers && holder->second.probation;
  if (waits && !peer.probation) return std::nullopt;
  return federation::StoredCopy{brief.peer, trust, brief.deleted, brief.source_datestamp};
}

federation::Parties Arrival::parties(const harvest::Standing& standing, const store::Peer& peer) const {
  federation::Parties parties;
  parties.our_host = visitor_.identity_host;
  parties.our_oai = visitor_.base_url + "/oai";
  parties.source_hosts = federation::verified_hosts(peer.url, standing.repository.identifier_host);
  parties.source_peer = peer.id;
  parties.blocked_hosts = blocked_hosts_;
  return parties;
}

// Whether another peer speaks first-hand for the contributor: one of its records says.
bool Arrival::is_heard_elsewhere(store::ContributorId contributor, const store::Peer& peer) const {
  store::Selection selection;
  selection.contributor = contributor;
  store::Key key = 0;
  store_.list(selection, {}, 1, 1, store::Body::none, [&](const store::Row& row) { key = row.key; });
  const auto record = store_.find_key(key);
  return record && record->trust == store::Trust::direct_unsigned && record->peer != peer.id && peers_.contains(record->peer);
}

void Arrival::learn(const std::vector<Contributor>& looks, const store::Peer& peer) {
  for (auto look : looks) {
    const auto name = formats::parse_contributor_set(look.set);
    if (!name || name->host == visitor_.identity_host) continue;  // nobody redraws our own organisations
    if (is_blocked(name->host)) continue;
    const auto stored = store_.contributor_by_set(look.set);
    if (stored && is_heard_elsewhere(stored->id, peer)) continue;
    if (stored && peer.probation && stored->records.live > 0) continue;
    look.host = name->host;
    look.did = formats::contributor_did(name->host, name->slug);
    if (look.slug.empty()) look.slug = formats::slug(look.name);
    look.logo = kept_logo(look);
    known_[look.set] = store_.put_contributor(look, false);
  }
}

// Our own address of the logo; what we had stays when the fetch fails.
std::string Arrival::kept_logo(const Contributor& look) {
  const auto stored = store_.contributor_by_set(look.set);
  const std::string before = stored ? stored->profile.logo : "";
  if (look.logo.empty()) return before;
  harvest::Ask ask;
  ask.url = look.logo;
  ask.accept = "image/png, image/jpeg, image/webp";
  ask.limits.total = std::chrono::seconds(15);  // SEC-48
  ask.limits.decoded_bytes = most_logo_bytes;
  ask.limits.wire_bytes = most_logo_bytes;
  const auto fetched = fetcher_.fetch(ask);
  if (!fetched.reply || fetched.reply->status != 200) return before;
  const auto kept = keep_logo(visitor_.media_folder, fetched.reply->body);
  return kept ? visitor_.base_url + "/media/" + *kept : before;
}

store::ContributorId Arrival::contributor_of(const harvest::Delivered& record, const store::Peer& peer) {
  for (const auto& set : record.sets) {
    const auto name = formats::parse_contributor_set(set);
    if (name && name->host != visitor_.identity_host) return contributor_by_set(set, record);  // nobody speaks in our name
  }
  const auto& own_name = peer.repository_name.empty() ? peer.name : peer.repository_name;
  return contributor_by_name(record.publisher.empty() ? own_name : record.publisher, peer);
}

store::ContributorId Arrival::contributor_by_set(const std::string& set, const harvest::Delivered& record) {
  if (const auto found = known_.find(set); found != known_.end()) return found->second;
  if (const auto stored = store_.contributor_by_set(set)) return known_[set] = stored->id;
  const auto name = *formats::parse_contributor_set(set);
  Contributor look;
  look.set = set;
  look.host = name.host;
  look.did = formats::contributor_did(name.host, name.slug);
  look.name = !record.publisher.empty() ? record.publisher : name.slug.empty() ? name.host : name.slug;
  look.slug = formats::slug(look.name);
  return known_[set] = store_.put_contributor(look, false);
}

// A source that knows no contributor sets: one contributor per publisher it names.
store::ContributorId Arrival::contributor_by_name(const std::string& name, const store::Peer& peer) {
  const std::string host = host_name(peer.url);
  const bool is_the_source = name == peer.name || name == peer.repository_name;
  const std::string slug = is_the_source ? "" : formats::slug(name);
  const std::string set = formats::contributor_set(host, slug);
  if (const auto found = known_.find(set); found != known_.end()) return found->second;
  if (const auto stored = store_.contributor_by_set(set)) return known_[set] = stored->id;
  Contributor look;
  look.set = set;
  look.host = host;
  look.did = formats::contributor_did(host, slug);
  look.name = name;
  look.slug = formats::slug(name);
  return known_[set] = store_.put_contributor(look, false);
}

// HAR-37: a record that goes and comes three times a day is held as it is.
bool Arrival::flips_too_often(const store::Brief& there, const harvest::Delivered& offered, model::Datestamp now) const {
  constexpr int most_flips = 3;
  constexpr std::int64_t day_seconds = 24 * 3600;
  return there.deleted != offered.deleted && store_.flips(there.key, {now.seconds - day_seconds}) >= most_flips;
}

Arrived Arrival::judge(std::vector<harvest::Delivered> records, const harvest::Standing& standing, const store::Peer& peer,
                       const store::Visit& visit) {
  const auto known = parties(standing, peer);
  std::unordered_map<std::string_view, std::size_t> last;  // the place of the last record with that identifier
  std::vector<std::string> identifiers;
  for (std::size_t i = 0; i < records.size(); ++i) {
    last[records[i].identifier] = i;
    identifiers.push_back(records[i].identifier);
  }
  const auto briefs = store_.briefs(identifiers);

  Arrived out;
  const std::string origin = origin_set(peer.url);
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto& record = records[i];
    if (last[record.identifier] != i) {
      ++out.duplicate;
      continue;
    }
    const auto stored = briefs[i] ? copy_of(*briefs[i], peer) : std::nullopt;
    const auto verdict = federation::judge({record.identifier, record.datestamp, record.deleted, record.hops}, known, stored);
    switch (verdict.judgement) {
      case federation::Judgement::store: {
        if (briefs[i] && flips_too_often(*briefs[i], record, visit.started)) {
          ++out.refused;
          out.set_aside.push_back(refused(record, "too_many_flips", visit.page + 1));
          break;
        }
        const auto resource = resource_of(record);
        auto& draft = out.drafts.emplace_back(draft_of(record, contributor_of(record, peer), peer.id, verdict.trust));
        draft.sets = sets_of(*resource, statements_, origin);
        if (!draft.deleted) draft.oai_dc = formats::write_oai_dc(*resource);
        break;
      }
      case federation::Judgement::own: ++out.own; break;
      case federation::Judgement::stale:
        ++(record.again ? out.duplicate : out.stale);
        out.claimed += verdict.reason == "weaker" && stored->peer != 0 && record.hops.size() <= 1;
        if (stored->peer != 0)
          out.also_offered.push_back({briefs[i]->key, static_cast<store::Trust>(verdict.trust), record.deleted});
        break;
      case federation::Judgement::refused:
        ++out.refused;
        if (verdict.reason == "blocked") break;  // the keeper wants none of it
        out.set_aside.push_back(refused(record, verdict.reason, visit.page + 1));
        break;
    }
  }
  return out;
}

}  // namespace commonplace::app
