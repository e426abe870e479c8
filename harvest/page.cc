#include "harvest/page.h"

#include <unordered_map>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "schemas/model/datestamp.h"

namespace commonplace::harvest {

namespace {

// Gathers the records of one page. The later of two with one identifier stays, unless it is the older (HAR-21).
class Gatherer {
 public:
  Gatherer(Page& page, const Origin& origin) : page_(page), origin_(origin) {}

  void take(Offered& offered) {
    ++page_.delivery.offered;
    note_datestamp(offered.datestamp);
    auto record = cross(offered, origin_);
    if (record) return keep(std::move(*record));
    page_.delivery.unread.push_back(unread_of(offered.identifier, record.problem().kind, offered.offset, offered.raw));
  }

 private:
  void note_datestamp(const std::string& datestamp) {
    if (!model::parse_datestamp(datestamp)) {
      ++page_.strange_datestamps;
      page_.in_order = false;
      return;
    }
    if (page_.first_datestamp.empty()) page_.first_datestamp = datestamp;
    if (datestamp.size() != page_.first_datestamp.size() || datestamp < page_.last_datestamp) page_.in_order = false;
    page_.last_datestamp = datestamp;
  }

  void keep(Delivered record) {
    auto& records = page_.delivery.records;
    const auto [place, is_new] = places_.emplace(record.identifier, records.size());
    if (is_new) {
      records.push_back(std::move(record));
      return;
    }
    ++page_.delivery.duplicate;
    Delivered& earlier = records[place->second];
    const bool older = record.datestamp.size() == earlier.datestamp.size() && record.datestamp < earlier.datestamp;
    if (!older) earlier = std::move(record);
  }

  Page& page_;
  const Origin& origin_;
  std::unordered_map<std::string, std::size_t> places_;
};

void date_hops(Page& page) {
  for (auto& record : page.delivery.records) record.hops.front().harvest_date = page.reply.response_date;
}

// Faults that touch one record alone, so that the others may be saved.
bool can_be_saved(const std::string& kind) {
  return kind == "not_wellformed" || kind == "tag_too_big" || kind == "too_deep" || kind == "text_too_long";
}

VisitOutcome end_for(const model::Problem& problem) {
  if (problem.kind == "doctype") {
    return ended(Ending::suspended,
                 "The answer carries a DOCTYPE, as attacks do and OAI-PMH never; nothing of it was read.");
  }
  if (problem.kind == "too_big") return ended(Ending::suspended, "Too much: one page is larger than allowed.");
  if (problem.kind == "old_protocol" || problem.kind == "not_oai") {
    return ended(Ending::refused, fmt::format("{} Found: {}. {}", problem.what, problem.where, problem.fix));
  }
  return ended(Ending::failed, fmt::format("The answer cannot be read ({}): {}", problem.kind, problem.what));
}

PageOrEnd save_what_is_whole(std::string_view body, const model::Problem& problem, const Reading& reading) {
  Page page;
  page.cut = is_cut(body);
  if (!page.cut && goes_on_after_the_end(body)) {
    return ended(Ending::failed,
                 "The answer goes on after its end; the page was not taken. Ask the source's keeper to look.");
  }
  Origin origin = reading.origin;
  Gatherer gatherer(page, origin);
  auto salvage = salvage_oai_reply(body, {}, reading.mend, [&](Offered& offered) { gatherer.take(offered); });
  if (!salvage) {
    if (page.cut) return page;
    return end_for(problem);
  }
  page.reply = std::move(salvage->reply);
  page.reply.verb = "ListRecords";
  page.in_order = false;
  page.delivery.offered += static_cast<std::int64_t>(salvage->unread.size());
  for (auto& unread : salvage->unread) page.delivery.unread.push_back(std::move(unread));
  date_hops(page);
  return page;
}

}  // namespace

PageOrEnd read_page(std::string_view body, const Reading& reading) {
  if (const auto came = instead_of_xml(body)) return ended(Ending::failed, *came);
  const auto prepared = formats::prepare_xml(body, {}, reading.mend);
  if (!prepared && !can_be_saved(prepared.problem().kind)) return end_for(prepared.problem());
  if (!prepared) return save_what_is_whole(body, prepared.problem(), reading);

  Page page;
  Origin origin = reading.origin;
  origin.mended = prepared->mended > 0;
  Gatherer gatherer(page, origin);
  auto reply = read_oai_reply(*prepared, [&](Offered& offered) { gatherer.take(offered); });
  if (!reply && can_be_saved(reply.problem().kind)) return save_what_is_whole(body, reply.problem(), reading);
  if (!reply) return end_for(reply.problem());
  page.reply = std::move(*reply);
  page.delivery.mended = prepared->mended;
  date_hops(page);
  return page;
}

}  // namespace commonplace::harvest
