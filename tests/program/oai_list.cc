#include "tests/program/oai_list.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace commonplace::testing {
namespace {

std::string unescaped(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> entities = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}}};
  for (const auto& [entity, character] : entities)
    for (auto place = text.find(entity); place != std::string::npos; place = text.find(entity, place + 1))
      text.replace(place, entity.size(), character);
  return text;
}

// The inner texts of all elements of that name, verbatim, with their start tags.
struct Element {
  std::string_view start_tag;
  std::string_view inner;
};
std::vector<Element> elements_of(std::string_view name, std::string_view xml) {
  std::vector<Element> out;
  const std::string open = fmt::format("<{}", name);
  const std::string close = fmt::format("</{}>", name);
  for (auto place = xml.find(open); place != std::string_view::npos; place = xml.find(open, place + 1)) {
    const auto after_name = place + open.size();
    if (std::string_view(" >/").find(xml[after_name]) == std::string_view::npos) continue;
    const auto tag_end = xml.find('>', after_name);
    const auto start_tag = xml.substr(place, tag_end - place + 1);
    const bool is_empty = start_tag.ends_with("/>");
    const auto end = is_empty ? tag_end + 1 : xml.find(close, tag_end);
    out.push_back({start_tag, xml.substr(tag_end + 1, end - tag_end - 1)});
  }
  return out;
}

OaiHeader read_header(const Element& element) {
  OaiHeader header;
  const std::string inner(element.inner);
  header.identifier = texts_of("identifier", inner).at(0);
  header.datestamp = texts_of("datestamp", inner).at(0);
  header.deleted = element.start_tag.find("status=\"deleted\"") != std::string_view::npos;
  header.sets = texts_of("setSpec", inner);
  return header;
}

std::set<std::string> identifiers(const std::vector<OaiHeader>& headers, bool deleted) {
  std::set<std::string> out;
  for (const auto& header : headers)
    if (header.deleted == deleted && !out.insert(header.identifier).second)
      throw std::runtime_error("twice in one list: " + header.identifier);
  return out;
}

}  // namespace

std::set<std::string> OaiList::live() const {
  return identifiers(headers, false);
}
std::set<std::string> OaiList::deleted() const {
  return identifiers(headers, true);
}

std::vector<std::string> texts_of(const std::string& element, const std::string& xml) {
  std::vector<std::string> out;
  for (const auto& each : elements_of(element, xml)) out.push_back(unescaped(std::string(each.inner)));
  return out;
}

std::string oai_reply(const Node& node, const std::string& query) {
  auto reply = node.get("/oai?" + query);
  if (reply.status != 200) throw std::runtime_error(fmt::format("{} answered {}", query, reply.status));
  return std::move(reply.body);
}

OaiList oai_list(const Node& node, const std::string& verb, const std::string& arguments) {
  constexpr int most_pages = 2000;
  OaiList list;
  std::string query = fmt::format("verb={}&{}", verb, arguments);
  for (int page = 0; page < most_pages; ++page) {
    list.replies.push_back(oai_reply(node, query));
    const auto& xml = list.replies.back();
    if (xml.find("<error code=\"noRecordsMatch\"") != std::string::npos) return list;
    if (const auto errors = texts_of("error", xml); !errors.empty())
      throw std::runtime_error(query + ": " + errors.front());
    for (const auto& element : elements_of("header", xml)) list.headers.push_back(read_header(element));
    const auto tokens = texts_of("resumptionToken", xml);
    if (tokens.empty() || tokens.front().empty()) return list;
    query = fmt::format("verb={}&resumptionToken={}", verb, percent_encoded(tokens.front()));
  }
  throw std::runtime_error("a list without end: " + verb);
}

}  // namespace commonplace::testing
