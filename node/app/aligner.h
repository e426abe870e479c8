// Follows the store's change log into what the node knows about alignments (CUR §4–6): codes and texts are resolved, the
// boilerplate detector counts, decisions of people take effect. Its place is kept in the store, so that it goes on where it
// stopped, in whichever program.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "node/curriculum/alignment_book.h"
#include "node/curriculum/exemplars.h"
#include "node/search/index.h"
#include "node/store/store.h"

namespace commonplace::app {

class Aligner {
 public:
  Aligner(const store::Store& store, curriculum::AlignmentBook& book) : store_(store), book_(book) {}

  // Reads what is kept, without following any change: before the index is made.
  void read();
  // Reads what is kept and the frameworks where they changed, then follows every change there is. `indexed_until`: the change
  // up to which the index has records. One thread. Cheap when nothing has changed. True: something has.
  bool catch_up(std::int64_t indexed_until, const std::stop_token& stop = {});

  // Records that the index should file anew since the last call; not those whose own change brought them there.
  std::vector<store::Key> take_changed();

  // Tells the index what the node found out. `resource`: what the document tells of; where it has neither level nor age it
  // gets the levels of its statements (CUR-62).
  void complete(search::Document& document, model::Resource& resource) const;

 private:
  void reread();
  void reread_frameworks();
  bool reread_catalogue();
  bool reread_exemplars();
  std::string made_with() const;
  bool is_stale(const store::AlignedRecord& record) const;
  void make_anew(const std::unordered_set<store::Key>& keys);
  bool step(std::int64_t indexed_until);
  bool tells(const store::AlignedRecord& record) const;
  bool write(const store::AlignmentStep& step);
  void forget(store::Key key, store::AlignmentStep& step);
  store::AlignedRecord derive(store::Key key, store::ContributorId contributor, store::PeerId peer, const std::string& document,
                              std::vector<store::AlignedText>& fresh);
  void enter(const store::AlignedRecord& record);
  void fill_words();

  const store::Store& store_;
  curriculum::AlignmentBook& book_;
  std::shared_ptr<const curriculum::Catalogue> catalogue_;
  std::string frameworks_mark_;
  curriculum::Exemplars exemplars_;
  bool is_read_ = false;
  std::int64_t data_version_ = -1;
  std::int64_t curriculum_version_ = -1;
  std::int64_t version_ = -1;  // of the alignments, as this program left or read them
  std::int64_t until_ = 0;
  std::unordered_map<std::string, store::AlignedText> texts_;
  std::unordered_map<std::string, std::unordered_set<store::Key>> keys_of_text_;
  std::unordered_map<store::Key, std::vector<store::SuggestionVerdict>> verdicts_;
  std::unordered_set<store::Key> known_;  // records with a statement
  std::unordered_set<store::Key> changed_;
  store::Key words_until_ = 0;  // records up to this key, of those read at the start, have their words in the book
  bool words_are_filled_ = false;
};

}  // namespace commonplace::app
