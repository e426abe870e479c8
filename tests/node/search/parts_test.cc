// The separate parts of the index: words, analysis, postings, turns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "node/search/analysis.h"
#include "node/search/merging.h"
#include "node/search/postings.h"
#include "node/search/ranking.h"
#include "node/search/segment_builder.h"
#include "node/search/string_table.h"
#include "node/search/word_table.h"
#include "node/search/welsh.h"
#include "node/search/words.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<Word> words;
  split_words(text, words);
  std::vector<std::string> texts;
  for (const Word& word : words) texts.push_back(text.substr(word.begin, word.end - word.begin));
  return texts;
}

TEST(Srch11, CutsTextIntoWords) {
  EXPECT_THAT(words_of("KS2: Victorians, 1066!"), ElementsAre("KS2", "Victorians", "1066"));
  EXPECT_THAT(words_of("l'art d’or qu'il pupil's it's they'll rock'n'roll"),
              ElementsAre("art", "or", "il", "pupil", "it", "they", "rock", "roll"));
  EXPECT_THAT(words_of("O'Keeffe"), ElementsAre("Keeffe"));
  EXPECT_THAT(words_of("papier-mâché"), ElementsAre("papier", "mâché"));
  EXPECT_THAT(words_of("日本画 x 絵"), ElementsAre("日本", "本画", "x", "絵"));
  EXPECT_THAT(words_of(""), ElementsAre());
  EXPECT_THAT(words_of("'"), ElementsAre());
  EXPECT_THAT(words_of("a'"), ElementsAre("a"));
  EXPECT_THAT(words_of(std::string("\xC3(a\x80z", 5)), ElementsAre("a", "z"));
}

TEST(Srch10, FoldsWordsTheSameTwice) {
  for (const char* word : {"Mâché", "STRAẞE", "ﬁre", "Ｗide", "école", "ΣΊΣΥΦΟΣ", "हिन्दी"}) {
    const std::string once = fold_word(word);
    EXPECT_EQ(fold_word(once), once) << word;
    EXPECT_FALSE(once.empty()) << word;
  }
  EXPECT_EQ(fold_word("STRASSE"), fold_word("Straße"));
  EXPECT_LE(fold_word(std::string(5000, 'a')).size(), 64U);
}

std::vector<std::string> terms_of(const std::string& word, const char* language) {
  std::vector<std::string> terms;
  append_terms(fold_word(word), language_of(language), terms);
  return terms;
}

TEST(Srch12, StemsEachLanguageItsOwnWay) {
  EXPECT_EQ(terms_of("paintings", "en"), terms_of("painting", "en-GB"));
  EXPECT_EQ(terms_of("élèves", "fr"), terms_of("élève", "fr"));
  EXPECT_EQ(terms_of("målningar", "sv"), terms_of("målning", "sv"));
  EXPECT_NE(terms_of("målning", "sv"), terms_of("malning", "sv"));
  EXPECT_THAT(terms_of("Bücher", "de"), testing::SizeIs(2));
  EXPECT_THAT(terms_of("Cymru", "cy"), ElementsAre("cymru", std::string(1, unstemmed_mark) + "cymru"));
  EXPECT_EQ(terms_of("हिन्दी", "hi").front().find("?"), std::string::npos);
}

TEST(Srch12, KnowsAStemmerForEachLanguageThatHasOne) {
  for (const char* code : {"ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy",
                           "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi"}) {
    EXPECT_TRUE(has_stemmer(language_of(code))) << code;
  }
  EXPECT_EQ(language_of("nb-NO"), language_of("no"));
  EXPECT_FALSE(has_stemmer(language_of("pl")));
  EXPECT_FALSE(has_stemmer(language_of("cy")));
}

TEST(Srch12, UndoesWelshMutations) {
  EXPECT_THAT(welsh_mutations("gath"), Contains("cath"));
  EXPECT_THAT(welsh_mutations("nghath"), Contains("cath"));
  EXPECT_THAT(welsh_mutations("ardd"), Contains("gardd"));
  EXPECT_THAT(welsh_mutations("cath"), Contains("chath"));
  EXPECT_THAT(welsh_mutations("cath"), Not(Contains("cath")));
  EXPECT_THAT(welsh_mutations(""), ElementsAre());
}

struct Written {
  std::uint32_t record;
  std::uint8_t impact;
  std::vector<std::uint32_t> positions;
};

Postings lists_of(const std::vector<std::vector<Written>>& terms) {
  PostingWriter writer;
  for (const auto& term : terms) {
    for (const Written& posting : term) {
      std::vector<std::uint8_t> positions;
      append_positions(positions, posting.positions);
      writer.add(posting.record, posting.impact, positions);
    }
    writer.end_term();
  }
  return writer.finish();
}

// 300 postings: every third record, with one to four positions.
std::vector<Written> long_list() {
  std::vector<Written> list;
  for (std::uint32_t i = 0; i < 300; ++i) {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t k = 0; k <= i % 4; ++k) positions.push_back(i * 5 + k * k * 90);
    list.push_back({i * 3, static_cast<std::uint8_t>(1 + i % 200), positions});
  }
  return list;
}

TEST(Srch50, PostingsAndPositionsReadBackAsWritten) {
  const std::vector<std::vector<Written>> terms = {{{0, 1, {0}}, {1, 255, {7, 8, 3000}}, {4'000'000'000U, 9, {5}}}, long_list()};
  const Postings lists = lists_of(terms);

  for (std::uint32_t term = 0; term < terms.size(); ++term) {
    PositionReader positions(lists, term);
    PostingCursor at = lists.cursor(term);
    for (const Written& posting : terms[term]) {
      ASSERT_FALSE(at.done());
      EXPECT_EQ(at.record(), posting.record);
      EXPECT_EQ(at.impact(), posting.impact);
      EXPECT_GE(at.block().most, posting.impact);
      std::vector<std::uint32_t> read;
      positions.read(posting.record, read);
      EXPECT_EQ(read, posting.positions);
      at.next();
    }
    EXPECT_TRUE(at.done());
  }
  EXPECT_TRUE(lists.is_sound(UINT32_MAX));
}

TEST(Srch51, LeapsToTheFirstPostingThatIsNotBefore) {
  const Postings lists = lists_of({long_list()});
  for (const std::uint32_t step : {1U, 2U, 7U, 100U, 385U, 600U}) {
    PostingCursor at = lists.cursor(0);
    PositionReader reader(lists, 0);
    for (std::uint32_t target = 0; target < 1000; target += step) {
      at.seek(target);
      const std::uint32_t expected = (target + 2) / 3 * 3;
      ASSERT_EQ(at.done(), expected > 897) << target;
      std::vector<std::uint32_t> positions;
      reader.read(target, positions);
      ASSERT_EQ(positions.empty(), target % 3 != 0 || target > 897);
      if (at.done()) break;
      ASSERT_EQ(at.record(), expected);
      if (positions.empty()) continue;
      ASSERT_EQ(positions, long_list()[target / 3].positions);
    }
  }
}

TEST(Srch56, RefusesPostingsThatLeadOutside) {
  const auto sound = [](const Postings& lists) { return lists.is_sound(6); };
  const std::vector<std::vector<Written>> terms = {{{2, 1, {1, 4}}, {5, 2, {0}}}, {{0, 3, {9}}}};
  EXPECT_TRUE(sound(lists_of(terms)));
  EXPECT_FALSE(lists_of(terms).is_sound(5));

  const auto each_byte_changed = [&](auto row) {
    for (std::size_t i = 0; i < (lists_of(terms).*row).size(); ++i) {
      Postings damaged = lists_of(terms);
      (damaged.*row).owned(i) = 0xFF;
      EXPECT_FALSE(sound(damaged)) << i;
    }
  };
  each_byte_changed(&Postings::bytes);
  each_byte_changed(&Postings::counts);
  each_byte_changed(&Postings::first_blocks);
  Postings damaged = lists_of(terms);
  damaged.blocks.owned(1).at = 1000;
  EXPECT_FALSE(sound(damaged));
  Postings endless = lists_of(terms);
  endless.positions.owned(endless.positions.size() - 1) = 0;
  EXPECT_FALSE(sound(endless)) << "positions without an end";
}

TEST(StringTable, NumbersEachTextOnce) {
  StringTable table;
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 1000; ++i) ASSERT_EQ(table.add("t" + std::to_string(i)), i);
  }
  EXPECT_EQ(table.add(""), 1000U);
  EXPECT_EQ(table.text(999), "t999");
  EXPECT_FALSE(table.find("absent"));
  EXPECT_LT(leading_bytes("ab"), leading_bytes("abc"));
  EXPECT_GT(leading_bytes("\xff"), leading_bytes("zzzzzzzzz"));
}

TEST(WordTable, FindsEachWordOfEachLabelAlone) {
  WordTable table;
  std::vector<std::string> words;
  for (int i = 0; i < 3000; ++i) words.push_back("w" + std::to_string(i));
  for (std::size_t length = 1; length <= WordTable::longest_word; ++length) words.push_back(std::string(length, 'x'));

  for (std::uint32_t i = 0; i < words.size(); ++i) {
    for (std::uint8_t label : {std::uint8_t{0}, std::uint8_t{254}}) {
      ASSERT_EQ(table.find(words[i], label), nullptr) << words[i];
      table.add(words[i], label, {i, label});
    }
  }
  ASSERT_EQ(table.size(), 2 * words.size());
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    ASSERT_EQ(table.find(words[i], 0)->first, i) << words[i];
    ASSERT_EQ(table.find(words[i], 254)->second, 254U) << words[i];
    ASSERT_EQ(table.find(words[i], 1), nullptr) << words[i];
  }
  table.clear();
  EXPECT_EQ(table.find("w1", 0), nullptr);
}

std::vector<Ranked> ranked(const std::vector<std::uint64_t>& ranks) {
  std::vector<Ranked> hits;
  for (std::uint32_t i = 0; i < ranks.size(); ++i) hits.push_back({.rank = ranks[i], .tie = 0, .part = 0, .record = i});
  return hits;
}

std::vector<std::uint32_t> records_of(const std::vector<Ranked>& hits) {
  std::vector<std::uint32_t> records;
  for (const Ranked& hit : hits) records.push_back(hit.record);
  return records;
}

TEST(Srch34, ContributorsTakeTurnsInsideABand) {
  auto hits = ranked({1000, 990, 980, 970});
  take_turns(hits, {1, 1, 2, 2});
  EXPECT_THAT(records_of(hits), ElementsAre(0, 2, 1, 3));
}

TEST(Srch34, LetsANearBandInAfterThreeInARow) {
  auto hits = ranked({1000, 1000, 1000, 1000, 900});
  take_turns(hits, {1, 1, 1, 1, 2});
  EXPECT_THAT(records_of(hits), ElementsAre(0, 1, 2, 4, 3));
}

TEST(Srch34, LiftsNothingOverABetterBandButTheNext) {
  auto hits = ranked({1000, 1000, 1000, 1000, 900, 500});
  take_turns(hits, {1, 1, 1, 1, 1, 2});
  EXPECT_THAT(records_of(hits), ElementsAre(0, 1, 2, 3, 5, 4));
}

TEST(Srch34, LeavesASingleContributorAlone) {
  auto hits = ranked({50, 40, 30, 20, 10});
  take_turns(hits, {1, 1, 1, 1, 1});
  EXPECT_THAT(records_of(hits), ElementsAre(0, 1, 2, 3, 4));
}

// A hit waits for those of its own band and the next, never for weaker ones.
TEST(Srch34, NothingMovesBelowALessRelevantBand) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint64_t> ranks;
    for (int i = 0; i < 60; ++i) ranks.push_back(1000 + random() % 100'000);
    std::sort(ranks.rbegin(), ranks.rend());
    std::vector<std::uint32_t> contributors;
    for (std::size_t i = 0; i < ranks.size(); ++i) contributors.push_back(random() % 5 == 0 ? 2 + random() % 4 : 1);
    auto hits = ranked(ranks);

    take_turns(hits, contributors);

    std::map<std::uint32_t, int> band;  // by record, as numbered in order of rank
    std::uint64_t best = ranks.front();
    int number = 0;
    for (std::uint32_t i = 0; i < ranks.size(); ++i) {
      if (ranks[i] / 95 < best / 100) {
        best = ranks[i];
        ++number;
      }
      band[i] = number;
    }
    int weakest = 0;
    for (const auto& hit : hits) {
      EXPECT_GE(band[hit.record], weakest - 1) << round;
      weakest = std::max(weakest, band[hit.record]);
    }
  }
}

TEST(Srch34, OneContributorHasThreeOfTheFirstTenWhileOthersHaveAsGood) {
  std::vector<std::uint64_t> ranks(30, 1000);
  std::vector<std::uint32_t> contributors(30, 1);
  for (std::size_t i = 20; i < 27; ++i) contributors[i] = static_cast<std::uint32_t>(i);
  auto hits = ranked(ranks);

  take_turns(hits, contributors);

  int of_first = 0;
  for (std::size_t i = 0; i < 10; ++i) of_first += contributors[hits[i].record] == 1 ? 1 : 0;
  EXPECT_EQ(of_first, 3);
}

}  // namespace
}  // namespace commonplace::search
