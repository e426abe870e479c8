// What the node knows about the statements of its records (alignments.h), on SQLite.
#pragma once

#include "node/store/alignments.h"
#include "node/store/sqlite_connection.h"

namespace commonplace::store {

// How the store lends its connections.
struct Lending {
  std::function<void(const std::function<void(Connection&)>&)> read;
  std::function<void(const std::function<void(Connection&)>&)> change;  // inside a write transaction
};

class SqliteAlignments final : public Alignments {
 public:
  explicit SqliteAlignments(Lending lending) : lending_(std::move(lending)) {}

  std::int64_t until() const override;
  std::int64_t version() const override;
  bool put(const AlignmentStep& step) override;
  std::string made_with() const override;
  void restart(std::string_view made_with) override;
  void records(const std::function<void(const AlignedRecord&)>& visit) const override;
  void records_after(std::int64_t after, std::size_t limit, const std::function<void(const AlignedRecord&)>& visit) const override;
  std::optional<AlignedRecord> record(std::int64_t key) const override;
  std::vector<AlignedText> texts() const override;
  std::vector<AlignedText> texts(TextVerdict verdict, std::string_view after, int limit) const override;
  std::optional<AlignedText> text(std::string_view mark) const override;
  bool decide(std::string_view mark, TextVerdict verdict, const std::vector<std::string>& statements, std::string_view by,
              std::string_view at) override;
  std::vector<SuggestionVerdict> verdicts() const override;
  std::vector<SuggestionVerdict> verdicts(std::int64_t record) const override;
  void put(const SuggestionVerdict& verdict) override;

 private:
  std::int64_t number(std::string_view sql) const;
  Lending lending_;
};

}  // namespace commonplace::store
