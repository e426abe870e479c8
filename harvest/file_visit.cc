#include "harvest/file_visit.h"

#include <fmt/format.h>

#include "harvest/oai_reply.h"
#include "harvest/row_file.h"
#include "harvest/whole_file_visit.h"

namespace commonplace::harvest {

namespace {

// What a row calls its resource: its reference, else what identifies the resource anywhere.
std::string name_of(const formats::RowOutcome& row) {
  if (!row.reference.empty()) return row.reference;
  const auto& resource = *row.resource;
  if (!resource.identifier.empty()) return resource.identifier;
  return resource.at_id.empty() ? resource.url : resource.at_id;
}

class FileVisit : public WholeFileVisit {
 public:
  using WholeFileVisit::WholeFileVisit;

 private:
  std::optional<VisitOutcome> open(std::string body) override {
    RowFileLimits limits;
    limits.row_bytes = limits_.record_bytes;
    auto opened = open_row_file(std::move(body), limits);
    if (opened) {
      file_ = std::move(*opened);
      return std::nullopt;
    }
    const auto& problem = opened.problem();
    return ended(problem.kind == "too_big" ? Ending::suspended : problem.kind == "bad_encoding" ? Ending::refused : Ending::failed,
                 fmt::format("{} {}", problem.what, problem.fix));
  }

  std::size_t rows() const override { return file_ ? file_->rows() : 0; }

  void read_row(std::size_t row, Gathering& gathering) override {
    FileRow read = file_->read(row);
    if (!read.outcome.resource)
      return gathering.set_aside(unread_of(read.outcome.reference, read.reason, read.number, read.bytes));
    const std::string name = name_of(read.outcome);
    if (name.empty()) return gathering.set_aside(unread_of("", "no_identifier", read.number, read.bytes));
    const Origin origin = this->origin();
    auto record = cross_described({.identifier = kept_identifier(name, origin),
                                   .source_identifier = name,
                                   .datestamp = {},
                                   .metadata_namespace = "https://schema.org/",
                                   .bytes = read.bytes,
                                   .resource = std::move(*read.outcome.resource)},
                                  origin);
    if (!record) return gathering.set_aside(unread_of(name, record.problem().kind, read.number, read.bytes));
    record->hops.front().harvest_date = standing_.repository.response_date;
    gathering.keep(std::move(*record));
  }

  Expected expected() const override { return Expected::table_or_json; }
  std::string accept() const override { return "text/csv, application/json, application/x-ndjson, text/plain;q=0.5"; }
  std::string words_when_empty() const override {
    return "The file has no rows. What came from it before stays; if it is meant to be empty, remove the source.";
  }

  std::unique_ptr<RowFile> file_;
};

}  // namespace

std::unique_ptr<Visit> make_file_visit(Source source, Fetcher& fetcher, House house, VisitLimits limits,
                                       std::optional<Resumption> resumption) {
  return std::make_unique<FileVisit>(std::move(source), fetcher, std::move(house), limits, std::move(resumption));
}

}  // namespace commonplace::harvest
