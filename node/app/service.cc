#include "node/app/service.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "federation/identity.h"
#include "federation/keys.h"
#include "node/app/aligner.h"
#include "node/app/clock.h"
#include "node/app/follower.h"
#include "node/app/kept_searches.h"
#include "node/app/renewal.h"
#include "node/app/rest.h"
#include "node/app/scheduler.h"
#include "node/app/synonyms.h"
#include "node/config/log.h"
#include "node/http/server.h"
#include "node/oai/provider.h"
#include "node/search/index.h"
#include "node/web/site.h"

namespace commonplace::app {
namespace {

using config::Level;
using config::log;

constexpr auto look_every = std::chrono::milliseconds(50);  // PRAGMA data_version: what is published is found within 100 ms (SRCH-70)
constexpr auto keep_index_every = std::chrono::minutes(5);
constexpr auto grace = std::chrono::seconds(10);

http::Endpoint endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  return {text.substr(0, colon), static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1)))};
}

void log_access(const http::Access& access) {
  const auto level = access.status >= 500 ? Level::error : Level::debug;  // what clients get wrong is no trouble of ours
  log(level, "http", {{"id", access.id}, {"method", access.method}, {"path", access.path}, {"status", std::to_string(access.status)},
                      {"us", std::to_string(access.took.count())}, {"bytes", std::to_string(access.body_bytes)},
                      {"error", access.error}});
}

http::ServerOptions server_options(const Desk& desk, const std::vector<std::string>& listen) {
  http::ServerOptions options;
  for (const auto& text : listen) options.listen.push_back(endpoint(text));
  const auto cores = std::max(1u, std::thread::hardware_concurrency());
  options.workers = desk.config.workers > 0 ? desk.config.workers : static_cast<int>(cores);
  options.limits.connections = static_cast<std::size_t>(desk.config.max_connections);
  options.clock = now;
  options.on_access = log_access;
  return options;
}

std::string node_document(const Desk& desk, const store::StoredContributor& own) {
  const auto root = federation::load_key_pair(desk.folder.keys() + "/root.key");
  const auto signing = federation::load_key_pair(desk.folder.keys() + "/signing.key");
  if (!root || !signing) return "{}";
  federation::NodeDescription node;
  node.host = desk.identity_host;
  node.base_url = desk.config.base_url;
  node.name = own.profile.name;
  node.issued = desk.store->created();
  node.root = root->public_key();
  node.signing = signing->public_key();
  node.signing_month = model::format_datestamp(node.issued).substr(0, 7);
  node.own = own.profile;
  return federation::node_document(node);
}

}  // namespace

class Service::Parts {
 public:
  explicit Parts(Desk& desk);
  void start(const std::vector<std::string>& listen);
  std::vector<std::string> addresses() const;
  void stop();

 private:
  void follow(const std::stop_token& stop);
  void reread();
  void keep_ledger();
  void renew(const std::stop_token& stop);
  void align(const std::stop_token& stop);

  Desk& desk_;
  std::unique_ptr<search::Index> index_;
  std::shared_ptr<web::SearchLedger> ledger_ = std::make_shared<web::SearchLedger>();
  std::uint64_t kept_changes_ = 0;  // of the ledger
  curriculum::AlignmentBook book_;
  Aligner aligner_;
  Follower follower_;
  Renewal renewal_;
  bool renewing_ = true;  // whether derived parts may be behind
  Scheduler scheduler_;
  oai::Provider provider_;
  std::unique_ptr<http::Server> server_;
  std::vector<std::string> hosts_;
  std::atomic<bool> search_is_ready_{false};
  std::atomic<std::shared_ptr<const web::Profile>> profile_;
  std::atomic<std::shared_ptr<const oai::Repository>> repository_;
  std::jthread follower_thread_;
};

Service::Service(Desk& desk) : parts_(std::make_unique<Parts>(desk)) {}
Service::~Service() { stop(); }
void Service::start(const std::vector<std::string>& listen) { parts_->start(listen); }
std::vector<std::string> Service::addresses() const { return parts_->addresses(); }
void Service::stop() { parts_->stop(); }

Service::Parts::Parts(Desk& desk)
    : desk_(desk),
      index_(search::make_index()),
      aligner_(*desk.store, book_),
      follower_(*desk.store, *index_, desk.folder.index(), &aligner_),
      renewal_(*desk.store),
      scheduler_(desk),
      provider_(*desk.store, [this] { return repository_.load(); }) {
  std::filesystem::create_directories(std::filesystem::path(desk.folder.index()).parent_path());
  index_->set_thesaurus(read_synonyms(desk.folder.synonyms()));
  read_searches(desk.folder.searches(), *ledger_);
  reread();
}

void Service::Parts::start(const std::vector<std::string>& listen) {
  for (const auto& text : listen) hosts_.push_back(endpoint(text).host);
  web::Site site{*desk_.store,
                 *index_,
                 [this] { return profile_.load(); },
                 desk_.folder.media(),
                 [this](const http::Request& request) { return provider_.answer(request); },
                 [this] { return search_is_ready_.load(); },
                 ledger_,
                 desk_.folder.cache(),
                 &book_};
  auto front = web::make_front(std::move(site));
  auto options = server_options(desk_, listen);
  options.on_refusal = std::move(front.refuse);
  server_ = http::make_pistache_server(std::move(options));
  server_->start(std::move(front.answer));
  follower_thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
  scheduler_.start();
}

std::vector<std::string> Service::Parts::addresses() const {
  std::vector<std::string> out;
  const auto ports = server_->ports();
  for (std::size_t i = 0; i < ports.size(); ++i)
    out.push_back(fmt::format("http://{}:{}", hosts_[i] == "*" ? "localhost" : hosts_[i], ports[i]));
  return out;
}

void Service::Parts::stop() {
  if (!server_) return;
  server_->stop(grace);
  scheduler_.stop();
  follower_thread_ = {};
  keep_ledger();
  if (!follower_.keep()) log(Level::warning, "index.not_kept", {{"fix", "the next start reads the store again"}});
  server_.reset();
}

void Service::Parts::follow(const std::stop_token& stop) {
  const auto begun = std::chrono::steady_clock::now();
  auto kept = begun;
  while (!stop.stop_requested()) {
    try {
      if (!search_is_ready_) {
        aligner_.read();
        follower_.start();
        search_is_ready_ = true;
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
        log(Level::info, "search.ready", {{"records", std::to_string(index_->size())}, {"ms", std::to_string(took.count())}});
      } else if (follower_.catch_up()) {
        reread();
        renewing_ = true;
      }
      align(stop);
      if (search_is_ready_ && renewing_) renew(stop);
      if (std::chrono::steady_clock::now() - kept > keep_index_every) {
        follower_.keep();
        keep_ledger();
        kept = std::chrono::steady_clock::now();
      }
    } catch (const std::exception& error) {
      log(Level::error, "index.broken", {{"why", error.what()}});
    }
    rest(stop, look_every);
  }
}

// Behind the index: a search waits for no statement to be found.
void Service::Parts::align(const std::stop_token& stop) {
  if (!aligner_.catch_up(index_->seq(), stop)) return;
  if (const auto keys = aligner_.take_changed(); !keys.empty()) follower_.refresh(keys);
}

// After an upgrade or a new framework: one batch, then the index follows, then the next.
void Service::Parts::renew(const std::stop_token& stop) {
  bool has_worked = false;
  while (!stop.stop_requested() && (renewing_ = renewal_.step(now()))) {
    has_worked = true;
    if (follower_.catch_up()) reread();
  }
  if (has_worked && !renewing_) log(Level::info, "records.renewed", {{"stamped", std::to_string(renewal_.stamped())}});
}

void Service::Parts::keep_ledger() {
  const auto changes = ledger_->changes();
  if (changes == kept_changes_) return;
  if (keep_searches(desk_.folder.searches(), *ledger_)) kept_changes_ = changes;
  else log(Level::warning, "searches.not_kept", {{"file", desk_.folder.searches()}, {"fix", "Make room on the disk; what was counted since the last time is lost otherwise."}});
}

void Service::Parts::reread() {
  auto profile = std::make_shared<web::Profile>();
  profile->base_url = desk_.config.base_url;
  profile->identity_host = desk_.identity_host;
  profile->version = program_version;
  profile->own = desk_.own();
  profile->node_document = node_document(desk_, profile->own);
  profile_ = std::shared_ptr<const web::Profile>(std::move(profile));
  repository_ = std::make_shared<const oai::Repository>(desk_.repository());
}

}  // namespace commonplace::app
