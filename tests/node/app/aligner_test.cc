// What the node finds out about the statements of its records, following the change log (CUR-27, 29, 32, 40, 41).
#include "node/app/aligner.h"

#include <fmt/format.h>

#include "node/app/alignment_counts.h"
#include "node/app/follower.h"
#include "node/app/publisher.h"
#include "node/curriculum/resolver.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Aligners : public ::testing::Test {
 protected:
  static model::Statement statement(std::string name, std::string text) {
    model::Statement made;
    made.id = name;
    made.uri = "https://curriculum.example/" + name;
    made.text = {{"en", std::move(text)}};
    return made;
  }
  void import(std::string id, std::vector<model::Statement> statements) {
    model::Framework framework;
    framework.id = std::move(id);
    framework.uri = "https://curriculum.example/" + framework.id;
    framework.title = {{"en", framework.id}};
    framework.sha256 = fmt::format("{:064}", statements.size());
    store().put_framework(framework, statements);
  }
  void import_arts() {
    import("arts", {statement("artists", "About great artists, architects and designers in history"),
                    statement("sketch", "Create sketch books to record their observations and use them to review and revisit ideas"),
                    statement("print", "Improve their mastery of printing and drawing")});
  }
  // A record as it stands after a harvest: nothing resolved.
  store::Key put(int number, const std::vector<std::string>& texts, const std::string& title = "Lesson", const std::string& needed = "") {
    auto made = resource(title, fmt::format("https://river.example/{}", number));
    for (const auto& text : texts) {
      model::StatementRef ref;
      ref.text = {{"en", text}};
      made.teaches.push_back(ref);
    }
    if (!needed.empty())
      for (int i = 0; i < 3; ++i) {
        model::Alignment other;
        other.alignment_type = "requires";
        other.target_url = fmt::format("{}{}", needed, i);
        made.educational_alignment.push_back(other);
      }
    store::Batch batch;
    batch.drafts.push_back(*prepare(made, std::to_string(number), desk_.imprint(desk_.own()), curriculum::Resolver(), at(0)).draft);
    return store().write(batch, at(number)).written.front().key;
  }
  store::Store& store() { return *desk_.store; }
  model::Datestamp at(std::int64_t second) { return {store().created().seconds + second}; }
  std::vector<std::string> found(store::Key key) {
    std::vector<std::string> out;
    for (const auto& ref : book_.notes(key).found) out.push_back(ref.uri);
    return out;
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
  curriculum::AlignmentBook book_;
  Aligner aligner_{*desk_.store, book_};
};

using Cur23Aligner = Aligners;
using Cur27Aligner = Aligners;
using Cur29 = Aligners;
using Cur32Aligner = Aligners;
using Cur40Aligner = Aligners;

TEST_F(Cur27Aligner, TextsAreResolvedWithScoreAndKeptOnce) {
  import_arts();
  const auto a = put(1, {"Pupils should be taught about great artists, architects and designers in history"});
  const auto b = put(2, {"Pupils should be taught about great artists, architects and designers in history", "Great artists of history"});

  aligner_.catch_up(0);

  EXPECT_THAT(found(a), ElementsAre("https://curriculum.example/artists"));
  EXPECT_THAT(found(b), ElementsAre("https://curriculum.example/artists"));
  EXPECT_EQ(book_.notes(a).found.front().method, "text");
  EXPECT_THAT(store().alignments().texts(), SizeIs(2));
  const auto queued = store().alignments().texts(store::TextVerdict::queued, "", 10);
  ASSERT_THAT(queued, SizeIs(1));
  EXPECT_EQ(queued.front().candidates.front().statement, "https://curriculum.example/artists");
  EXPECT_FALSE(queued.front().candidates.front().reason.empty());
}

TEST_F(Cur27Aligner, WhatAPersonDecidesHoldsForAllRecordsWithTheText) {
  import_arts();
  const auto a = put(1, {"Great artists of history"});
  const auto b = put(2, {"Great artists of history"});
  aligner_.catch_up(0);
  ASSERT_THAT(found(a), IsEmpty());
  const auto mark = store().alignments().texts().front().mark;

  ASSERT_TRUE(store().alignments().decide(mark, store::TextVerdict::accepted, {"https://curriculum.example/artists"}, "keeper", "2026-11-20T10:00:00Z"));
  aligner_.catch_up(store().last_seq());

  EXPECT_THAT(found(a), ElementsAre("https://curriculum.example/artists"));
  EXPECT_THAT(found(b), ElementsAre("https://curriculum.example/artists"));
  EXPECT_THAT(aligner_.take_changed(), ElementsAre(a, b));
  EXPECT_FALSE(store().alignments().decide("0000", store::TextVerdict::refused, {}, "keeper", ""));

  ASSERT_TRUE(store().alignments().decide(mark, store::TextVerdict::refused, {}, "keeper", "2026-11-20T11:00:00Z"));
  aligner_.catch_up(store().last_seq());
  EXPECT_THAT(found(a), IsEmpty());
}

TEST_F(Cur29, UnresolvedTextsAreKeptAndTriedAgainAfterAnImport) {
  const auto key = put(1, {"About great artists, architects and designers in history"});
  aligner_.catch_up(0);
  ASSERT_THAT(found(key), IsEmpty());
  ASSERT_THAT(store().alignments().texts(store::TextVerdict::none, "", 10), SizeIs(1));
  EXPECT_EQ(count_alignments(store(), 0).unresolved, 1);
  EXPECT_EQ(count_alignments(store(), 0).found, 0);

  import_arts();
  aligner_.catch_up(store().last_seq());
  EXPECT_EQ(count_alignments(store(), 0).unresolved, 0);
  EXPECT_EQ(count_alignments(store(), 0).found, 1);
  EXPECT_EQ(count_alignments(store(), 1).found, 0) << "of another source";

  EXPECT_THAT(found(key), ElementsAre("https://curriculum.example/artists"));
  EXPECT_THAT(aligner_.take_changed(), ElementsAre(key));
}

// learn.dp.example (seen 2026-11) names statements by an address of its own and the code in words.
TEST_F(Cur23Aligner, AnAlignmentWithAnUnknownAddressIsKnownByItsCode) {
  auto made = statement("ccra-r-7", "Integrate and evaluate content presented in diverse media");
  made.code = "CCRA.R.7";
  import("core", {made});
  auto aligned = resource("Set", "https://river.example/set");
  model::Alignment other;
  other.alignment_type = "requires";
  other.target_url = "http://www.standards.example/ELA-Literacy/CCRA/R/7/";
  other.target_name = "CCSS.ELA-Literacy.CCRA.R.7";
  aligned.educational_alignment = {other, other};
  other.target_name = "About everything";
  other.target_url = "http://www.standards.example/unknown";
  aligned.educational_alignment.push_back(other);
  store::Batch batch;
  batch.drafts.push_back(*prepare(aligned, "1", desk_.imprint(desk_.own()), curriculum::Resolver(), at(0)).draft);
  const auto key = store().write(batch, at(1)).written.front().key;

  aligner_.catch_up(0);

  EXPECT_THAT(found(key), ElementsAre("https://curriculum.example/ccra-r-7"));
  const auto kept = store().alignments().record(key);
  ASSERT_TRUE(kept);
  ASSERT_THAT(kept->uses, SizeIs(2));
  EXPECT_EQ(kept->uses[0].role, "requires");
  EXPECT_EQ(kept->uses[0].method, "identifier");
  EXPECT_EQ(kept->uses[1].statement, "http://www.standards.example/unknown");
}

TEST_F(Cur29, DecisionsOutliveAnImport) {
  import_arts();
  const auto key = put(1, {"Great artists of history"});
  aligner_.catch_up(0);
  store().alignments().decide(store().alignments().texts().front().mark, store::TextVerdict::refused, {}, "keeper", "");

  import("more", {statement("other", "Great artists of history")});
  aligner_.catch_up(0);

  EXPECT_THAT(found(key), IsEmpty());
}

TEST_F(Cur29, AnotherProgramGoesOnWhereThisOneStopped) {
  import_arts();
  const auto a = put(1, {"Improve their mastery of printing and drawing"});
  aligner_.catch_up(0);
  const auto b = put(2, {"About great artists, architects and designers in history"});

  curriculum::AlignmentBook book;
  Aligner other(store(), book);
  other.catch_up(0);
  aligner_.catch_up(0);

  EXPECT_THAT(book.notes(a).found, SizeIs(1));
  EXPECT_THAT(book.notes(b).found, SizeIs(1));
  EXPECT_THAT(found(b), SizeIs(1));
  EXPECT_EQ(store().alignments().until(), store().last_seq());
}

TEST_F(Cur29, ARecordThatLosesItsStatementsIsForgotten) {
  import_arts();
  const auto key = put(1, {"Improve their mastery of printing and drawing"});
  aligner_.catch_up(0);
  put(1, {}, "Lesson without");
  aligner_.catch_up(0);

  EXPECT_THAT(found(key), IsEmpty());
  EXPECT_EQ(book_.aligned(), 0u);
  EXPECT_FALSE(store().alignments().record(key));
}

TEST_F(Cur32Aligner, ASuggestionThatAPersonTookIsFoundAndTellsWho) {
  import_arts();
  const auto key = put(1, {}, "Printing with lino");
  aligner_.catch_up(0);
  ASSERT_THAT(found(key), IsEmpty());

  store().alignments().put(store::SuggestionVerdict{key, "https://curriculum.example/print", true, 88, "Ann", "2026-11-20T10:00:00Z"});
  store().alignments().put(store::SuggestionVerdict{key, "https://curriculum.example/sketch", false, 40, "Ann", "2026-11-20T10:00:00Z"});
  aligner_.catch_up(store().last_seq());

  EXPECT_THAT(found(key), ElementsAre("https://curriculum.example/print"));
  const auto kept = store().alignments().record(key);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->uses.front().reviewed_by, "Ann");
  EXPECT_EQ(kept->uses.front().method, "text");
  EXPECT_THAT(store().alignments().verdicts(key), SizeIs(2));
}

TEST_F(Cur40Aligner, TheSameRequirementsOnEverythingAreGeneralInTheIndexToo) {
  auto index = search::make_index();
  Follower follower(store(), *index, "", &aligner_);
  store::Key last = 0;
  for (int i = 1; i <= 12; ++i) last = put(i, {}, fmt::format("Set {}", i), "https://standards.example/");
  aligner_.catch_up(0);
  follower.start();

  EXPECT_THAT(book_.notes(last).general, SizeIs(3));
}

TEST_F(Cur40Aligner, GeneralStatementsAreLeftOutOfTheFilterUnlessAskedFor) {
  auto index = search::make_index();
  Follower follower(store(), *index, "", &aligner_);
  import_arts();
  for (int i = 1; i <= 12; ++i)
    put(i, {"About great artists, architects and designers in history", "Improve their mastery of printing and drawing",
            "Create sketch books to record their observations and use them to review and revisit ideas"}, fmt::format("Wave {}", i));
  follower.start();
  aligner_.catch_up(index->seq());
  follower.refresh(aligner_.take_changed());
  const auto hits = [&](const std::string& value) {
    search::Query query;
    query.filters["statement"] = {value};
    return index->search(query).total;
  };

  EXPECT_EQ(hits("https://curriculum.example/artists"), 0);
  EXPECT_EQ(hits(search::general_use("https://curriculum.example/artists")), 12);

  for (int i = 13; i <= 60; ++i) put(i, {"About great artists, architects and designers in history"}, fmt::format("The great artists {}", i));
  follower.catch_up();
  aligner_.catch_up(index->seq());
  follower.refresh(aligner_.take_changed());
  EXPECT_EQ(hits("https://curriculum.example/artists"), 60) << "12 of 60 are no more than one may have";
}

}  // namespace
}  // namespace commonplace::app
