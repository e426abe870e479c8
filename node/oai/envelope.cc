#include "node/oai/envelope.h"

#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

void append_attribute(std::string& out, std::string_view name, const std::optional<std::string>& value) {
  if (!value) return;
  out.append(" ").append(name).append("=\"");
  formats::append_xml_attribute(out, *value);
  out += "\"";
}

void append_echo(std::string& out, const Arguments& arguments) {
  out.append(" verb=\"").append(verb_name(*arguments.verb)).append("\"");
  append_attribute(out, "identifier", arguments.identifier);
  append_attribute(out, "metadataPrefix", arguments.metadata_prefix);
  append_attribute(out, "from", arguments.from);
  append_attribute(out, "until", arguments.until);
  append_attribute(out, "set", arguments.set);
  append_attribute(out, "resumptionToken", arguments.resumption_token);
}

}  // namespace

std::string open_reply(const std::string& oai_url, model::Datestamp response_date, const Arguments& arguments, bool echo) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/"
      " http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\n<responseDate>";
  out.append(model::format_datestamp(response_date)).append("</responseDate>\n<request");
  if (echo && arguments.verb) append_echo(out, arguments);
  out += ">";
  formats::append_xml_text(out, oai_url);
  return out + "</request>\n";
}

http::Response error_reply(const std::string& oai_url, model::Datestamp response_date, const Arguments& arguments,
                           const std::vector<Error>& errors) {
  const bool echo = std::none_of(errors.begin(), errors.end(),
                                 [](const Error& e) { return e.code == "badVerb" || e.code == "badArgument"; });
  std::string out = open_reply(oai_url, response_date, arguments, echo);
  for (const auto& error : errors) {
    out.append("<error code=\"").append(error.code).append("\">");
    formats::append_xml_text(out, error.text);
    out += "</error>\n";
  }
  return close_reply(std::move(out));
}

http::Response close_reply(std::string xml) {
  xml += "</OAI-PMH>\n";
  http::Response response;
  response.content_type = "text/xml; charset=UTF-8";
  response.body = std::move(xml);
  response.gzip_level = 1;
  return response;
}

}  // namespace commonplace::oai
