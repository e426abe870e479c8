#include "node/store/sqlite_alignments.h"

#include <array>
#include <charconv>
#include <utility>

#include "node/store/packed_text.h"
#include "node/store/store.h"

namespace commonplace::store {
namespace {

constexpr std::array<std::pair<TextVerdict, std::string_view>, 5> verdict_words = {{{TextVerdict::matched, "matched"},
                                                                                    {TextVerdict::queued, "queued"},
                                                                                    {TextVerdict::none, "none"},
                                                                                    {TextVerdict::accepted, "accepted"},
                                                                                    {TextVerdict::refused, "refused"}}};

#define COMMONPLACE_ALIGNED_TEXT                                                                                        \
  "SELECT mark, text, language, subjects, levels, verdict, statements, candidates, tried_with, decided_by, decided_at " \
  "FROM aligned_text "
constexpr std::string_view all_texts = COMMONPLACE_ALIGNED_TEXT "ORDER BY mark";
constexpr std::string_view some_texts = COMMONPLACE_ALIGNED_TEXT "WHERE verdict = ?1 AND mark > ?2 ORDER BY mark LIMIT ?3";
constexpr std::string_view one_text = COMMONPLACE_ALIGNED_TEXT "WHERE mark = ?1";
#undef COMMONPLACE_ALIGNED_TEXT

int number_of(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc()) throw StoreError("store: an alignment is damaged: run `commonplace check`");
  return value;
}

constexpr std::size_t use_fields = 7;

std::string pack_uses(const std::vector<StatementUse>& uses) {
  std::vector<std::string> fields;
  for (const auto& use : uses)
    fields.insert(fields.end(), {use.statement, use.role, use.method, std::to_string(use.confidence), use.supported ? "1" : "0", use.text,
                                 use.reviewed_by});
  return pack(fields);
}

std::vector<StatementUse> unpack_uses(std::string_view packed) {
  const auto fields = unpack_texts(packed);
  if (fields.size() % use_fields != 0) throw StoreError("store: an alignment is damaged: run `commonplace check`");
  std::vector<StatementUse> uses;
  for (std::size_t i = 0; i < fields.size(); i += use_fields)
    uses.push_back({fields[i], fields[i + 1], fields[i + 2], number_of(fields[i + 3]), fields[i + 4] == "1", fields[i + 5], fields[i + 6]});
  return uses;
}

constexpr std::size_t candidate_fields = 3;

std::string pack_candidates(const std::vector<AlignedText::Candidate>& candidates) {
  std::vector<std::string> fields;
  for (const auto& one : candidates) fields.insert(fields.end(), {one.statement, std::to_string(one.score), one.reason});
  return pack(fields);
}

std::vector<AlignedText::Candidate> unpack_candidates(std::string_view packed) {
  const auto fields = unpack_texts(packed);
  if (fields.size() % candidate_fields != 0) throw StoreError("store: an aligned text is damaged: run `commonplace check`");
  std::vector<AlignedText::Candidate> out;
  for (std::size_t i = 0; i < fields.size(); i += candidate_fields) out.push_back({fields[i], number_of(fields[i + 1]), fields[i + 2]});
  return out;
}

AlignedRecord read_record(const Query& row) {
  return {row.integer(0), row.integer(1), row.integer(2), unpack_texts(row.text(3)), unpack_uses(row.text(4))};
}

AlignedText read_text(const Query& row) {
  const auto verdict = read_text_verdict(row.text(5));
  if (!verdict) throw StoreError("store: an aligned text is damaged: run `commonplace check`");
  return {.mark = row.string(0),
          .text = row.string(1),
          .language = row.string(2),
          .subjects = unpack_texts(row.text(3)),
          .levels = unpack_texts(row.text(4)),
          .verdict = *verdict,
          .statements = unpack_texts(row.text(6)),
          .candidates = unpack_candidates(row.text(7)),
          .tried_with = row.integer(8),
          .decided_by = row.string(9),
          .decided_at = row.string(10)};
}

void put_record(Connection& writer, const AlignedRecord& record) {
  if (record.uses.empty()) {
    writer.query("DELETE FROM aligned_record WHERE record = ?1").bind(record.key).run();
    return;
  }
  const std::string subjects = pack(record.subjects);
  const std::string uses = pack_uses(record.uses);
  writer.query("INSERT OR REPLACE INTO aligned_record (record, contributor, peer, subjects, uses) VALUES (?1, ?2, ?3, ?4, ?5)")
      .bind(record.key, record.contributor, record.peer, subjects, uses)
      .run();
}

void put_text(Connection& writer, const AlignedText& text) {
  const std::string subjects = pack(text.subjects);
  const std::string levels = pack(text.levels);
  const std::string statements = pack(text.statements);
  const std::string candidates = pack_candidates(text.candidates);
  writer
      .query(
          "INSERT INTO aligned_text (mark, text, language, subjects, levels, verdict, statements, candidates, tried_with, decided_by, "
          "decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', '') "
          "ON CONFLICT (mark) DO UPDATE SET verdict = excluded.verdict, statements = excluded.statements, "
          "candidates = excluded.candidates, tried_with = excluded.tried_with WHERE verdict NOT IN ('accepted', 'refused')")
      .bind(text.mark, text.text, text.language, subjects, levels, word_of(text.verdict), statements, candidates, text.tried_with)
      .run();
}

void raise_version(Connection& writer) {
  writer.query("UPDATE alignment_state SET version = version + 1").run();
}

std::vector<SuggestionVerdict> read_verdicts(Query& row) {
  std::vector<SuggestionVerdict> out;
  while (row.step()) out.push_back({row.integer(0), row.string(1), row.integer(2) != 0, static_cast<int>(row.integer(3)), row.string(4), row.string(5)});
  return out;
}

}  // namespace

std::string_view word_of(TextVerdict verdict) {
  for (const auto& [known, word] : verdict_words)
    if (known == verdict) return word;
  return {};
}

std::optional<TextVerdict> read_text_verdict(std::string_view word) {
  for (const auto& [verdict, known] : verdict_words)
    if (known == word) return verdict;
  return std::nullopt;
}

std::int64_t SqliteAlignments::number(std::string_view sql) const {
  std::int64_t value = 0;
  lending_.read([&](Connection& reader) { value = reader.number(sql); });
  return value;
}

std::int64_t SqliteAlignments::until() const { return number("SELECT until FROM alignment_state"); }
std::int64_t SqliteAlignments::version() const { return number("SELECT version FROM alignment_state"); }

bool SqliteAlignments::put(const AlignmentStep& step) {
  bool is_ours = false;
  lending_.change([&](Connection& writer) {
    is_ours = writer.number("SELECT until FROM alignment_state") == step.from;
    if (!is_ours) return;
    for (const auto& record : step.records) put_record(writer, record);
    for (const auto& text : step.texts) put_text(writer, text);
    writer.query("UPDATE alignment_state SET until = ?1, version = version + 1").bind(step.until).run();
  });
  return is_ours;
}

std::string SqliteAlignments::made_with() const {
  std::string text;
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT made_with FROM alignment_state");
    if (row.step()) text = row.string(0);
  });
  return text;
}

void SqliteAlignments::restart(std::string_view made_with) {
  lending_.change([&](Connection& writer) {
    writer.query("DELETE FROM aligned_record").run();
    writer.query("DELETE FROM aligned_text WHERE verdict NOT IN ('accepted', 'refused')").run();
    writer.query("UPDATE alignment_state SET until = 0, version = version + 1, made_with = ?1").bind(made_with).run();
  });
}

void SqliteAlignments::records(const std::function<void(const AlignedRecord&)>& visit) const {
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT record, contributor, peer, subjects, uses FROM aligned_record ORDER BY record");
    while (row.step()) visit(read_record(row));
  });
}

void SqliteAlignments::records_after(std::int64_t after, std::size_t limit, const std::function<void(const AlignedRecord&)>& visit) const {
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT record, contributor, peer, subjects, uses FROM aligned_record WHERE record > ?1 ORDER BY record LIMIT ?2");
    row.bind(after, static_cast<std::int64_t>(limit));
    while (row.step()) visit(read_record(row));
  });
}

std::optional<AlignedRecord> SqliteAlignments::record(std::int64_t key) const {
  std::optional<AlignedRecord> found;
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT record, contributor, peer, subjects, uses FROM aligned_record WHERE record = ?1");
    row.bind(key);
    if (row.step()) found = read_record(row);
  });
  return found;
}

std::vector<AlignedText> SqliteAlignments::texts() const {
  std::vector<AlignedText> out;
  lending_.read([&](Connection& reader) {
    Query row = reader.query(all_texts);
    while (row.step()) out.push_back(read_text(row));
  });
  return out;
}

std::vector<AlignedText> SqliteAlignments::texts(TextVerdict verdict, std::string_view after, int limit) const {
  std::vector<AlignedText> out;
  lending_.read([&](Connection& reader) {
    Query row = reader.query(some_texts);
    row.bind(word_of(verdict), after, limit);
    while (row.step()) out.push_back(read_text(row));
  });
  return out;
}

std::optional<AlignedText> SqliteAlignments::text(std::string_view mark) const {
  std::optional<AlignedText> found;
  lending_.read([&](Connection& reader) {
    Query row = reader.query(one_text);
    row.bind(mark);
    if (row.step()) found = read_text(row);
  });
  return found;
}

bool SqliteAlignments::decide(std::string_view mark, TextVerdict verdict, const std::vector<std::string>& statements, std::string_view by,
                              std::string_view at) {
  bool found = false;
  const std::string packed = pack(statements);
  lending_.change([&](Connection& writer) {
    Query there = writer.query("SELECT 1 FROM aligned_text WHERE mark = ?1");
    found = there.bind(mark).step();
    if (!found) return;
    writer.query("UPDATE aligned_text SET verdict = ?2, statements = ?3, decided_by = ?4, decided_at = ?5 WHERE mark = ?1")
        .bind(mark, word_of(verdict), packed, by, at)
        .run();
    raise_version(writer);
  });
  return found;
}

std::vector<SuggestionVerdict> SqliteAlignments::verdicts() const {
  std::vector<SuggestionVerdict> out;
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT record, statement, accepted, score, by, at FROM suggestion_verdict ORDER BY record, statement");
    out = read_verdicts(row);
  });
  return out;
}

std::vector<SuggestionVerdict> SqliteAlignments::verdicts(std::int64_t record) const {
  std::vector<SuggestionVerdict> out;
  lending_.read([&](Connection& reader) {
    Query row = reader.query("SELECT record, statement, accepted, score, by, at FROM suggestion_verdict WHERE record = ?1 ORDER BY statement");
    row.bind(record);
    out = read_verdicts(row);
  });
  return out;
}

void SqliteAlignments::put(const SuggestionVerdict& verdict) {
  lending_.change([&](Connection& writer) {
    writer.query("INSERT OR REPLACE INTO suggestion_verdict (record, statement, accepted, score, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(verdict.record, verdict.statement, verdict.accepted, verdict.score, verdict.by, verdict.at)
        .run();
    raise_version(writer);
  });
}

}  // namespace commonplace::store
