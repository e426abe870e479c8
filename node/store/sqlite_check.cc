// First what SQLite itself can say, then what only we know: digests, counters, stamps, bodies, versions.
#include "node/store/sqlite_check.h"

#include <fmt/format.h>

#include "node/store/sqlite_drafts.h"
#include "node/store/sqlite_schema.h"
#include "node/store/sqlite_sets.h"

namespace commonplace::store {
namespace {

using Findings = std::vector<std::string>;

constexpr std::size_t most_findings = 100;  // of one kind: a keeper reads the first few and restores a backup

void check_header(Connection& reader, Findings& findings) {
  if (reader.number("PRAGMA application_id") != application_id) {
    findings.push_back("the file does not bear the mark of Commonplace (application_id)");
  }
  if (const auto version = reader.number("PRAGMA user_version"); version != schema_version) {
    findings.push_back(fmt::format("the schema is of version {}, not {}", version, schema_version));
  }
  if (reader.number("SELECT count(*) FROM node") != 1) findings.push_back("the row of the node is gone");
}

void check_integrity(Connection& reader, Findings& findings) {
  Query row = reader.query("PRAGMA integrity_check");
  while (row.step()) {
    if (row.text(0) != "ok") findings.push_back(fmt::format("integrity: {}", row.text(0)));
  }
}

void check_references(Connection& reader, Findings& findings) {
  Query row = reader.query("PRAGMA foreign_key_check");
  for (std::size_t found = 0; found < most_findings && row.step(); ++found) {
    findings.push_back(
        fmt::format("row {} of {} refers to a row of {} that is not there", row.integer(1), row.text(0), row.text(2)));
  }
}

void check_digests(Connection& reader, Findings& findings) {
  Query row = reader.query(
      "SELECT r.identifier, r.contributor, r.deleted, r.digest, coalesce(d.document, '') "
      "FROM record r LEFT JOIN document d ON d.key = r.key ORDER BY r.key");
  std::size_t found = 0;
  while (found < most_findings && row.step()) {
    if (record_digest(row.text(4), row.integer(1), row.integer(2) != 0) == row.text(3)) continue;
    findings.push_back(fmt::format("{}: its document is not the one that was stored (digest)", row.text(0)));
    ++found;
  }
}

// A rule that holds where its query finds nothing. The query names the offender in its first column.
struct Rule {
  std::string_view what;
  std::string_view offenders;
};

constexpr Rule rules[] = {
    {"live, but without a body or document",
     "SELECT r.identifier FROM record r LEFT JOIN body b ON b.key = r.key LEFT JOIN document d ON d.key = r.key "
     "WHERE r.deleted = 0 AND (b.key IS NULL OR d.key IS NULL)"},
    {"deleted, but its content is still there",
     "SELECT r.identifier FROM record r WHERE r.deleted = 1 AND (EXISTS (SELECT 1 FROM body b WHERE b.key = r.key) OR "
     "EXISTS (SELECT 1 FROM document d WHERE d.key = r.key))"},
    {"a body without a record", "SELECT key FROM body WHERE key NOT IN (SELECT key FROM record)"},
    {"a document without a record", "SELECT key FROM document WHERE key NOT IN (SELECT key FROM record)"},
    {"source bytes without a record", "SELECT key FROM source WHERE key NOT IN (SELECT key FROM record)"},
    {"its version is no later than its past versions",
     "SELECT r.identifier FROM record r JOIN (SELECT record, max(version) AS newest FROM version GROUP BY record) v "
     "ON v.record = r.key WHERE r.version <= v.newest"},
    {"the kept counter of this contributor is wrong",
     "SELECT c.id FROM contributor c "
     "LEFT JOIN (SELECT contributor, sum(deleted = 0 AND listed = 1) AS live, sum(deleted OR listed = 2) AS deleted "
     "FROM record WHERE listed > 0 GROUP BY contributor) r ON r.contributor = c.id LEFT JOIN contributor_count n ON n.contributor = c.id "
     "WHERE coalesce(r.live, 0) <> coalesce(n.live, 0) OR coalesce(r.deleted, 0) <> coalesce(n.deleted, 0)"},
    {"the kept counter of this peer is wrong",
     "WITH counted AS (SELECT peer, sum(deleted = 0 AND listed = 1) AS live, sum(deleted OR listed = 2) AS deleted "
     "FROM record WHERE listed > 0 GROUP BY peer) "
     "SELECT p.peer FROM (SELECT peer FROM counted UNION SELECT peer FROM peer_count) p "
     "LEFT JOIN counted r ON r.peer = p.peer LEFT JOIN peer_count n ON n.peer = p.peer "
     "WHERE coalesce(r.live, 0) <> coalesce(n.live, 0) OR coalesce(r.deleted, 0) <> coalesce(n.deleted, 0)"},
    {"its seq, stamp or key is beyond the last one given",
     "SELECT r.identifier FROM record r, node n WHERE r.seq > n.last_seq OR r.datestamp > n.last_stamp OR "
     "r.key > n.last_key OR r.since > r.seq OR (r.listed > 0 AND (r.seq < 1 OR r.datestamp < n.created))"},
    {"never public, but with a stamp or seq",
     "SELECT identifier FROM record WHERE listed = 0 AND (seq <> 0 OR datestamp <> 0 OR version <> 1)"},
    {"neither public, hidden nor waiting (listed)", "SELECT identifier FROM record WHERE listed NOT IN (0, 1, 2)"},
    {"a parked change without a record", "SELECT record FROM parked WHERE record NOT IN (SELECT key FROM record)"},
    {"its stamp is earlier than that of the change before it (seq)",
     "SELECT identifier FROM (SELECT identifier, datestamp, lag(datestamp) OVER (ORDER BY seq) AS before FROM record "
     "WHERE listed > 0) "
     "WHERE datestamp < before"},
    {"its slug was never written down as given",
     "SELECT c.slug FROM contributor c LEFT JOIN slug_given s ON s.slug = c.slug AND s.contributor = c.id "
     "WHERE s.slug IS NULL"},
};

void check_rule(Connection& reader, const Rule& rule, Findings& findings) {
  Query row = reader.query(rule.offenders);
  for (std::size_t found = 0; found < most_findings && row.step(); ++found) {
    findings.push_back(fmt::format("{}: {}", row.text(0), rule.what));
  }
}

}  // namespace

std::vector<std::string> check_database(Connection& reader) {
  Findings findings;
  try {
    const Snapshot snapshot(reader);
    check_header(reader, findings);
    check_integrity(reader, findings);
    check_references(reader, findings);
    check_digests(reader, findings);
    for (const Rule& rule : rules) check_rule(reader, rule, findings);
    for (auto& finding : check_sets(reader)) findings.push_back(std::move(finding));
  } catch (const StoreError& error) {
    findings.push_back(error.what());  // damaged so far that the check itself could not go on
  }
  return findings;
}

}  // namespace commonplace::store
