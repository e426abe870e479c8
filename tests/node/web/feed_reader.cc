#include "tests/node/web/feed_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <sstream>

#include "schemas/formats/identifier.h"

namespace commonplace::web {

std::string gunzip(const std::string& bytes) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(std::size_t{64} << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::vector<FeedLine> lines_of(const std::string& body) {
  std::vector<FeedLine> out;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    auto value = json::parse(line);
    if (!value) {
      ADD_FAILURE() << value.problem().what << "\n" << line;
      continue;
    }
    const auto begin = line.find("\"record\":") + std::string_view("\"record\":").size();
    out.push_back({std::move(*value), line.substr(begin, line.rfind(",\"via\":") - begin)});
  }
  return out;
}

std::string linked(const http::Response& response, std::string_view relation) {
  const auto field = header(response, "Link").value_or("");
  const auto at = field.find(fmt::format("; rel=\"{}\"", relation));
  if (at == std::string::npos) return {};
  const auto open = field.rfind('<', at);
  return field.substr(open + 1, field.rfind('>', at) - open - 1);
}

FeedSite::FeedSite(std::int64_t archive_bytes)
    : cache_(ground_.media_folder() + "/../cache"),
      repository_(std::make_shared<oai::Repository>()),
      provider_(ground_.store(), [this] { return repository_; }) {
  repository_->name = "Glan'r Afon";
  repository_->base_url = site_url;
  repository_->identity_host = site_host;
  repository_->admin_email = "keeper@learn.glanafon.example";
  repository_->token_key = std::string(32, 'k');
  auto site = ground_.site();
  site.oai = [this](const http::Request& request) { return provider_.answer(request); };
  site.cache_folder = cache_;
  if (archive_bytes > 0) site.archive_bytes = archive_bytes;
  handler_ = make_handler(std::move(site));
}

FeedSite::~FeedSite() = default;

http::Response FeedSite::get(const std::string& target, const std::vector<http::Header>& headers) const {
  auto request = ground_.request("GET", target);
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
  return handler_(request);
}

std::vector<FeedLine> FeedSite::follow(std::string target) const {
  std::vector<FeedLine> all;
  while (!target.empty()) {
    const auto response = get(target, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(response.status, 200) << target << response.body;
    const bool is_packed = header(response, "Content-Encoding") == "gzip";
    for (auto& line : lines_of(is_packed ? gunzip(response.body) : response.body)) all.push_back(std::move(line));
    const auto next = linked(response, "next");
    EXPECT_TRUE(next.empty() || next.starts_with(site_url)) << next;
    target = next.empty() ? "" : next.substr(site_url.size());
  }
  return all;
}

store::Batch FeedSite::batch_of(const std::vector<std::pair<std::string, std::string>>& local_and_title, store::PeerId peer) {
  const auto set = formats::contributor_set(peer == 0 ? site_host : "quill.example", "");
  const auto contributor = store().contributor_by_set(set)->id;
  store::Batch batch;
  for (const auto& [local, title] : local_and_title) {
    store::Draft draft;
    draft.identifier = fmt::format("oai:{}:{}", peer == 0 ? site_host : "quill.example", local);
    draft.public_id = formats::public_id(draft.identifier);
    draft.contributor = contributor;
    draft.peer = peer;
    if (peer != 0) draft.trust = store::Trust::direct_unsigned;
    draft.deleted = title.starts_with('-');
    if (!draft.deleted) {
      draft.document = fmt::format(R"({{"@type":["LearningResource"],"name":{{"en":"{}"}}}})", title);
      draft.oai_dc = fmt::format("<dc>{}</dc>", title);
    }
    batch.drafts.push_back(std::move(draft));
  }
  return batch;
}

void FeedSite::write(const std::vector<std::pair<std::string, std::string>>& local_and_title, model::Datestamp now) {
  store().write(batch_of(local_and_title, 0), now);
}

void FeedSite::arrive(store::PeerId peer, store::Handling handling,
                      const std::vector<std::pair<std::string, std::string>>& local_and_title, model::Datestamp now) {
  auto page = batch_of(local_and_title, peer);
  page.handling = handling;
  page.visit.emplace();
  page.visit->peer = peer;
  page.visit->started = now;
  page.visit->prefix = "cpl";
  store().write(page, now);
}

store::PeerId FeedSite::add_peer(const std::string& name, bool probation) {
  store::Peer peer;
  peer.name = name;
  peer.url = "https://" + name + "/oai";
  peer.kind = "oai";
  peer.probation = probation;
  return store().add_peer(peer);
}

}  // namespace commonplace::web
