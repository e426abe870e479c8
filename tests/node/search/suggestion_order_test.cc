#include "node/search/suggestion_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>
#include <set>

namespace commonplace::search {
namespace {

using Entries = SuggestionOrder::Entries;

// Words and pairs of words of few letters, so that many begin alike; some of them stand in records.
class Order : public ::testing::Test {
 protected:
  Order() {
    Values values;
    std::mt19937 random(7);
    const auto word = [&] {
      std::string text;
      for (auto n = 3 + random() % 5; n > 0; --n) text += static_cast<char>('a' + random() % 4);
      return text;
    };
    for (int i = 0; i < 4000; ++i) values[static_cast<std::size_t>(Column::word)].add(word());
    for (int i = 0; i < 4000; ++i) values[static_cast<std::size_t>(Column::phrase)].add(word() + " " + word());
    Segment segment;  // of no records: lists tell how many there would be
    const auto& words = values[static_cast<std::size_t>(Column::word)];  // fewer than were made: some came twice
    for (std::uint32_t i = 0; i < 80; ++i) some_.insert(std::string(words.text(i * (words.size() / 80))));
    std::set<std::string> terms;
    for (const auto& text : some_)
      for (const Form& form : typed_forms(text, state_)) terms.insert(form.term);
    for (const auto& term : terms) {
      segment.terms.append(term);
      segment.postings.counts.push_back(static_cast<std::uint32_t>(1 + random() % 9));
    }
    state_.parts.push_back({.segment = std::make_shared<const Segment>(std::move(segment)), .live = std::make_shared<const Live>()});
    state_.values = std::make_shared<const Values>(values);
    order_ = std::make_unique<SuggestionOrder>(state_);
  }
  const Values& values() const { return *state_.values; }
  std::string text(const SuggestionOrder::Entry& entry) const { return std::string(whole_of(entry, values()).substr(entry.offset)); }

  State state_;
  std::set<std::string> some_;
  std::unique_ptr<SuggestionOrder> order_;
};

TEST_F(Order, Srch40GoingFromLetterToLetterFindsWhatLookingAtEachFinds) {
  for (const std::string typed : {"abcda", "aabbcc", "dcbaab", "aaaaa", "abcdabcdabcd", "bdaca d", "xaaaa"}) {
    std::multiset<const SuggestionOrder::Entry*> found;
    for (const Entries& range : order_->nearly_beginning_with(typed, values()))
      for (const auto& entry : range) found.insert(&entry);
    std::multiset<const SuggestionOrder::Entry*> expected;
    for (const auto& entry : order_->beginning_with(typed.substr(0, 1), values()))
      if (begins_nearly_with(text(entry), typed)) expected.insert(&entry);
    EXPECT_EQ(found, expected) << typed;
  }
}

TEST_F(Order, Srch40EntriesOfSeveralRangesAreDrawnOnceTheMostPopularFirst) {
  const std::array ranges{order_->beginning_with("a", values()), order_->beginning_with("cd", values())};
  std::vector<std::pair<std::int64_t, std::string>> drawn;  // fewer records, then the text
  PopularFirst popular(*order_, ranges, values());
  while (const auto* entry = popular.next()) drawn.emplace_back(-std::int64_t{entry->popularity}, whole_of(*entry, values()));
  EXPECT_EQ(drawn.size(), ranges[0].size() + ranges[1].size());
  EXPECT_GT(drawn.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
  EXPECT_LT(drawn.front().first, drawn.back().first) << "not all are alike";
}

}  // namespace
}  // namespace commonplace::search
