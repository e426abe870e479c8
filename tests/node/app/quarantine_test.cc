// What is set aside can be looked at, thrown away and tried again (HAR-29, HAR-30, HAR-39).
#include "node/app/quarantine.h"

#include <fmt/format.h>

#include "node/app/peers.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using harvest::Ending;
using ::testing::HasSubstr;
using ::testing::Not;

void expect_to_add_up(const store::VisitCounts& counts) {
  EXPECT_EQ(counts.offered, counts.created + counts.updated + counts.deleted + counts.unchanged + counts.duplicate +
                                counts.own + counts.refused + counts.quarantined);
}

// A museum of which the third record arrives without its closing tags.
class Quarantine : public ::testing::Test {
 protected:
  Quarantine() {
    loopback_.add(museum_);
    loopback_.now = museum_.at(1000);
    museum_.publish(5, 0);
    NewPeer wish;
    wish.url = museum_.base_url() + "/oai";
    wish.kind = "oai";
    wish.name = "museum";
    wish.prefix = "oai_dc";
    EXPECT_TRUE(add_peer(hub_.desk(), wish));
  }

  void damage() {
    loopback_.rewrite = [](std::string& body) {
      const auto at = body.find("<dc:title", body.find("<identifier>oai:museum.example:3<"));
      if (at != std::string::npos && body.find("museum.example:3<") != std::string::npos) body.replace(at, 4, "<\x1b[x");
    };
  }
  void mend() { loopback_.rewrite = nullptr; }

  VisitReport harvest() {
    loopback_.now.seconds += 100;
    return visit(hub_, loopback_, "museum", true);
  }
  std::vector<store::SetAside> rows() { return hub_.store().set_aside(0, 100); }
  store::VisitCounts counts() { return hub_.store().visits(hub_.store().peer("museum")->id, 1).front().counts; }

  Ground ground_;
  LoopbackNode museum_{ground_, "museum.example", "Museum"};
  LoopbackNode hub_{ground_, "hub.example", "Hub"};
  Loopback loopback_;
};

TEST_F(Quarantine, Har30KeepsTheRecordWithReasonPlaceAndBytes) {
  damage();

  const auto report = harvest();

  EXPECT_EQ(harvest::word(report.ending), "complete_with_losses") << report.message;
  EXPECT_EQ(harvest::exit_code(report.ending), 3);
  EXPECT_EQ(hub_.store().totals().live, 4);
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].identifier, "oai:museum.example:3");
  EXPECT_THAT(rows()[0].raw, HasSubstr("\x1b[x"));
  EXPECT_EQ(rows()[0].at, loopback_.now);
  EXPECT_EQ(rows()[0].prefix, "oai_dc");
  EXPECT_EQ(rows()[0].sha256.size(), 64u);
  EXPECT_EQ(report.counts.quarantined, 1);
  expect_to_add_up(report.counts);
}

TEST_F(Quarantine, Har39TriesAgainWithTheSource) {
  damage();
  harvest();
  const auto id = rows().at(0).id;
  EXPECT_EQ(try_again(hub_.store(), loopback_, hub_.visitor(), id).problem().kind, "unreadable-still");
  mend();

  const auto retried = try_again(hub_.store(), loopback_, hub_.visitor(), id);

  ASSERT_TRUE(retried) << retried.problem().what;
  EXPECT_EQ(*retried, Retried::stored);
  EXPECT_EQ(documents(hub_.store()).size(), 5u);
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(counts().quarantined, 0);
  EXPECT_EQ(counts().created, 5);
  expect_to_add_up(counts());
  EXPECT_EQ(try_again(hub_.store(), loopback_, hub_.visitor(), id).problem().kind, "not-set-aside");
}

TEST_F(Quarantine, Har39ReadsTheKeptBytesAgainWithoutAskingTheSource) {
  std::string record;
  loopback_.rewrite = [&](std::string& body) {
    const auto at = body.find("<identifier>oai:museum.example:3</identifier>");
    if (at == std::string::npos) return;
    const auto begin = body.rfind("<record>", at);
    record = body.substr(begin, body.find("</record>", at) + 9 - begin);
  };
  harvest();
  ASSERT_FALSE(record.empty());
  // As an older program might have left it, which could not read what this one can.
  LoopbackNode other(ground_, "other.example", "Other");
  store::Peer peer = *hub_.store().peer("museum");
  peer.id = other.store().add_peer(peer);
  store::Batch batch;
  batch.visit.emplace();
  batch.visit->peer = peer.id;
  batch.visit->prefix = "oai_dc";
  batch.visit->counts.offered = batch.visit->counts.quarantined = 1;
  batch.visit->finished = loopback_.now;
  batch.set_aside = {{"oai:museum.example:3", "crosswalk_failed", 1, 0, std::string(64, '0'), record}};
  other.store().write(batch, loopback_.now);
  loopback_.asked.clear();

  const auto retried = try_again(other.store(), loopback_, other.visitor(), other.store().set_aside(0, 1).at(0).id);

  ASSERT_TRUE(retried) << retried.problem().what;
  EXPECT_TRUE(loopback_.asked.empty());
  EXPECT_FALSE(other.store().find("oai:museum.example:3")->deleted);
}

TEST_F(Quarantine, OnProbationWhatComesThroughWaits) {
  damage();
  ASSERT_TRUE(change_peer(hub_.store(), "museum", PeerAct::pause));
  auto peer = *hub_.store().peer("museum");
  peer.probation = true;
  hub_.store().update_peer(peer);
  harvest();
  mend();

  const auto retried = try_again(hub_.store(), loopback_, hub_.visitor(), rows().at(0).id);

  ASSERT_TRUE(retried) << retried.problem().what;
  EXPECT_EQ(*retried, Retried::waits);
  EXPECT_EQ(hub_.store().totals().live, 0);
}

TEST_F(Quarantine, TheNextVisitThatBringsItWellTakesItOff) {
  damage();
  harvest();
  mend();

  EXPECT_EQ(harvest().ending, Ending::complete);

  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(hub_.store().totals().live, 5);
}

TEST_F(Quarantine, IsThrownAwayOnceAndInWords) {
  damage();
  harvest();
  const auto id = rows().at(0).id;

  EXPECT_FALSE(discard_set_aside(hub_.store(), id));
  ASSERT_TRUE(discard_set_aside(hub_.store(), id));
  EXPECT_EQ(discard_set_aside(hub_.store(), id)->kind, "not-set-aside");
  EXPECT_TRUE(rows().empty());
}

TEST(Har39, ShowsBytesThatHarmNoTerminal) {
  const std::string raw("a\x1b]0;x\x07\0\xff\xc2\x9b<b>\n\xe2\x80\xae!", 18);

  const auto shown = harmless(raw);

  for (const char* bad : {"\x1b", "\x07", "\xff", "\xc2\x9b", "\xe2\x80\xae"}) EXPECT_THAT(shown, Not(HasSubstr(bad)));
  EXPECT_EQ(shown.find('\0'), std::string::npos);
  EXPECT_THAT(shown, HasSubstr("<b>\n"));
  EXPECT_EQ(reason_in_words("doctype"), "It declares a document type, which is never read.");
  EXPECT_EQ(reason_in_words("anything"), "anything");
}

}  // namespace
}  // namespace commonplace::app
