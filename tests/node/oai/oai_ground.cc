// The node under test and the reading of its replies.
#include "tests/node/oai/oai_ground.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>

#include "node/oai/about.h"
#include "node/store/sqlite_store.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/url.h"
#include "tests/node/oai/schema_check.h"

namespace commonplace::oai {
namespace {

std::string text_of(const formats::XmlNode* node) {
  return node ? node->text : std::string();
}

Header header_of(const formats::XmlNode& node) {
  Header header{text_of(node.child("identifier")), text_of(node.child("datestamp")), false, {}};
  header.deleted = node.attribute("status") == "deleted";
  for (const auto& child : node.children)
    if (child.local == "setSpec") header.sets.push_back(child.text);
  return header;
}

std::uint64_t number(std::string_view text) {
  return text.empty() ? 0 : std::stoull(std::string(text));
}

model::Contributor profile(std::string_view slug, std::string_view name) {
  model::Contributor made;
  made.slug = slug.empty() ? "river-gallery" : std::string(slug);
  made.set = formats::contributor_set(test_host, slug);
  made.did = formats::contributor_did(test_host, slug);
  made.name = name;
  made.home = "https://www.river.example/?a=1&b='2'";
  made.logo = "https://learn.river.example/media/logo.png";
  made.host = test_host;
  return made;
}

}  // namespace

std::vector<std::string> Reply::codes() const {
  std::vector<std::string> out;
  for (const auto& child : root.children)
    if (child.local == "error") out.emplace_back(child.attribute("code"));
  return out;
}

std::map<std::string, std::string> Reply::echo() const {
  const auto* request = root.child("request");
  if (!request) return {};
  return {request->attributes.begin(), request->attributes.end()};
}

const formats::XmlNode* Reply::verb() const {
  if (root.children.size() != 3 || root.children[2].local == "error") return nullptr;
  return &root.children[2];
}

std::vector<const formats::XmlNode*> Reply::records() const {
  std::vector<const formats::XmlNode*> out;
  if (const auto* list = verb())
    for (const auto& child : list->children)
      if (child.local == "record") out.push_back(&child);
  return out;
}

std::vector<Header> Reply::headers() const {
  std::vector<Header> out;
  const auto* list = verb();
  if (!list) return out;
  for (const auto& child : list->children) {
    if (child.local == "header") out.push_back(header_of(child));
    if (child.local == "record" && child.child("header")) out.push_back(header_of(*child.child("header")));
  }
  return out;
}

std::vector<std::string> Reply::identifiers() const {
  std::vector<std::string> out;
  for (auto& header : headers()) out.push_back(header.identifier);
  return out;
}

std::vector<std::string> Reply::set_specs() const {
  std::vector<std::string> out;
  if (const auto* list = verb())
    for (const auto& child : list->children)
      if (child.local == "set") out.push_back(text_of(child.child("setSpec")));
  return out;
}

std::optional<ReplyToken> Reply::token() const {
  const auto* node = verb() ? verb()->child("resumptionToken") : nullptr;
  if (!node) return {};
  return ReplyToken{node->text, number(node->attribute("cursor")), number(node->attribute("completeListSize"))};
}

std::string Reply::date() const {
  return text_of(root.child("responseDate"));
}

OaiTest::OaiTest() {
  // In memory where the machine has such a folder: ten thousand commits then wait for no disk.
  const std::filesystem::path memory = "/dev/shm";
  const bool has_memory = access(memory.c_str(), W_OK) == 0;
  std::string pattern = (has_memory ? memory : std::filesystem::temp_directory_path()) / "oai-test-XXXXXX";
  folder_ = mkdtemp(pattern.data());
  repository_ = std::make_shared<Repository>();
  repository_->name = "Galería del Río <&' عربي 🌉";
  repository_->base_url = "https://learn.river.example";
  repository_->identity_host = test_host;
  repository_->admin_email = "keeper@learn.river.example";
  repository_->token_key = "0123456789abcdef0123456789abcdef";
  reopen();
  gallery_ = organisation("", repository_->name);
  repository_->own = store_->contributor(gallery_)->profile;
}

OaiTest::~OaiTest() {
  provider_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

void OaiTest::TearDown() {
  if (!the_schema_check()) GTEST_SKIP() << "SKIP: OAI schemas not found at ../shared/schemas; set COMMONPLACE_SCHEMAS";
}

void OaiTest::hold_against_schemas(const std::string& body, std::string_view query) {
  const auto* check = the_schema_check();
  if (!check || !seen_.insert(std::hash<std::string>{}(normalised(body))).second) return;
  EXPECT_EQ(check->complaints(body), "") << query << "\n" << body.substr(0, 2000);
}

void OaiTest::reopen() {
  provider_.reset();
  store_.reset();
  store::SqliteOptions options;
  options.path = folder_ + "/commonplace.db";
  options.create = !std::filesystem::exists(options.path);
  options.now = beginning;
  store_ = store::open_sqlite(options);
  provider_ = std::make_unique<Provider>(*store_, [this] { return repository_; });
}

store::ContributorId OaiTest::organisation(std::string_view slug, std::string_view name) {
  return store_->put_contributor(profile(slug, name), true);
}

std::string OaiTest::id(std::string_view local) {
  return fmt::format("oai:{}:{}", test_host, local);
}

store::Draft OaiTest::record(std::string_view local, std::string_view title) const {
  model::Resource resource;
  resource.identifier = id(local);
  resource.types = {"LearningResource"};
  resource.name = {{"en", std::string(title)}};
  resource.license = "https://creativecommons.org/licenses/by/4.0/";
  resource.url = fmt::format("https://www.river.example/{}?a=1&b=2", formats::percent_encode(local));

  store::Draft draft;
  draft.identifier = resource.identifier;
  draft.public_id = formats::public_id(resource.identifier);
  draft.contributor = gallery_;
  draft.document = formats::write_canonical(resource);
  draft.oai_dc = formats::write_oai_dc(resource);
  draft.about = about_of(cc0, {});
  return draft;
}

store::Draft OaiTest::tombstone(std::string_view local) const {
  auto draft = record(local);
  draft.deleted = true;
  draft.document = draft.oai_dc = draft.about = "";
  return draft;
}

store::Draft OaiTest::in_sets(store::Draft draft, std::vector<std::string> sets) {
  draft.sets = std::move(sets);
  return draft;
}

void OaiTest::publish(std::vector<store::Draft> drafts, model::Datestamp at) {
  store::Batch batch;
  batch.drafts = std::move(drafts);
  store_->write(batch, at);
}

void OaiTest::publish_many(int count, model::Datestamp at) {
  std::vector<store::Draft> drafts;
  for (int i = 1; i <= count; ++i) drafts.push_back(record(std::to_string(i)));
  publish(std::move(drafts), at);
}

void OaiTest::publish_small(int count, model::Datestamp at) {
  const auto pattern = record("1");
  std::vector<store::Draft> drafts;
  for (int i = 1; i <= count; ++i) {
    auto draft = pattern;
    draft.identifier = id(std::to_string(i));
    draft.public_id = formats::public_id(draft.identifier);
    drafts.push_back(std::move(draft));
  }
  publish(std::move(drafts), at);
}

http::Request OaiTest::get(std::string_view query) {
  http::Request request;
  request.method = "GET";
  request.path = "/oai";
  request.target = fmt::format("/oai?{}", query);
  const auto arguments = http::parse_form(query);
  request.query_is_malformed = !arguments;
  if (arguments) request.query = *arguments;
  return request;
}

Reply OaiTest::ask(std::string_view query) {
  auto request = get(query);
  request.now = now_;
  return read(provider_->answer(request), query);
}

Reply OaiTest::post(std::string_view body, std::string_view query, std::string_view type) {
  auto request = get(query);
  request.method = "POST";
  request.body = body;
  request.headers.push_back({"content-type", std::string(type)});
  request.now = now_;
  return read(provider_->answer(request), body);
}

Reply OaiTest::read(http::Response response, std::string_view query) {
  Reply reply{std::move(response), {}};
  if (reply.response.status != 200) return reply;
  auto tree = formats::read_xml_tree(reply.response.body);
  EXPECT_TRUE(tree) << query << "\n" << reply.response.body.substr(0, 1000);
  if (tree) reply.root = std::move(*tree);
  hold_against_schemas(reply.response.body, query);
  return reply;
}

std::vector<Reply> OaiTest::whole_list(std::string_view query) {
  std::vector<Reply> pages{ask(query)};
  const std::string verb(query.substr(0, query.find('&')));
  while (pages.back().token() && !pages.back().token()->text.empty() && pages.size() < 1000)
    pages.push_back(ask(verb + "&resumptionToken=" + pages.back().token()->text));
  return pages;
}

std::vector<std::string> OaiTest::identifiers_of(const std::vector<Reply>& pages) {
  std::vector<std::string> out;
  for (const auto& page : pages)
    for (auto& identifier : page.identifiers()) out.push_back(identifier);
  return out;
}

}  // namespace commonplace::oai
