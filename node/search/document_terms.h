// The words of one record as weighted terms: BM25F over its fields (SRCH-30). Keeps a bounded cache from written word
// to terms, so that a word is folded and stemmed once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "node/search/segment.h"
#include "node/search/stemming.h"
#include "node/search/string_table.h"
#include "node/search/term_order.h"
#include "node/search/word_table.h"
#include "node/search/words.h"

namespace commonplace::vocabularies {
struct Level;
}

namespace commonplace::search {

struct TermImpact {
  std::uint32_t term = 0;          // of DocumentTerms::table()
  std::uint32_t positions_at = 0;  // place in DocumentTerms::positions()
  std::uint8_t impact = 0;         // 1…255
};

class DocumentTerms {
 public:
  // Empties the cache when it has grown large; the numbers of terms start anew then.
  void begin_batch();
  // Analyses one record. The results hold until the next call.
  void read(const Document& document);

  const std::vector<TermImpact>& impacts() const { return impacts_; }
  const std::vector<std::uint8_t>& positions() const { return positions_; }  // of all impacts, as append_positions()
  FieldEnds field_ends() const { return field_ends_; }
  // Foremost terms of name, objectives, keywords: for similar records.
  const std::vector<std::uint32_t>& characteristic() const { return characteristic_; }
  std::uint32_t languages() const { return languages_; }  // bit per Language
  const StringTable& table() const { return terms_; }
  TermOrder& order() { return order_; }

 private:
  struct FieldRule;
  struct Rules;
  struct Weight {
    float frequency = 0.0F;
    float prominence = 0.0F;  // the part from characteristic fields
    std::uint32_t places = 0;  // first a count, then where the next of its positions goes
  };
  struct Occurrence {
    std::uint32_t term;
    std::uint32_t position;
  };
  // A label as it was read once; positions from its beginning.
  struct Label {
    std::uint32_t end;  // of its occurrences in label_occurrences_
    std::uint32_t words;
    std::uint32_t positions;
    std::uint32_t languages;
  };
  struct Prominent {
    float prominence;
    std::uint32_t term;
    std::uint64_t leading;
  };

  void read_names(const model::Resource& resource);
  void read_concepts(const model::Resource& resource);
  void level_labels(const vocabularies::Level& level);
  void read_statements(const std::vector<model::StatementRef>& statements);
  void read_bodies(const model::Resource& resource);
  void read_agents(const Document& document);

  // Texts that many records say in the same words: `read` adds them the first time. It depends on the key alone, and on
  // the default language.
  template <typename Read>
  void label(char kind, std::string_view key, Read&& read);
  void say_again(std::uint32_t label);
  void said(std::string_view language_tag, std::string_view content);
  // A field is one or more texts that share one length: texts first, then close().
  void text(std::string_view language_tag, std::string_view text);
  void texts(const model::LangMap& map);
  void close(const FieldRule& rule);
  void field(const FieldRule& rule, const model::LangMap& map);
  void field(const FieldRule& rule, const model::LangLists& lists);

  void joined_word(std::string_view text, std::span<const Word> parts, Language language);
  void look_up(std::string_view text, Language language);
  WordTerms terms_of(std::string_view word, Language language);
  WordTerms terms_of_long(std::string_view word, Language language);
  WordTerms analyse(std::string_view word, Language language);
  void finish();
  void choose_characteristic();
  void write_positions();

  StringTable terms_;
  TermOrder order_{terms_};
  WordTable words_;         // as written
  StringTable long_words_;  // language and word as written, where it is too long for words_
  std::vector<WordTerms> long_word_terms_;
  std::string key_;
  std::vector<Word> split_;
  std::vector<WordTerms> found_;  // of each word of split_
  std::string label_key_;
  std::string label_text_;
  StringTable labels_;
  std::vector<Label> known_labels_;
  std::vector<Occurrence> label_occurrences_;

  Language default_language_ = Language::english;
  std::vector<Occurrence> occurrences_;  // of the record
  std::size_t field_begin_ = 0;          // the first of the field that is being read
  std::size_t field_length_ = 0;
  std::uint32_t position_ = 0;

  std::vector<Weight> weights_;  // by term; zero between records
  std::vector<std::uint32_t> touched_;

  std::vector<std::uint32_t> sorted_positions_;
  std::vector<TermImpact> impacts_;
  std::vector<std::uint8_t> positions_;
  FieldEnds field_ends_;
  std::vector<std::uint32_t> characteristic_;
  std::vector<Prominent> prominent_;
  std::uint32_t languages_ = 0;
};

// Quantised share of a term frequency in the score: 255·tf/(k1 + tf), at least 1.
std::uint8_t impact_of(float term_frequency);

// Names the weights: a snapshot made with others is not used.
std::uint64_t analysis_settings_hash();

}  // namespace commonplace::search
