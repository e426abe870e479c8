#include "harvest/static_visit.h"

#include <fmt/format.h>

#include "harvest/static_repository.h"
#include "harvest/whole_file_visit.h"

namespace commonplace::harvest {

namespace {

class StaticVisit : public WholeFileVisit {
 public:
  using WholeFileVisit::WholeFileVisit;

 private:
  struct Row {
    std::optional<Delivered> record;
    Unread unread;
  };

  std::optional<VisitOutcome> open(std::string body) override {
    const auto prepared = formats::prepare_xml(body, {}, source_.mend);
    if (!prepared) return end_for(prepared.problem());
    // Which list is read is known only when all have been seen; the format of a record is that of its metadata.
    Origin origin = this->origin();
    origin.mended = prepared->mended > 0;
    const auto read = read_static_repository(*prepared, source_.wished_prefix,
                                             [&](Offered& offered) { take(offered, origin); });
    if (!read) return end_for(read.problem());
    standing_.prefix = read->prefixes.front();
    auto& repository = standing_.repository;
    const std::string date = repository.response_date;
    repository = read->repository;
    repository.base_url = source_.url;
    repository.response_date = date;
    progress_.mended += prepared->mended;
    for (auto& row : rows_) {
      if (row.record) row.record->prefix = standing_.prefix, row.record->hops.front().harvest_date = date;
    }
    return std::nullopt;
  }

  void take(Offered& offered, const Origin& origin) {
    Row row;
    auto record = cross(offered, origin);
    if (record) {
      row.record = std::move(*record);
    } else {
      row.unread = unread_of(offered.identifier, record.problem().kind, offered.offset, offered.raw);
    }
    rows_.push_back(std::move(row));
  }

  static VisitOutcome end_for(const model::Problem& problem) {
    if (problem.kind == "broken_rule" || problem.kind == "not_static")
      return ended(Ending::refused, fmt::format("{} {}", problem.what, problem.fix));
    if (problem.kind == "doctype")
      return ended(Ending::suspended, "The file carries a DOCTYPE, as attacks do; nothing of it was read.");
    if (problem.kind == "too_big") return ended(Ending::suspended, "Too much: the file is larger than allowed.");
    if (problem.kind == "no_format") return ended(Ending::failed, problem.what);
    return ended(Ending::failed, fmt::format("The file cannot be read ({}): {}", problem.kind, problem.what));
  }

  std::size_t rows() const override { return rows_.size(); }
  void read_row(std::size_t row, Gathering& gathering) override {
    if (rows_[row].record) {
      gathering.keep(std::move(*rows_[row].record));
    } else {
      gathering.set_aside(std::move(rows_[row].unread));
    }
  }
  Expected expected() const override { return Expected::static_repository; }
  std::string accept() const override { return "text/xml, application/xml"; }
  std::string words_when_empty() const override {
    return "The static repository has no records. What came from it before stays; if it is meant to be empty, remove the "
           "source.";
  }

  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Visit> make_static_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                         std::optional<Resumption> resumption) {
  return std::make_unique<StaticVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
