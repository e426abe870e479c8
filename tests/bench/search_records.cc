#include "tests/bench/search_records.h"

#include <algorithm>
#include <array>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::bench {

namespace {

constexpr double zipf_offset = 8;  // flattens the first ranks, as stop words would stand there
constexpr std::array<const char*, 10> licence_addresses = {
    "https://creativecommons.org/publicdomain/zero/1.0/", "https://creativecommons.org/licenses/by/4.0/",
    "https://creativecommons.org/licenses/by-sa/4.0/",    "https://creativecommons.org/licenses/by-nc/4.0/",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/", "https://creativecommons.org/licenses/by-nd/4.0/",
    "https://creativecommons.org/licenses/by-nc-nd/4.0/", "https://creativecommons.org/publicdomain/mark/1.0/",
    "https://example.org/terms",                          ""};

// A pronounceable word that no other number gives.
std::string word_of(std::size_t number) {
  static constexpr char consonants[] = "bcdfghjklmnprstvw";
  static constexpr char vowels[] = "aeiou";
  std::string text;
  for (number += 90; number > 0; number /= 85) {
    text += consonants[number % 17];
    text += vowels[number / 17 % 5];
  }
  return text + "m";
}

// Small numbers are frequent.
unsigned skewed(std::mt19937_64& random, unsigned below) {
  const double place = std::uniform_real_distribution<double>(0, 1)(random);
  return static_cast<unsigned>(place * place * below);
}

void append_text(std::string& all, const model::LangMap& map) {
  for (const auto& [tag, text] : map) all.append(text).append(" ");
}

}  // namespace

SearchRecords::SearchRecords(unsigned seed) : seed_(seed) {
  double sum = 0;
  for (std::size_t i = 0; i < vocabulary_size; ++i) {
    sum += 1.0 / (static_cast<double>(i) + zipf_offset);
    cumulative_.push_back(sum);
    words_.push_back(word_of(i));
  }
}

void SearchRecords::fill(std::size_t number, model::Resource& resource, search::Document& document) const {
  constexpr std::size_t one_lesson_in = 7;
  std::mt19937_64 random(seed_ * 1'000'003ULL + number);
  resource = {};
  document = {};
  const bool lesson = number % one_lesson_in == 0;
  const std::string tag = random() % 20 == 0 ? "cy" : "en";
  document.key = static_cast<std::int64_t>(number);
  document.public_id = "r" + std::to_string(number);
  document.changed = {.seconds = 1'700'000'000 + static_cast<std::int64_t>(random() % 30'000'000)};
  document.resource = &resource;
  resource.name = {{tag, text(random, lesson ? 6 : 4)}};
  std::string description = text(random, lesson ? 140 : 30);
  if (random() % 10 < 3) description += " common";
  if (random() % 10 < 1) description += " middling";
  resource.description = {{tag, description}};
  resource.keywords = {{tag, {text(random, 2), text(random, 1)}}};
  if (lesson) fill_lesson(random, tag, resource);
  fill_columns(random, resource, document);
}

void SearchRecords::fill_columns(std::mt19937_64& random, model::Resource& resource, search::Document& document) const {
  const auto known_levels = vocabularies::levels();
  resource.in_language = {"l" + std::to_string(skewed(random, languages))};
  resource.license = licence_addresses[skewed(random, licences)];
  resource.learning_resource_type = {"type-" + std::to_string(skewed(random, types))};
  for (std::size_t n = 1 + random() % 3; n > 0; --n) resource.about.push_back("subject-" + std::to_string(skewed(random, subjects)));
  for (std::size_t n = random() % 3; n > 0; --n) resource.educational_level.emplace_back(known_levels[random() % 8].id);
  if (random() % 3 == 0) resource.time_required = "PT" + std::to_string(5 * (1 + random() % 24)) + "M";
  for (std::size_t n = random() % 5; n > 0; --n) {
    model::StatementRef statement;
    statement.uri = "https://curriculum.example/statements/" + std::to_string(skewed(random, statements));
    statement.framework = "https://curriculum.example/";
    resource.teaches.push_back(statement);
  }
  document.contributor = skewed(random, contributors);
  document.contributor_name = "Gallery " + std::to_string(document.contributor);
  document.origin = document.contributor % origins;
}

void SearchRecords::fill_lesson(std::mt19937_64& random, const std::string& tag, model::Resource& resource) const {
  for (int i = 0; i < 3; ++i) resource.learning_objectives.push_back({{tag, text(random, 12)}});
  for (int i = 0; i < 5; ++i)
    resource.key_vocabulary.push_back({.term = {{tag, text(random, 1)}}, .definition = {{tag, text(random, 12)}}});
}

std::string SearchRecords::text(std::mt19937_64& random, std::size_t count) const {
  std::string text;
  for (; count > 0; --count) {
    const double at = std::uniform_real_distribution<double>(0, cumulative_.back())(random);
    const auto place = std::lower_bound(cumulative_.begin(), cumulative_.end(), at) - cumulative_.begin();
    text.append(words_[static_cast<std::size_t>(place)]).append(" ");
  }
  return text;
}

std::string text_of(const model::Resource& resource) {
  std::string all;
  append_text(all, resource.name);
  append_text(all, resource.description);
  for (const auto& [tag, list] : resource.keywords) {
    for (const auto& keyword : list) all.append(keyword).append(" ");
  }
  for (const auto& objective : resource.learning_objectives) append_text(all, objective);
  for (const auto& entry : resource.key_vocabulary) {
    append_text(all, entry.term);
    append_text(all, entry.definition);
  }
  return all;
}

}  // namespace commonplace::bench
