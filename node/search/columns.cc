#include "node/search/columns.h"

#include <algorithm>

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

void add_statements(const std::vector<model::StatementRef>& statements, RecordValues& values) {
  for (const model::StatementRef& statement : statements) {
    values[static_cast<std::size_t>(Column::framework)].push_back(statement.framework);
    values[static_cast<std::size_t>(Column::code)].push_back(statement.code);
    values[static_cast<std::size_t>(Column::statement)].push_back(statement.uri.empty() ? statement.code
                                                                                        : statement.uri);
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
  add_statements(resource.teaches, values);
  add_statements(resource.assesses, values);
  add_statements(resource.competency_required, values);
  of(Column::unit) = unit_keys(resource);
  of(Column::phrase) = phrases_of(resource);
  of(Column::word) = words_of_name(resource);
  of(Column::merit) = {merit_value(resource)};
  return values;
}

bool SetColumn::is_sound(std::size_t records, std::uint32_t value_count) const {
  if (of_record.size() != records || starts.empty() || starts.front() != 0 || starts.back() != values.size())
    return false;
  if (!std::is_sorted(starts.begin(), starts.end())) return false;
  for (std::uint32_t id = 0; id < set_count(); ++id) {
    if (!ascend_below(set(id), value_count)) return false;
  }
  return std::all_of(of_record.begin(), of_record.end(), [this](std::uint32_t id) { return id < set_count(); });
}

void SetColumnBuilder::add(std::span<const std::uint32_t> record_values) {
  const std::string_view bytes(reinterpret_cast<const char*>(record_values.data()), record_values.size_bytes());
  const std::uint32_t before = known_.size();
  const std::uint32_t id = known_.add(bytes);
  if (id == before) {
    column_.values.insert(column_.values.end(), record_values.begin(), record_values.end());
    column_.starts.push_back(static_cast<std::uint32_t>(column_.values.size()));
  }
  column_.of_record.push_back(id);
}

SetColumn SetColumnBuilder::take() {
  column_.starts.shrink_to_fit();
  column_.values.shrink_to_fit();
  column_.of_record.shrink_to_fit();
  return std::move(column_);
}

}  // namespace commonplace::search
