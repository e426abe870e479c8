#include "node/app/exporter.h"

#include <functional>
#include <ostream>

#include "node/oai/static_repository.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/csv.h"
#include "schemas/formats/row_writer.h"

namespace commonplace::app {
namespace {

// Every live document, as long as the stream takes them.
std::int64_t each_document(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out,
                           const std::function<void(std::string_view)>& write) {
  constexpr int rows = 500;
  constexpr std::int64_t bytes = 16 * 1024 * 1024;
  store::Selection selection;
  selection.contributor = contributor;
  std::optional<store::Place> place;
  std::int64_t written = 0;
  const auto take = [&](const store::Row& row) {
    place = {row.datestamp, row.key};
    if (row.deleted) return;
    write(row.body);
    ++written;
  };
  while (out && store.list(selection, place, rows, bytes, store::Body::document, take) > 0) {
  }
  return written;
}

}  // namespace

std::int64_t export_ndjson(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out) {
  return each_document(store, contributor, out, [&](std::string_view document) { out << document << '\n'; });
}

// A document that this program cannot read (a newer one wrote it) goes out whole, without words for people.
std::int64_t export_csv(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // else Excel takes UTF-8 for Windows text
  std::string row(byte_order_mark);
  formats::append_csv_row(row, formats::exported_header());
  out << row;
  return each_document(store, contributor, out, [&](std::string_view document) {
    const auto resource = formats::read_canonical(document);
    row.clear();
    formats::append_csv_row(row, formats::exported_cells(resource ? *resource : model::Resource(), document));
    out << row;
  });
}

std::int64_t export_oai_static(const Desk& desk, std::optional<store::ContributorId> contributor, const std::string& url,
                               std::ostream& out) {
  oai::StaticFile file{url, {}};
  file.selection.contributor = contributor;
  if (!contributor) file.selection.peer = 0;
  return oai::write_static_repository(*desk.store, desk.repository(), file, [&](std::string_view piece) { out << piece; });
}

}  // namespace commonplace::app
