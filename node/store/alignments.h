// What the node itself knows about the statements of its records (CUR §1 "alignment", §4–6): statements it found in words,
// what people decided, and of which records all this is true. Derived from the records and made anew at any time, but for
// the decisions. Part of the store: same threads, durability and failures as store.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::store {

// One statement of a record.
struct StatementUse {
  std::string statement;   // URI; its code where it has none; empty: the text waits, or nothing fits
  std::string role;        // teaches, assesses, requires, or the word of the source
  std::string method;      // manual, identifier, text, model; empty: the publisher's own claim
  int confidence = 100;    // 0–100
  bool supported = false;  // the words of the record speak for it (CUR-40)
  std::string text;        // mark of the AlignedText by which it was found; empty: it stands in the record itself
  std::string reviewed_by;

  friend bool operator==(const StatementUse&, const StatementUse&) = default;
};

struct AlignedRecord {
  std::int64_t key = 0;
  std::int64_t contributor = 0;
  std::int64_t peer = 0;  // 0: published here
  std::vector<std::string> subjects;
  std::vector<StatementUse> uses;

  friend bool operator==(const AlignedRecord&, const AlignedRecord&) = default;
};

// The words are on disk.
enum class TextVerdict { matched, queued, none, accepted, refused };
std::string_view word_of(TextVerdict verdict);
std::optional<TextVerdict> read_text_verdict(std::string_view word);

// A text by which publishers name a statement, with the subjects and levels of where it was met: one text is judged once,
// however many records have it (CUR-27, CUR-29).
struct AlignedText {
  struct Candidate {
    std::string statement;  // URI
    int score = 0;
    std::string reason;

    friend bool operator==(const Candidate&, const Candidate&) = default;
  };
  std::string mark;  // 16 hex digits, made of all that it is judged by
  std::string text;
  std::string language;
  std::vector<std::string> subjects;
  std::vector<std::string> levels;
  TextVerdict verdict = TextVerdict::none;
  std::vector<std::string> statements;  // URIs that are meant: of what is matched or accepted
  std::vector<Candidate> candidates;    // best first, at most three
  std::int64_t tried_with = 0;          // Store::curriculum_version()
  std::string decided_by;
  std::string decided_at;  // datestamp text

  friend bool operator==(const AlignedText&, const AlignedText&) = default;
};

// What a person said to a suggestion (CUR-32, CUR-34).
struct SuggestionVerdict {
  std::int64_t record = 0;
  std::string statement;  // URI
  bool accepted = false;
  int score = 0;
  std::string by;
  std::string at;  // datestamp text

  friend bool operator==(const SuggestionVerdict&, const SuggestionVerdict&) = default;
};

// What following the change log wrote. `from`: until() as the writer knew it.
struct AlignmentStep {
  std::int64_t from = 0;
  std::int64_t until = 0;
  std::vector<AlignedRecord> records;  // in the place of what was known of them; without uses: nothing is known any more
  std::vector<AlignedText> texts;      // new ones and those that were judged anew; what people decided stays
};

class Alignments {
 public:
  virtual ~Alignments() = default;

  // The change up to which records were looked at.
  virtual std::int64_t until() const = 0;
  // Another number after everything that people decide and every step of another program.
  virtual std::int64_t version() const = 0;
  // Writes all in one transaction. False, and nothing is written, when another program went on meanwhile.
  virtual bool put(const AlignmentStep& step) = 0;
  // By which frameworks, in the words of who restarted it.
  virtual std::string made_with() const = 0;
  // Forgets everything but what people decided: the next steps begin with the first change.
  virtual void restart(std::string_view made_with) = 0;

  virtual void records(const std::function<void(const AlignedRecord&)>& visit) const = 0;  // by key
  // At most `limit` of them, with a key above `after`.
  virtual void records_after(std::int64_t after, std::size_t limit, const std::function<void(const AlignedRecord&)>& visit) const = 0;
  virtual std::optional<AlignedRecord> record(std::int64_t key) const = 0;

  virtual std::vector<AlignedText> texts() const = 0;  // by mark
  // Up to `limit` with this verdict, by mark, after the mark `after`.
  virtual std::vector<AlignedText> texts(TextVerdict verdict, std::string_view after, int limit) const = 0;
  virtual std::optional<AlignedText> text(std::string_view mark) const = 0;
  // accepted: `statements` are meant. refused: none is. False when there is no such text.
  virtual bool decide(std::string_view mark, TextVerdict verdict, const std::vector<std::string>& statements, std::string_view by,
                      std::string_view at) = 0;

  virtual std::vector<SuggestionVerdict> verdicts() const = 0;  // by record
  virtual std::vector<SuggestionVerdict> verdicts(std::int64_t record) const = 0;
  virtual void put(const SuggestionVerdict& verdict) = 0;
};

}  // namespace commonplace::store
