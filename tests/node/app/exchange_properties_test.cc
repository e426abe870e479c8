// Properties of the exchange over many random schedules: what is counted, whose copy stands, what comes to rest
// (HAR-26, HAR-29, HAR-34, HAR-36). A seeded slice by default, all of it with COMMONPLACE_LONG=1.
#include <fmt/format.h>

#include <cstdlib>
#include <random>

#include "node/app/arrival.h"
#include "node/app/keeping.h"
#include "node/app/peers.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

bool is_long() { return std::getenv("COMMONPLACE_LONG") != nullptr; }

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

 private:
  std::mt19937 engine_;
};

// One of the things that go wrong on the way.
void damage(std::string& body, Dice& dice) {
  if (body.empty()) return;
  const auto place = static_cast<std::size_t>(dice.below(static_cast<int>(body.size())));
  const auto record = body.find("<record>", place);
  const auto end = record == std::string::npos ? record : body.find("</record>", record);
  switch (dice.below(9)) {
    case 0: body.resize(place); break;
    case 1: body[place] = static_cast<char>(dice.below(256)); break;
    case 2: body.erase(place, static_cast<std::size_t>(1 + dice.below(40))); break;
    case 3: body.insert(place, "\x01\x02"); break;
    case 4: body.insert(place, "&nbsp;\xe9"); break;
    case 5:
      if (end != std::string::npos) body.insert(record, body.substr(record, end + 9 - record));
      break;
    case 6:
      if (end != std::string::npos) body.erase(record, end + 9 - record);
      break;
    case 7:
      if (record != std::string::npos) body.insert(record + 8, "<header status=\"deleted\">");
      break;
    default: break;
  }
}

void expect_to_add_up(const store::VisitCounts& c) {
  ASSERT_EQ(c.offered, c.created + c.updated + c.deleted + c.unchanged + c.duplicate + c.own + c.refused + c.quarantined);
  for (const auto column : {c.created, c.updated, c.deleted, c.unchanged, c.duplicate, c.own, c.refused, c.quarantined, c.lost})
    ASSERT_GE(column, 0);
}

TEST(Har29, EveryOfferedRecordIsInOneColumnHoweverTheListIsDamaged) {
  const Ground ground;
  LoopbackNode museum(ground, "museum.example", "Museum");
  LoopbackNode hub(ground, "hub.example", "Hub");
  Loopback loopback;
  loopback.add(museum);
  loopback.now = museum.at(1000);
  museum.publish(12, 0);
  NewPeer wish;
  wish.url = museum.base_url() + "/oai";
  wish.kind = "oai";
  wish.name = "museum";
  wish.prefix = "oai_dc";
  ASSERT_TRUE(add_peer(hub.desk(), wish));
  const int lists = is_long() ? 10'000 : 120;
  int whole = 0, with_losses = 0;
  for (int list = 0; list < lists; ++list) {
    Dice dice(static_cast<unsigned>(list));
    loopback.now.seconds += 10;
    const bool repairs = dice.below(2) == 0;
    loopback.rewrite = [&](std::string& body) {
      if (body.find("<GetRecord>") != std::string::npos && !repairs) body = "no longer here";
      if (body.find("<ListRecords>") != std::string::npos && dice.below(3) == 0) damage(body, dice);
    };
    VisitOptions options;
    options.full = true;
    options.wait = [](std::chrono::seconds) { return true; };
    options.jitter = [] { return 0.5; };
    options.now = [&] { return loopback.now; };
    options.on_page = [](const VisitProgress& progress) { expect_to_add_up(progress.counts); };

    const auto report = visit_peer(hub.store(), loopback, hub.visitor(), *hub.store().peer("museum"), options);

    SCOPED_TRACE(fmt::format("list {}: {}", list, report.message));
    expect_to_add_up(report.counts);
    const auto peer = *hub.store().peer("museum");
    const auto row = hub.store().visits(peer.id, 1).front();
    EXPECT_EQ(row.counts, report.counts);
    const bool lossless = report.counts.quarantined + report.counts.lost == 0;
    const bool says_all_fine = report.ending == harvest::Ending::complete || report.ending == harvest::Ending::unchanged;
    EXPECT_TRUE(lossless || !says_all_fine);
    whole += says_all_fine;
    with_losses += !lossless;
    if (peer.state == store::PeerState::held) {
      ASSERT_TRUE(accept_visit(hub.store(), "museum"));
    }
    ASSERT_FALSE(::testing::Test::HasFailure());
  }
  EXPECT_GT(whole, 0);
  EXPECT_GT(with_losses, 0);
  EXPECT_TRUE(hub.store().check().empty());
}

// Five peers, each of whom offers also what belongs to the others; judged and stored as in a visit.
class Claimants {
 public:
  explicit Claimants(LoopbackNode& node) : node_(node) {
    for (int i = 0; i < 5; ++i) {
      store::Peer peer;
      peer.name = fmt::format("p{}", i);
      peer.url = fmt::format("https://p{}.example/oai", i);
      peer.kind = "oai";
      peer.id = node.store().add_peer(peer);
      peers_.push_back(peer);
    }
  }

  static std::string identifier(int owner, int number) { return fmt::format("oai:p{}.example:{}", owner, number); }

  void offer(int who, const std::string& identifier, bool deleted, std::int64_t when) {
    const auto& peer = peers_.at(static_cast<std::size_t>(who));
    harvest::Delivered record;
    record.identifier = record.source_identifier = identifier;
    record.datestamp = model::format_datestamp({when});
    record.deleted = deleted;
    record.prefix = "oai_dc";
    record.publisher = peer.name;
    if (!deleted) {
      record.document = fmt::format(R"({{"said":"{} of {}"}})", peer.name, identifier);
    }
    store::Visit visit;
    visit.peer = peer.id;
    visit.started = {when};
    const Visitor visitor = node_.visitor();  // the arrival looks at it
    Arrival arrival(node_.store(), nobody_, visitor);
    auto arrived = arrival.judge({record}, {}, peer, visit);
    store::Batch batch;
    batch.drafts = std::move(arrived.drafts);
    batch.also_offered = std::move(arrived.also_offered);
    batch.visit = visit;
    batch.visit->finished = visit.started;
    node_.store().write(batch, {when});
  }

  store::PeerId id(int who) const { return peers_.at(static_cast<std::size_t>(who)).id; }

 private:
  LoopbackNode& node_;
  Loopback nobody_;
  std::vector<store::Peer> peers_;
};

TEST(Har34, TheCopyShownIsAlwaysOfTheHighestTrustInAnyInterleaving) {
  const Ground ground;
  LoopbackNode hub(ground, "hub.example", "Hub");
  Claimants claimants(hub);
  const int interleavings = is_long() ? 10'000 : 60;
  int replaced = 0;
  for (int round = 0; round < interleavings; ++round) {
    Dice dice(static_cast<unsigned>(round));
    const int owner = dice.below(5);
    const auto identifier = Claimants::identifier(owner, round);
    bool owner_offers = false;
    for (int step = 0; step < 10; ++step) {
      const int who = dice.below(5);
      const bool deleted = dice.below(4) == 0;
      const auto before = hub.store().find(identifier);

      claimants.offer(who, identifier, deleted, hub.at(1000).seconds + round * 100'000 + step * 30'000);

      const auto shown = hub.store().find(identifier);
      if (who == owner) owner_offers = !deleted;
      SCOPED_TRACE(fmt::format("round {}, step {}", round, step));
      if (before && shown) {
        ASSERT_GE(shown->trust, before->trust) << "replaced downward";
      }
      if (owner_offers) {
        ASSERT_TRUE(shown && !shown->deleted);
        ASSERT_EQ(shown->peer, claimants.id(owner));
        ASSERT_EQ(shown->trust, store::Trust::direct_unsigned);
        ASSERT_THAT(shown->document, ::testing::HasSubstr(fmt::format("p{} of", owner)));
      }
      replaced += before && shown && shown->trust > before->trust;
    }
  }
  EXPECT_GT(replaced, 0);
  EXPECT_TRUE(hub.store().check().empty());
}

// Nodes that all publish something and harvest each other.
class Neighbours {
 public:
  Neighbours(const Ground& ground, int count) {
    for (int i = 0; i < count; ++i) {
      const auto host = fmt::format("n{}-of-{}.example", i, count);
      nodes_.push_back(std::make_unique<LoopbackNode>(ground, host, host));
      nodes_.back()->publish(3, 0, host);
      loopback_.add(*nodes_.back());
    }
    loopback_.now = nodes_.front()->at(1000);
  }

  void know(std::size_t who, std::size_t whom) {
    NewPeer wish;
    wish.url = nodes_[whom]->base_url();
    wish.name = fmt::format("n{}", whom);
    EXPECT_TRUE(add_peer(nodes_[who]->desk(), wish));
  }

  // Everybody visits everybody they know; the number of requests.
  std::size_t cycle(bool full) {
    loopback_.asked.clear();
    for (auto& node : nodes_)
      for (const auto& peer : node->store().peers()) {
        loopback_.now.seconds += 10;
        visit(*node, loopback_, peer.name, full);
      }
    return loopback_.asked.size();
  }

  // Every header of every node.
  std::vector<std::string> headers() const {
    std::vector<std::string> all;
    for (const auto& node : nodes_)
      node->store().list({}, {}, 1000, INT64_MAX, store::Body::none, [&](const store::Row& row) {
        all.push_back(fmt::format("{} {} {} {}", node->base_url(), row.identifier, row.datestamp.seconds, row.version));
      });
    return all;
  }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<std::unique_ptr<LoopbackNode>> nodes_;
  Loopback loopback_;
};

void expect_rest(Neighbours& neighbours) {
  for (std::size_t i = 0; i < neighbours.size(); ++i) neighbours.cycle(false);
  const auto settled = neighbours.headers();
  EXPECT_EQ(settled.size(), neighbours.size() * neighbours.size() * 3) << "everybody has everything";
  const auto requests = neighbours.cycle(false);
  const int cycles = is_long() ? 100 : 4;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    EXPECT_EQ(neighbours.cycle(false), requests) << "constant traffic";
    if (cycle % 4 == 3) neighbours.cycle(true);
    ASSERT_EQ(neighbours.headers(), settled) << "cycle " << cycle;
  }
}

TEST(Har36, ARingOfThreeComesToRest) {
  const Ground ground;
  Neighbours ring(ground, 3);
  for (std::size_t i = 0; i < 3; ++i) ring.know(i, (i + 1) % 3);
  expect_rest(ring);
}

TEST(Har36, AMeshOfFiveComesToRest) {
  const Ground ground;
  Neighbours mesh(ground, 5);
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < 5; ++j)
      if (i != j) mesh.know(i, j);
  expect_rest(mesh);
}

TEST(Har26, AfterARestartAllVisitsGoOnFromTheirCursors) {
  constexpr int sources = 20;
  const Ground ground;
  LoopbackNode source(ground, "museum.example", "Museum");
  source.publish(23, 0);
  LoopbackNode hub(ground, "hub.example", "Hub");
  Loopback loopback;
  loopback.add(source);
  loopback.now = source.at(1000);
  for (int i = 0; i < sources; ++i) {
    store::Peer peer;
    peer.name = fmt::format("s{}", i);
    peer.url = fmt::format("{}/oai", source.base_url());
    peer.kind = "oai";
    hub.store().add_peer(peer);
    std::stop_source stop;
    VisitOptions options;
    options.wait = [](std::chrono::seconds) { return true; };
    options.jitter = [] { return 0.5; };
    options.now = [&] { return loopback.now; };
    options.stop = stop.get_token();
    options.on_page = [&](const VisitProgress& progress) {
      if (progress.page == 1 + i % 3) stop.request_stop();
    };
    EXPECT_EQ(visit_peer(hub.store(), loopback, hub.visitor(), *hub.store().peer(peer.name), options).ending,
              harvest::Ending::cancelled);
  }
  auto reopened = open_desk(hub.desk().folder.path);  // as the next process would find it
  ASSERT_TRUE(reopened);
  EXPECT_EQ(reopened->store->visits(1, 10).size(), 1u);
  loopback.asked.clear();

  for (int i = 0; i < sources; ++i) {
    const auto report = visit(hub, loopback, fmt::format("s{}", i));
    EXPECT_EQ(report.counts.offered, 23) << report.message;
  }

  for (const auto& url : loopback.asked)
    EXPECT_FALSE(url.find("verb=ListRecords") != std::string::npos && url.find("resumptionToken") == std::string::npos) << url;
  EXPECT_EQ(hub.store().totals().live, 23);
}

TEST(Har26, NoSourceIsVisitedTwiceAtOnce) {
  const Ground ground;
  LoopbackNode source(ground, "museum.example", "Museum");
  source.publish(12, 0);
  LoopbackNode hub(ground, "hub.example", "Hub");
  Loopback loopback;
  loopback.add(source);
  loopback.now = source.at(1000);
  NewPeer wish;
  wish.url = source.base_url() + "/oai";
  wish.kind = "oai";
  wish.name = "museum";
  ASSERT_TRUE(add_peer(hub.desk(), wish));
  Visitor visitor = hub.visitor();
  visitor.locks_folder = hub.desk().folder.locks();
  std::vector<harvest::Ending> beside;
  VisitOptions options;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&] { return loopback.now; };
  VisitOptions second = options;
  options.on_page = [&](const VisitProgress&) {
    beside.push_back(visit_peer(hub.store(), loopback, visitor, *hub.store().peer("museum"), second).ending);
  };

  const auto report = visit_peer(hub.store(), loopback, visitor, *hub.store().peer("museum"), options);

  EXPECT_EQ(report.ending, harvest::Ending::complete);
  EXPECT_EQ(beside, std::vector<harvest::Ending>(3, harvest::Ending::waiting));
  EXPECT_EQ(visit_peer(hub.store(), loopback, visitor, *hub.store().peer("museum"), second).ending, harvest::Ending::unchanged);
}

}  // namespace
}  // namespace commonplace::app
