#include "tests/bench/sample_node.h"

#include <array>
#include <cmath>
#include <random>
#include <stdexcept>

#include "node/app/publisher.h"
#include "node/http/encoding.h"
#include "node/store/sqlite_store.h"
#include "node/web/site.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/url.h"

namespace commonplace::bench {
namespace {

constexpr int batch_size = 500;

// A pronounceable word that no other number gives.
std::string word(std::size_t number) {
  static constexpr std::string_view consonants = "bcdfghjklmnprstvw";
  static constexpr std::string_view vowels = "aeiou";
  std::string text;
  for (number += 90; number > 0; number /= 85) {
    text += consonants[number % 17];
    text += vowels[number / 17 % 5];
  }
  return text + "m";
}

// Words as people use them: the n-th about n times rarer than the first.
std::string words(std::mt19937_64& random, int count) {
  std::string text;
  for (; count > 0; --count) {
    const double part = std::uniform_real_distribution<double>(0, 1)(random);
    text += word(static_cast<std::size_t>(std::pow(40'000.0, part))) + (count > 1 ? " " : "");
  }
  return text;
}

template <std::size_t n>
std::string one_of(std::mt19937_64& random, const std::array<const char*, n>& list) {
  return list[random() % n];
}

// About 1.7 KB as oai_dc: like a museum's page about a work, or a short lesson.
model::Resource resource(int number) {
  std::mt19937_64 random(static_cast<std::uint64_t>(number) + 1);
  model::Resource made;
  made.name = {{"en", words(random, 5) + " <" + words(random, 1) + "> & Ŵyth"}};
  made.description = {{"en", words(random, 90)}};
  made.learning_resource_type = {one_of(random, std::array{"lesson-plan", "image", "worksheet", "primary-source"})};
  made.about = {one_of(random, std::array{"art-and-design", "history", "drama", "music"})};
  made.keywords = {{"en", {words(random, 1), words(random, 2), words(random, 1)}}};
  made.educational_level = {one_of(random, std::array{"england-ks2", "england-ks3", "england-ks4"})};
  made.creator.resize(1);
  made.creator.front().name = {{"und", words(random, 2)}};
  made.license = "https://creativecommons.org/licenses/by/4.0/";
  made.in_language = {"en"};
  made.url = "https://river.example/works/" + std::to_string(number);
  made.date_created = std::to_string(1700 + random() % 320);
  return made;
}

std::shared_ptr<const oai::Repository> repository(const std::string& host) {
  auto made = std::make_shared<oai::Repository>();
  made->name = "River Gallery";
  made->base_url = "http://" + host;
  made->identity_host = host;
  made->admin_email = "keeper@" + host;
  made->token_key = std::string(32, 'k');
  return made;
}

}  // namespace

SampleNode::SampleNode(const std::string& path, std::string host)
    : host_(std::move(host)),
      store_(store::open_sqlite({.path = path, .create = true, .now = sample_day})),
      repository_(repository(host_)),
      provider_(*store_, [this] { return repository_; }),
      index_(search::make_index()) {}

store::ContributorId SampleNode::own() {
  model::Contributor profile;
  profile.slug = "river-gallery";
  profile.name = "River Gallery";
  profile.host = host_;
  profile.set = formats::contributor_set(host_, "");
  profile.did = formats::contributor_did(host_, "");
  return store_->put_contributor(profile, true);
}

void SampleNode::publish(int records) {
  const app::Imprint imprint{repository_->base_url, host_, repository_->metadata_licence, *store_->contributor(own())};
  for (int first = 0; first < records; first += batch_size) {
    store::Batch batch;
    for (int i = first; i < std::min(first + batch_size, records); ++i) {
      auto prepared = app::prepare(resource(i), "work-" + std::to_string(i), imprint, {}, sample_day);
      if (!prepared.draft) throw std::runtime_error("a sample is wrong: " + prepared.errors.front().what);
      batch.drafts.push_back(std::move(*prepared.draft));
    }
    store_->write(batch, {sample_day.seconds + first / 1000});
  }
}

void SampleNode::publish_small(int records) {
  const auto contributor = own();
  for (int first = 0; first < records; first += batch_size) {
    store::Batch batch;
    for (int i = first; i < std::min(first + batch_size, records); ++i) {
      store::Draft draft;
      draft.identifier = "oai:" + host_ + ":small-" + std::to_string(i);
      draft.public_id = formats::public_id(draft.identifier);
      draft.contributor = contributor;
      draft.document = "{\"name\":{\"en\":\"Small " + std::to_string(i) + "\"}}";
      draft.oai_dc =
          "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
          "<dc:title>Small " + std::to_string(i) + "</dc:title></oai_dc:dc>";
      batch.drafts.push_back(std::move(draft));
    }
    store_->write(batch, {sample_day.seconds + first / 1000});
  }
}

void SampleNode::keep_for_replay(const std::string& prefix) {
  const auto keep = [this](const std::string& query) {
    const auto page = ask_provider(provider_, query);
    kept_[query] = http::gzip(page, 1);
    return next_token(page);
  };
  keep("verb=Identify");
  std::string query = "verb=ListRecords&metadataPrefix=" + prefix;
  while (!query.empty()) {
    const auto token = keep(query);
    query = token.empty() ? "" : "verb=ListRecords&resumptionToken=" + token;
  }
}

http::Response SampleNode::replay(const http::Request& request) const {
  const auto kept = kept_.find(request.target.substr(request.target.find('?') + 1));
  if (kept == kept_.end()) return http::Response::text(404, "text/plain", "not kept");
  auto response = http::Response::text(200, "text/xml; charset=UTF-8", kept->second);
  response.headers.push_back({"Content-Encoding", "gzip"});
  return response;
}

void SampleNode::add_sets(int count) {
  store::Draft draft;
  draft.identifier = "oai:" + host_ + ":sets";
  draft.public_id = formats::public_id(draft.identifier);
  draft.contributor = store_->contributors().front().id;
  draft.deleted = true;
  for (int i = 0; i < count; ++i) draft.sets.push_back("framework:sample:" + std::to_string(i));
  store::Batch batch;
  batch.drafts.push_back(std::move(draft));
  store_->write(batch, {sample_day.seconds + 1'000'000});
}

http::Response SampleNode::answer(const http::Request& request) const {
  ++requests_;
  if (request.path == "/oai") return provider_.answer(request);
  if (request.path == "/replay") return replay(request);
  if (request.path.starts_with("/api/")) return web_(request);
  return http::Response::text(200, "text/xml; charset=utf-8", constant_);
}

void SampleNode::serve(int workers, const std::string& cache_folder) {
  const auto profile = std::make_shared<web::Profile>();
  profile->base_url = repository_->base_url;
  profile->identity_host = host_;
  web_ = web::make_handler({.store = *store_,
                            .index = *index_,
                            .profile = [profile] { return profile; },
                            .media_folder = {},
                            .oai = [this](const http::Request& request) { return provider_.answer(request); },
                            .search_is_ready = [] { return false; },
                            .cache_folder = cache_folder});
  http::ServerOptions options;
  options.listen = {{}};
  options.workers = workers;
  options.clock = [] { return model::Datestamp{sample_day.seconds + 1'000'000}; };
  server_ = http::make_pistache_server(std::move(options));
  server_->start([this](const http::Request& request) { return answer(request); });
}

void SampleNode::stop() {
  server_->stop(std::chrono::milliseconds(100));
}

std::string ask_provider(const oai::Provider& provider, const std::string& query) {
  http::Request request;
  request.method = "GET";
  request.path = "/oai";
  request.target = "/oai?" + query;
  request.query = http::parse_form(query).value();
  request.now = {sample_day.seconds + 1'000'000};
  return provider.answer(request).body;
}

std::string next_token(std::string_view page) {
  constexpr std::string_view closing = "</resumptionToken>";
  const auto end = page.rfind(closing);
  if (end == std::string_view::npos) return {};
  const auto begin = page.rfind('>', end) + 1;
  return formats::percent_encode(page.substr(begin, end - begin));
}

}  // namespace commonplace::bench
