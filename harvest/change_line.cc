#include "harvest/change_line.h"

#include <algorithm>
#include <charconv>

#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"
#include "schemas/formats/json_walk.h"

namespace commonplace::harvest {

namespace {

using model::Failure;
using model::Problem;

constexpr std::int64_t greatest_number = (std::int64_t{1} << 53) - 1;
constexpr std::size_t most_hops_read = model::max_hops + 2;  // more than is accepted, so that it can be refused
constexpr std::string_view digest_mark = "sha-256:";

Problem broken(std::string_view kind, std::string_view what) {
  return {std::string(kind), "", std::string(what), "Ask the source's keeper to look at its feed."};
}

// A whole number of JCS: digits alone.
Failure read_number(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && text.front() != '-' &&
                         (text.size() == 1 || text.front() != '0');
  if (is_number && out <= greatest_number) return std::nullopt;
  return broken("not_wellformed", "A number of the line is none.");
}

model::Outcome<json::Value> read_value(std::string_view text) {
  auto value = json::parse(text, {.bytes = most_line_bytes, .depth = deepest_line - 1});
  if (value) return value;
  const bool deep = value.problem().kind == "too-deep";
  return broken(deep ? "too_deep" : "not_wellformed", value.problem().what);
}

Failure read_text(std::string_view text, std::string& out) {
  auto value = read_value(text);
  if (!value) return value.problem();
  if (!value->is_string()) return broken("not_wellformed", "A member of the line is no text.");
  out = std::move(value->get_ref<std::string&>());
  return std::nullopt;
}

// Nodes say who ("node") and when ("at"), and beside it what OAI-PMH's provenance says.
model::Hop read_hop(const json::Value& via, const std::string& identifier) {
  model::Hop hop;
  hop.base_url = json::text_or(via, "url");
  if (hop.base_url.empty()) {
    const auto node = formats::parse_contributor_did(json::text_or(via, "node"));
    hop.base_url = node ? "https://" + node->host + "/oai" : "";
  }
  hop.identifier = json::text_or(via, "identifier", identifier);
  hop.datestamp = json::text_or(via, "datestamp");
  hop.metadata_namespace = json::text_or(via, "namespace");
  hop.harvest_date = json::text_or(via, "at");
  const auto altered = via.find("altered");
  hop.altered = altered != via.end() && altered->is_boolean() && altered->get<bool>();
  return hop;
}

Failure read_hops(std::string_view text, const std::string& identifier, std::vector<model::Hop>& hops) {
  if (text == "[]") return std::nullopt;
  const auto list = read_value(text);
  if (!list) return list.problem();
  if (!list->is_array()) return broken("not_wellformed", "The hops of the line are no list.");
  for (const auto& via : *list) {
    if (!via.is_object()) return broken("not_wellformed", "A hop of the line is no object.");
    if (hops.size() < most_hops_read) hops.push_back(read_hop(via, identifier));
  }
  return std::nullopt;
}

Failure read_truth(std::string_view text, bool& out) {
  out = text == "true";
  if (out || text == "false") return std::nullopt;
  return broken("not_wellformed", "\"deleted\" is neither true nor false.");
}

// The members that a line may have; the bit tells which have been seen.
constexpr std::string_view names[] = {"\"seq\"",     "\"identifier\"", "\"version\"", "\"digest\"",
                                      "\"deleted\"", "\"record\"",     "\"via\""};

Failure take_member(std::size_t which, std::string_view value, Change& change, std::string_view& via) {
  switch (which) {
    case 0: return read_number(value, change.seq);
    case 1: return read_text(value, change.identifier);
    case 2: return value == "null" ? std::nullopt : read_number(value, change.version);
    case 3: return value == "null" ? std::nullopt : read_text(value, change.digest);
    case 4: return read_truth(value, change.deleted);
    case 5: change.record = value == "null" ? std::string_view() : value; return std::nullopt;
    default: via = value; return std::nullopt;
  }
}

bool is_digest_of(const std::string& digest, std::string_view record) {
  return digest.substr(digest_mark.size()) == formats::sha256_hex(record);
}

// A member that this version does not know: read for what is allowed and left.
Failure look_at_unknown(const json::Walk& members, std::vector<std::string>& others) {
  std::string name;
  if (auto problem = read_text(members.name(), name)) return problem;
  if (std::find(others.begin(), others.end(), name) != others.end())
    return broken("not_wellformed", "The line has a member twice.");
  for (const auto known : names) {
    if (known.substr(1, known.size() - 2) == name) return broken("not_wellformed", "The line has a member twice.");
  }
  others.push_back(std::move(name));
  const auto value = read_value(members.value());
  return value ? std::nullopt : Failure(value.problem());
}

Failure check(const Change& change, unsigned seen) {
  if ((seen & 1u) == 0) return broken("not_wellformed", "The line has no \"seq\".");
  if (change.identifier.empty()) return broken("no_identifier", "The line has no identifier.");
  if (change.digest.starts_with(digest_mark) && !change.record.empty() && !is_digest_of(change.digest, change.record))
    return broken("crosswalk_failed", "The record is another than its digest says.");
  return std::nullopt;
}

}  // namespace

model::Outcome<Change> read_change(std::string_view line) {
  if (line.size() > most_line_bytes) return broken("too_big", "The line is larger than 1 MiB.");
  json::Walk members(line, deepest_line);
  if (!members.open_object()) return broken("not_wellformed", "The line is no JSON object.");
  Change change;
  std::string_view via = "[]";
  unsigned seen = 0;
  std::vector<std::string> others;
  while (members.next()) {
    const auto* name = std::find(std::begin(names), std::end(names), members.name());
    if (name == std::end(names)) {
      if (auto problem = look_at_unknown(members, others)) return *problem;
      continue;
    }
    const auto which = static_cast<std::size_t>(name - std::begin(names));
    if ((seen & 1u << which) != 0) return broken("not_wellformed", "The line has a member twice.");
    seen |= 1u << which;
    if (auto problem = take_member(which, members.value(), change, via)) return *problem;
  }
  if (members.is_too_deep()) return broken("too_deep", "The line is nested too deeply.");
  if (!members.is_whole()) return broken("not_wellformed", "The line is no whole JSON object.");
  if (auto problem = check(change, seen)) return *problem;
  if (auto problem = read_hops(via, change.identifier, change.hops)) return *problem;
  return change;
}

std::int64_t seq_of_broken(std::string_view line) {
  constexpr std::string_view name = "\"seq\":";
  const auto place = line.substr(0, 200).find(name);
  if (place == std::string_view::npos) return -1;
  line.remove_prefix(place + name.size());
  std::int64_t seq = -1;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), seq);
  return error == std::errc() && end != line.data() && seq >= 0 && seq <= greatest_number ? seq : -1;
}

}  // namespace commonplace::harvest
