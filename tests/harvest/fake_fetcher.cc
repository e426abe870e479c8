#include "fake_fetcher.h"

#include <set>

#include <fmt/format.h>

#include "schemas/formats/url.h"

namespace commonplace::harvest {

Fetched replied(std::string body, int status) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/xml";
  reply.wire_bytes = body.size();
  reply.body = std::move(body);
  return {std::move(reply), std::nullopt};
}

Fetched failed(FetchFault fault, std::string words) {
  return {std::nullopt, FetchProblem{fault, std::move(words)}};
}

Fetched busy(std::optional<std::chrono::seconds> retry_after) {
  Fetched fetched = replied("later", 503);
  fetched.reply->retry_after = retry_after;
  return fetched;
}

std::map<std::string, std::string> arguments_of(const std::string& url) {
  std::map<std::string, std::string> arguments;
  const auto question = url.find('?');
  for (std::size_t begin = question; begin != std::string::npos;) {
    const std::size_t end = url.find('&', begin + 1);
    const std::string pair = url.substr(begin + 1, end == std::string::npos ? end : end - begin - 1);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    arguments[pair.substr(0, equals)] =
        formats::percent_decode(pair.substr(std::min(equals + 1, pair.size()))).value_or("(broken)");
    begin = end;
  }
  return arguments;
}

std::string envelope(const std::string& content, const std::string& response_date) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">"
      "<responseDate>{}</responseDate><request>https://source.example/oai</request>{}</OAI-PMH>",
      response_date, content);
}

std::string oai_error(const std::string& code, const std::string& text) {
  return envelope(fmt::format("<error code=\"{}\">{}</error>", code, text));
}

std::string identify_reply(const std::string& granularity, const std::string& extra, const std::string& response_date) {
  return envelope(
      fmt::format("<Identify><repositoryName>Source</repositoryName><baseURL>https://source.example/oai</baseURL>"
                  "<protocolVersion>2.0</protocolVersion><adminEmail>keeper@source.example</adminEmail>"
                  "<earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
                  "<granularity>{}</granularity>{}</Identify>",
                  granularity, extra),
      response_date);
}

std::string dc_record(const std::string& identifier, const std::string& datestamp, const std::string& title) {
  return fmt::format(
      "<record><header><identifier>{}</identifier><datestamp>{}</datestamp><setSpec>things</setSpec></header><metadata>"
      "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:identifier>https://source.example/r"
      "</dc:identifier></oai_dc:dc></metadata></record>",
      identifier, datestamp, title);
}

std::string deleted_record(const std::string& identifier, const std::string& datestamp) {
  return fmt::format(
      "<record><header status=\"deleted\"><identifier>{}</identifier><datestamp>{}</datestamp></header></record>",
      identifier, datestamp);
}

std::string cpl_record(const std::string& identifier, const std::string& datestamp, const std::string& json,
                       const std::string& sets, const std::string& about) {
  return fmt::format(
      "<record><header><identifier>{}</identifier><datestamp>{}</datestamp>{}</header><metadata>"
      "<cpl:record xmlns:cpl=\"https://w3id.org/commonplace/ns/record/1\" "
      "encoding=\"jcs\">{}</cpl:record></metadata>{}</record>",
      identifier, datestamp, sets, json, about);
}

int page_asked(const std::map<std::string, std::string>& arguments) {
  const auto verb = arguments.find("verb");
  if (verb == arguments.end() || verb->second != "ListRecords") return 0;
  const auto token = arguments.find("resumptionToken");
  if (token == arguments.end()) return 1;
  return std::atoi(token->second.c_str() + token->second.find_last_of("p-") + 1);
}

namespace {

std::string header_of(int index) {
  return fmt::format("<header><identifier>{}</identifier><datestamp>{}</datestamp></header>",
                     FakeSource::identifier(index), FakeSource::datestamp(index));
}

std::string argument(const std::map<std::string, std::string>& arguments, const std::string& name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? std::string() : found->second;
}

}  // namespace

std::string FakeSource::datestamp(int index) {
  return fmt::format("2026-11-{:02}T{:02}:{:02}:00Z", 1 + index / 100, index % 100 / 60, index % 100 % 60);
}

std::string FakeSource::records(int number) const {
  std::string text;
  for (int index = (number - 1) * per_page; index < number * per_page; ++index) {
    text += dc_record(identifier(index), datestamp(index), fmt::format("Title {}", index));
  }
  return text;
}

std::string FakeSource::token_after(int number) const {
  const std::string token = number < pages ? "p" + std::to_string(number + 1) : "";
  return fmt::format("<resumptionToken{}>{}</resumptionToken>", token_attributes, token);
}

std::string FakeSource::page(int number) const {
  return envelope("<ListRecords>" + records(number) + token_after(number) + "</ListRecords>", response_date);
}

int FakeSource::index_of(const std::string& identifier) const {
  for (int index = 0; index < pages * per_page; ++index) {
    if (FakeSource::identifier(index) == identifier) return index;
  }
  return -1;
}

FakeSource::Part FakeSource::part_asked(const std::map<std::string, std::string>& arguments) const {
  const int total = pages * per_page;
  const std::string token = argument(arguments, "resumptionToken");
  Part part{0, total, true};
  if (token.starts_with('d')) {
    part.whole = false;
    part.begin = std::atoi(token.c_str() + 1);
    part.end = std::atoi(token.c_str() + token.find('-') + 1);
    return part;
  }
  const std::string from = argument(arguments, "from");
  const std::string until = argument(arguments, "until");
  if (!token.empty() || !knows_dates || (from.empty() && until.empty())) return part;
  part.whole = false;
  while (part.begin < part.end && datestamp(part.begin).substr(0, from.size()) < from) ++part.begin;
  while (!until.empty() && part.end > part.begin && datestamp(part.end - 1).substr(0, until.size()) > until) --part.end;
  return part;
}

Fetched FakeSource::list(const std::map<std::string, std::string>& arguments) const {
  auto as_records = arguments;
  as_records["verb"] = "ListRecords";
  const int number = page_asked(as_records);
  const Part part = part_asked(arguments);
  if (part.begin == part.end) return replied(oai_error("noRecordsMatch"));
  const int first = part.begin + (number - 1) * per_page;
  const int last = std::min(part.end, first + per_page);
  if (number < 1 || first >= part.end) return replied(oai_error("badResumptionToken"));
  const std::string verb = arguments.at("verb");
  std::string content = "<" + verb + ">";
  for (int step = first; step < last; ++step) {
    const int index = in_order ? step : first + last - 1 - step;
    content += verb == "ListIdentifiers" ? header_of(index)
                                         : dc_record(identifier(index), datestamp(index), fmt::format("Title {}", index));
  }
  std::string token;
  if (last < part.end)
    token = part.whole ? fmt::format("p{}", number + 1) : fmt::format("d{}-{}-{}", part.begin, part.end, number + 1);
  content += fmt::format("<resumptionToken{}>{}</resumptionToken></{}>", token_attributes, token, verb);
  return replied(envelope(content, response_date));
}

Fetched FakeSource::single(const std::string& identifier) const {
  const int index = index_of(identifier);
  if (index < 0) return replied(oai_error("idDoesNotExist"));
  return replied(envelope("<GetRecord>" + dc_record(identifier, datestamp(index), fmt::format("Title {}", index)) +
                              "</GetRecord>",
                          response_date));
}

Fetched FakeSource::fetch(const Ask& ask) {
  asked.push_back(ask.url);
  limits.push_back(ask.limits);
  const auto arguments = arguments_of(ask.url);
  const int before = times_[ask.url]++;
  if (fault) {
    if (auto made = fault(arguments, before)) return *made;
  }
  const auto verb = arguments.find("verb");
  if (verb == arguments.end()) return replied("not found", 404);
  if (verb->second == "Identify") return replied(identify);
  if (verb->second == "ListMetadataFormats") {
    std::string list;
    for (std::size_t begin = 0; begin < formats.size();) {
      const std::size_t end = std::min(formats.find(' ', begin), formats.size());
      list +=
          "<metadataFormat><metadataPrefix>" + formats.substr(begin, end - begin) +
          "</metadataPrefix><schema>http://s.example/</schema><metadataNamespace>http://n.example/</metadataNamespace>"
          "</metadataFormat>";
      begin = end + 1;
    }
    return replied(envelope("<ListMetadataFormats>" + list + "</ListMetadataFormats>"));
  }
  if (verb->second == "GetRecord" && gets_records) return single(argument(arguments, "identifier"));
  if (verb->second == "ListRecords" || (verb->second == "ListIdentifiers" && lists_identifiers)) return list(arguments);
  return replied(oai_error("badVerb"));
}

std::size_t Visited::distinct() const {
  std::set<std::string> identifiers;
  for (const auto& record : records) identifiers.insert(record.identifier);
  return identifiers.size();
}

Source healthy_source() {
  Source source;
  source.url = "https://source.example/oai";
  source.name = "Source";
  return source;
}

Visited visit(Fetcher& fetcher, VisitPlan plan) {
  Visited visited;
  House house;
  house.wait = [&](std::chrono::seconds duration) {
    visited.waits.push_back(duration);
    return duration <= plan.longest_wait;
  };
  house.jitter = [] { return 0.5; };
  if (plan.now) house.now = [&plan] { return *plan.now; };
  house.stop = plan.stop;
  const auto visit = make_visit(plan.source, fetcher, house, plan.limits, plan.resumption);
  while (auto delivery = visit->next_page()) {
    for (auto& record : delivery->records) visited.records.push_back(std::move(record));
    for (auto& unread : delivery->unread) visited.unread.push_back(std::move(unread));
    for (auto& missing : delivery->missing) visited.missing.push_back(std::move(missing));
    for (auto& contributor : delivery->contributors) visited.contributors.push_back(std::move(contributor));
    visited.cursors.push_back(delivery->next);
  }
  visited.outcome = visit->outcome();
  visited.progress = visit->standing().progress;
  visited.warnings = visit->standing().warnings;
  visited.prefix = visit->standing().prefix;
  visited.from = visit->standing().from;
  visited.repository = visit->standing().repository;
  visited.whole = visit->standing().whole;
  visited.standing = visit->standing();
  return visited;
}

}  // namespace commonplace::harvest
