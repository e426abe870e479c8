#include "node/app/aligner.h"

#include <algorithm>

#include "node/curriculum/aligning.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"

namespace commonplace::app {
namespace {

constexpr int changes_per_step = 500;
constexpr std::size_t words_per_turn = 1000;
constexpr std::string_view manner = "2+";  // another number: all is looked at anew after an upgrade

// Which frameworks there are, as they were last changed.
std::string mark_of(const std::vector<model::Framework>& frameworks) {
  std::string all;
  for (const auto& framework : frameworks) all.append(framework.id).append(" ").append(framework.sha256).append(" ").append(framework.changed_at).append("\n");
  return all.empty() ? "none" : formats::sha256_hex(all).substr(0, 16);
}

std::vector<store::SuggestionVerdict> of(const std::unordered_map<store::Key, std::vector<store::SuggestionVerdict>>& verdicts, store::Key key) {
  const auto found = verdicts.find(key);
  return found == verdicts.end() ? std::vector<store::SuggestionVerdict>() : found->second;
}

}  // namespace

bool Aligner::catch_up(std::int64_t indexed_until, const std::stop_token& stop) {
  const auto version = store_.data_version();
  if (version == data_version_ && words_are_filled_) return false;
  bool has_changed = version != data_version_;
  if (has_changed) {
    reread_frameworks();
    if (!is_read_ || store_.alignments().version() != version_) reread();
    while (!stop.stop_requested() && step(indexed_until)) {
    }
    for (const auto key : book_.take_changed()) changed_.insert(key);
    // What we wrote ourselves is no news; what somebody wrote meanwhile is seen the next time.
    if (!stop.stop_requested()) data_version_ = version;
  }
  fill_words();
  return has_changed;
}

void Aligner::read() {
  reread_frameworks();
  reread();
}

void Aligner::reread_frameworks() {
  const auto curriculum_version = store_.curriculum_version();
  if (catalogue_ && curriculum_version == curriculum_version_) return;
  curriculum_version_ = curriculum_version;
  const bool has_other_statements = reread_catalogue();
  const bool has_other_exemplars = reread_exemplars();
  if (!has_other_statements && !has_other_exemplars) return;
  is_read_ = false;
  // Codes, texts and support are judged by the frameworks: all is made anew (CUR-29), and what the index has of it as well.
  if (store_.alignments().made_with() == made_with()) return;
  store_.alignments().records([this](const store::AlignedRecord& record) { changed_.insert(record.key); });
  store_.alignments().restart(made_with());
}

bool Aligner::reread_catalogue() {
  const auto frameworks = store_.frameworks();
  auto mark = mark_of(frameworks);
  if (catalogue_ && mark == frameworks_mark_) return false;
  auto catalogue = std::make_shared<curriculum::Catalogue>();
  for (const auto& framework : frameworks) catalogue->add(framework, store_.statements(framework.id));
  catalogue_ = std::move(catalogue);
  frameworks_mark_ = std::move(mark);
  book_.set_catalogue(catalogue_);
  return true;
}

bool Aligner::reread_exemplars() {
  curriculum::Exemplars exemplars(store_.links(), *catalogue_);
  const bool is_other = exemplars.mark() != exemplars_.mark();
  exemplars_ = std::move(exemplars);
  return is_other;
}

std::string Aligner::made_with() const {
  std::string made(manner);
  made += frameworks_mark_;
  return exemplars_.mark().empty() ? made : made.append("+").append(exemplars_.mark());
}

// What this or another program has kept; where people have decided since, their records are made anew.
void Aligner::reread() {
  const auto& kept = store_.alignments();
  const auto version = kept.version();
  auto texts_before = std::move(texts_);
  auto verdicts_before = std::move(verdicts_);
  texts_.clear();
  verdicts_.clear();
  for (auto& text : kept.texts()) texts_.emplace(text.mark, text);
  for (auto& verdict : kept.verdicts()) verdicts_[verdict.record].push_back(verdict);

  std::unordered_set<store::Key> decided;
  for (const auto& [mark, text] : texts_) {
    const auto before = texts_before.find(mark);
    if (before == texts_before.end() ? text.decided_by.empty() : before->second == text) continue;
    if (const auto keys = keys_of_text_.find(mark); keys != keys_of_text_.end()) decided.insert(keys->second.begin(), keys->second.end());
  }
  for (const auto& [key, verdicts] : verdicts_)
    if (of(verdicts_before, key) != verdicts) decided.insert(key);

  keys_of_text_.clear();
  known_.clear();
  book_.clear();
  words_are_filled_ = false;
  words_until_ = 0;
  until_ = kept.until();
  std::unordered_set<store::Key> stale;
  kept.records([&](const store::AlignedRecord& record) {
    enter(record);
    if (is_stale(record)) stale.insert(record.key);
  });
  for (const auto& [key, verdicts] : verdicts_)
    if (!known_.contains(key) && std::any_of(verdicts.begin(), verdicts.end(), [](const auto& one) { return one.accepted; })) stale.insert(key);
  version_ = version;
  if (!is_read_)  // a snapshot of the index may be older than what was found since
    for (const auto key : book_.take_changed()) changed_.insert(key);
  is_read_ = true;
  changed_.insert(decided.begin(), decided.end());
  stale.insert(decided.begin(), decided.end());
  make_anew(stale);
}

// Whether people have decided since the record was looked at.
bool Aligner::is_stale(const store::AlignedRecord& record) const {
  for (const auto& use : record.uses) {
    const auto text = texts_.find(use.text);
    if (text == texts_.end()) continue;
    const auto& meant = text->second.statements;
    if (use.statement.empty() ? !meant.empty() : std::find(meant.begin(), meant.end(), use.statement) == meant.end()) return true;
  }
  const auto verdicts = of(verdicts_, record.key);
  return std::any_of(verdicts.begin(), verdicts.end(), [&](const auto& verdict) {
    return verdict.accepted && std::none_of(record.uses.begin(), record.uses.end(), [&](const auto& use) { return use.statement == verdict.statement; });
  });
}

void Aligner::make_anew(const std::unordered_set<store::Key>& keys) {
  if (keys.empty()) return;
  store::AlignmentStep step{.from = until_, .until = until_, .records = {}, .texts = {}};
  for (const auto key : keys) {
    const auto record = store_.find_key(key);
    if (!record || record->deleted) continue;
    step.records.push_back(derive(key, record->contributor, record->peer, record->document, step.texts));
    changed_.insert(key);
  }
  write(step);
}

bool Aligner::write(const store::AlignmentStep& step) {
  if (!store_.alignments().put(step)) {
    is_read_ = false;  // another program went on: its words are read first
    reread();
    return false;
  }
  ++version_;
  until_ = step.until;
  return true;
}

bool Aligner::step(std::int64_t indexed_until) {
  const auto changes = store_.changes(until_, changes_per_step);
  if (changes.empty()) return false;
  store::AlignmentStep step{.from = until_, .until = changes.back().seq, .records = {}, .texts = {}};
  for (const auto& change : changes) {
    const bool was_known = known_.contains(change.key);
    const bool may_be = !change.deleted && (curriculum::may_be_aligned(change.document) || verdicts_.contains(change.key) || exemplars_.may_name(change.document));
    if (!was_known && !may_be) continue;
    if (may_be)
      step.records.push_back(derive(change.key, change.contributor, change.peer, change.document, step.texts));
    else
      forget(change.key, step);
    if (change.seq <= indexed_until && (was_known || tells(step.records.back()))) changed_.insert(change.key);
  }
  write(step);
  return true;
}

// Whether the node knows more of the record than it says itself.
bool Aligner::tells(const store::AlignedRecord& record) const {
  const auto is_found = [](const auto& use) { return !use.statement.empty() && (!use.text.empty() || !use.reviewed_by.empty()); };
  return std::any_of(record.uses.begin(), record.uses.end(), is_found) || !book_.notes(record.key).levels.empty();
}

void Aligner::forget(store::Key key, store::AlignmentStep& step) {
  store::AlignedRecord gone;
  gone.key = key;
  enter(gone);
  step.records.push_back(std::move(gone));
}

store::AlignedRecord Aligner::derive(store::Key key, store::ContributorId contributor, store::PeerId peer, const std::string& document,
                                     std::vector<store::AlignedText>& fresh) {
  store::AlignedRecord record{.key = key, .contributor = contributor, .peer = peer, .subjects = {}, .uses = {}};
  const auto resource = formats::read_canonical(document);
  if (!resource) return record;  // the follower of the index says so
  const curriculum::KnownTexts texts{[this](const std::string& mark) {
                                       const auto found = texts_.find(mark);
                                       return found == texts_.end() ? nullptr : &found->second;
                                     },
                                     [this, &fresh](store::AlignedText text) {
                                       fresh.push_back(text);
                                       texts_[text.mark] = std::move(text);
                                     }};
  curriculum::align(*resource, *catalogue_, curriculum_version_, of(verdicts_, key), exemplars_.statements_of(*resource), texts, record);
  enter(record);
  book_.put_words(record, *resource);
  return record;
}

void Aligner::enter(const store::AlignedRecord& record) {
  book_.put(record);
  if (record.uses.empty())
    known_.erase(record.key);
  else
    known_.insert(record.key);
  for (const auto& use : record.uses)
    if (!use.text.empty()) keys_of_text_[use.text].insert(record.key);
}

// Records that were kept bring their words a turn at a time: suggestions need them, nothing else waits for them.
void Aligner::fill_words() {
  if (words_are_filled_) return;
  std::vector<store::AlignedRecord> turn;
  store_.alignments().records_after(words_until_, words_per_turn, [&](const store::AlignedRecord& record) { turn.push_back(record); });
  for (const auto& record : turn) {
    words_until_ = record.key;
    const auto stored = store_.find_key(record.key);
    if (!stored || stored->deleted) continue;
    if (const auto resource = formats::read_canonical(stored->document)) book_.put_words(record, *resource);
  }
  words_are_filled_ = turn.size() < words_per_turn;
}

std::vector<store::Key> Aligner::take_changed() {
  std::vector<store::Key> keys(changed_.begin(), changed_.end());
  changed_.clear();
  std::sort(keys.begin(), keys.end());
  return keys;
}

void Aligner::complete(search::Document& document, model::Resource& resource) const {
  auto notes = book_.notes(document.key);
  document.found_statements = std::move(notes.found);
  for (auto& use : notes.general) document.general_statements.push_back(std::move(use.statement));
  if (curriculum::lacks_level(resource)) resource.educational_level = std::move(notes.levels);
}

}  // namespace commonplace::app
