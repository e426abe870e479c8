#include "fake_node.h"

#include <fmt/format.h>

#include "schemas/formats/cpl.h"

namespace commonplace::harvest {

std::string document_of(const std::string& identifier, const std::string& title) {
  return fmt::format(
      R"({{"@type":["LearningResource"],"identifier":"{}","inLanguage":["en"],"learningResourceType":["lesson-plan"],)"
      R"("license":"https://creativecommons.org/licenses/by/4.0/","metadataLicense":"https://creativecommons.org/publicdomain/zero/1.0/",)"
      R"("name":{{"en":"{}"}},"publisher":{{"@type":"Organization","name":{{"und":"River Gallery"}}}},"url":"https://river.example/r"}})",
      identifier, title);
}

std::string record_of(const std::string& identifier, const std::string& title, std::int64_t version, bool deleted) {
  formats::Envelope envelope;
  envelope.identifier = identifier;
  envelope.contributor = "did:web:river.example:by:weavers";
  envelope.version = version;
  envelope.deleted = deleted;
  envelope.modified = "2026-11-20T07:00:00Z";
  envelope.brand_name = "River Gallery";
  envelope.document = deleted ? "{}" : document_of(identifier, title);
  return formats::write_envelope(envelope);
}

std::string change_line(std::int64_t seq, const std::string& identifier, const std::string& record, bool deleted,
                        const std::string& via) {
  return fmt::format(R"({{"seq":{},"identifier":"{}","version":1,"digest":"","deleted":{},"record":{},"via":{}}})", seq,
                     identifier, deleted, record, via);
}

FakeNode::FakeNode(int records)
    : document(R"({"id":"did:web:river.example","name":"River Gallery","namespaces":["oai:river.example:"],)"
               R"("service":[{"type":"OAI-PMH","serviceEndpoint":"https://river.example/oai"}]})") {
  for (int i = 1; i <= records; ++i) change(fmt::format("oai:river.example:{}", i), fmt::format("Title {}", i));
}

void FakeNode::change(const std::string& identifier, const std::string& title) {
  lines.push_back(change_line(static_cast<std::int64_t>(lines.size()) + 1, identifier, record_of(identifier, title)));
}

void FakeNode::withdraw(const std::string& identifier) {
  lines.push_back(change_line(static_cast<std::int64_t>(lines.size()) + 1, identifier,
                              record_of(identifier, "", 2, true), true));
}

Fetched FakeNode::fetch(const Ask& ask) {
  const int before = asked_for(ask.url);
  asked.push_back(ask);
  if (fault) {
    if (auto made = fault(ask.url, before)) return *made;
  }
  if (ask.url == "https://river.example/.well-known/commonplace/node.json") return replied(document);
  if (ask.url.starts_with("https://river.example/api/v1/changes?")) return changes(ask);
  return replied("not found", 404);
}

Fetched FakeNode::changes(const Ask& ask) const {
  const auto arguments = arguments_of(ask.url);
  const std::size_t since = std::stoul(arguments.at("since"));
  const auto its_life = arguments.find("life");
  if (since > lines.size() || (its_life != arguments.end() && its_life->second != life)) return replied("gone", 410);
  const std::string etag = fmt::format("\"{}-{}\"", since, lines.size());
  if (ask.etag == etag) return replied("", 304);
  const auto end = std::min(lines.size(), since + static_cast<std::size_t>(most_lines));
  std::string body;
  for (std::size_t i = since; i < end; ++i) body += lines[i] + "\n";
  auto fetched = replied(std::move(body));
  fetched.reply->etag = etag;
  fetched.reply->life = life;
  if (end < lines.size()) fetched.reply->link = fmt::format("</api/v1/changes?since={}&limit=100>; rel=\"next\"", end);
  return fetched;
}

int FakeNode::asked_for(const std::string& part) const {
  return static_cast<int>(
      std::count_if(asked.begin(), asked.end(), [&](const Ask& ask) { return ask.url.find(part) != std::string::npos; }));
}

Source node_source() {
  Source source;
  source.kind = "node";
  source.url = "https://river.example/oai";
  source.name = "river";
  return source;
}

}  // namespace commonplace::harvest
