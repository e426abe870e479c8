#include "harvest/repository.h"

#include <algorithm>

#include <fmt/format.h>

#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string text_of(const formats::XmlNode& node, std::string_view name) {
  const auto* child = node.child(name);
  constexpr std::size_t most = 2000;
  return child ? trimmed(child->text).substr(0, most) : std::string();
}

// A source may not give its records the address of another (HAR-18).
bool is_same_place(std::string_view base_url, std::string_view source_url) {
  const auto named = formats::parse_http_url(base_url);
  const auto asked = formats::parse_http_url(source_url);
  return named && asked && named->host == asked->host && named->port == asked->port;
}

std::string repository_identifier(const formats::XmlNode& identify) {
  for (const auto& description : identify.children) {
    const auto* identifier = description.local == "description" ? description.child("oai-identifier") : nullptr;
    if (identifier) return text_of(*identifier, "repositoryIdentifier");
  }
  return {};
}

// Addresses of the <friends> of the description; what is no web address, and this source itself, is left out.
std::vector<std::string> friends_of(const formats::XmlNode& identify, std::string_view source_url) {
  constexpr std::size_t most_friends = 100;
  std::vector<std::string> friends;
  for (const auto& description : identify.children) {
    const auto* list = description.local == "description" ? description.child("friends") : nullptr;
    if (!list) continue;
    for (const auto& entry : list->children) {
      const auto address = entry.local == "baseURL" ? formats::normalise_http_url(trimmed(entry.text)) : std::nullopt;
      const bool is_new = address && std::find(friends.begin(), friends.end(), *address) == friends.end();
      if (is_new && *address != source_url && friends.size() < most_friends) friends.push_back(*address);
    }
  }
  return friends;
}

}  // namespace

model::Outcome<Repository> read_repository(const OaiReply& reply, std::string_view source_url) {
  const formats::XmlNode& node = reply.identify;
  const std::string protocol = text_of(node, "protocolVersion");
  if (!protocol.empty() && protocol != "2.0") {
    return model::Problem{"old_protocol", "protocolVersion",
                          fmt::format("The source speaks OAI-PMH {}; only 2.0 is read.", protocol.substr(0, 20)),
                          "Ask its keeper for an OAI-PMH 2.0 address."};
  }
  const std::string base_url = text_of(node, "baseURL");
  const bool to_the_second = text_of(node, "granularity").size() > std::string_view("YYYY-MM-DD").size();
  return Repository{.name = text_of(node, "repositoryName"),
                    .base_url = is_same_place(base_url, source_url) ? base_url : std::string(source_url),
                    .earliest = text_of(node, "earliestDatestamp"),
                    .deleted_records = text_of(node, "deletedRecord"),
                    .granularity = to_the_second ? model::Granularity::second : model::Granularity::day,
                    .admin_email = text_of(node, "adminEmail"),
                    .identifier_host = repository_identifier(node),
                    .response_date = reply.response_date,
                    .friends = friends_of(node, source_url)};
}

}  // namespace commonplace::harvest
