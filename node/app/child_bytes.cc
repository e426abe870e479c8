#include "node/app/child_bytes.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "harvest/web_addresses.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

constexpr std::int64_t most_of_anything = 1'000'000'000'000;  // so that sums stay whole
constexpr std::size_t most_name_bytes = 64 * 1024;  // identifiers, dates, addresses, sentences
constexpr std::size_t most_raw_bytes = 256 * 1024;  // HAR-30

bool is_count(std::int64_t number) { return number >= 0 && number <= most_of_anything; }
bool is_correction(std::int64_t number) { return number >= -most_of_anything && number <= most_of_anything; }
bool is_hint(std::int64_t number) { return number >= -1 && number <= most_of_anything; }

bool is_name(std::string_view text) { return text.size() <= most_name_bytes && formats::is_utf8(text); }
bool are_names(std::initializer_list<std::string_view> texts) { return std::all_of(texts.begin(), texts.end(), is_name); }
bool are_names(const std::vector<std::string>& texts) { return std::all_of(texts.begin(), texts.end(), is_name); }

template <typename List, typename Holds>
bool all(List&& list, Holds holds) { return std::all_of(list.begin(), list.end(), holds); }

// ---- records --------------------------------------------------------------------------------------------------------

bool is_plausible(const model::Hop& hop) {
  return are_names({hop.base_url, hop.identifier, hop.datestamp, hop.metadata_namespace, hop.harvest_date});
}

// Keeps what it has read: the next who needs it reads no document twice.
bool is_showable(harvest::Delivered& record) {
  auto resource = formats::read_canonical(record.document);
  if (!resource || resource->name.empty() || !harvest::has_only_web_addresses(*resource)) return false;
  record.resource = std::make_shared<const model::Resource>(std::move(*resource));
  return true;
}

bool is_plausible(harvest::Delivered& record) {
  const bool has_names = are_names({record.identifier, record.source_identifier, record.datestamp, record.prefix,
                                    record.metadata_namespace, record.publisher, record.metadata_license}) &&
                         are_names(record.sets) && all(record.hops, [](const auto& hop) { return is_plausible(hop); });
  if (!has_names || record.identifier.empty()) return false;
  return record.deleted ? record.document.empty() : is_showable(record);
}

bool is_plausible(const harvest::Unread& unread) {
  return are_names({unread.identifier, unread.reason, unread.sha256}) && is_count(unread.byte_offset) &&
         unread.raw.size() <= most_raw_bytes;
}

bool is_link(std::string_view text) { return text.empty() || formats::parse_http_url(text).has_value(); }

bool is_colour(std::string_view text) {
  return text.empty() || (text.size() == 7 && text[0] == '#' &&
                          text.find_first_not_of("0123456789ABCDEFabcdef", 1) == text.npos);
}

bool is_plausible(const model::Contributor& look) {
  return are_names({look.slug, look.did, look.set, look.name, look.mark, look.message, look.host}) &&
         formats::parse_contributor_set(look.set) && is_link(look.home) && is_link(look.logo) && is_colour(look.colour) &&
         (look.slug.empty() || formats::slug(look.slug) == look.slug) &&
         all(look.links, [](const auto& link) { return is_name(link.label) && !link.url.empty() && is_link(link.url); });
}

// ---- the visit ------------------------------------------------------------------------------------------------------

bool is_plausible(const harvest::Progress& progress) {
  return all(std::array{progress.requests, progress.pages, progress.offered, progress.unread, progress.duplicate,
                        progress.lost, progress.mended, progress.mended_records, progress.received}, is_count) &&
         is_hint(progress.declared);
}

bool is_plausible(const harvest::Standing& standing) {
  const auto& source = standing.repository;
  return is_plausible(standing.progress) && are_names({standing.prefix, standing.from, source.name, source.base_url, source.earliest,
                                                       source.deleted_records, source.admin_email, source.identifier_host,
                                                       source.response_date}) &&
         all(source.friends, is_link) && are_names(standing.warnings);
}

bool is_plausible(harvest::Delivery& page) {
  const auto parts = static_cast<std::int64_t>(page.records.size() + page.unread.size());
  const auto one = [](auto& item) { return is_plausible(item); };
  return is_count(page.offered) && is_count(page.duplicate) && page.offered == parts + page.duplicate &&
         is_correction(page.lost) && is_count(page.mended) && is_count(page.mended_records) && is_count(page.next.page) &&
         is_hint(page.next.declared) && is_count(page.next.received) && are_names({page.next.token, page.next.first_date}) &&
         all(page.records, one) && all(page.unread, one) && all(page.missing, one) && all(page.contributors, one);
}

}  // namespace

bool is_plausible(harvest::PageNews& news) { return is_plausible(news.delivery) && is_plausible(news.standing); }

bool is_plausible(const harvest::EndNews& news) {
  const auto& again = news.outcome.come_again;
  return are_names({news.outcome.reason, news.outcome.checkpoint, news.outcome.moved_to}) && is_link(news.outcome.moved_to) &&
         (!again || (*again >= std::chrono::seconds(0) && *again <= longest_wait)) && is_plausible(news.standing);
}

bool is_plausible(const harvest::Fetched& fetched, const harvest::FetchLimits& limits) {
  if (fetched.reply.has_value() == fetched.problem.has_value()) return false;
  if (fetched.problem) return is_name(fetched.problem->words);
  const auto& reply = *fetched.reply;
  const bool has_pause = !reply.retry_after || is_count(reply.retry_after->count());
  return has_pause && reply.body.size() <= limits.decoded_bytes && reply.status >= 100 && reply.status < 1000 &&
         is_link(reply.final_url) && is_link(reply.moved_to);
}

bool is_plausible(harvest::RetryNews& news) { return !news.record || is_plausible(*news.record); }

bool is_plausible(const harvest::Found& found) {
  constexpr std::array<std::string_view, 7> kinds = {"", "node", "oai", "static", "resourcesync", "sitemap", "file"};
  const bool is_kind = std::find(kinds.begin(), kinds.end(), found.kind) != kinds.end();
  return is_kind && is_name(found.words) && is_link(found.url) && found.kind.empty() == found.url.empty();
}

bool is_plausible(const harvest::Body& body) { return is_name(body.sha256) && body.first_bytes.size() <= most_raw_bytes; }

}  // namespace commonplace::app
