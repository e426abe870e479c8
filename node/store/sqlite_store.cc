// The port on SQLite: leases a reader or queues a job, and hands over to the file of the theme.
#include "node/store/sqlite_store.h"

#include <mutex>
#include <type_traits>

#include "node/store/sqlite_alignments.h"
#include "node/store/sqlite_check.h"
#include "node/store/sqlite_contributors.h"
#include "node/store/sqlite_drafts.h"
#include "node/store/sqlite_frameworks.h"
#include "node/store/sqlite_history.h"
#include "node/store/sqlite_links.h"
#include "node/store/sqlite_lists.h"
#include "node/store/sqlite_peers.h"
#include "node/store/sqlite_readers.h"
#include "node/store/sqlite_records.h"
#include "node/store/sqlite_schema.h"
#include "node/store/sqlite_sets.h"
#include "node/store/sqlite_waiting.h"
#include "node/store/sqlite_writer.h"

namespace commonplace::store {
namespace {

WriteResult write_page(Connection& writer, const Batch& batch, Datestamp now, Datestamp floor) {
  WriteResult result;
  Visit visit = *batch.visit;
  visit.id = result.visit_id = begin_visit(writer, visit);
  if (!batch.drafts.empty() || !batch.also_offered.empty()) {
    DraftWriter drafts(writer, now, floor, {batch.handling, is_held_back(writer, visit.peer), visit.id});
    drafts.note(visit.peer, batch.also_offered);
    result.written = drafts.put(batch.drafts);
    settle_set_aside(writer, visit, batch.drafts);
  }
  put_visit(writer, visit, batch.judged, result.written);
  put_set_aside(writer, visit, batch.set_aside, now);
  return result;
}

WriteResult write_batch(Connection& writer, const Batch& batch, Datestamp now, Datestamp floor) {
  const bool needs_visit = !batch.set_aside.empty() || !batch.also_offered.empty();
  if (needs_visit && !batch.visit) throw StoreError("store: what is set aside or also offered belongs to a visit");
  WriteResult result;
  if (batch.visit) {
    result = write_page(writer, batch, now, floor);
  } else if (!batch.drafts.empty()) {
    result.written = DraftWriter(writer, now, floor, {batch.handling}).put(batch.drafts);
  }
  if (batch.peer) update_peer(writer, *batch.peer);
  return result;
}

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const SqliteOptions& options)
      : connection_({.path = options.path, .role = Role::writer, .create = options.create}),
        dates_(options.path),
        writer_(connection_, dates_),
        readers_(options.path, options.readers),
        patience_{options.ticks, options.longest_read} {
    bring_up_to_date(connection_, {.create = options.create, .now = options.now});
    watch_ = std::make_unique<Connection>(Connection::Options{.path = options.path});
    created_ = Datestamp{connection_.number("SELECT created FROM node")};
    Query row = connection_.query("SELECT life FROM node");
    if (row.step()) life_ = row.string(0);
  }

  WriteResult write(const Batch& batch, Datestamp now) override {
    WriteResult result;
    const auto work = [&](Connection& writer, Datestamp floor) { result = write_batch(writer, batch, now, floor); };
    writer_.run({.work = work, .now = now, .weight = 1 + batch.drafts.size() + batch.set_aside.size()});
    return result;
  }

  int render_again(const std::vector<Rendering>& renderings, const RenderingState& state, Datestamp now) override {
    int stamped = 0;
    const auto work = [&](Connection& writer, Datestamp floor) {
      stamped = DraftWriter(writer, now, floor).render_again(renderings);
      writer.query("UPDATE rendering SET made_with = ?1, under_way = ?2, done = ?3")
          .bind(state.made_with, state.under_way, state.done)
          .run();
    };
    writer_.run({.work = work, .now = now, .weight = 1 + renderings.size()});
    return stamped;
  }
  RenderingState rendering_state() const override {
    return read([](Connection& reader) {
      Query row = reader.query("SELECT made_with, under_way, done FROM rendering");
      return row.step() ? RenderingState{row.string(0), row.string(1), row.integer(2)} : RenderingState{};
    });
  }
  std::vector<StoredRecord> live_after(Key after, int limit) const override {
    return read([&](Connection& reader) { return read_live_after(reader, after, limit); });
  }

  Datestamp answer_date(Datestamp now) const override { return dates_.answer(now); }

  std::optional<StoredRecord> find(std::string_view identifier) const override {
    return read([&](Connection& reader) { return find_record(reader, identifier); });
  }
  std::optional<StoredRecord> find_public(std::string_view public_id) const override {
    return read([&](Connection& reader) { return find_public_record(reader, public_id); });
  }
  std::optional<StoredRecord> find_key(Key key) const override {
    return read([&](Connection& reader) { return find_record_key(reader, key); });
  }
  bool get(std::string_view identifier, Body body, const RowVisitor& visit) const override {
    return read_in_time([&](Connection& reader) { return visit_record(reader, specs_, identifier, body, visit); });
  }
  std::vector<StoredRecord> find_keys(const std::vector<Key>& keys) const override {
    return read([&](Connection& reader) { return find_records(reader, keys); });
  }
  std::vector<std::optional<Brief>> briefs(const std::vector<std::string>& identifiers) const override {
    return read([&](Connection& reader) { return read_briefs(reader, identifiers); });
  }
  int list(const Selection& selection, std::optional<Place> after, int limit, std::int64_t most_bytes, Body body,
           const RowVisitor& visit) const override {
    const ListBounds bounds{after, limit, most_bytes};
    return read_in_time([&](Connection& reader) { return list_records(reader, specs_, selection, bounds, body, visit); });
  }
  bool has_more(const Selection& selection, Place after) const override {
    return read_in_time([&](Connection& reader) { return has_more_records(reader, selection, after); });
  }
  std::int64_t count(const Selection& selection) const override {
    return read_in_time([&](Connection& reader) { return count_records(reader, selection); });
  }
  Counts totals() const override { return read(read_totals); }
  std::vector<Version> versions(Key key) const override {
    return read([&](Connection& reader) { return read_versions(reader, key); });
  }
  std::optional<SourceBytes> source_bytes(Key key) const override {
    return read([&](Connection& reader) { return read_source(reader, key); });
  }

  std::vector<Change> changes(Seq since, int limit) const override {
    return read([&](Connection& reader) { return read_changes(reader, since, limit); });
  }
  bool visit_changes(const ChangeBounds& bounds, const ChangeVisitor& visit) const override {
    return read([&](Connection& reader) { return store::visit_changes(reader, bounds, visit); });
  }
  Seq last_seq() const override {
    return read([](Connection& reader) { return reader.number("SELECT last_seq FROM node"); });
  }
  Datestamp last_stamp() const override {
    return {read([](Connection& reader) { return reader.number("SELECT last_stamp FROM node"); })};
  }
  // SQLite's number is of one connection's view: always the same connection is asked.
  std::int64_t data_version() const override {
    const std::lock_guard lock(watching_);
    return watch_->number("PRAGMA data_version");
  }

  std::vector<StoredContributor> contributors() const override { return read(read_contributors); }
  std::optional<StoredContributor> contributor(ContributorId id) const override {
    return read([&](Connection& reader) { return read_contributor(reader, id); });
  }
  std::optional<StoredContributor> contributor_by_slug(std::string_view slug) const override {
    return read([&](Connection& reader) { return read_contributor_by_slug(reader, slug); });
  }
  std::optional<StoredContributor> contributor_by_set(std::string_view set) const override {
    return read([&](Connection& reader) { return read_contributor_by_set(reader, set); });
  }
  ContributorId put_contributor(const model::Contributor& profile, bool hosted_here) override {
    return change([&](Connection& writer) { return store::put_contributor(writer, profile, hosted_here); });
  }
  bool rename_contributor(ContributorId id, std::string_view slug) override {
    return change([&](Connection& writer) { return store::rename_contributor(writer, id, slug); });
  }

  std::vector<ListedSet> sets(std::string_view after, int limit) const override {
    return read_in_time([&](Connection& reader) { return read_sets(reader, after, limit); });
  }
  std::int64_t count_sets() const override { return read(store::count_sets); }
  bool has_set(std::string_view spec) const override {
    return read([&](Connection& reader) { return is_shown_set(reader, spec) || read_contributor_by_set(reader, spec); });
  }

  std::vector<Peer> peers() const override { return read(read_peers); }
  std::optional<Peer> peer(std::string_view name) const override {
    return read([&](Connection& reader) { return read_peer(reader, name); });
  }
  PeerId add_peer(const Peer& peer) override {
    return change([&](Connection& writer) { return store::add_peer(writer, peer); });
  }
  void update_peer(const Peer& peer) override {
    change([&](Connection& writer) { return store::update_peer(writer, peer), true; });
  }
  void remove_peer(PeerId id) override {
    change([&](Connection& writer) { return store::remove_peer(writer, id), true; });
  }
  std::optional<Visit> open_visit(PeerId peer) const override {
    return read([&](Connection& reader) { return read_open_visit(reader, peer); });
  }
  std::vector<Visit> visits(PeerId peer, int limit) const override {
    return read([&](Connection& reader) { return read_visits(reader, peer, limit); });
  }
  std::vector<SetAside> set_aside(PeerId peer, int limit) const override {
    return read([&](Connection& reader) { return read_set_aside(reader, peer, limit); });
  }
  std::int64_t live_from(PeerId peer) const override {
    return read([&](Connection& reader) { return count_live_from(reader, peer); });
  }

  Waiting waiting(PeerId peer) const override {
    return read([&](Connection& reader) { return read_waiting(reader, peer); });
  }
  std::vector<WaitingRecord> waiting_records(PeerId peer, int limit) const override {
    return read([&](Connection& reader) { return read_waiting_records(reader, peer, limit); });
  }
  std::int64_t turn(PeerId peer, Turn what, int limit, Datestamp now) override {
    std::int64_t turned = 0;
    const auto work = [&](Connection& writer, Datestamp floor) {
      turned = turn_slice(writer, what, {peer, limit, now, floor});
    };
    writer_.run({.work = work, .now = now, .weight = 1 + static_cast<std::size_t>(limit)});
    return turned;
  }
  void sweep(const Visit& visit, Datestamp now) override {
    change([&](Connection& writer) { return sweep_visit(writer, visit, now), true; });
  }

  RolledBack roll_back(const RollBack& wish, Datestamp now) override {
    RolledBack result;
    const auto work = [&](Connection& writer, Datestamp floor) { result = roll_back_slice(writer, wish, now, floor); };
    writer_.run({.work = work, .now = now, .weight = 1 + static_cast<std::size_t>(wish.limit)});
    return result;
  }
  int flips(Key key, Datestamp since) const override {
    return read([&](Connection& reader) { return count_flips(reader, key, since); });
  }
  std::int64_t forget(Datestamp before, int limit) override {
    return change([&](Connection& writer) { return forget_slice(writer, before, limit); });
  }

  std::optional<SetAside> set_aside_row(std::int64_t id) const override {
    return read([&](Connection& reader) { return read_set_aside_row(reader, id); });
  }
  bool discard(std::int64_t id) override {
    return change([&](Connection& writer) { return discard_set_aside(writer, id); });
  }

  using Store::put_framework;
  void put_framework(const FrameworkImport& import) override {
    change([&](Connection& writer) { return store::put_framework(writer, import), true; });
  }
  std::vector<model::Framework> frameworks() const override {
    return read([](Connection& reader) { return read_frameworks(reader, Frameworks::shown); });
  }
  std::vector<model::Framework> all_frameworks() const override {
    return read([](Connection& reader) { return read_frameworks(reader, Frameworks::all); });
  }
  std::optional<model::Framework> framework(std::string_view id) const override {
    return read([&](Connection& reader) { return read_framework(reader, id); });
  }
  std::vector<model::Statement> statements(std::string_view framework) const override {
    return read([&](Connection& reader) { return read_statements(reader, framework); });
  }
  std::vector<std::string> statement_extras(std::string_view framework) const override {
    return read([&](Connection& reader) { return read_statement_extras(reader, framework); });
  }
  std::vector<model::PastStatement> past_statements(std::string_view framework) const override {
    return read([&](Connection& reader) { return read_past_statements(reader, framework); });
  }
  bool switch_framework(std::string_view id, bool on) override {
    return change([&](Connection& writer) { return store::switch_framework(writer, id, on); });
  }
  bool remove_framework(std::string_view id) override {
    return change([&](Connection& writer) { return store::remove_framework(writer, id); });
  }

  std::vector<model::StatementLink> links() const override { return read(read_links); }
  std::optional<model::StatementLink> link(std::int64_t id) const override {
    return read([&](Connection& reader) { return read_link(reader, id); });
  }
  std::int64_t put_link(const model::StatementLink& link) override {
    return change([&](Connection& writer) { return store::put_link(writer, link); });
  }
  bool remove_link(std::int64_t id) override {
    return change([&](Connection& writer) { return store::remove_link(writer, id); });
  }
  std::int64_t curriculum_version() const override { return read(read_curriculum_version); }

  Alignments& alignments() const override { return alignments_; }

  Datestamp created() const override { return created_; }
  std::string life() const override { return life_; }
  std::vector<std::string> check() const override { return read(check_database); }

 private:
  template <typename Reading>
  std::invoke_result_t<const Reading&, Connection&> read(const Reading& reading) const {
    const auto lease = readers_.lease();
    return reading(*lease);
  }

  // For what a stranger's request leads to.
  template <typename Reading>
  std::invoke_result_t<const Reading&, Connection&> read_in_time(const Reading& reading) const {
    const auto lease = readers_.lease();
    const Deadline deadline(*lease, patience_);
    return reading(*lease);
  }

  template <typename Changing>
  std::invoke_result_t<const Changing&, Connection&> change(const Changing& changing) {
    std::invoke_result_t<const Changing&, Connection&> result{};
    writer_.run({.work = [&](Connection& writer, Datestamp) { result = changing(writer); }, .now = std::nullopt});
    return result;
  }

  Lending lending() {
    return {[this](const auto& work) { read([&](Connection& reader) { work(reader); }); },
            [this](const auto& work) { change([&](Connection& writer) { return work(writer), true; }); }};
  }

  Connection connection_;
  mutable SharedDates dates_;
  mutable Writer writer_;
  mutable Readers readers_;
  const Patience patience_;
  mutable SpecTables specs_;
  mutable SqliteAlignments alignments_{lending()};
  mutable std::mutex watching_;
  std::unique_ptr<Connection> watch_;
  Datestamp created_;
  std::string life_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const SqliteOptions& options) {
  return std::make_unique<SqliteStore>(options);
}

}  // namespace commonplace::store
