#include "node/search/document_terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "node/search/analysis.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

// Weight of a field, how much its length counts (b of BM25), and its usual length in words: a constant and not the
// mean of the records at hand, so that a record has the same impacts on every node (SRCH-58).
struct DocumentTerms::FieldRule {
  float weight;
  float b;
  float usual_length;
  bool characteristic;
};

// Start weights of SRCH-30.
struct DocumentTerms::Rules {
  static constexpr FieldRule name{8.0F, 0.3F, 6.0F, true};
  static constexpr FieldRule alternate_name{6.0F, 0.3F, 6.0F, true};
  static constexpr FieldRule keywords{4.0F, 0.3F, 12.0F, true};
  static constexpr FieldRule objectives{3.0F, 0.5F, 16.0F, true};
  static constexpr FieldRule unit{3.0F, 0.3F, 6.0F, false};
  static constexpr FieldRule labels{2.0F, 0.0F, 4.0F, false};
  static constexpr FieldRule statements{2.0F, 0.75F, 25.0F, false};
  static constexpr FieldRule description{2.0F, 0.75F, 60.0F, false};
  static constexpr FieldRule misconceptions{1.0F, 0.75F, 30.0F, false};
  static constexpr FieldRule definitions{0.5F, 0.75F, 40.0F, false};
  static constexpr FieldRule creator{2.0F, 0.3F, 4.0F, false};
  static constexpr FieldRule contributor{0.5F, 0.3F, 4.0F, false};
};

namespace {

// SRCH-30 starts with 1.2, for frequencies that count 1 for a word. Here a word in a name counts 8, so that nearly every
// word would be saturated: 16 is the middle of what is best on the judged questions (16 and 20: 0.678; 8: 0.655).
constexpr float k1 = 16.0F;
constexpr std::uint64_t settings_version = 5;     // with each change of weights or analysis: old snapshots go
constexpr std::size_t most_cached_words = 300000;  // about 20 MB
constexpr std::uint32_t most_labels = 50000;
constexpr std::size_t most_characteristic = 12;   // terms a record
constexpr std::size_t longest_joined = 4;         // parts of a hyphenated word
constexpr std::uint32_t no_term = UINT32_MAX;

void append_hashed(std::string& bytes, std::string_view text) {
  bytes.append(text).push_back('\n');
}

std::string_view written(std::string_view text, const Word& word) {
  return text.substr(word.begin, word.end - word.begin);
}

std::uint16_t saturated(std::uint32_t position) {
  return static_cast<std::uint16_t>(std::min<std::uint32_t>(position, UINT16_MAX));
}

bool begins_with_digit(std::string_view word) {
  return word.front() >= '0' && word.front() <= '9';
}

}  // namespace

std::uint8_t impact_of(float term_frequency) {
  const float share = term_frequency / (k1 + term_frequency);
  return static_cast<std::uint8_t>(std::clamp(static_cast<int>(double{255.0F * share} + 0.5), 1, 255));
}

std::uint64_t analysis_settings_hash() {
  std::string bytes;
  for (const auto& level : vocabularies::levels()) {
    append_hashed(bytes, level.id);
    append_hashed(bytes, level.label);
    append_hashed(bytes, level.short_label);
  }
  for (const auto& type : vocabularies::resource_types()) append_hashed(bytes, type.label);
  for (const auto& subject : vocabularies::subjects()) {
    append_hashed(bytes, subject.id);
    append_hashed(bytes, subject.label);
    append_hashed(bytes, subject.broader);
  }
  return stable_hash(bytes) + settings_version;
}

void DocumentTerms::begin_batch() {
  const bool is_small = words_.size() + long_words_.size() < most_cached_words && terms_.size() < most_cached_words;
  if (is_small && labels_.size() < most_labels) return;
  words_.clear();
  long_words_.clear();
  long_word_terms_.clear();
  terms_.clear();
  order_.clear();
  weights_.clear();
  labels_.clear();
  known_labels_.clear();
  label_occurrences_.clear();
}

void DocumentTerms::read(const Document& document) {
  const model::Resource& resource = *document.resource;
  languages_ = 0;
  default_language_ = language_of(resource.in_language.empty() ? "und" : resource.in_language.front());
  read_names(resource);
  read_concepts(resource);
  read_statements(resource.teaches);
  read_statements(resource.assesses);
  read_statements(resource.competency_required);
  read_bodies(resource);
  read_agents(document);
  finish();
}

void DocumentTerms::read_names(const model::Resource& resource) {
  field(Rules::name, resource.name);
  field_ends_.name = saturated(position_);
  for (const auto& objective : resource.learning_objectives) texts(objective);
  close(Rules::objectives);
  field_ends_.objectives = saturated(position_);
  field(Rules::alternate_name, resource.alternate_name);
  for (const auto& term : resource.key_vocabulary) texts(term.term);
  field(Rules::keywords, resource.keywords);
  for (const auto& whole : resource.is_part_of) {
    for (const auto& [tag, name] : whole.name) said(tag, name);
  }
  close(Rules::unit);
}

void DocumentTerms::read_concepts(const model::Resource& resource) {
  for (const auto& id : resource.learning_resource_type) {
    label('t', id, [&] {
      if (const auto* type = vocabularies::find_resource_type(id)) text("en", type->label);
    });
  }
  for (const auto& id : resource.about) {
    label('s', id, [&] {
      if (const auto* subject = vocabularies::find_subject(id)) text("en", subject->label);
    });
  }
  for (const auto& id : resource.educational_level) {
    label('l', id, [&] {
      if (const auto* level = vocabularies::find_level(id)) level_labels(*level);
    });
  }
  for (const auto& place : resource.spatial_coverage) text("und", place);
  for (const auto& period : resource.temporal_coverage) text("und", period);
  close(Rules::labels);
}

// Of the level and of those of its country that hold it: who asks for "KS2" also means Year 4.
void DocumentTerms::level_labels(const vocabularies::Level& level) {
  for (const auto& wider : vocabularies::levels()) {
    const bool holds = wider.jurisdiction == level.jurisdiction && wider.ages.min <= level.ages.min &&
                       wider.ages.max >= level.ages.max;
    if (!holds && wider.id != level.id) continue;
    text("en", wider.label);
    text("en", wider.short_label);
  }
}

void DocumentTerms::read_statements(const std::vector<model::StatementRef>& statements) {
  for (const auto& statement : statements) {
    text("en", statement.code);
    texts(statement.text);
    close(Rules::statements);
  }
}

void DocumentTerms::read_bodies(const model::Resource& resource) {
  field(Rules::description, resource.abstract);
  field(Rules::description, resource.description);
  for (const auto& misconception : resource.misconceptions) {
    texts(misconception.statement);
    texts(misconception.correction);
  }
  close(Rules::misconceptions);
  for (const auto& term : resource.key_vocabulary) texts(term.definition);
  for (const auto& material : resource.materials) texts(material);
  close(Rules::definitions);
}

void DocumentTerms::read_agents(const Document& document) {
  for (const auto& agent : document.resource->creator) texts(agent.name);
  close(Rules::creator);
  said("und", document.contributor_name);
  for (const auto& [tag, name] : document.resource->publisher.name) said(tag, name);
  close(Rules::contributor);
}

template <typename Read>
void DocumentTerms::label(char kind, std::string_view key, Read&& read) {
  std::string& full = label_key_;
  full.assign(1, kind);
  full.push_back(static_cast<char>(default_language_));
  full.append(key);
  if (const auto known = labels_.find(full)) {
    say_again(*known);
    return;
  }
  const std::size_t occurrences = occurrences_.size();
  const auto words = static_cast<std::uint32_t>(field_length_);
  const std::uint32_t position = position_;
  const std::uint32_t languages = std::exchange(languages_, 0);
  read();
  for (std::size_t i = occurrences; i < occurrences_.size(); ++i)
    label_occurrences_.push_back({.term = occurrences_[i].term, .position = occurrences_[i].position - position});
  labels_.add(full);
  known_labels_.push_back({.end = static_cast<std::uint32_t>(label_occurrences_.size()),
                           .words = static_cast<std::uint32_t>(field_length_) - words,
                           .positions = position_ - position,
                           .languages = languages_});
  languages_ |= languages;
}

void DocumentTerms::say_again(std::uint32_t number) {
  const Label& label = known_labels_[number];
  for (std::uint32_t i = number == 0 ? 0 : known_labels_[number - 1].end; i < label.end; ++i)
    occurrences_.push_back({.term = label_occurrences_[i].term, .position = position_ + label_occurrences_[i].position});
  field_length_ += label.words;
  position_ += label.positions;
  languages_ |= label.languages;
}

void DocumentTerms::said(std::string_view language_tag, std::string_view content) {
  label_text_.assign(language_tag).append("\n").append(content);
  label('n', label_text_, [&] { text(language_tag, content); });
}

void DocumentTerms::field(const FieldRule& rule, const model::LangMap& map) {
  for (const auto& [tag, content] : map) {
    text(tag, content);
    close(rule);  // each language has its own length
  }
}

void DocumentTerms::field(const FieldRule& rule, const model::LangLists& lists) {
  for (const auto& [tag, list] : lists) {
    for (const auto& content : list) text(tag, content);
  }
  close(rule);
}

void DocumentTerms::texts(const model::LangMap& map) {
  for (const auto& [tag, content] : map) text(tag, content);
}

void DocumentTerms::text(std::string_view language_tag, std::string_view content) {
  const Language language =
      language_tag == "und" || language_tag.empty() ? default_language_ : language_of(language_tag);
  split_.clear();
  split_words(content, split_);
  if (!split_.empty()) languages_ |= 1U << static_cast<unsigned>(language);
  look_up(content, language);
  for (std::size_t i = 0; i < split_.size(); ++i) {
    const WordTerms terms = found_[i];
    if (terms.first == no_term) continue;
    ++field_length_;
    ++position_;
    occurrences_.push_back({.term = terms.first, .position = position_});
    if (terms.second != no_term) occurrences_.push_back({.term = terms.second, .position = position_});
    const bool ends_joined = split_[i].joined && (i + 1 == split_.size() || !split_[i + 1].joined);
    if (!ends_joined) continue;
    std::size_t first = i;
    while (split_[first].joined) --first;
    joined_word(content, std::span(split_).subspan(first, i + 1 - first), language);
  }
  position_ += between_texts;
}

// papier-mâché is also filed as papiermache (SRCH-10); 7-11 is not 711.
void DocumentTerms::joined_word(std::string_view content, std::span<const Word> parts, Language language) {
  if (parts.size() > longest_joined) return;
  std::string whole;
  for (const Word& part : parts) {
    if (begins_with_digit(written(content, part))) return;
    whole += written(content, part);
  }
  const WordTerms terms = terms_of(whole, language);
  if (terms.first != no_term) occurrences_.push_back({.term = terms.first, .position = position_});
}

// Asks some words ahead, so that an answer has come near when it is needed.
void DocumentTerms::look_up(std::string_view content, Language language) {
  constexpr std::size_t ahead = 8;
  std::array<WordTable::Question, ahead> questions;
  found_.resize(split_.size());
  const auto label = static_cast<std::uint8_t>(language);
  for (std::size_t i = 0; i < split_.size() + ahead; ++i) {
    if (i >= ahead) {
      const std::string_view word = written(content, split_[i - ahead]);
      const WordTerms* known = word.size() <= WordTable::longest_word ? words_.find(questions[i % ahead]) : nullptr;
      found_[i - ahead] = known != nullptr ? *known : terms_of(word, language);
    }
    if (i >= split_.size()) continue;
    const std::string_view word = written(content, split_[i]);
    if (word.size() <= WordTable::longest_word) questions[i % ahead] = words_.ask(word, label);
  }
}

WordTerms DocumentTerms::terms_of(std::string_view word, Language language) {
  if (word.size() > WordTable::longest_word) return terms_of_long(word, language);
  const auto label = static_cast<std::uint8_t>(language);
  if (const WordTerms* known = words_.find(word, label)) return *known;
  const WordTerms terms = analyse(word, language);
  words_.add(word, label, terms);
  return terms;
}

WordTerms DocumentTerms::terms_of_long(std::string_view word, Language language) {
  key_.assign(1, static_cast<char>(language));
  key_.append(word);
  const std::uint32_t before = long_words_.size();
  const std::uint32_t id = long_words_.add(key_);
  if (id == before) long_word_terms_.push_back(analyse(word, language));
  return long_word_terms_[id];
}

WordTerms DocumentTerms::analyse(std::string_view word, Language language) {
  std::vector<std::string> terms;
  append_terms(fold_word(word), language, terms);
  const WordTerms numbers{.first = terms.empty() ? no_term : terms_.add(terms[0]),
                          .second = terms.size() < 2 ? no_term : terms_.add(terms[1])};
  weights_.resize(terms_.size());
  return numbers;
}

void DocumentTerms::close(const FieldRule& rule) {
  const auto length = static_cast<float>(field_length_);
  const float part = rule.weight / (1.0F - rule.b + rule.b * length / rule.usual_length);
  for (; field_begin_ < occurrences_.size(); ++field_begin_) {
    const std::uint32_t term = occurrences_[field_begin_].term;
    Weight& weight = weights_[term];
    if (weight.places++ == 0) touched_.push_back(term);
    weight.frequency += part;
    if (rule.characteristic) weight.prominence += part;
  }
  field_length_ = 0;
}

void DocumentTerms::finish() {
  impacts_.clear();
  prominent_.clear();
  for (std::uint32_t term : touched_) {
    const Weight& weight = weights_[term];
    impacts_.push_back({.term = term, .positions_at = 0, .impact = impact_of(weight.frequency)});
    if (weight.prominence > 0.0F) prominent_.push_back({.prominence = weight.prominence, .term = term, .leading = 0});
  }
  choose_characteristic();
  write_positions();
  for (std::uint32_t term : touched_) weights_[term] = {};
  touched_.clear();
}

void DocumentTerms::choose_characteristic() {
  std::erase_if(prominent_, [this](const Prominent& one) { return terms_.text(one.term).size() <= 2; });
  for (Prominent& one : prominent_) one.leading = leading_bytes(terms_.text(one.term));
  const std::size_t kept = std::min(prominent_.size(), most_characteristic);
  std::partial_sort(prominent_.begin(), prominent_.begin() + static_cast<std::ptrdiff_t>(kept), prominent_.end(),
                    [this](const Prominent& a, const Prominent& b) {
                      if (a.prominence != b.prominence) return a.prominence > b.prominence;
                      return a.leading != b.leading ? a.leading < b.leading : terms_.text(a.term) < terms_.text(b.term);
                    });
  characteristic_.clear();
  for (std::size_t i = 0; i < kept; ++i) characteristic_.push_back(prominent_[i].term);
}

// Counting sort by term; positions stay in order.
void DocumentTerms::write_positions() {
  std::uint32_t sum = 0;
  for (const std::uint32_t term : touched_) sum += std::exchange(weights_[term].places, sum);
  sorted_positions_.resize(occurrences_.size());
  for (const Occurrence& one : occurrences_) sorted_positions_[weights_[one.term].places++] = one.position;
  positions_.clear();
  std::uint32_t begin = 0;
  for (TermImpact& impact : impacts_) {
    const std::uint32_t end = weights_[impact.term].places;
    impact.positions_at = static_cast<std::uint32_t>(positions_.size());
    append_positions(positions_, std::span(sorted_positions_).subspan(begin, end - begin));
    begin = end;
  }
  occurrences_.clear();
  field_begin_ = 0;
  position_ = 0;
}

}  // namespace commonplace::search
