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
  return token == arguments.end() ? 1 : std::atoi(token->second.c_str() + 1);
}

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
  const int number = page_asked(arguments);
  if (number >= 1 && number <= pages) return replied(page(number));
  return replied(oai_error("badResumptionToken"));
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
    for (auto& contributor : delivery->contributors) visited.contributors.push_back(std::move(contributor));
    visited.cursors.push_back(delivery->next);
  }
  visited.outcome = visit->outcome();
  visited.progress = visit->standing().progress;
  visited.warnings = visit->standing().warnings;
  visited.prefix = visit->standing().prefix;
  visited.from = visit->standing().from;
  return visited;
}

}  // namespace commonplace::harvest
