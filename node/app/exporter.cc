#include "node/app/exporter.h"

#include <ostream>

namespace commonplace::app {

std::int64_t export_ndjson(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out) {
  constexpr int rows = 500;
  constexpr std::int64_t bytes = 16 * 1024 * 1024;
  store::Selection selection;
  selection.contributor = contributor;
  std::optional<store::Place> place;
  std::int64_t written = 0;
  const auto write = [&](const store::Row& row) {
    place = {row.datestamp, row.key};
    if (row.deleted) return;
    out << row.body << '\n';
    ++written;
  };
  while (out && store.list(selection, place, rows, bytes, store::Body::document, write) > 0) {
  }
  return written;
}

}  // namespace commonplace::app
