// What the node finds out about the statements of its records, following the change log (CUR-27, 29, 32, 40, 41).
#include "node/app/aligner.h"

#include <fmt/format.h>

#include "node/app/alignment_counts.h"
#include "node/app/follower.h"
#include "node/app/frameworks.h"
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

using Cur8 = Aligners;
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

// A package that names examples: one here, one that comes later, one with the ends the other way round, one of nothing known.
TEST_F(Cur8, ExamplesOfACasePackageAreAlignmentsAlsoWhenTheResourceComesLater) {
  const auto file = ground_.file("package.json", R"({
    "CFDocument": {"identifier": "c0ffee00-0000-4000-8000-000000000000", "uri": "https://case.example/doc", "creator": "Fern", "title": "Fern"},
    "CFItems": [{"identifier": "c0ffee00-0000-4000-8000-000000000001", "uri": "https://case.example/1", "fullStatement": "Prints with lino"},
                {"identifier": "c0ffee00-0000-4000-8000-000000000002", "uri": "https://case.example/2", "fullStatement": "Carves in wood"}],
    "CFAssociations": [
      {"identifier": "c0ffee00-0000-4000-8000-000000000011", "associationType": "exemplar",
       "originNodeURI": {"uri": "https://case.example/1"}, "destinationNodeURI": {"uri": "HTTPS://River.example:443/1"}},
      {"identifier": "c0ffee00-0000-4000-8000-000000000012", "associationType": "exemplar",
       "originNodeURI": {"uri": "https://river.example/2"}, "destinationNodeURI": {"uri": "https://case.example/2"}},
      {"identifier": "c0ffee00-0000-4000-8000-000000000013", "associationType": "exemplar",
       "originNodeURI": {"uri": "https://river.example/2"}, "destinationNodeURI": {"uri": "https://river.example/1"}}]})");
  const auto here = put(1, {});
  const auto other = put(3, {});
  aligner_.catch_up(store().last_seq());

  FrameworkOrder order;
  order.source = file;
  ASSERT_TRUE(import_framework(desk_, order).has_value());
  aligner_.catch_up(store().last_seq());

  EXPECT_THAT(found(here), ElementsAre("https://case.example/1"));
  EXPECT_EQ(book_.notes(here).found.front().method, "identifier");
  EXPECT_THAT(found(other), IsEmpty());
  EXPECT_THAT(aligner_.take_changed(), ElementsAre(here));

  const auto later = put(2, {});
  aligner_.catch_up(store().last_seq());
  EXPECT_THAT(found(later), ElementsAre("https://case.example/2"));
  const auto kept = store().alignments().record(later);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->uses.front().role, "teaches");
}

TEST_F(Cur8, AnExampleThatIsTurnedOffOrWhoseFrameworkIsGoesFromTheIndexToo) {
  import_arts();
  const auto key = put(1, {});
  auto index = search::make_index();
  Follower follower(store(), *index, "", &aligner_);
  follower.start();
  const auto hits = [&] {
    follower.catch_up();
    aligner_.catch_up(index->seq());
    follower.refresh(aligner_.take_changed());
    search::Query query;
    query.filters["statement"] = {"https://curriculum.example/print"};
    return index->search(query).total;
  };
  model::StatementLink link;
  link.origin = "https://curriculum.example/print";
  link.relation = model::Relation::exemplar;
  link.destination = "https://river.example/1";
  link.asserted_by = "Ann";
  store().put_link(link);
  ASSERT_EQ(hits(), 1);

  link.state = model::LinkState::off;
  store().put_link(link);
  EXPECT_EQ(hits(), 0);
  EXPECT_FALSE(store().alignments().record(key));

  link.state = model::LinkState::on;
  store().put_link(link);
  EXPECT_EQ(hits(), 1);
  store().switch_framework("arts", false);
  EXPECT_EQ(hits(), 0);
}

TEST_F(Cur8, WhatThePublisherSaysItselfIsNotSaidTwice) {
  import_arts();
  auto made = resource("Printing", "https://river.example/1");
  made.teaches.emplace_back();
  made.teaches.back().uri = "https://curriculum.example/print";
  store::Batch batch;
  batch.drafts.push_back(*prepare(made, "1", desk_.imprint(desk_.own()), curriculum::Resolver(), at(0)).draft);
  const auto key = store().write(batch, at(1)).written.front().key;
  model::StatementLink link;
  link.origin = "https://curriculum.example/print";
  link.relation = model::Relation::exemplar;
  link.destination = "https://river.example/1";
  store().put_link(link);

  aligner_.catch_up(0);

  EXPECT_THAT(found(key), IsEmpty());
  EXPECT_THAT(store().alignments().record(key)->uses, SizeIs(1));
}

class Levels : public Aligners {
 protected:
  Levels() {
    follower_.start();
    auto stage = statement("art-ks2", "Art and design in the second stage");
    stage.levels = {"england-ks2"};
    auto artists = statement("artists", "About great artists, architects and designers in history");
    artists.parent = stage.uri;
    auto print = statement("print", "Improve their mastery of printing and drawing");
    print.levels = {"england-ks3"};
    import("arts", {stage, artists, print});
  }
  store::Key put_aligned(int number, const std::vector<std::string>& taught, const std::vector<std::string>& needed, std::vector<std::string> own = {},
                 std::optional<model::AgeRange> ages = {}) {
    auto made = resource(fmt::format("Lesson {}", number), fmt::format("https://river.example/{}", number));
    made.educational_level = std::move(own);
    made.age_range = ages;
    const auto refer = [](const std::vector<std::string>& names, std::vector<model::StatementRef>& list) {
      for (const auto& name : names) {
        list.emplace_back();
        list.back().uri = "https://curriculum.example/" + name;
      }
    };
    refer(taught, made.teaches);
    refer(needed, made.competency_required);
    store::Batch batch;
    batch.drafts.push_back(*prepare(made, std::to_string(number), desk_.imprint(desk_.own()), curriculum::Resolver(), at(0)).draft);
    return store().write(batch, at(number)).written.front().key;
  }
  void follow() {
    follower_.catch_up();
    aligner_.catch_up(index_->seq());
    follower_.refresh(aligner_.take_changed());
  }
  std::vector<store::Key> with_level(const std::string& level) {
    search::Query query;
    query.filters["level"] = {level};
    std::vector<store::Key> keys;
    for (const auto& hit : index_->search(query).hits) keys.push_back(hit.key);
    return keys;
  }
  std::int64_t counted(const std::string& level) {
    const auto facets = index_->search({}).facets;
    const auto facet = facets.find("level");
    if (facet == facets.end()) return 0;
    for (const auto& count : facet->second)
      if (count.value == level) return count.count;
    return 0;
  }
  std::unique_ptr<search::Index> index_ = search::make_index();
  Follower follower_{store(), *index_, "", &aligner_};
};

using Cur62 = Levels;

TEST_F(Cur62, AResourceWithoutLevelIsFoundAndCountedByThoseOfItsStatementsOrOfWhatStandsAboveThem) {
  const auto key = put_aligned(1, {"artists"}, {});
  follow();

  EXPECT_THAT(with_level("england-ks2"), ElementsAre(key));
  EXPECT_THAT(with_level("england-ks3"), IsEmpty());
  EXPECT_EQ(counted("england-ks2"), 1);
  EXPECT_THAT(book_.notes(key).levels, ElementsAre("england-ks2"));
  EXPECT_EQ(store().find_key(key)->document.find("england-ks2"), std::string::npos) << "the publisher did not say so";
}

TEST_F(Cur62, WhatThePublisherSaysOfLevelOrAgeStands) {
  const auto level = put_aligned(1, {"artists"}, {}, {"england-ks3"});
  put_aligned(2, {"artists"}, {}, {}, model::AgeRange{16, 18});
  follow();

  EXPECT_THAT(with_level("england-ks2"), IsEmpty());
  EXPECT_THAT(with_level("england-ks3"), ElementsAre(level));
}

TEST_F(Cur62, WhatIsOnlyRequiredAndWhatIsNotKnownHereTellNothing) {
  const auto key = put_aligned(1, {"unknown"}, {"artists"});
  follow();

  EXPECT_THAT(book_.notes(key).levels, IsEmpty());
  EXPECT_THAT(with_level("england-ks2"), IsEmpty());
}

TEST_F(Cur62, TheLevelGoesWithTheFrameworkAndComesBackWithIt) {
  const auto key = put_aligned(1, {"artists"}, {});
  follow();
  ASSERT_THAT(with_level("england-ks2"), ElementsAre(key));

  store().switch_framework("arts", false);
  follow();
  EXPECT_THAT(with_level("england-ks2"), IsEmpty());
  EXPECT_THAT(book_.notes(key).levels, IsEmpty());

  store().switch_framework("arts", true);
  follow();
  EXPECT_THAT(with_level("england-ks2"), ElementsAre(key));

  store().remove_framework("arts");
  follow();
  EXPECT_THAT(with_level("england-ks2"), IsEmpty());
}

TEST_F(Cur62, TheLevelGoesWhenTheAlignmentTurnsOutToTellNothing) {
  put_aligned(1, {"art-ks2", "artists", "print"}, {});
  follow();
  ASSERT_THAT(with_level("england-ks2"), SizeIs(1));
  ASSERT_THAT(with_level("england-ks3"), SizeIs(1));

  for (int i = 2; i <= 12; ++i) put_aligned(i, {"art-ks2", "artists", "print"}, {});
  follow();

  EXPECT_THAT(with_level("england-ks2"), IsEmpty());
  EXPECT_THAT(with_level("england-ks3"), IsEmpty());
}

}  // namespace
}  // namespace commonplace::app
