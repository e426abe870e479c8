#include "tests/peers/hostile/hostile_case.h"

#include <unistd.h>

#include <thread>

#include <fmt/format.h>

#include "node/store/sqlite_store.h"
#include "schemas/formats/json.h"

namespace commonplace::hostile {

using std::chrono::milliseconds;

namespace {

// Cuts limits down where a test wants it; the limits themselves are looked after by the tests of the fetcher.
class HurriedFetcher : public harvest::Fetcher {
 public:
  HurriedFetcher(std::unique_ptr<harvest::Fetcher> inner, std::string hurried)
      : inner_(std::move(inner)), hurried_(std::move(hurried)) {}

  harvest::Fetched fetch(const harvest::Ask& ask) override {
    harvest::Ask quick = ask;
    if (!hurried_.empty() && ask.url.find(hurried_) != std::string::npos) {
      quick.limits.first_byte = milliseconds(60);
      quick.limits.total = milliseconds(200);
    }
    return inner_->fetch(quick);
  }

 private:
  std::unique_ptr<harvest::Fetcher> inner_;
  std::string hurried_;
};

std::string http_of(const harvest::Fetched& fetched) {
  if (!fetched.reply) return "";
  std::string headers = "Content-Type: text/xml\r\n";
  if (fetched.reply->retry_after) headers += fmt::format("Retry-After: {}\r\n", fetched.reply->retry_after->count());
  return harvest::http_reply(fetched.reply->status, headers, fetched.reply->body);
}

std::string title_in(std::string_view document) {
  const auto read = json::parse(document);
  if (!read || !read->contains("name")) return "(unreadable)";
  const auto& name = read->at("name");
  return name.is_object() ? name.begin()->get<std::string>() : name.get<std::string>();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto place = text.find(what); place != std::string::npos; place = text.find(what, place + by.size()))
    text.replace(place, what.size(), by);
  return text;
}

}  // namespace

HostileSource::HostileSource(std::string host)
    : host_(std::move(host)), server_([this](harvest::RawServer&, int socket, const std::string& request) {
        return answer(socket, request);
      }) {}

int HostileSource::asked(const std::string& what) const {
  int count = 0;
  for (const auto& request : requests()) count += request.find(what) != std::string::npos;
  return count;
}

bool HostileSource::answer(int socket, const std::string& request) {
  const std::lock_guard lock(mutex_);
  const auto begin = request.find(' ') + 1;
  const std::string target = request.substr(begin, request.find(' ', begin) - begin);
  const int before = times_[target]++;
  const auto fetched = offers.fetch({"https://source.example" + target, "", {}});
  if (wire) {
    const auto arguments = harvest::arguments_of(target);
    const Question question{arguments, harvest::page_asked(arguments), before,
                            fetched.reply ? fetched.reply->body : ""};
    if (const auto stays = wire(socket, question)) return *stays;
  }
  std::string reply = http_of(fetched);
  if (host_ != "source.example" && fetched.reply) {
    auto renamed = fetched;
    renamed.reply->body = replaced(renamed.reply->body, "oai:source.example:", "oai:" + host_ + ":");
    reply = http_of(renamed);
  }
  return !reply.empty() && harvest::RawServer::send_bytes(socket, reply);
}

Case::Case() {
  std::string pattern = std::filesystem::temp_directory_path() / "hostile #test XXXXXX";
  folder_ = mkdtemp(pattern.data());
  store_ = store::open_sqlite({.path = (folder_ / "node.db").string(), .create = true, .now = now});
  add_peer("hostile", hostile.url());
  add_peer("healthy", healthy.url());
}

Case::~Case() {
  store_.reset();
  std::filesystem::remove_all(folder_);
}

void Case::add_peer(const std::string& name, const std::string& url) {
  store::Peer peer;
  peer.name = name;
  peer.url = url;
  peer.kind = "oai";
  store_->add_peer(peer);
}

void Case::set_peer(const store::Peer& peer) {
  store::Batch batch;
  batch.peer = peer;
  store_->write(batch, now);
}

app::VisitReport Case::run(const std::string& name, bool full, model::Datestamp& clock) {
  const auto peer = *store_->peer(name);
  harvest::CurlOptions curl;
  curl.user_agent = "Commonplace/test (+http://reader.example)";
  curl.permits = harvest::permits_for(peer.url, {*harvest::parse_block("127.0.0.1/32")});
  HurriedFetcher fetcher(harvest::make_curl_fetcher(curl), name == "hostile" ? hurried : "");
  const app::Visitor visitor{"http://reader.example", "reader.example", folder_.string(), 24};
  app::VisitOptions options;
  options.full = full;
  options.jitter = [] { return 0.5; };
  options.now = [&clock] { return clock; };
  options.wait = [&](std::chrono::seconds pause) {
    if (name == "hostile") waits.push_back(pause);
    if (pause > longest_wait) return false;
    clock.seconds += pause.count();
    return true;
  };
  return app::visit_peer(*store_, fetcher, visitor, peer, options);
}

app::VisitReport Case::visit() {
  app::VisitReport beside;
  std::jthread other([&] {
    model::Datestamp clock = now;
    beside = run("healthy", true, clock);
  });
  auto report = run("hostile", false, now);
  other.join();
  EXPECT_TRUE(beside.ending == harvest::Ending::complete || beside.ending == harvest::Ending::unchanged) << beside.message;
  EXPECT_EQ(beside.counts.offered, 500);
  expect_to_add_up(report);
  return report;
}

app::VisitReport Case::visit_alone(bool full) { return run("hostile", full, now); }

app::VisitReport Case::visit_healthy() { return run("healthy", true, now); }

Shown Case::shown() const {
  Shown shown;
  store_->list({}, {}, 100'000, INT64_MAX, store::Body::document, [&](const store::Row& row) {
    if (row.deleted || row.identifier.starts_with("oai:healthy.example:")) return;
    shown[std::string(row.identifier)] = title_in(row.body);
  });
  return shown;
}

std::vector<store::SetAside> Case::set_aside() const { return store_->set_aside(peer().id, 1000); }

Shown Case::model(int count) {
  Shown model;
  for (int index = 0; index < count; ++index) model[FakeSource::identifier(index)] = fmt::format("Title {}", index);
  return model;
}

FakeSource::Fault on_page(int number, std::function<harvest::Fetched(int before)> made) {
  return [=](const auto& arguments, int before) -> std::optional<harvest::Fetched> {
    if (harvest::page_asked(arguments) != number) return std::nullopt;
    return made(before);
  };
}

FakeSource::Fault on_page(int number, harvest::Fetched made, int times) {
  return [=](const auto& arguments, int before) -> std::optional<harvest::Fetched> {
    if (harvest::page_asked(arguments) != number || before >= times) return std::nullopt;
    return made;
  };
}

std::string page_with(const FakeSource& source, const std::string& title, const std::string& replacement) {
  std::string page = source.page(3);
  const auto place = page.find(title + "<");
  EXPECT_NE(place, std::string::npos);
  return page.replace(place, title.size(), replacement);
}

void expect_to_add_up(const app::VisitReport& report) {
  const auto& counts = report.counts;
  EXPECT_EQ(counts.offered, counts.created + counts.updated + counts.deleted + counts.unchanged + counts.duplicate +
                                counts.own + counts.refused + counts.quarantined);
}

void expect(Case& one, const app::VisitReport& report, Ending ending, std::int64_t offered, const Shown& model) {
  EXPECT_EQ(harvest::word(report.ending), harvest::word(ending)) << report.message;
  EXPECT_EQ(report.counts.offered, offered);
  EXPECT_EQ(one.shown(), model);
  expect_to_add_up(report);
}

void expect_kept_and_resumable(Case& one, const app::VisitReport& report, Ending ending, std::int64_t kept) {
  EXPECT_EQ(harvest::word(report.ending), harvest::word(ending)) << report.message;
  EXPECT_EQ(report.counts.offered, kept);
  EXPECT_EQ(one.peer().checkpoint, "");
  const auto model = Case::model();
  for (const auto& [identifier, title] : one.shown()) {
    ASSERT_TRUE(model.contains(identifier)) << identifier;
    EXPECT_EQ(model.at(identifier), title);
  }
  one.hostile.wire = {};
  one.hostile.offers.fault = {};
  one.hurried.clear();
  const int first_pages = one.hostile.asked("verb=ListRecords&metadataPrefix");

  const auto next = one.visit_alone();

  expect(one, next, Ending::complete, 500, model);
  EXPECT_EQ(one.hostile.asked("verb=ListRecords&metadataPrefix"), first_pages);  // from the cursor, not from the start
}

}  // namespace commonplace::hostile
