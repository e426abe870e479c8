// The contract of single records: verdicts, versions, stamps, tombstones, the change log.
#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(StoreContract, Har34NeverReplacesAMoreTrustedCopyOfAnotherPeer) {
  Draft direct = draft("42", gallery_, "As its own node says it");
  direct.peer = 1;
  direct.trust = Trust::direct_unsigned;
  Draft relayed = draft("42", gallery_, "As a hub relays it");
  relayed.peer = 2;
  relayed.trust = Trust::relayed_claimed;
  write(direct);

  EXPECT_EQ(write(relayed, 20).verdict, Verdict::unchanged);

  EXPECT_EQ(there("42").document, direct.document);
  EXPECT_EQ(there("42").peer, 1);
}

TEST_P(StoreContract, GivesBackWhatWasWritten) {
  Draft made = draft("42", gallery_, "Pont y Borth — جسر 🌉 <&'");
  made.peer = 7;
  made.trust = Trust::direct_unsigned;
  made.about = "<provenance/>";
  made.hops = {{"https://river.example/oai", "oai:river.example:42", "2026-01-01", "ns:1,2", "2026-01-02", true}, {}};
  made.source = SourceBytes{"lom", "2025-12-31", std::string("<lom>\0\xff</lom>", 13)};

  const Written written = write(made);

  EXPECT_EQ(written.verdict, Verdict::created);
  EXPECT_GT(written.seq, 0);
  const StoredRecord record = there("42");
  EXPECT_EQ(record.key, written.key);
  EXPECT_EQ(record.public_id, made.public_id);
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(record.datestamp, after(10));
  EXPECT_EQ(record.first_seen, after(10));
  EXPECT_EQ(record.last_seen, after(10));
  EXPECT_FALSE(record.deleted);
  EXPECT_EQ(record.contributor, gallery_);
  EXPECT_EQ(record.peer, 7);
  EXPECT_EQ(record.trust, Trust::direct_unsigned);
  EXPECT_EQ(record.document, made.document);
  EXPECT_EQ(record.about, made.about);
  EXPECT_EQ(record.hops, made.hops);
  const auto source = store_->source_bytes(record.key);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->prefix, "lom");
  EXPECT_EQ(source->datestamp, "2025-12-31");
  EXPECT_EQ(source->bytes, made.source->bytes);
  expect_sound();
}

TEST_P(StoreContract, GivesBackSourceBytesThatCarryTheDocument) {
  auto made = draft("1", gallery_);
  for (const std::string& bytes : {"{\"metadata\":" + made.document + "}", "<r>" + made.document + "</r>", made.document}) {
    made.source = SourceBytes{"cpl", "2025-12-31", bytes};
    made.document.insert(1, " ");  // another each time, whether it stands in the bytes or not
    const Key key = write(made).key;
    EXPECT_EQ(store_->source_bytes(key)->bytes, bytes);
    made.document.erase(1, 1);
    made.source->bytes = bytes;
    write(made);
    EXPECT_EQ(store_->source_bytes(key)->bytes, bytes);
  }
  expect_sound();
}

TEST_P(StoreContract, FindsByIdentifierPublicIdAndKey) {
  const Key key = write(draft("1", gallery_)).key;

  EXPECT_EQ(store_->find("oai:river.example:1")->key, key);
  EXPECT_EQ(store_->find_public(public_id_of("1"))->key, key);
  EXPECT_EQ(store_->find_key(key)->identifier, "oai:river.example:1");
  EXPECT_FALSE(store_->find("oai:river.example:2"));
  EXPECT_FALSE(store_->find(""));
  EXPECT_FALSE(store_->find_public("' OR 1=1 --"));
  EXPECT_FALSE(store_->find_key(key + 1));
  EXPECT_FALSE(store_->source_bytes(key));
}

TEST_P(StoreContract, FindsManyInTheOrderAsked) {
  write_many(3);
  const Key first = there("1").key;
  const Key third = there("3").key;

  const auto records = store_->find_keys({third, 999, first, third});

  ASSERT_THAT(records, SizeIs(3));
  EXPECT_EQ(records[0].key, third);
  EXPECT_EQ(records[1].key, first);
  EXPECT_EQ(records[2].key, third);
}

TEST_P(StoreContract, BriefsSayWhatJudgingNeeds) {
  Draft harvested = draft("1", gallery_);
  harvested.peer = 3;
  harvested.trust = Trust::relayed_claimed;
  harvested.source = SourceBytes{"oai_dc", "2025-06-01T00:00:00Z", "<dc/>"};
  write(harvested);
  write(tombstone("2", gallery_));

  const auto briefs = store_->briefs({"oai:river.example:2", "oai:nobody.example:1", "oai:river.example:1"});

  ASSERT_THAT(briefs, SizeIs(3));
  EXPECT_TRUE(briefs[0]->deleted);
  EXPECT_FALSE(briefs[1]);
  EXPECT_EQ(briefs[2]->peer, 3);
  EXPECT_EQ(briefs[2]->trust, Trust::relayed_claimed);
  EXPECT_EQ(briefs[2]->source_datestamp, "2025-06-01T00:00:00Z");
}

TEST_P(StoreContract, Oai72LeavesAnUnchangedRecordAlone) {
  const Written first = write(draft("1", gallery_), 10);

  const Written again = write(draft("1", gallery_), 500);

  EXPECT_EQ(again.verdict, Verdict::unchanged);
  EXPECT_EQ(again.key, first.key);
  EXPECT_EQ(again.seq, 0);
  EXPECT_EQ(there("1").datestamp, after(10));
  EXPECT_EQ(there("1").first_seen, after(10));
  EXPECT_EQ(there("1").last_seen, after(500));
  EXPECT_EQ(store_->last_seq(), first.seq);
  EXPECT_THAT(store_->versions(first.key), SizeIs(1));
}

TEST_P(StoreContract, AChangeGetsTheNextVersionSeqAndStampAndKeepsThePast) {
  const Written first = write(draft("1", gallery_, "Old"), 10);
  const std::string old_document = there("1").document;

  const Written second = write(draft("1", gallery_, "New"), 20);

  EXPECT_EQ(second.verdict, Verdict::updated);
  EXPECT_EQ(second.key, first.key);
  EXPECT_GT(second.seq, first.seq);
  EXPECT_EQ(there("1").version, 2);
  EXPECT_EQ(there("1").datestamp, after(20));
  const auto versions = store_->versions(first.key);
  ASSERT_THAT(versions, SizeIs(2));
  EXPECT_EQ(versions[0].version, 1);
  EXPECT_EQ(versions[0].datestamp, after(10));
  EXPECT_EQ(versions[0].document, old_document);
  EXPECT_EQ(versions[1].document, there("1").document);
  expect_sound();
}

TEST_P(StoreContract, AnotherContributorIsAChange) {
  const ContributorId other = store_->put_contributor(profile("hill.example", "hill"), false);
  write(draft("1", gallery_));

  EXPECT_EQ(write(draft("1", other), 20).verdict, Verdict::updated);

  EXPECT_EQ(there("1").contributor, other);
  EXPECT_EQ(store_->contributor(gallery_)->records.live, 0);
  EXPECT_EQ(store_->contributor(other)->records.live, 1);
  expect_sound();
}

TEST_P(StoreContract, Oai47ATombstoneKeepsItsHistoryAndNoContent) {
  Draft made = draft("1", gallery_);
  made.about = "<about/>";
  made.source = SourceBytes{"oai_dc", "2025-01-01", "<dc/>"};
  const Key key = write(made, 10).key;

  const Written gone = write(tombstone("1", gallery_), 20);

  EXPECT_EQ(gone.verdict, Verdict::deleted);
  const StoredRecord record = there("1");
  EXPECT_EQ(record.key, key);
  EXPECT_TRUE(record.deleted);
  EXPECT_EQ(record.version, 2);
  EXPECT_EQ(record.datestamp, after(20));
  EXPECT_THAT(record.document, IsEmpty());
  EXPECT_THAT(record.about, IsEmpty());
  EXPECT_FALSE(store_->source_bytes(key));
  EXPECT_EQ(store_->versions(key)[0].document, made.document);
  EXPECT_TRUE(store_->versions(key)[1].deleted);
  expect_sound();
}

TEST_P(StoreContract, DeletingTwiceIsUnchanged) {
  write(draft("1", gallery_), 10);
  write(tombstone("1", gallery_), 20);

  EXPECT_EQ(write(tombstone("1", gallery_), 30).verdict, Verdict::unchanged);

  EXPECT_EQ(there("1").datestamp, after(20));
}

TEST_P(StoreContract, TakesATombstoneForARecordNeverSeen) {
  const Written written = write(tombstone("1", gallery_));

  EXPECT_EQ(written.verdict, Verdict::deleted);
  EXPECT_EQ(there("1").version, 1);
  EXPECT_TRUE(there("1").deleted);
  EXPECT_EQ(store_->totals().deleted, 1);
  expect_sound();
}

TEST_P(StoreContract, Oai46RevivalBumpsVersionAndStamp) {
  write(draft("1", gallery_), 10);
  write(tombstone("1", gallery_), 20);

  EXPECT_EQ(write(draft("1", gallery_), 30).verdict, Verdict::updated);

  EXPECT_EQ(there("1").version, 3);
  EXPECT_EQ(there("1").datestamp, after(30));
  EXPECT_FALSE(there("1").deleted);
  EXPECT_EQ(store_->totals().live, 1);
  EXPECT_EQ(store_->totals().deleted, 0);
  expect_sound();
}

// Harvesters let the deletion win where both have the same datestamp (HAR-37).
TEST_P(StoreContract, Oai46RevivalIsStampedAfterItsTombstone) {
  write(draft("1", gallery_), 10);
  write(tombstone("1", gallery_), 20);

  write(draft("1", gallery_), 20);
  write(draft("2", gallery_), 20);

  EXPECT_EQ(there("1").datestamp, after(21));
  EXPECT_EQ(there("2").datestamp, after(21)) << "stamps never go back";
  expect_sound();
}

TEST_P(StoreContract, RefusesASecondIdentifierWithTheSamePublicId) {
  write(draft("1", gallery_));
  Draft impostor = draft("2", gallery_);
  impostor.public_id = public_id_of("1");

  const auto written = write_all({impostor, draft("3", gallery_)});

  EXPECT_EQ(written[0].verdict, Verdict::refused);
  EXPECT_EQ(written[0].why, "identifier-taken");
  EXPECT_EQ(written[0].seq, 0);
  EXPECT_EQ(written[1].verdict, Verdict::created);
  EXPECT_EQ(store_->find_public(public_id_of("1"))->identifier, "oai:river.example:1");
  EXPECT_FALSE(store_->find("oai:river.example:2"));
  expect_sound();
}

TEST_P(StoreContract, TheLastOfEqualIdentifiersWins) {
  const auto written = write_all({draft("1", gallery_, "First"), draft("2", gallery_), draft("1", gallery_, "Last")});

  EXPECT_EQ(written[0].verdict, Verdict::unchanged);
  EXPECT_EQ(written[0].why, "repeated-in-batch");
  EXPECT_EQ(written[2].verdict, Verdict::created);
  EXPECT_EQ(written[0].key, written[2].key);
  EXPECT_THAT(there("1").document, testing::HasSubstr("Last"));
  EXPECT_EQ(there("1").version, 1);
}

TEST_P(StoreContract, AnUnchangedRecordStaysWithItsPeerUnlessAnotherIsBelievedMore) {
  Draft relayed = draft("1", gallery_);
  relayed.peer = 1;
  relayed.trust = Trust::relayed_claimed;
  write(relayed, 10);
  Draft other_relay = relayed;
  other_relay.peer = 2;
  Draft direct = relayed;
  direct.peer = 3;
  direct.trust = Trust::direct_unsigned;
  direct.about = "<provenance>straight from its node</provenance>";
  direct.hops = {{"https://river.example/oai", "oai:river.example:1", "2026-01-01", "ns", "2026-01-02", false}};

  write(other_relay, 20);
  EXPECT_EQ(there("1").peer, 1);
  EXPECT_EQ(write(direct, 30).verdict, Verdict::unchanged);

  EXPECT_EQ(there("1").peer, 3);
  EXPECT_EQ(there("1").trust, Trust::direct_unsigned);
  EXPECT_EQ(there("1").about, direct.about);
  EXPECT_EQ(there("1").hops, direct.hops);
  EXPECT_EQ(there("1").datestamp, after(10));
  EXPECT_EQ(store_->live_from(1), 0);
  EXPECT_EQ(store_->live_from(3), 1);
  expect_sound();
}

TEST_P(StoreContract, Oai49StampsNeverGoBack) {
  write(draft("1", gallery_), 3600);

  write(draft("2", gallery_), 10);  // the clock was set back an hour

  EXPECT_EQ(there("2").datestamp, after(3600));
  reopen();
  write(draft("3", gallery_), 11);
  EXPECT_EQ(there("3").datestamp, after(3600));
}

TEST_P(StoreContract, Oai31NoStampIsBeforeTheCreationOfTheStore) {
  write(draft("1", gallery_), -5000);

  EXPECT_EQ(store_->created(), beginning);
  EXPECT_EQ(there("1").datestamp, beginning);
}

TEST_P(StoreContract, RefusesADraftWithoutIdentifierOrContributorWhole) {
  Draft nameless = draft("2", gallery_);
  nameless.identifier.clear();

  EXPECT_THROW(write_all({draft("1", gallery_), nameless}), StoreError);
  EXPECT_THROW(write_all({draft("1", gallery_), draft("2", 0)}), StoreError);
  EXPECT_THROW(write_all({draft("1", gallery_), draft("2", 4711)}), StoreError);

  EXPECT_FALSE(store_->find("oai:river.example:1"));
  EXPECT_EQ(write(draft("1", gallery_)).verdict, Verdict::created);
  expect_sound();
}

TEST_P(StoreContract, AnEmptyBatchIsNothing) {
  EXPECT_THAT(write_all({}), IsEmpty());
  EXPECT_EQ(store_->last_seq(), 0);
  expect_sound();
}

TEST_P(StoreContract, ABodyOfMegabytesComesBackWhole) {
  Draft made = draft("1", gallery_);
  made.document = std::string(3'000'000, 'x');
  made.oai_dc = std::string(1'000'000, 'y');
  write(made);

  EXPECT_EQ(there("1").document, made.document);
  expect_sound();
}

TEST_P(StoreContract, TheChangeLogReportsEachRecordOnceAtItsLastSeq) {
  write_all({draft("1", gallery_), draft("2", gallery_), draft("3", gallery_)});
  write(draft("1", gallery_, "Changed"), 20);
  write(tombstone("2", gallery_), 30);

  const auto changes = store_->changes(0, 100);

  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_EQ(changes[0].identifier, "oai:river.example:3");
  EXPECT_EQ(changes[1].identifier, "oai:river.example:1");
  EXPECT_EQ(changes[1].version, 2);
  EXPECT_EQ(changes[1].document, there("1").document);
  EXPECT_TRUE(changes[2].deleted);
  EXPECT_THAT(changes[2].document, IsEmpty());
  EXPECT_EQ(changes[2].seq, store_->last_seq());
  EXPECT_LT(changes[0].seq, changes[1].seq);
  EXPECT_LT(changes[1].seq, changes[2].seq);
}

TEST_P(StoreContract, TheChangeLogIsTakenUpWhereItWasLeft) {
  write_many(5);

  const auto first = store_->changes(0, 2);
  const auto rest = store_->changes(first.back().seq, 100);

  EXPECT_THAT(first, SizeIs(2));
  EXPECT_THAT(rest, SizeIs(3));
  EXPECT_THAT(store_->changes(store_->last_seq(), 100), IsEmpty());
}

struct Walked {
  std::vector<std::string> names;  // the last part of each identifier
  bool more = false;
};

Walked walk(const Store& store, const ChangeBounds& bounds) {
  Walked out;
  out.more = store.visit_changes(bounds, [&](const ChangeRow& row) {
    out.names.emplace_back(row.identifier.substr(row.identifier.rfind(':') + 1));
  });
  return out;
}

TEST_P(StoreContract, AWalkAlongTheChangeLogKeepsItsBoundsAndSaysWhetherThereIsMore) {
  write_all({draft("1", gallery_), draft("2", gallery_), draft("3", gallery_), draft("4", gallery_)});
  write(tombstone("2", gallery_), 30);
  const auto last = store_->last_seq();

  EXPECT_THAT(walk(*store_, {.limit = 9}).names, ElementsAre("1", "3", "4", "2"));
  EXPECT_FALSE(walk(*store_, {.limit = 4}).more);
  EXPECT_TRUE(walk(*store_, {.limit = 3}).more);
  EXPECT_THAT(walk(*store_, {.limit = 9, .live_only = true}).names, ElementsAre("1", "3", "4"));
  EXPECT_THAT(walk(*store_, {.until = last - 1, .limit = 9}).names, ElementsAre("1", "3", "4"));
  EXPECT_THAT(walk(*store_, {.since = last - 1, .limit = 9}).names, ElementsAre("2"));
  EXPECT_THAT(walk(*store_, {.since = last, .limit = 9}).names, IsEmpty());
  EXPECT_THAT(walk(*store_, {.limit = 0}).names, IsEmpty());
  const auto few = walk(*store_, {.limit = 9, .most_bytes = 1, .detail = Detail::documents});
  EXPECT_THAT(few.names, ElementsAre("1"));
  EXPECT_TRUE(few.more);
}

TEST_P(StoreContract, AWalkBringsDocumentsAndHopsWhereTheyAreAskedFor) {
  auto relayed = draft("far", gallery_);
  relayed.peer = 7;
  relayed.trust = Trust::direct_unsigned;
  relayed.hops = {{"https://hub.example/oai", "oai:hub.example:far", "2026-01-01", "urn:x", "2026-01-02T00:00:00Z", true}};
  write_all({draft("here", gallery_), relayed});
  write(tombstone("here", gallery_), 30);

  for (const auto detail : {Detail::heads, Detail::documents, Detail::documents_and_hops}) {
    const bool documents = detail != Detail::heads;
    store_->visit_changes({.limit = 9, .detail = detail}, [&](const ChangeRow& row) {
      const bool far = row.peer == 7;
      EXPECT_EQ(row.document, far && documents ? std::string_view(relayed.document) : std::string_view());
      EXPECT_EQ(row.hops, far && detail == Detail::documents_and_hops ? relayed.hops : std::vector<model::Hop>());
      EXPECT_EQ(row.deleted, !far);
    });
  }
}

TEST_P(StoreContract, SeqAndKeyGoOnAfterReopening) {
  const Written before = write(draft("1", gallery_));
  reopen();
  const Written later = write(draft("2", gallery_));

  EXPECT_GT(later.seq, before.seq);
  EXPECT_GT(later.key, before.key);
}

TEST_P(StoreContract, LifeAndCreationStayTheSame) {
  const std::string life = store_->life();
  reopen();

  EXPECT_THAT(life, SizeIs(32));
  EXPECT_EQ(store_->life(), life);
  EXPECT_EQ(store_->created(), beginning);
}

TEST_P(StoreContract, DataVersionDiffersAfterACommitOfAnyone) {
  const auto other = ground_->open();
  const auto before = store_->data_version();
  EXPECT_EQ(store_->data_version(), before);

  write(draft("1", gallery_));
  const auto after_own = store_->data_version();
  Batch batch;
  batch.drafts = {draft("2", gallery_)};
  other->write(batch, after(20));

  EXPECT_NE(after_own, before);
  EXPECT_NE(store_->data_version(), after_own);
}

}  // namespace commonplace::store
