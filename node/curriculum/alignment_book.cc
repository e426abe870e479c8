#include "node/curriculum/alignment_book.h"

#include <algorithm>
#include <mutex>

namespace commonplace::curriculum {
namespace {

// The statement from which it has its levels: itself, or the nearest above; nobody where none has some.
std::uint32_t with_levels(const Catalogue& catalogue, std::uint32_t place) {
  while (place != Catalogue::nobody && catalogue.entries()[place].levels.empty()) place = catalogue.entries()[place].parent;
  return place;
}

}  // namespace

bool lacks_level(const model::Resource& resource) {
  return resource.educational_level.empty() && !resource.age_range;
}

AlignmentBook::AlignmentBook() : catalogue_(std::make_shared<const Catalogue>()) {}

std::shared_ptr<const Catalogue> AlignmentBook::catalogue() const {
  const std::shared_lock lock(mutex_);
  return catalogue_;
}

model::StatementRef AlignmentBook::reference(const store::StatementUse& use) const {
  model::StatementRef ref;
  ref.uri = use.statement;
  ref.method = use.method;
  ref.confidence = use.confidence;
  if (const auto& places = catalogue_->with_uri(use.statement); !places.empty()) {
    const auto& entry = catalogue_->entries()[places.front()];
    ref.code = entry.code;
    ref.text = entry.text;
    ref.framework = catalogue_->frameworks()[entry.framework].uri;
  }
  return ref;
}

AlignmentNotes AlignmentBook::notes(std::int64_t key) const {
  const std::shared_lock lock(mutex_);
  AlignmentNotes notes;
  if (const auto uses = found_.find(key); uses != found_.end())
    for (const auto& use : uses->second) notes.found.push_back(reference(use));
  notes.general = boilerplate_.general(key);
  notes.levels = levels(key, notes.general);
  return notes;
}

std::vector<std::string> AlignmentBook::levels(std::int64_t key, const std::vector<GeneralUse>& general) const {
  std::vector<std::string> all;
  const auto places = levelled_.find(key);
  if (places == levelled_.end()) return all;
  for (const auto place : places->second) {
    const auto& uri = catalogue_->entries()[place].uri;
    if (std::any_of(general.begin(), general.end(), [&](const auto& use) { return use.statement == uri; })) continue;
    for (const auto& level : catalogue_->entries()[with_levels(*catalogue_, place)].levels)
      if (std::find(all.begin(), all.end(), level) == all.end()) all.push_back(level);
  }
  return all;
}

AlignmentBook::Places AlignmentBook::levelled(const store::AlignedRecord& record) const {
  Places all;
  for (const auto& use : record.uses) {
    const auto& places = catalogue_->with_uri(use.statement);
    if (places.empty() || use.role == "requires" || with_levels(*catalogue_, places.front()) == Catalogue::nobody) continue;
    all.push_back(places.front());
  }
  return all;
}

int AlignmentBook::specificity(std::int64_t key, const std::string& statement) const {
  const std::shared_lock lock(mutex_);
  return boilerplate_.specificity(key, statement);
}

std::vector<Suggestion> AlignmentBook::suggest(const Catalogue& catalogue, const SuggestionWish& wish) const {
  const std::shared_lock lock(mutex_);
  return curriculum::suggest(catalogue, &resources_, wish);
}

std::size_t AlignmentBook::aligned() const {
  const std::shared_lock lock(mutex_);
  return boilerplate_.size();
}

void AlignmentBook::set_catalogue(std::shared_ptr<const Catalogue> catalogue) {
  const std::unique_lock lock(mutex_);
  catalogue_ = std::move(catalogue);
  levelled_.clear();  // its places are others; the records are put anew
}

void AlignmentBook::put(const store::AlignedRecord& record) {
  Boilerplate::Record row{.key = record.key, .contributor = record.contributor, .source = record.peer, .statements = {}, .supported = {}, .subjects = record.subjects};
  std::vector<store::StatementUse> found;
  for (const auto& use : record.uses) {
    row.statements.push_back(use.statement.empty() ? "text:" + use.text : use.statement);
    row.supported.push_back(use.supported);
    if (!use.statement.empty() && (!use.text.empty() || !use.reviewed_by.empty())) found.push_back(use);
  }
  const std::unique_lock lock(mutex_);
  if (auto places = levelled(record); places.empty())
    levelled_.erase(record.key);
  else
    levelled_[record.key] = std::move(places);
  boilerplate_.remove(record.key);
  boilerplate_.put(std::move(row));
  if (record.uses.empty()) resources_.remove(record.key);
  if (found.empty())
    found_.erase(record.key);
  else
    found_[record.key] = std::move(found);
}

void AlignmentBook::put_words(const store::AlignedRecord& record, const model::Resource& resource) {
  const std::unique_lock lock(mutex_);
  std::vector<std::string> statements;
  const auto general = boilerplate_.general(record.key);
  for (const auto& use : record.uses) {
    const bool is_general = std::any_of(general.begin(), general.end(), [&](const auto& one) { return one.statement == use.statement; });
    const bool is_machines = use.method == "model" || (use.method == "text" && use.text.empty() && use.reviewed_by.empty());
    if (!use.statement.empty() && !is_general && !is_machines) statements.push_back(use.statement);
  }
  resources_.put(record.key, record.contributor, resource, statements);
}

void AlignmentBook::clear() {
  const std::unique_lock lock(mutex_);
  boilerplate_ = {};
  resources_ = {};
  found_.clear();
  levelled_.clear();
}

std::vector<std::int64_t> AlignmentBook::take_changed() {
  const std::unique_lock lock(mutex_);
  return boilerplate_.take_changed();
}

}  // namespace commonplace::curriculum
