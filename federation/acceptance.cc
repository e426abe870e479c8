#include "federation/acceptance.h"

#include <algorithm>

#include "schemas/formats/identifier.h"
#include "schemas/formats/url.h"
#include "schemas/model/datestamp.h"

namespace commonplace::federation {

namespace {

constexpr Verdict ours{Judgement::own, Trust::own, "own_record"};

Verdict stale(std::string_view why, Trust trust) {
  return {Judgement::stale, trust, why};
}

bool contains(const std::vector<std::string>& hosts, const std::string& host) {
  return !host.empty() && std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

std::string_view without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return url;
}

// A hop is one that we made if it is about our own endpoint, or calls a record by a name of ours (HAR-36).
bool passed_through_us(const std::vector<model::Hop>& hops, const Parties& us) {
  return std::any_of(hops.begin(), hops.end(), [&](const model::Hop& hop) {
    const bool our_endpoint = !us.our_oai.empty() && without_slash(hop.base_url) == without_slash(us.our_oai);
    return our_endpoint || (!us.our_host.empty() && host_of(hop.identifier) == us.our_host);
  });
}

Trust trust_in(std::string_view identifier, const Parties& parties) {
  return contains(parties.source_hosts, host_of(identifier)) ? Trust::direct_unsigned : Trust::relayed_claimed;
}

// Earlier (-1), equal (0) or later (1); 0 where either cannot be read. At the coarser of the two granularities.
int compare(std::string_view offered, std::string_view stored) {
  const auto a = model::parse_datestamp(offered);
  const auto b = model::parse_datestamp(stored);
  if (!a || !b) return 0;
  const bool by_day = a->granularity == model::Granularity::day || b->granularity == model::Granularity::day;
  const auto rounded = [by_day](std::int64_t seconds) {
    return by_day ? seconds - ((seconds % 86'400) + 86'400) % 86'400 : seconds;
  };
  const auto left = rounded(a->datestamp.seconds);
  const auto right = rounded(b->datestamp.seconds);
  return left < right ? -1 : left > right ? 1 : 0;
}

bool is_in_seconds(std::string_view datestamp) {
  const auto parsed = model::parse_datestamp(datestamp);
  return parsed && parsed->granularity == model::Granularity::second;
}

// The source speaks again of a record that we have from it: its latest word counts, never an older one (HAR-21).
Verdict judge_again(const Offer& offer, Trust trust, const StoredCopy& stored) {
  const int order = compare(offer.datestamp, stored.datestamp);
  if (order < 0) return stale("older", trust);
  const bool revives = stored.deleted && !offer.deleted;
  if (revives && order == 0 && is_in_seconds(offer.datestamp)) return stale("tombstone", trust);  // HAR-37: deletion wins
  return {Judgement::store, trust, {}};
}

// The copy that we have came from elsewhere. Datestamps of different sources cannot be compared; trust can.
Verdict judge_beside(const Offer& offer, Trust trust, const StoredCopy& stored) {
  if (trust > stored.trust) return {Judgement::store, trust, {}};
  if (trust == Trust::direct_unsigned) return judge_again(offer, trust, stored);  // the same host, known twice
  if (offer.deleted) return stale("tombstone", trust);  // withdraws only its own copy (HAR-37)
  if (stored.deleted) return {Judgement::store, trust, {}};
  return stale("weaker", trust);  // the first relay keeps the record, so that two relays do not take turns
}

}  // namespace

std::string host_of(std::string_view identifier) {
  if (const auto oai = formats::parse_oai_identifier(identifier)) return oai->host;
  if (const auto url = formats::parse_http_url(identifier)) return url->host;
  return {};
}

std::vector<std::string> verified_hosts(std::string_view source_url, std::string_view repository_identifier) {
  std::vector<std::string> hosts;
  if (const auto url = formats::parse_http_url(source_url)) hosts.push_back(url->host);
  if (repository_identifier.ends_with(".node.invalid")) hosts.emplace_back(repository_identifier);
  return hosts;
}

Verdict judge(const Offer& offer, const Parties& parties, const std::optional<StoredCopy>& stored) {
  if (stored && stored->trust == Trust::own) return ours;
  if (!parties.our_host.empty() && host_of(offer.identifier) == parties.our_host) return ours;
  if (offer.hops.size() > model::max_hops) return {Judgement::refused, Trust::relayed_claimed, "too_many_hops"};
  if (passed_through_us(offer.hops, parties)) return ours;
  if (contains(parties.blocked_hosts, host_of(offer.identifier)))
    return {Judgement::refused, trust_in(offer.identifier, parties), "blocked"};

  const Trust trust = trust_in(offer.identifier, parties);
  if (!stored) return {Judgement::store, trust, {}};
  const bool same_source = stored->peer == parties.source_peer;
  if (same_source && offer.deleted)
    return judge_again(offer, stored->trust, *stored);  // withdraws what it gave (HAR-37)
  if (trust < stored->trust) return stale("weaker", trust);
  return same_source ? judge_again(offer, trust, *stored) : judge_beside(offer, trust, *stored);
}

}  // namespace commonplace::federation
