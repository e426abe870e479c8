#include "tests/node/search/reference_index.h"

#include <algorithm>

#include "node/search/resolved_query.h"
#include "node/search/words.h"
#include "schemas/formats/normalise.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::search {

namespace {

const std::vector<std::string> column_facets = {"type",     "subject",   "may",    "licence",  "contributor",
                                                "language", "framework", "origin", "statement"};

std::vector<std::pair<std::string, std::string>> texts_of(const Document& document, const model::Resource& resource) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& entry : resource.name) texts.push_back(entry);
  for (const auto& entry : resource.description) texts.push_back(entry);
  for (const auto& [tag, list] : resource.keywords) {
    for (const auto& keyword : list) texts.emplace_back(tag, keyword);
  }
  for (const auto& id : resource.learning_resource_type) texts.emplace_back("en", vocabularies::concept_label(id));
  for (const auto& id : resource.about) texts.emplace_back("en", vocabularies::concept_label(id));
  for (const auto& id : resource.educational_level) {
    const auto* level = vocabularies::find_level(id);
    for (const auto& wider : vocabularies::levels()) {
      if (wider.jurisdiction != level->jurisdiction || wider.ages.min > level->ages.min ||
          wider.ages.max < level->ages.max) {
        continue;
      }
      texts.emplace_back("en", wider.label);
      texts.emplace_back("en", wider.short_label);
    }
  }
  for (const auto& statement : resource.teaches) texts.emplace_back("en", statement.code);
  texts.emplace_back(resource.in_language.front(), document.contributor_name);
  return texts;
}

std::vector<model::AgeRange> ages_of_record(const model::Resource& resource) {
  std::vector<model::AgeRange> ages;
  if (resource.age_range) ages.push_back(*resource.age_range);
  for (const auto& id : resource.educational_level) ages.push_back(vocabularies::find_level(id)->ages);
  return ages;
}

bool meets(const model::Resource& resource, const model::AgeRange& asked) {
  const auto ages = ages_of_record(resource);
  return std::any_of(ages.begin(), ages.end(), [&](const auto& own) { return vocabularies::overlap(own, asked); });
}

}  // namespace

void ReferenceIndex::put(const Document& document) {
  Record record{.document = document, .resource = *document.resource, .terms = {}, .languages = {}, .texts = {}};
  record.document.resource = nullptr;
  const std::size_t names = record.resource.name.size();
  for (const auto& [tag, text] : texts_of(document, record.resource)) {
    std::vector<Word> words;
    split_words(text, words);
    if (!words.empty()) record.languages.insert(language_of(tag));
    Record::Text read{.words = {}, .is_name = record.texts.size() < names};
    for (const Word& word : words) {
      std::vector<std::string> terms;
      append_terms(fold_word(text.substr(word.begin, word.end - word.begin)), language_of(tag), terms);
      record.terms.insert(terms.begin(), terms.end());
      read.words.emplace_back(terms.begin(), terms.end());
    }
    record.texts.push_back(std::move(read));
  }
  records_[document.key] = std::move(record);
}

std::vector<Language> ReferenceIndex::query_languages(Language& main_language) const {
  std::map<Language, std::size_t> counts;
  for (const auto& [key, record] : records_) {
    for (Language language : record.languages) ++counts[language];
  }
  std::vector<std::pair<Language, std::size_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  main_language = order.empty() ? Language::english : order.front().first;
  std::vector<Language> languages{Language::english};
  for (const auto& [language, count] : order) {
    if (language != Language::english && count * 100 >= records_.size() && languages.size() < 6) {
      languages.push_back(language);
    }
  }
  return languages;
}

std::vector<ReferenceIndex::Asked> ReferenceIndex::read(const std::string& text) const {
  Language main_language = Language::english;
  const auto languages = query_languages(main_language);
  std::vector<Asked> asked;
  for (Group& group : read_query(text, languages, main_language)) {
    Asked one{.group = std::move(group), .terms = {}, .weight = 0};
    std::map<std::string, std::int64_t> holders;
    for (const auto& [key, record] : records_) {
      for (const std::string& term : record.terms) {
        for (const Form& form : one.group.forms) {
          if (form.prefix ? !term.starts_with(form.term) : term != form.term) continue;
          ++holders[term];
          break;
        }
      }
    }
    std::int64_t sum = 0;
    for (const auto& [term, count] : holders) {
      one.terms.insert(term);
      sum += count;
    }
    const auto n = static_cast<std::int64_t>(records_.size());
    if (sum > 0) one.weight = idf_weight(n, std::min(sum, n));
    asked.push_back(std::move(one));
  }
  return asked;
}

bool ReferenceIndex::follow(const Record& record, const std::vector<const Asked*>& unit) {
  for (const Record::Text& text : record.texts) {
    for (std::size_t start = 0; start < text.words.size(); ++start) {
      bool all = text.is_name || !unit.front()->group.in_name;
      for (const Asked* one : unit) {
        for (const std::uint32_t offset : one->group.offsets) {
          all = all && start + offset < text.words.size() &&
                std::any_of(one->terms.begin(), one->terms.end(),
                            [&](const std::string& term) { return text.words[start + offset].contains(term); });
        }
      }
      if (all) return true;
    }
  }
  return false;
}

bool ReferenceIndex::matches(const Record& record, const std::vector<Asked>& asked, unsigned percent) const {
  std::uint64_t total = 0;
  std::uint64_t carried = 0;
  bool asks = false;
  std::map<std::uint32_t, std::vector<const Asked*>> units;
  for (const Asked& one : asked) {
    const bool has = std::any_of(one.terms.begin(), one.terms.end(),
                                 [&](const std::string& term) { return record.terms.contains(term); });
    if (one.group.unit != 0) units[one.group.unit].push_back(&one);
    if (one.group.excluded) continue;
    asks = true;
    if (one.group.required && !has) return false;
    total += one.weight;
    if (has) carried += one.weight;
  }
  for (const auto& [number, unit] : units) {
    if (follow(record, unit) == unit.front()->group.excluded) return false;
  }
  return !asks || (carried > 0 && carried * 100 >= percent * total);
}

std::set<std::int64_t> ReferenceIndex::matching(const std::vector<Asked>& asked, const Filters& filters,
                                                unsigned percent) const {
  std::set<std::int64_t> keys;
  for (const auto& [key, record] : records_) {
    if (matches(record, asked, percent) && passes(record, filters)) keys.insert(key);
  }
  return keys;
}

std::set<std::string> ReferenceIndex::values(const Record& record, const std::string& facet) {
  const model::Resource& r = record.resource;
  const auto set = [](const std::vector<std::string>& list) { return std::set<std::string>(list.begin(), list.end()); };
  if (facet == "type") return set(r.learning_resource_type);
  if (facet == "subject") {
    std::set<std::string> all;
    for (const auto& subject : vocabularies::subjects()) {
      for (const std::string& narrower : vocabularies::narrower_subjects(subject.id)) {
        if (std::find(r.about.begin(), r.about.end(), narrower) != r.about.end()) all.emplace(subject.id);
      }
    }
    return all;
  }
  if (facet == "may") {
    const auto may = vocabularies::permissions(r.license, r.rights_statement);
    std::set<std::string> verbs;
    if (may.adapt == vocabularies::Answer::yes) verbs.insert("adapt");
    if (may.share == vocabularies::Answer::yes) verbs.insert("share");
    if (may.print == vocabularies::Answer::yes) verbs.insert("print");
    if (may.sell == vocabularies::Answer::yes) verbs.insert("sell");
    return verbs;
  }
  if (facet == "licence") return r.license.empty() ? std::set<std::string>() : std::set<std::string>{r.license};
  if (facet == "contributor") return {std::to_string(record.document.contributor)};
  if (facet == "origin") return {std::to_string(record.document.origin)};
  std::set<std::string> found;
  if (facet == "language") {
    for (const auto& tag : r.in_language) found.insert(tag.substr(0, tag.find('-')));
  }
  for (const auto& statement : r.teaches) {
    if (facet == "framework") found.insert(statement.framework);
    if (facet == "statement") found.insert(statement.uri.empty() ? statement.code : statement.uri);
  }
  return found;
}

bool ReferenceIndex::passes(const Record& record, const std::string& filter, const std::vector<std::string>& asked) {
  const model::Resource& r = record.resource;
  for (const std::string& value : asked) {
    if (filter == "level") {
      const auto* level = vocabularies::find_level(value);
      if (level != nullptr && meets(r, level->ages)) return true;
    } else if (filter == "age") {
      const auto ages = formats::normalise_age_range(value);
      if (ages && meets(r, *ages)) return true;
    } else if (filter == "time_max") {
      const auto minutes = formats::duration_minutes(r.time_required);
      if (minutes && *minutes <= std::stoi(value)) return true;
    } else if (filter == "statement") {
      for (const auto& statement : r.teaches) {
        if (statement.uri == value || statement.code == value) return true;
      }
    } else if (values(record, filter).contains(value)) {
      return true;
    }
  }
  return false;
}

bool ReferenceIndex::passes(const Record& record, const Filters& filters) {
  return std::all_of(filters.begin(), filters.end(),
                     [&](const auto& filter) { return passes(record, filter.first, filter.second); });
}

std::map<std::string, std::int64_t> ReferenceIndex::count(const std::string& facet, const std::vector<Asked>& asked,
                                                          const Filters& filters, unsigned percent) const {
  std::map<std::string, std::int64_t> counts;
  Filters others = filters;
  others.erase(facet == "time" ? "time_max" : facet);
  for (std::int64_t key : matching(asked, others, percent)) {
    const Record& record = records_.at(key);
    if (facet == "level") {
      std::set<std::string> known;
      for (const auto& [other, shelved] : records_) {
        known.insert(shelved.resource.educational_level.begin(), shelved.resource.educational_level.end());
      }
      for (const std::string& level : known) counts[level] += passes(record, "level", {level}) ? 1 : 0;
    } else if (facet == "time") {
      for (const char* bucket : {"15", "30", "60", "120"})
        counts[bucket] += passes(record, "time_max", {bucket}) ? 1 : 0;
    } else {
      for (const std::string& value : values(record, facet)) ++counts[value];
    }
  }
  std::erase_if(counts, [](const auto& row) { return row.second == 0; });
  return counts;
}

ReferenceIndex::Answer ReferenceIndex::search(const std::string& text, const Filters& filters) const {
  const std::vector<Asked> asked = read(text);
  const auto scoring =
      std::count_if(asked.begin(), asked.end(), [](const Asked& one) { return !one.group.excluded && one.weight > 0; });
  unsigned percent = scoring < 2 ? 0 : scoring <= 4 ? 60 : 45;
  Answer answer{.keys = matching(asked, filters, percent), .facets = {}};
  if (percent > 0 && answer.keys.size() < 20) {
    percent = 0;
    answer.keys = matching(asked, filters, percent);
  }
  std::vector<std::string> facets = column_facets;
  facets.insert(facets.end(), {"level", "time"});
  for (const std::string& facet : facets) answer.facets[facet] = count(facet, asked, filters, percent);
  return answer;
}

}  // namespace commonplace::search
