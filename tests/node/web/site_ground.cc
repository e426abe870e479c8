// Everything here is invented; the names and titles are as nasty as real ones get.
#include "tests/node/web/site_ground.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>

#include "federation/identity.h"
#include "node/store/sqlite_store.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"

namespace commonplace::web {
namespace {

model::Contributor kit(std::string name, std::string slug, std::string colour, std::string home) {
  model::Contributor profile;
  profile.name = std::move(name);
  profile.slug = std::move(slug);
  profile.colour = std::move(colour);
  profile.home = std::move(home);
  return profile;
}

constexpr std::array titles = {
    "Castles & \"keeps\": <script>alert(1)</script>",
    "Owain's map of the 'lost' river",
    "Cestyll y Tywysogion: ŵyn, ŷd a thân",
    "نقوش النور في الفن",
    "Paper boats 🚤 and <b>bold</b> rivers",
    "A morning at the loom",
    "Victorian street cries",
    "Lanterns of the harbour",
};

}  // namespace

model::Resource invented(int index) {
  const auto at = [index](auto... words) {
    const std::array<std::string, sizeof...(words)> all{words...};
    return all[static_cast<std::size_t>(index) % all.size()];
  };
  const auto title = static_cast<std::size_t>(index) % titles.size();
  const std::string language = title == 2 ? "cy" : title == 3 ? "ar" : "en";
  model::Resource r;
  r.name = {{language, fmt::format("{} no. {}", titles[title], index)}};
  r.description = {
      {language, fmt::format("Pupils look closely, talk and make. River number {} runs <i>here</i> & there.", index)}};
  r.in_language = {language};
  r.learning_resource_type = {at("lesson-plan", "video", "worksheet")};
  r.about = {at("history", "art-and-design", "music", "geography")};
  r.educational_level = {at("england-ks1", "england-ks2", "wales-ps3")};
  r.license = at("https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by-nc-nd/4.0/",
                 "https://creativecommons.org/publicdomain/zero/1.0/");
  r.time_required = at("PT15M", "PT30M", "PT60M", "PT90M");
  r.url = fmt::format("https://glanafon.example/learn/{}?a=1&b='2'", index);
  r.keywords = {{"en", {"rivers", "looking"}}};
  if (index % 2 == 0) {
    model::StatementRef ref;
    ref.uri = fmt::format("https://framework.example/s/{}", index % 3 + 2);
    ref.framework = "https://framework.example/";
    ref.code = fmt::format("RV.{}", index % 3 + 1);
    ref.text = {{"en", "Looks closely at a made thing"}};
    r.teaches.push_back(ref);
  }
  return r;
}

SiteGround::SiteGround() {
  std::string pattern = std::filesystem::temp_directory_path() / "site #test XXXXXX";
  folder_ = mkdtemp(pattern.data());
  std::filesystem::create_directories(folder_ / "media");
  store::SqliteOptions options;
  options.path = folder_ / "commonplace.db";
  options.create = true;
  options.now = {site_now.seconds - 86'400};
  store_ = store::open_sqlite(options);
  index_ = search::make_index();
  aligner_ = std::make_unique<app::Aligner>(*store_, book_);
  follower_ = std::make_unique<app::Follower>(*store_, *index_, "", aligner_.get());
  add_contributors();
  add_framework();
  add_resources();
  add_visitors();
  follower_->start();
  follow();

  Profile profile;
  profile.base_url = site_url;
  profile.identity_host = site_host;
  profile.version = "0.0-test";
  profile.own = *store_->contributor_by_set(formats::contributor_set(site_host, ""));
  profile.node_document = R"({"id":"did:web:learn.glanafon.example"})";
  profile_ = std::make_shared<const Profile>(std::move(profile));
  handler_ = make_handler(site());
}

SiteGround::~SiteGround() {
  std::filesystem::remove_all(folder_);
}

Site SiteGround::site() const {
  const auto oai = [](const http::Request&) { return http::Response::text(200, "text/xml", "<OAI-PMH/>"); };
  return {*store_,        *index_, [profile = profile_] { return profile; },
          media_folder(), oai,     [ready = ready_] { return *ready; }, {}, {}, &book_};
}

void SiteGround::follow() {
  follower_->catch_up();
  aligner_->catch_up(index_->seq());
  follower_->refresh(aligner_->take_changed());
}

void SiteGround::add_contributors() {
  auto own = kit("Amgueddfa Glan'r Afon <River>", "glanafon", "#2B3A8F", "https://glanafon.example/");
  own.message = "Rivers & <em>people</em>";
  const std::string logo = "\x89PNG\r\n\x1a\n" + std::string(40, 'x');
  const auto file = formats::sha256_hex(logo) + ".png";
  std::ofstream(media_folder() + "/" + file, std::ios::binary) << logo;
  own.logo = std::string(site_url) + "/media/" + file;
  federation::name_contributor(own, std::string(site_host), true);
  store_->put_contributor(own, true);

  auto hosted = kit("Oriel Ŵy & Merched", "oriel-wy", "", "https://oriel-wy.example/");
  federation::name_contributor(hosted, std::string(site_host), false);
  store_->put_contributor(hosted, true);

  for (auto [name, host, colour] : {std::tuple{"متحف النور", "light.museum.example", "red;} body{display:none} .x{"},
                                    {"Quill 🖋️ & Ink Archive", "quill.example", "#0F766E"}}) {
    auto foreign = kit(name, formats::slug(host), colour, "https://" + std::string(host) + "/");
    federation::name_contributor(foreign, host, true);
    store_->put_contributor(foreign, false);
  }
}

void SiteGround::add_framework() {
  model::Framework framework;
  framework.id = "river-learning";
  framework.uri = "https://framework.example/";
  framework.title = {{"en", "River Learning <Framework>"}};
  framework.publisher = "Panel of invented rivers";
  framework.languages = {"en"};
  framework.sha256 = std::string(64, 'a');
  framework.imported_at = "2026-11-19T08:00:00Z";
  std::vector<model::Statement> statements;
  for (int i = 1; i <= 4; ++i) {
    model::Statement s;
    s.uri = fmt::format("https://framework.example/s/{}", i);
    s.id = s.code = i == 1 ? "RV" : fmt::format("RV.{}", i - 1);
    s.text = {{"en", i == 1 ? "Looking & making" : fmt::format("Looks closely at 'thing' {}", i - 1)}};
    s.type = i == 1 ? "Strand" : "Statement";
    if (i > 1) s.parent = "https://framework.example/s/1";
    s.sequence = i;
    statements.push_back(s);
  }
  store_->put_framework(framework, statements);
}

// Thirty that are published here: own ones, and every third of the hosted gallery.
void SiteGround::add_resources() {
  for (int i = 0; i < 30; ++i)
    ids_.push_back(publish(invented(i), fmt::format("REF {}/{}", i, i % 2 ? "é" : "a"), i % 3 == 0 ? "oriel-wy" : ""));
}

// Ten that a peer brought.
void SiteGround::add_visitors() {
  store::Peer peer;
  peer.name = "quill";
  peer.url = "https://quill.example/oai";
  peer.kind = "oai";
  peer.repository_name = "Quill <Node>";
  const auto peer_id = store_->add_peer(peer);
  store::Batch batch;
  for (int i = 30; i < 40; ++i) {
    const std::string host = i % 2 ? "light.museum.example" : "quill.example";
    auto resource = invented(i);
    resource.types = {"LearningResource"};
    resource.identifier = fmt::format("oai:{}:{}", host, i);
    resource.at_id = fmt::format("https://{}/r/{}", host, formats::public_id(resource.identifier));
    store::Draft draft;
    draft.identifier = resource.identifier;
    draft.public_id = formats::public_id(resource.identifier);
    draft.contributor = store_->contributor_by_set(formats::contributor_set(host, ""))->id;
    draft.peer = peer_id;
    draft.trust = store::Trust::direct_unsigned;
    draft.document = formats::write_canonical(resource);
    draft.oai_dc = formats::write_oai_dc(resource);
    draft.hops = {{"https://quill.example/oai", resource.identifier, "2026-11-01T10:00:00Z",
                   "http://www.openarchives.org/OAI/2.0/oai_dc/", "2026-11-02T10:00:00Z", false}};
    ids_.push_back(draft.public_id);
    batch.drafts.push_back(std::move(draft));
  }
  store_->write(batch, site_now);
}

std::string SiteGround::publish(const model::Resource& resource, const std::string& reference,
                                const std::string& slug) {
  const auto set = formats::contributor_set(site_host, slug);
  const app::Imprint imprint{std::string(site_url), std::string(site_host),
                             "https://creativecommons.org/publicdomain/zero/1.0/", *store_->contributor_by_set(set)};
  auto prepared = app::prepare(resource, reference, imprint, {}, site_now);
  if (!prepared.draft) throw std::logic_error("the invented resource is wrong: " + prepared.errors.front().what);
  store::Batch batch;
  batch.drafts.push_back(std::move(*prepared.draft));
  store_->write(batch, site_now);
  follower_->catch_up();
  return batch.drafts.front().public_id;
}

void SiteGround::withdraw(const std::string& public_id) {
  store::Batch batch;
  batch.drafts.push_back(app::withdrawal(*store_->find_public(public_id)));
  store_->write(batch, {site_now.seconds + 60});
  follow();
}

http::Request SiteGround::request(const std::string& method, const std::string& target,
                                  const std::string& accept) const {
  http::Request request;
  request.method = method;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  if (const auto question = target.find('?'); question != std::string::npos) {
    auto query = http::parse_form(std::string_view(target).substr(question + 1));
    request.query_is_malformed = !query;
    if (query) request.query = std::move(*query);
  }
  if (!accept.empty()) request.headers.push_back({"Accept", accept});
  request.id = "r1";
  request.now = site_now;
  return request;
}

http::Response SiteGround::get(const std::string& target, const std::string& accept) const {
  return answer(request("GET", target, accept));
}

json::Value SiteGround::json(const std::string& target) const {
  const auto response = get_json(target);
  if (response.status != 200)
    throw std::runtime_error(target + " answered " + std::to_string(response.status) + response.body);
  return nlohmann::json::parse(response.body);
}

std::optional<std::string> header(const http::Response& response, std::string_view name) {
  for (const auto& one : response.headers)
    if (one.name == name) return one.value;
  return {};
}

SiteGround& shared_site() {
  static SiteGround site;
  return site;
}

}  // namespace commonplace::web
