#include "harvest/resource_body.h"

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "harvest/page_resources.h"
#include "schemas/formats/json_walk.h"
#include "schemas/formats/rows.h"

namespace commonplace::harvest {

namespace {

constexpr std::string_view schema_org = "https://schema.org/";

void keep(model::Outcome<Delivered> record, const std::string& identifier, std::string_view bytes, const ResourceBody& body,
          Gathering& gathering) {
  if (!record) return gathering.set_aside(unread_of(identifier, record.problem().kind, 0, bytes));
  record->hops.front().harvest_date = body.harvest_date;
  gathering.keep(std::move(*record));
}

// `place`: the address, and which of several at it.
void keep_described(model::Resource resource, std::string_view bytes, const std::string& place, const ResourceBody& body,
                    const Origin& origin, Gathering& gathering) {
  const std::string claimed = resource.identifier.empty() ? resource.at_id : resource.identifier;
  const std::string identifier = page_identifier(claimed, place);
  if (resource.url.empty()) resource.url = body.url;
  auto record = cross_described({.identifier = identifier,
                                 .source_identifier = identifier == claimed ? claimed : place,
                                 .datestamp = body.datestamp,
                                 .metadata_namespace = std::string(schema_org),
                                 .bytes = bytes,
                                 .resource = std::move(resource)},
                                origin);
  keep(std::move(record), identifier, bytes, body, gathering);
}

bool read_json(const ResourceBody& body, const Origin& origin, Gathering& gathering) {
  if (auto identifier = identifier_of_record(body.text); !identifier.empty()) {
    Carried carried{identifier, false, body.text, {}};
    keep(cross_carried(carried, origin), identifier, body.text, body, gathering);
    return true;
  }
  const auto value = json::parse(body.text, {.bytes = origin.record_bytes, .depth = 32});
  if (!value) {
    gathering.set_aside(unread_of(page_identifier("", body.url), "not_wellformed", 0, body.text));
    return true;
  }
  auto row = formats::read_json_row(*value);
  if (!row.resource) return false;
  keep_described(std::move(*row.resource), body.text, body.url, body, origin, gathering);
  return true;
}

bool read_page(const ResourceBody& body, const Origin& origin, Gathering& gathering) {
  auto page = read_page_resources(body.text, body.url);
  for (const auto& block : page.broken)
    gathering.set_aside(unread_of(page_identifier("", body.url), block.reason, 0, block.bytes));
  std::size_t count = 0;
  for (auto& one : page.resources) {
    const std::string place = ++count == 1 ? body.url : fmt::format("{}#{}", body.url, count);
    keep_described(std::move(one.resource), one.bytes, place, body, origin, gathering);
  }
  return count > 0 || !page.broken.empty();
}

void read_metadata(const ResourceBody& body, const Origin& origin, Gathering& gathering) {
  auto tree = formats::read_xml_tree(body.text);
  if (!tree) return gathering.set_aside(unread_of(body.url, tree.problem().kind, 0, body.text));
  Offered offered;
  offered.identifier = body.url;
  offered.datestamp = body.datestamp;
  offered.has_metadata = true;
  offered.metadata = std::move(*tree);
  offered.bytes = offered.raw = body.text;
  keep(cross(offered, origin), body.url, body.text, body, gathering);
}

}  // namespace

std::string identifier_of_record(std::string_view body) {
  std::string identifier;
  bool is_record = false;
  json::Walk members(body);
  for (members.open_object(); members.next();) {
    if (members.name() == "\"type\"") is_record = members.value() == "\"CommonplaceRecord\"";
    if (members.name() != "\"id\"") continue;
    const auto text = json::parse(members.value());
    if (text && text->is_string()) identifier = text->get<std::string>();
  }
  return is_record && members.is_whole() ? identifier : std::string();
}

bool read_resource_body(const ResourceBody& body, const Origin& origin, Gathering& gathering) {
  switch (first_look(body.text)) {
    case Sight::json:
      return read_json(body, origin, gathering);
    case Sight::web_page:
      return read_page(body, origin, gathering);
    case Sight::xml:
      read_metadata(body, origin, gathering);
      return true;
    default:
      return false;
  }
}

}  // namespace commonplace::harvest
