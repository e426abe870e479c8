#include "harvest/page.h"

#include <unordered_map>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "harvest/reply_slices.h"
#include "schemas/model/datestamp.h"

namespace commonplace::harvest {

namespace {

std::string_view part(std::string_view text, const formats::Slice& slice) {
  return text.substr(slice.begin, slice.end - slice.begin);
}

// The records of a mended page as they came, where they can be told apart.
class Originals {
 public:
  Originals() = default;
  Originals(std::string_view body, std::string_view prepared) : body_(body), slices_(formats::find_elements(body, "record")) {
    if (slices_.size() != formats::find_elements(prepared, "record").size()) slices_.clear();
  }

  // Of the record with that number; nullopt where it is not known.
  std::optional<std::string_view> of(std::size_t number) const {
    if (number >= slices_.size()) return std::nullopt;
    return part(body_, slices_[number]);
  }

 private:
  std::string_view body_;
  std::vector<formats::Slice> slices_;
};

// The metadata of a record as it came.
std::string_view metadata_of(std::string_view record) {
  const auto found = formats::find_elements(record, "metadata");
  if (found.empty()) return {};
  std::string_view text = inside_of(part(record, found.front()));
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

// Replaces unless the newcomer is the older (HAR-21).
void replace(Delivered& earlier, Delivered later) {
  const bool older = later.datestamp.size() == earlier.datestamp.size() && later.datestamp < earlier.datestamp;
  if (!older) earlier = std::move(later);
}

// Gathers the records of one page.
class Gatherer {
 public:
  // `originals`: of a mended page, else null.
  Gatherer(Page& page, const Origin& origin, const Originals* originals)
      : page_(page), origin_(origin), originals_(originals) {}

  void take(Offered& offered) {
    note_original(offered);
    ++page_.delivery.offered;
    page_.delivery.mended_records += offered.mended;
    note_datestamp(offered.datestamp);
    origin_.mended = offered.mended;
    auto record = cross(offered, origin_);
    if (!record) {
      page_.delivery.unread.push_back(
          unread_of(offered.identifier, record.problem().kind, offered.offset, offered.raw));
      return;
    }
    if (offered.mended && !record->bytes.empty()) record->bytes = metadata_of(offered.raw);
    keep(std::move(*record));
  }

 private:
  // HAR-16: what is kept of a mended record is what came.
  void note_original(Offered& offered) {
    if (!originals_) return;
    const auto original = originals_->of(number_++);
    offered.mended = !original || *original != offered.raw;
    if (original) offered.raw = *original;
  }

  void note_datestamp(const std::string& datestamp) {
    if (!model::parse_datestamp(datestamp)) {
      ++page_.strange_datestamps;
      page_.in_order = false;
      return;
    }
    if (page_.first_datestamp.empty()) {
      page_.first_datestamp = page_.lowest_datestamp = page_.highest_datestamp = datestamp;
    }
    if (datestamp.size() != page_.first_datestamp.size() || datestamp < page_.last_datestamp) page_.in_order = false;
    if (datestamp < page_.lowest_datestamp) page_.lowest_datestamp = datestamp;
    if (datestamp > page_.highest_datestamp) page_.highest_datestamp = datestamp;
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
    replace(records[place->second], std::move(record));
  }

  Page& page_;
  Origin origin_;
  const Originals* originals_;
  std::size_t number_ = 0;
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

void keep_tail(Page& page, std::string_view body, std::size_t from) {
  constexpr std::size_t kept = 256 * 1024;  // HAR-30
  page.tail_offset = from;
  page.tail = body.substr(from, kept);
}

PageOrEnd save_what_is_whole(std::string_view body, const model::Problem& problem, const Reading& reading) {
  Page page;
  page.cut = is_cut(body);
  if (!page.cut && goes_on_after_the_end(body)) {
    return ended(Ending::failed,
                 "The answer goes on after its end; the page was not taken. Ask the source's keeper to look.");
  }
  Gatherer gatherer(page, reading.origin, nullptr);
  auto salvage = salvage_oai_reply(body, {}, reading.mend, [&](Offered& offered) { gatherer.take(offered); });
  if (page.cut) keep_tail(page, body, salvage ? salvage->end : 0);
  if (!salvage) {
    if (page.cut) return page;
    return end_for(problem);
  }
  page.reply = std::move(salvage->reply);
  page.reply.verb = "ListRecords";
  page.delivery.mended = salvage->mended;
  page.delivery.offered += static_cast<std::int64_t>(salvage->unread.size());
  for (auto& unread : salvage->unread) page.delivery.unread.push_back(std::move(unread));
  date_hops(page);
  return page;
}

}  // namespace

void add_record(Delivery& delivery, Delivered record) {
  ++delivery.offered;
  for (auto& earlier : delivery.records) {
    if (earlier.identifier != record.identifier) continue;
    ++delivery.duplicate;
    return replace(earlier, std::move(record));
  }
  delivery.records.push_back(std::move(record));
}

PageOrEnd read_page(std::string_view body, const Reading& reading) {
  if (const auto came = instead_of_xml(body)) return ended(Ending::failed, *came);
  const auto prepared = formats::prepare_xml(body, {}, reading.mend);
  if (!prepared && !can_be_saved(prepared.problem().kind)) return end_for(prepared.problem());
  if (!prepared) return save_what_is_whole(body, prepared.problem(), reading);

  Page page;
  const auto originals =
      prepared->mended > 0 ? std::optional<Originals>(std::in_place, body, prepared->text) : std::nullopt;
  Gatherer gatherer(page, reading.origin, originals ? &*originals : nullptr);
  auto reply = read_oai_reply(*prepared, [&](Offered& offered) { gatherer.take(offered); });
  if (!reply && can_be_saved(reply.problem().kind)) return save_what_is_whole(body, reply.problem(), reading);
  if (!reply) return end_for(reply.problem());
  page.reply = std::move(*reply);
  page.delivery.mended = prepared->mended;
  date_hops(page);
  return page;
}

}  // namespace commonplace::harvest
