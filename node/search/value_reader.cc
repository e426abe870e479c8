#include "node/search/value_reader.h"

#include <algorithm>

#include "node/search/analysis.h"
#include "node/search/level_ages.h"
#include "node/search/merit.h"
#include "node/search/stop_words.h"
#include "schemas/formats/unicode.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest_phrase = 60;     // bytes of what is suggested
constexpr std::size_t shortest_suggested = 3;  // bytes of a word
constexpr int deepest_subject = 8;             // steps of `broader`; the table has three
constexpr std::uint32_t most_remembered = 50000;  // keys of a column
constexpr std::size_t most_words = 200000;
constexpr std::uint32_t no_number = UINT32_MAX;

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::vector<std::string> with_broader(const std::vector<std::string>& subjects) {
  std::vector<std::string> all;
  for (const std::string& id : subjects) {
    all.push_back(id);
    const vocabularies::Subject* subject = vocabularies::find_subject(id);
    for (int step = 0; subject != nullptr && !subject->broader.empty() && step < deepest_subject; ++step) {
      subject = vocabularies::find_subject(subject->broader);
      if (subject != nullptr) all.emplace_back(subject->id);
    }
  }
  return all;
}

std::vector<std::string> tags_with_beginnings(const std::vector<std::string>& tags) {
  std::vector<std::string> all;
  for (const std::string& tag : tags) {
    std::string beginning = lower_ascii(tag);
    while (!beginning.empty()) {
      all.push_back(beginning);
      const auto dash = beginning.rfind('-');
      beginning.resize(dash == std::string::npos ? 0 : dash);
    }
  }
  return all;
}

std::vector<std::string> verbs_allowed(const model::Resource& resource) {
  using vocabularies::Answer;
  const vocabularies::Permissions may = vocabularies::permissions(resource.license, resource.rights_statement);
  std::vector<std::string> verbs;
  if (may.adapt == Answer::yes) verbs.emplace_back("adapt");
  if (may.share == Answer::yes) verbs.emplace_back("share");
  if (may.print == Answer::yes) verbs.emplace_back("print");
  if (may.sell == Answer::yes) verbs.emplace_back("sell");
  return verbs;
}

std::vector<std::string> levels_of(const model::Resource& resource) {
  std::vector<std::string> levels = resource.educational_level;
  if (resource.age_range) levels.push_back(age_range_value(*resource.age_range));
  return levels;
}

// Keys tell apart what is different: each text behind its length.
void append_key(std::string& key, std::string_view text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  key.append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
}

const std::string& key_of(std::string& key, const std::vector<std::string>& texts) {
  key.clear();
  for (const std::string& text : texts) append_key(key, text);
  return key;
}

const std::string& key_of(std::string& key, std::int64_t number) {
  return key.assign(reinterpret_cast<const char*>(&number), sizeof number);
}

void put_in_order(std::vector<std::uint32_t>& numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace

std::string general_use(std::string_view statement) {
  std::string value("~");
  value += statement;
  return value;
}

void ValueReader::begin_with(const Values& values) {
  values_ = values;
  memories_ = {};
  words_.clear();
}

void ValueReader::tidy() {
  for (Memory& memory : memories_) {
    if (memory.keys.size() > most_remembered) memory = {};
  }
  if (words_.size() > most_words) words_.clear();
}

template <typename TextsOf>
void ValueReader::remember(Column column, std::string_view key, TextsOf&& texts_of) {
  Memory& memory = memories_[static_cast<std::size_t>(column)];
  const std::uint32_t before = memory.keys.size();
  const std::uint32_t id = memory.keys.add(key);
  if (id == before) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& text : texts_of()) {
      if (!text.empty()) numbers.push_back(number(column, text));
    }
    put_in_order(numbers);
    memory.numbers.insert(memory.numbers.end(), numbers.begin(), numbers.end());
    memory.starts.push_back(static_cast<std::uint32_t>(memory.numbers.size()));
  }
  found_[static_cast<std::size_t>(column)] =
      std::span(memory.numbers).subspan(memory.starts[id], memory.starts[id + 1] - memory.starts[id]);
  keys_[static_cast<std::size_t>(column)] = id;
}

void ValueReader::read(const Document& document) {
  const model::Resource& resource = *document.resource;
  keys_.fill(no_key);
  read_concepts(resource);
  remember(Column::contributor, key_of(key_, document.contributor), [&] { return Texts{std::to_string(document.contributor)}; });
  remember(Column::origin, key_of(key_, document.origin), [&] { return Texts{std::to_string(document.origin)}; });
  text_ = merit_value(resource);
  remember(Column::merit, text_, [&] { return Texts{text_}; });
  for (const Column column : {Column::framework, Column::statement, Column::code, Column::unit, Column::phrase}) own(column).clear();
  read_statements(document);
  read_units(resource);
  read_phrases(resource);
  read_words(resource);
  for (const Column column : {Column::framework, Column::statement, Column::code, Column::unit, Column::phrase}) {
    put_in_order(own(column));
    found_[static_cast<std::size_t>(column)] = own(column);
  }
}

void ValueReader::read_concepts(const model::Resource& resource) {
  remember(Column::type, key_of(key_, resource.learning_resource_type), [&] { return resource.learning_resource_type; });
  remember(Column::subject, key_of(key_, resource.about), [&] { return with_broader(resource.about); });
  remember(Column::language, key_of(key_, resource.in_language), [&] { return tags_with_beginnings(resource.in_language); });
  key_of(key_, resource.educational_level);
  if (resource.age_range) append_key(key_, age_range_value(*resource.age_range));
  remember(Column::level, key_, [&] { return levels_of(resource); });
  key_.clear();
  append_key(key_, resource.license);
  append_key(key_, resource.rights_statement);
  remember(Column::licence, key_, [&] { return Texts{resource.license, resource.rights_statement}; });
  remember(Column::may, key_, [&] { return verbs_allowed(resource); });
}

void ValueReader::read_statements(const Document& document) {
  read_statements(document, document.resource->teaches);
  read_statements(document, document.resource->assesses);
  read_statements(document, document.resource->competency_required);
  read_statements(document, document.found_statements);
}

void ValueReader::read_statements(const Document& document, const std::vector<model::StatementRef>& statements) {
  const auto& general = document.general_statements;
  const auto add = [this](Column column, std::string_view text) {
    if (!text.empty()) own(column).push_back(number(column, text));
  };
  for (const model::StatementRef& statement : statements) {
    const std::string& name = statement.uri.empty() ? statement.code : statement.uri;
    if (std::find(general.begin(), general.end(), name) != general.end()) {
      add(Column::statement, general_use(name));
      continue;
    }
    add(Column::framework, statement.framework);
    add(Column::code, statement.code);
    add(Column::statement, name);
  }
}

void ValueReader::read_units(const model::Resource& resource) {
  for (const model::Ref& whole : resource.is_part_of) {
    const std::string_view key = !whole.id.empty() ? whole.id : !whole.url.empty() ? whole.url : model::best(whole.name).text;
    if (!key.empty()) own(Column::unit).push_back(number(Column::unit, key));
  }
}

void ValueReader::read_phrases(const model::Resource& resource) {
  for (const auto& [tag, keywords] : resource.keywords)
    for (const auto& keyword : keywords) add_phrase(keyword);
  for (const auto& term : resource.key_vocabulary)
    for (const auto& [tag, text] : term.term) add_phrase(text);
}

void ValueReader::add_phrase(std::string_view text) {
  text_ = formats::fold_case(text.substr(0, std::min(text.size(), 2 * longest_phrase)));
  if (text_.size() >= shortest_suggested && text_.size() <= longest_phrase && text_.find_first_of("\n\t") == std::string::npos)
    own(Column::phrase).push_back(number(Column::phrase, text_));
}

// They are known, but of no record (see Column::word).
void ValueReader::read_words(const model::Resource& resource) {
  for (const auto& [tag, name] : resource.name) {
    split_.clear();
    split_words(name, split_);
    const Language language = language_of(tag);
    for (const Word& word : split_) add_word(std::string_view(name).substr(word.begin, word.end - word.begin), language);
  }
}

void ValueReader::add_word(std::string_view written, Language language) {
  const bool is_remembered = written.size() <= WordTable::longest_word;
  if (is_remembered && words_.find(written, static_cast<std::uint8_t>(language)) != nullptr) return;
  const std::string folded = fold_word(written);
  const bool is_number = folded.find_first_not_of("0123456789") == std::string::npos;
  const bool is_suggested = folded.size() >= shortest_suggested && !is_number && !is_stop_word(folded, language);
  const std::uint32_t value = is_suggested ? number(Column::word, folded) : no_number;
  if (is_remembered) words_.add(written, static_cast<std::uint8_t>(language), {.first = value, .second = no_number});
}

}  // namespace commonplace::search
