// The words of all statements, numbered, and where they stand: BM25 over statements with the words of those above them
// (CUR-27, CUR-30). Knows nothing of frameworks. Immutable once filled; reading from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/string_table.h"
#include "schemas/model/language.h"

namespace commonplace::curriculum {

using Term = std::uint32_t;
inline constexpr Term unknown_term = static_cast<Term>(-1);

// The foremost stems of a text in its order, stop words left out unless nothing else is there; the same analysis as search.
std::vector<std::string> stems_of(std::string_view text, std::string_view language_tag);

// A word of a question and how much it counts.
struct WeightedTerm {
  Term term = unknown_term;
  float weight = 1.0F;
};

// How much the words of statements above count, the statement's own counting 1.
struct WordWeights {
  float parent = 0.0F;
  float ancestors = 0.0F;  // above the parent
};

class StatementWords {
 public:
  static constexpr std::uint32_t nobody = static_cast<std::uint32_t>(-1);

  // Statements are numbered as they come; `parent` was added before, or is nobody. `context`: other words by which it is
  // found; they count as those of the parent.
  void add(const model::LangMap& text, const model::LangMap& context, std::uint32_t parent);
  std::uint32_t size() const { return static_cast<std::uint32_t>(firsts_.size()); }

  // unknown_term where no statement has the stem.
  Term find(std::string_view stem) const;
  std::string_view stem(Term term) const { return table_.text(term); }
  // Rarity; that of a term in no statement is the greatest.
  float idf(Term term) const;

  // The stems of one text of a statement in order. A statement has a text per language.
  struct Text {
    std::uint32_t statement = 0;
    std::vector<Term> terms;
  };
  const std::vector<Text>& texts() const { return texts_; }
  // Place of the first text of a statement; its others follow.
  std::uint32_t first_text(std::uint32_t statement) const { return firsts_[statement]; }

  // BM25 (k1 1.2, b 0.4) of every statement; 0 where it has none of the terms. `scores` is made size() long.
  void score(const std::vector<WeightedTerm>& question, const WordWeights& weights, std::vector<float>& scores) const;
  // Whether the statement itself (or, with `above`, what stands above it) has the term.
  bool has(std::uint32_t statement, Term term, bool above) const;

 private:
  struct Posting {
    std::uint32_t statement = 0;
    std::uint8_t own = 0;
    std::uint8_t parent = 0;
    std::uint8_t ancestors = 0;
  };
  struct Lengths {
    std::uint32_t own = 0;
    std::uint32_t parent = 0;
    std::uint32_t ancestors = 0;
  };
  Posting& posting(Term term, std::uint32_t statement);

  search::StringTable table_;
  std::vector<std::vector<Posting>> postings_;  // by term, statements ascending
  std::vector<std::uint32_t> holders_;          // by term: statements that have it themselves
  std::vector<Text> texts_;
  std::vector<std::uint32_t> firsts_;  // by statement
  std::vector<std::uint32_t> parents_;
  std::vector<Lengths> lengths_;
  std::uint64_t own_total_ = 0;
  std::uint64_t parent_total_ = 0;
  std::uint64_t ancestor_total_ = 0;
};

}  // namespace commonplace::curriculum
