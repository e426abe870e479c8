#include "tests/harvest/validator/model_repository.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "schemas/formats/url.h"
#include "schemas/formats/xml.h"

namespace commonplace::harvest::validator {

namespace {

Arguments arguments_of(const std::string& query) {
  Arguments out;
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string pair = query.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    out.emplace_back(pair.substr(0, equals),
                     formats::percent_decode(pair.substr(std::min(equals + 1, pair.size()))).value_or("(broken)"));
    begin = end + 1;
  }
  return out;
}

bool is_prefix(const std::string& text) {
  return !text.empty() && text.find(' ') == std::string::npos;
}

constexpr const char* schema_instance = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

}  // namespace

bool replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string Asked::value(std::string_view name) const {
  for (const auto& [key, text] : arguments)
    if (key == name) return text;
  return {};
}

bool Asked::has(std::string_view name) const {
  return std::any_of(arguments.begin(), arguments.end(), [name](const auto& a) { return a.first == name; });
}

void Asked::set(const std::string& name, const std::string& value) {
  drop(name);
  arguments.emplace_back(name, value);
}

void Asked::drop(std::string_view name) {
  std::erase_if(arguments, [name](const auto& a) { return a.first == name; });
}

ModelRepository::ModelRepository() {
  for (int i = 0; i < 250; ++i)
    items.push_back({.identifier = fmt::format("oai:model.example:{}", i),
                     .datestamp = model::format_datestamp({1'577'923'200 + i * 60}),  // 2020-01-02
                     .deleted = i == 10 || i == 20,
                     .set = i % 2 == 0 ? "images" : "things:prints",
                     .title = fmt::format("Title {}", i)});
}

Fetched ModelRepository::fetch(const Ask& ask) {
  ++requests;
  Asked asked;
  asked.query = ask.form.value_or(ask.url.size() > url.size() ? ask.url.substr(url.size() + 1) : "");
  asked.sent = asked.arguments = arguments_of(asked.query);
  asked.post = ask.form.has_value();
  asked.plain = ask.plain;
  ++times[asked.query];
  if (instead)
    if (auto made = instead(asked)) return *made;
  if (understand) understand(asked);
  Reply reply;
  reply.status = 200;
  reply.content_type = "text/xml; charset=UTF-8";
  reply.final_url = ask.url;
  reply.body = answer(asked);
  reply.wire_bytes = ask.plain ? reply.body.size() : reply.body.size() / 3;
  if (spoil) spoil(asked, reply);
  if (ask.plain && reply.wire_bytes > reply.body.size() / 2) reply.wire_bytes = reply.body.size();
  return {std::move(reply), std::nullopt};
}

std::string ModelRepository::answer(const Asked& asked) const {
  Errors errors = errors_of(asked);
  std::string content;
  const std::string verb = asked.value("verb");
  if (errors.empty()) {
    content = verb == "Identify"              ? identify()
              : verb == "ListMetadataFormats" ? list_formats(asked, errors)
              : verb == "ListSets"            ? list_sets(asked, errors)
              : verb == "GetRecord"           ? get_record(asked, errors)
                                              : list(asked, errors);
  }
  if (!errors.empty()) content.clear();
  std::string attributes;
  const bool echoes = std::none_of(errors.begin(), errors.end(),
                                   [](const Error& e) { return e.code == "badVerb" || e.code == "badArgument"; });
  std::set<std::string> seen;
  for (const auto& [name, value] : asked.sent) {
    if (!echoes || !seen.insert(name).second) continue;
    attributes += " " + name + "=\"";
    formats::append_xml_attribute(attributes, value);
    attributes += "\"";
  }
  for (const auto& error : errors) content += fmt::format("<error code=\"{}\">{}</error>", error.code, error.text);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" {} "
      "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">"
      "<responseDate>{}</responseDate><request{}>{}</request>{}</OAI-PMH>\n",
      schema_instance, response_date, attributes, base_url,
      errors.empty() ? "<" + verb + ">" + content + "</" + verb + ">" : content);
}

ModelRepository::Errors ModelRepository::errors_of(const Asked& asked) const {
  struct Grammar {
    std::set<std::string> allowed, required;
  };
  static const std::map<std::string, Grammar> grammars = {
      {"Identify", {{}, {}}},
      {"ListMetadataFormats", {{"identifier"}, {}}},
      {"ListSets", {{"resumptionToken"}, {}}},
      {"GetRecord", {{"identifier", "metadataPrefix"}, {"identifier", "metadataPrefix"}}},
      {"ListRecords", {{"metadataPrefix", "from", "until", "set", "resumptionToken"}, {"metadataPrefix"}}},
      {"ListIdentifiers", {{"metadataPrefix", "from", "until", "set", "resumptionToken"}, {"metadataPrefix"}}}};
  const auto verbs =
      std::count_if(asked.arguments.begin(), asked.arguments.end(), [](const auto& a) { return a.first == "verb"; });
  const auto grammar = grammars.find(asked.value("verb"));
  if (verbs != 1 || grammar == grammars.end()) return {{"badVerb", "This is no verb."}};
  std::set<std::string> seen;
  for (const auto& [name, value] : asked.arguments) {
    if (!seen.insert(name).second) return {{"badArgument", "An argument came twice."}};
    if (name != "verb" && !grammar->second.allowed.contains(name))
      return {{"badArgument", "An argument does not belong here."}};
    if (value.empty()) return {{"badArgument", "A value is empty."}};
  }
  if (asked.has("resumptionToken"))
    return asked.arguments.size() == 2 ? Errors{} : Errors{{"badArgument", "A token stands alone."}};
  for (const auto& name : grammar->second.required)
    if (!asked.has(name)) return {{"badArgument", "An argument is missing."}};
  const std::string prefix = asked.value("metadataPrefix");
  if (asked.has("metadataPrefix") && !is_prefix(prefix)) return {{"badArgument", "This is no prefix."}};
  if (auto errors = errors_of_dates(asked); !errors.empty()) return errors;
  if (!prefix.empty() && prefix != "oai_dc") return {{"cannotDisseminateFormat", "There is no such format."}};
  return {};
}

ModelRepository::Errors ModelRepository::errors_of_dates(const Asked& asked) const {
  std::vector<std::string> dates;
  for (const char* name : {"from", "until"})
    if (asked.has(name)) dates.push_back(asked.value(name));
  for (const auto& date : dates) {
    const auto parsed = model::parse_datestamp(date);
    if (!parsed || (days && parsed->granularity == model::Granularity::second))
      return {{"badArgument", "This is no date."}};
  }
  if (dates.size() == 2 && dates[0].size() != dates[1].size())
    return {{"badArgument", "The dates differ in granularity."}};
  if (dates.size() == 2 && dates[0] > dates[1]) return {{"badArgument", "from is later than until."}};
  return {};
}

std::string ModelRepository::identify() const {
  return fmt::format(
      "<repositoryName>The model</repositoryName><baseURL>{}</baseURL><protocolVersion>2.0</protocolVersion>"
      "<adminEmail>keeper@model.example</adminEmail><earliestDatestamp>{}</earliestDatestamp><deletedRecord>{}</"
      "deletedRecord>"
      "<granularity>{}</granularity><compression>gzip</compression><description><oai-identifier "
      "xmlns=\"http://www.openarchives.org/OAI/2.0/oai-identifier\" {} "
      "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai-identifier "
      "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd\"><scheme>oai</scheme>"
      "<repositoryIdentifier>model.example</repositoryIdentifier><delimiter>:</delimiter>"
      "<sampleIdentifier>oai:model.example:1</sampleIdentifier></oai-identifier></description>",
      base_url, days ? "2020-01-01" : "2020-01-01T00:00:00Z", deleted_record,
      days ? "YYYY-MM-DD" : "YYYY-MM-DDThh:mm:ssZ", schema_instance);
}

std::string ModelRepository::list_formats(const Asked& asked, Errors& errors) const {
  if (asked.has("identifier") && !find(asked.value("identifier")))
    errors.push_back({"idDoesNotExist", "There is no such record."});
  return "<metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
         "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
         "<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat>";
}

std::string ModelRepository::list_sets(const Asked& asked, Errors& errors) const {
  if (asked.has("resumptionToken")) errors.push_back({"badResumptionToken", "This is no token."});
  if (!with_sets) errors.push_back({"noSetHierarchy", ""});
  return "<set><setSpec>images</setSpec><setName>Images</setName></set><set><setSpec>things</setSpec><setName>Things</"
         "setName>"
         "</set><set><setSpec>things:prints</setSpec><setName>Prints</setName></set>";
}

const Item* ModelRepository::find(const std::string& identifier) const {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.identifier == identifier; });
  return found == items.end() ? nullptr : &*found;
}

std::string ModelRepository::stamp(const Item& item) const {
  return days ? item.datestamp.substr(0, 10) : item.datestamp;
}

std::string ModelRepository::header(const Item& item) const {
  return fmt::format("<header{}><identifier>{}</identifier><datestamp>{}</datestamp>{}</header>",
                     item.deleted ? " status=\"deleted\"" : "", item.identifier, stamp(item),
                     with_sets ? "<setSpec>" + item.set + "</setSpec>" : "");
}

std::string ModelRepository::record(const Item& item) const {
  if (item.deleted) return "<record>" + header(item) + "</record>";
  return fmt::format(
      "<record>{}<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" {} "
      "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ "
      "http://www.openarchives.org/OAI/2.0/oai_dc.xsd\"><dc:title>{}</dc:title></oai_dc:dc></metadata></record>",
      header(item), schema_instance, item.title);
}

std::string ModelRepository::get_record(const Asked& asked, Errors& errors) const {
  const Item* item = find(asked.value("identifier"));
  if (!item) errors.push_back({"idDoesNotExist", "There is no such record."});
  return item ? record(*item) : "";
}

bool ModelRepository::is_chosen(const Item& item, const Arguments& choice) const {
  for (const auto& [name, value] : choice) {
    const std::string date = stamp(item).substr(0, value.size());
    if (name == "from" && date < value) return false;
    if (name == "until" && date > value) return false;
    if (name == "set" && item.set != value && !item.set.starts_with(value + ":")) return false;
  }
  return true;
}

// A token is verb!from!until!set!cursor.
std::string ModelRepository::list(const Asked& asked, Errors& errors) const {
  const std::string verb = asked.value("verb");
  Arguments choice;
  std::size_t cursor = 0;
  if (asked.has("resumptionToken")) {
    std::vector<std::string> parts{""};
    for (const char c : asked.value("resumptionToken")) {
      if (c == '!') {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    if (parts.size() != 5 || (parts[0] != verb && !tokens_of_any_verb)) {
      errors.push_back({"badResumptionToken", "This is no token."});
      return {};
    }
    for (const auto& [name, value] : Arguments{{"from", parts[1]}, {"until", parts[2]}, {"set", parts[3]}})
      if (!value.empty()) choice.emplace_back(name, value);
    cursor = std::stoul(parts[4]);
  } else {
    for (const char* name : {"from", "until", "set"})
      if (asked.has(name)) choice.emplace_back(name, asked.value(name));
  }
  const auto chosen_value = [&choice](std::string_view name) {
    for (const auto& [key, value] : choice)
      if (key == name) return value;
    return std::string();
  };
  if (!chosen_value("set").empty() && !with_sets) errors.push_back({"noSetHierarchy", ""});
  std::vector<const Item*> chosen;
  for (const auto& item : items)
    if (is_chosen(item, choice)) chosen.push_back(&item);
  if (chosen.empty() && errors.empty()) errors.push_back({"noRecordsMatch", "Nothing matches."});
  std::string out;
  const std::size_t end = std::min(chosen.size(), cursor + page);
  for (std::size_t i = cursor; i < end; ++i) out += verb == "ListRecords" ? record(*chosen[i]) : header(*chosen[i]);
  if (cursor == 0 && end == chosen.size()) return out;
  const std::string token =
      fmt::format("{}!{}!{}!{}!{}", verb, chosen_value("from"), chosen_value("until"), chosen_value("set"), end);
  return out + fmt::format("<resumptionToken cursor=\"{}\" completeListSize=\"{}\">{}</resumptionToken>", cursor,
                           chosen.size(), end < chosen.size() ? token : "");
}

}  // namespace commonplace::harvest::validator
