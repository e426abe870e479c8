#include "harvest/second_reading.h"

#include <fmt/format.h>

#include "harvest/page.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

std::string page_around(const KeptRecord& kept) {
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" )"
      R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><responseDate>{}</responseDate>)"
      R"(<request verb="ListRecords"></request><ListRecords>{}</ListRecords></OAI-PMH>)",
      kept.harvested, kept.bytes);
}

Reading reading_of(const KeptRecord& kept) {
  Reading reading;
  reading.origin.base_url = kept.url;
  reading.origin.host = identifier_host(kept.url);
  reading.origin.source_name = kept.source_name;
  reading.origin.prefix = kept.prefix;
  reading.mend = kept.mend;
  return reading;
}

std::optional<Delivered> one_record(std::string_view body, const Reading& reading) {
  auto read = read_page(body, reading);
  auto* page = std::get_if<Page>(&read);
  if (!page || page->delivery.records.size() != 1) return {};
  return std::move(page->delivery.records.front());
}

std::optional<Delivered> asked_again(const KeptRecord& kept, Fetcher& fetcher) {
  if (kept.identifier.empty() || kept.kind != "oai") return {};
  Ask ask;
  ask.url = fmt::format("{}{}verb=GetRecord&metadataPrefix={}&identifier={}", kept.url,
                        kept.url.find('?') == std::string::npos ? '?' : '&', formats::percent_encode(kept.prefix),
                        formats::percent_encode(kept.identifier));
  const auto fetched = fetcher.fetch(ask);
  if (!fetched.reply || fetched.reply->status != 200) return {};
  auto record = one_record(fetched.reply->body, reading_of(kept));
  if (record && record->source_identifier != kept.identifier) return {};
  return record;
}

}  // namespace

std::optional<Delivered> read_again(const KeptRecord& kept, Fetcher& fetcher) {
  auto record = kept.bytes.empty() ? std::nullopt : one_record(page_around(kept), reading_of(kept));
  return record ? record : asked_again(kept, fetcher);
}

}  // namespace commonplace::harvest
