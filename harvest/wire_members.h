// The members of everything that crosses the process border, in order: the one list that writing, reading and their
// tests share. A member that is added to a struct and not here does not compile, and cannot be forgotten.
// For wire.cc and its tests alone.
#pragma once

#include <tuple>

#include "harvest/wire.h"

namespace commonplace::harvest::wire {

// "… decomposes into 9 elements" from the compiler: name the new member in the line of its struct, at its place.
#define COMMONPLACE_WIRE(Struct, ...)  \
  inline auto members(Struct& object) { \
    auto& [__VA_ARGS__] = object;      \
    return std::tie(__VA_ARGS__);      \
  }

COMMONPLACE_WIRE(Address, family, bytes)
COMMONPLACE_WIRE(Block, first, prefix_bits)
COMMONPLACE_WIRE(Permits, http, ports, private_blocks)
COMMONPLACE_WIRE(FetchLimits, connect, first_byte, total, slow_bytes_per_second, slow_for, wire_bytes, decoded_bytes,
                 ratio, header_bytes, redirects)
COMMONPLACE_WIRE(Ask, url, accept, limits, form, plain, etag, last_modified)
COMMONPLACE_WIRE(FetchProblem, fault, words)
COMMONPLACE_WIRE(Reply, status, content_type, body, final_url, moved_to, retry_after, wire_bytes, mislabelled,
                 etag, last_modified, link, life)
COMMONPLACE_WIRE(Fetched, reply, problem)

COMMONPLACE_WIRE(Source, kind, url, name, wished_prefix, known_prefix, set, checkpoint, known_looks, mend,
                 pause)
COMMONPLACE_WIRE(Cursor, token, first_date, page, declared, received)
COMMONPLACE_WIRE(Resumption, cursor, prefix, from)
COMMONPLACE_WIRE(VisitLimits, fetch, records, pages, time, record_bytes, token_bytes)
COMMONPLACE_WIRE(VisitOrder, curl, source, limits, resumption, now, seed, shows_bodies)
COMMONPLACE_WIRE(FetchOrder, curl, ask)
COMMONPLACE_WIRE(DetectOrder, curl, url)
COMMONPLACE_WIRE(KeptRecord, kind, url, source_name, prefix, identifier, bytes, harvested, mend)
COMMONPLACE_WIRE(RetryOrder, curl, kept)
COMMONPLACE_WIRE(Found, kind, url, words, reached)

COMMONPLACE_WIRE(Unread, identifier, reason, byte_offset, sha256, raw)
COMMONPLACE_WIRE(Delivery, records, unread, missing, contributors, next, offered, duplicate, lost, mended,
                 mended_records)
COMMONPLACE_WIRE(Repository, name, base_url, earliest, deleted_records, granularity, admin_email, identifier_host,
                 response_date, friends)
COMMONPLACE_WIRE(Progress, requests, pages, offered, unread, duplicate, lost, skipped, mended, mended_records, declared,
                 received)
COMMONPLACE_WIRE(Standing, progress, repository, prefix, from, full, whole, is_node, kind, url, warnings)
COMMONPLACE_WIRE(VisitOutcome, ending, reason, checkpoint, come_again, alarming, moved_to)
COMMONPLACE_WIRE(PageNews, delivery, standing)
COMMONPLACE_WIRE(EndNews, outcome, standing)
COMMONPLACE_WIRE(RetryNews, record)
COMMONPLACE_WIRE(Body, sha256, first_bytes)

#undef COMMONPLACE_WIRE

// A stop token means nothing in another process.
inline auto members(CurlOptions& options) {
  auto& [user_agent, from, permits, stop] = options;
  static_cast<void>(stop);
  return std::tie(user_agent, from, permits);
}
// What the other side has read is not believed.
inline auto members(Delivered& record) {
  auto& [identifier, source_identifier, datestamp, again, sets, deleted, prefix, metadata_namespace, bytes, document, publisher,
         metadata_license, hops, resource] = record;
  static_cast<void>(resource);
  return std::tie(identifier, source_identifier, datestamp, again, sets, deleted, prefix, metadata_namespace, bytes, document,
                  publisher, metadata_license, hops);
}
inline auto members(model::Datestamp& datestamp) {
  auto& [seconds] = datestamp;
  return std::tie(seconds);
}
inline auto members(model::Link& link) {
  auto& [label, url] = link;
  return std::tie(label, url);
}
inline auto members(model::Contributor& contributor) {
  auto& [slug, did, set, name, home, logo, colour, mark, message, links, host] = contributor;
  return std::tie(slug, did, set, name, home, logo, colour, mark, message, links, host);
}
inline auto members(model::Hop& hop) {
  auto& [base_url, identifier, datestamp, metadata_namespace, harvest_date, altered] = hop;
  return std::tie(base_url, identifier, datestamp, metadata_namespace, harvest_date, altered);
}

// The last value of each enumeration that crosses.
constexpr auto last_of(Address::Family) { return Address::Family::v6; }
constexpr auto last_of(FetchFault) { return FetchFault::redirected_away; }
constexpr auto last_of(Ending) { return Ending::cancelled; }
constexpr auto last_of(model::Granularity) { return model::Granularity::second; }

template <typename T>
concept Structured = requires(T& object) { members(object); };

}  // namespace commonplace::harvest::wire
