#include "tests/node/app/loopback.h"

#include <fmt/format.h>

#include <stdexcept>

#include "schemas/formats/identifier.h"

namespace commonplace::app {
namespace {

http::Request request_for(const std::string& target, model::Datestamp now) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  if (const auto question = target.find('?'); question != std::string::npos) {
    auto query = http::parse_form(std::string_view(target).substr(question + 1));
    request.query_is_malformed = !query;
    if (query) request.query = std::move(*query);
  }
  request.id = "loopback";
  request.now = now;
  return request;
}

void post(http::Request& request, const std::string& form) {
  request.method = "POST";
  request.body = form;
  request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
}

}  // namespace

LoopbackNode::LoopbackNode(const Ground& ground, const std::string& host, const std::string& name)
    : desk_(ground.desk(host, name)), index_(search::make_index()) {
  desk_.config.oai_page_size = 5;
  provider_ = std::make_unique<oai::Provider>(*desk_.store, [this] { return repository_; });
  const auto oai = [this](const http::Request& request) { return provider_->answer(request); };
  handler_ = web::make_handler(
      {*desk_.store, *index_, [this] { return profile_; }, desk_.folder.media(), oai, [] { return true; }});
  call_again();
}

void LoopbackNode::call_again() {
  repository_ = std::make_shared<const oai::Repository>(desk_.repository());
  web::Profile profile{desk_.config.base_url, desk_.identity_host, "0.0-test", desk_.own(),
                       fmt::format(R"({{"id":"{}","name":"{}","namespaces":["oai:{}:"]}})", desk_.own().profile.did,
                                   desk_.identity_host, desk_.identity_host)};
  profile_ = std::make_shared<const web::Profile>(std::move(profile));
}

void LoopbackNode::publish(int count, std::int64_t second, const std::string& title, const std::string& slug) {
  const auto imprint =
      desk_.imprint(*desk_.store->contributor_by_set(formats::contributor_set(desk_.identity_host, slug)));
  store::Batch batch;
  for (int i = 1; i <= count; ++i) {
    auto prepared =
        prepare(resource(fmt::format("{} {}", title, i), fmt::format("{}/learn/{}", desk_.config.base_url, i)),
                std::to_string(i), imprint, {}, at(second));
    if (!prepared.draft) throw std::logic_error(prepared.errors.front().what);
    batch.drafts.push_back(std::move(*prepared.draft));
  }
  desk_.store->write(batch, at(second));
}

void LoopbackNode::withdraw(const std::string& reference, std::int64_t second) {
  store::Batch batch;
  batch.drafts.push_back(withdrawal(*desk_.store->find("oai:" + desk_.identity_host + ":" + reference)));
  desk_.store->write(batch, at(second));
}

Visitor LoopbackNode::visitor() const {
  return {desk_.config.base_url, desk_.identity_host, desk_.folder.media(), 24};
}

harvest::Fetched Loopback::fetch(const harvest::Ask& ask) {
  asked.push_back(ask.url);
  if (fault)
    if (auto made = fault(ask.url)) return *made;
  for (const auto& [base, node] : nodes_) {
    if (!ask.url.starts_with(base + "/")) continue;
    auto request = request_for(ask.url.substr(base.size()), now);
    if (ask.form) post(request, *ask.form);
    const auto response = node->answer(request);
    harvest::Reply reply;
    reply.status = response.status;
    reply.content_type = response.content_type;
    reply.body = response.body;
    if (rewrite) rewrite(reply.body);
    reply.final_url = ask.url;
    reply.wire_bytes = response.body.size();
    reply.etag = response.etag;
    for (const auto& header : response.headers) {
      if (header.name == "Link") reply.link = header.value;
      if (header.name == "Commonplace-Life") reply.life = header.value;
    }
    if (!ask.etag.empty() && ask.etag == response.etag) reply.status = 304, reply.body.clear();
    return {std::move(reply), std::nullopt};
  }
  return {std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "nobody is there"}};
}

VisitReport visit(LoopbackNode& node, Loopback& loopback, const std::string& peer, bool full) {
  VisitOptions options;
  options.full = full;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&loopback] { return loopback.now; };
  return visit_peer(node.store(), loopback, node.visitor(), *node.store().peer(peer), options);
}

}  // namespace commonplace::app
