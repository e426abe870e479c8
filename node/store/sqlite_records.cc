// Rows of record, body and document into the port's values.
#include "node/store/sqlite_records.h"

#include "node/store/kept_bytes.h"
#include "node/store/packed_text.h"

namespace commonplace::store {
namespace {

#define COMMONPLACE_WHOLE_RECORD                                                                            \
  "SELECT r.key, r.identifier, r.public_id, r.version, r.datestamp, r.first_seen, r.last_seen, " \
  "r.deleted OR r.listed = 2, r.contributor, r.peer, r.trust, d.document, b.about, b.hops "                 \
  "FROM record r LEFT JOIN document d ON d.key = r.key AND r.listed = 1 "                                   \
  "LEFT JOIN body b ON b.key = r.key AND r.listed = 1 WHERE r.listed > 0 AND "

constexpr std::string_view by_identifier = COMMONPLACE_WHOLE_RECORD "r.identifier = ?1";
constexpr std::string_view by_public_id = COMMONPLACE_WHOLE_RECORD "r.public_id = ?1";
constexpr std::string_view by_key = COMMONPLACE_WHOLE_RECORD "r.key = ?1";
constexpr std::string_view live_after = COMMONPLACE_WHOLE_RECORD "r.key > ?1 AND r.deleted = 0 ORDER BY r.key LIMIT ?2";
#undef COMMONPLACE_WHOLE_RECORD

StoredRecord read(const Query& row) {
  return StoredRecord{.key = row.integer(0),
                      .identifier = row.string(1),
                      .public_id = row.string(2),
                      .version = row.integer(3),
                      .datestamp = {row.integer(4)},
                      .first_seen = {row.integer(5)},
                      .last_seen = {row.integer(6)},
                      .deleted = row.integer(7) != 0,
                      .contributor = row.integer(8),
                      .peer = row.integer(9),
                      .trust = static_cast<Trust>(row.integer(10)),
                      .document = row.string(11),
                      .about = row.string(12),
                      .hops = unpack_hops(row.text(13))};
}

template <typename Name>
std::optional<StoredRecord> find_one(Connection& reader, std::string_view sql, const Name& name) {
  Query row = reader.query(sql);
  row.bind(name);
  if (!row.step()) return std::nullopt;
  return read(row);
}

}  // namespace

std::optional<StoredRecord> find_record(Connection& reader, std::string_view identifier) {
  return find_one(reader, by_identifier, identifier);
}

std::optional<StoredRecord> find_public_record(Connection& reader, std::string_view public_id) {
  return find_one(reader, by_public_id, public_id);
}

std::optional<StoredRecord> find_record_key(Connection& reader, Key key) {
  return find_one(reader, by_key, key);
}

std::vector<StoredRecord> read_live_after(Connection& reader, Key after, int limit) {
  std::vector<StoredRecord> records;
  Query row = reader.query(live_after);
  row.bind(after, limit);
  while (row.step()) records.push_back(read(row));
  return records;
}

std::vector<StoredRecord> find_records(Connection& reader, const std::vector<Key>& keys) {
  const Snapshot snapshot(reader);
  std::vector<StoredRecord> records;
  records.reserve(keys.size());
  for (const Key key : keys) {
    if (auto record = find_record_key(reader, key)) records.push_back(std::move(*record));
  }
  return records;
}

std::vector<std::optional<Brief>> read_briefs(Connection& reader, const std::vector<std::string>& identifiers) {
  const Snapshot snapshot(reader);
  std::vector<std::optional<Brief>> briefs(identifiers.size());
  Query row = reader.query("SELECT key, peer, trust, deleted, source_datestamp, listed FROM record WHERE identifier = ?1");
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    row.again().bind(identifiers[i]);
    if (!row.step()) continue;
    briefs[i] =
        Brief{row.integer(0),      row.integer(1), static_cast<Trust>(row.integer(2)),
              row.integer(3) != 0, static_cast<Listed>(row.integer(5)), row.string(4)};
  }
  return briefs;
}

std::vector<Version> read_versions(Connection& reader, Key key) {
  std::vector<Version> versions;
  Query row = reader.query(
      "SELECT v.version, v.datestamp, v.deleted, iif(r.listed = 1 OR r.deleted, v.document, '') FROM version v "
      "JOIN record r ON r.key = v.record WHERE v.record = ?1 AND r.listed > 0 UNION ALL "
      "SELECT r.version, r.datestamp, r.deleted OR r.listed = 2, coalesce(d.document, '') "
      "FROM record r LEFT JOIN document d ON d.key = r.key AND r.listed = 1 WHERE r.key = ?1 AND r.listed > 0 "
      "ORDER BY 1");
  row.bind(key);
  while (row.step()) {
    versions.push_back({row.integer(0), {row.integer(1)}, row.integer(2) != 0, row.string(3)});
  }
  return versions;
}

std::optional<SourceBytes> read_source(Connection& reader, Key key) {
  Query row = reader.query(
      "SELECT s.prefix, r.source_datestamp, s.bytes, s.around, d.document FROM source s JOIN record r ON r.key = s.key "
      "JOIN document d ON d.key = s.key WHERE s.key = ?1 AND r.listed = 1");
  row.bind(key);
  if (!row.step()) return std::nullopt;
  return SourceBytes{row.string(0), row.string(1), with_document(row.text(2), row.integer(3), row.text(4))};
}

}  // namespace commonplace::store
