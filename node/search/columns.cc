#include "node/search/columns.h"

#include <algorithm>
#include <cstring>

#include "node/search/analysis.h"
#include "node/search/level_ages.h"
#include "node/search/merit.h"
#include "node/search/stop_words.h"
#include "node/search/words.h"
#include "schemas/formats/unicode.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest_phrase = 60;   // bytes of what is suggested
constexpr std::size_t shortest_suggested = 3;  // bytes of a word
constexpr int deepest_subject = 8;  // steps of `broader`; the table has three

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

void add_statements(const Document& document, const std::vector<model::StatementRef>& statements, RecordValues& values) {
  const auto& general = document.general_statements;
  for (const model::StatementRef& statement : statements) {
    const std::string& name = statement.uri.empty() ? statement.code : statement.uri;
    if (std::find(general.begin(), general.end(), name) != general.end()) {
      values[static_cast<std::size_t>(Column::statement)].push_back(general_use(name));
      continue;
    }
    values[static_cast<std::size_t>(Column::framework)].push_back(statement.framework);
    values[static_cast<std::size_t>(Column::code)].push_back(statement.code);
    values[static_cast<std::size_t>(Column::statement)].push_back(name);
  }
}

std::vector<std::string> unit_keys(const model::Resource& resource) {
  std::vector<std::string> keys;
  for (const model::Ref& whole : resource.is_part_of) {
    keys.push_back(!whole.id.empty()    ? whole.id
                   : !whole.url.empty() ? whole.url
                                        : std::string(model::best(whole.name).text));
  }
  return keys;
}

void add_phrase(std::string_view text, std::vector<std::string>& phrases) {
  std::string phrase = formats::fold_case(text.substr(0, std::min(text.size(), 2 * longest_phrase)));
  if (phrase.size() >= shortest_suggested && phrase.size() <= longest_phrase && phrase.find_first_of("\n\t") == std::string::npos)
    phrases.push_back(std::move(phrase));
}

std::vector<std::string> phrases_of(const model::Resource& resource) {
  std::vector<std::string> phrases;
  for (const auto& [tag, keywords] : resource.keywords)
    for (const auto& keyword : keywords) add_phrase(keyword, phrases);
  for (const auto& term : resource.key_vocabulary)
    for (const auto& [tag, text] : term.term) add_phrase(text, phrases);
  return phrases;
}

std::vector<std::string> words_of_name(const model::Resource& resource) {
  std::vector<std::string> found;
  std::vector<Word> split;
  for (const auto& [tag, name] : resource.name) {
    split.clear();
    split_words(name, split);
    for (const Word& word : split) {
      std::string folded = fold_word(std::string_view(name).substr(word.begin, word.end - word.begin));
      const bool is_number = folded.find_first_not_of("0123456789") == std::string::npos;
      if (folded.size() < shortest_suggested || is_number || is_stop_word(folded, language_of(tag))) continue;
      found.push_back(std::move(folded));
    }
  }
  return found;
}

bool ascend_below(std::span<const std::uint32_t> numbers, std::uint32_t limit) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] >= limit || (i > 0 && numbers[i] <= numbers[i - 1])) return false;
  }
  return true;
}

}  // namespace

std::string general_use(std::string_view statement) {
  std::string value("~");
  value += statement;
  return value;
}

RecordValues read_values(const Document& document) {
  const model::Resource& resource = *document.resource;
  RecordValues values;
  const auto of = [&values](Column column) -> auto& {
    return values[static_cast<std::size_t>(column)];
  };
  of(Column::type) = resource.learning_resource_type;
  of(Column::subject) = with_broader(resource.about);
  of(Column::level) = resource.educational_level;
  if (resource.age_range) of(Column::level).push_back(age_range_value(*resource.age_range));
  of(Column::may) = verbs_allowed(resource);
  of(Column::licence) = {resource.license, resource.rights_statement};
  of(Column::contributor) = {std::to_string(document.contributor)};
  of(Column::language) = tags_with_beginnings(resource.in_language);
  of(Column::origin) = {std::to_string(document.origin)};
  add_statements(document, resource.teaches, values);
  add_statements(document, resource.assesses, values);
  add_statements(document, resource.competency_required, values);
  add_statements(document, document.found_statements, values);
  of(Column::unit) = unit_keys(resource);
  of(Column::phrase) = phrases_of(resource);
  of(Column::word) = words_of_name(resource);
  of(Column::merit) = {merit_value(resource)};
  return values;
}

PackedNumbers::PackedNumbers(std::span<const std::uint32_t> numbers, std::uint32_t limit)
    : width_(limit <= 0x100 ? 1 : limit <= 0x10000 ? 2 : 4) {
  std::vector<std::uint8_t> bytes(numbers.size() * width_);
  for (std::size_t i = 0; i < numbers.size(); ++i) std::memcpy(bytes.data() + i * width_, &numbers[i], width_);
  bytes_ = Row(std::move(bytes));
}

std::optional<PackedNumbers> PackedNumbers::restored(Row<std::uint8_t> bytes, std::uint32_t width, std::size_t records,
                                                     std::uint32_t limit) {
  const bool known_width = width == 0 || width == 1 || width == 2 || width == 4;
  if (!known_width || bytes.size() != records * width || (width == 0 && records > limit)) return std::nullopt;
  PackedNumbers numbers;
  numbers.bytes_ = std::move(bytes);
  numbers.width_ = width;
  bool good = true;
  if (width > 0) {
    numbers.visit([&](auto number_of) {
      for (std::uint32_t record = 0; record < records; ++record) good = good && number_of(record) < limit;
    });
  }
  if (!good) return std::nullopt;
  return numbers;
}

bool SetColumn::is_sound(std::uint32_t value_count) const {
  if (starts.empty() || starts.front() != 0 || starts.back() != values.size()) return false;
  if (!std::is_sorted(starts.begin(), starts.end())) return false;
  for (std::uint32_t id = 0; id < set_count(); ++id) {
    if (!ascend_below(set(id), value_count)) return false;
  }
  return true;
}

void SetColumnBuilder::add(std::span<const std::uint32_t> record_values) {
  const std::string_view bytes(reinterpret_cast<const char*>(record_values.data()), record_values.size_bytes());
  const std::uint32_t before = known_.size();
  const std::uint32_t id = known_.add(bytes);
  if (id == before) {
    values_.insert(values_.end(), record_values.begin(), record_values.end());
    starts_.push_back(static_cast<std::uint32_t>(values_.size()));
  }
  of_record_.push_back(id);
}

SetColumn SetColumnBuilder::take() {
  const auto set_count = static_cast<std::uint32_t>(starts_.size() - 1);
  SetColumn column;
  constexpr std::uint32_t few_sets = 256;
  constexpr std::size_t records_of_shared = 4;  // with fewer for a set looking it up costs more than it saves
  if (set_count > few_sets && set_count > of_record_.size() / records_of_shared) {
    std::vector<std::uint32_t> values;
    std::vector<std::uint32_t> starts{0};
    starts.reserve(of_record_.size() + 1);
    for (const std::uint32_t id : of_record_) {
      values.insert(values.end(), values_.begin() + starts_[id], values_.begin() + starts_[id + 1]);
      starts.push_back(static_cast<std::uint32_t>(values.size()));
    }
    values_ = std::move(values);
    starts_ = std::move(starts);
  } else {
    column.of_record = PackedNumbers(of_record_, set_count);
  }
  starts_.shrink_to_fit();
  values_.shrink_to_fit();
  column.starts = Row(std::move(starts_));
  column.values = Row(std::move(values_));
  return column;
}

}  // namespace commonplace::search
