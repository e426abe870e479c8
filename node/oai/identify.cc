#include "node/oai/identify.h"

#include "schemas/formats/identifier.h"
#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

void element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  formats::append_xml_text(out, text);
  out.append("</").append(name).append(">\n");
}

// The opening tag of a container in its own namespace; `schema` is the file name beside it.
std::string open_container(std::string_view name, std::string_view name_space, std::string_view schema) {
  std::string out("<");
  out.append(name).append(" xmlns=\"").append(name_space);
  out.append("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"");
  return out.append(name_space).append(" http://www.openarchives.org/OAI/2.0/").append(schema).append("\"");
}

std::string oai_identifier(const Repository& repository, std::string_view sample) {
  std::string out = open_container("oai-identifier", "http://www.openarchives.org/OAI/2.0/oai-identifier", "oai-identifier.xsd");
  out += ">\n";
  element(out, "scheme", "oai");
  element(out, "repositoryIdentifier", repository.identity_host);
  element(out, "delimiter", ":");
  const bool is_good = formats::parse_oai_identifier(sample).has_value();  // the schema takes no other
  element(out, "sampleIdentifier", is_good ? std::string(sample) : "oai:" + repository.identity_host + ":sample");
  return out + "</oai-identifier>";
}

std::string friends(const Repository& repository) {
  std::string out = open_container("friends", "http://www.openarchives.org/OAI/2.0/friends/", "friends.xsd");
  out += ">\n";
  for (const auto& url : repository.friends) element(out, "baseURL", url);
  return out + "</friends>";
}

std::string rights_manifest(const Repository& repository) {
  std::string out = open_container("rightsManifest", "http://www.openarchives.org/OAI/2.0/rights/", "rightsManifest.xsd");
  out += " appliesTo=\"http://www.openarchives.org/OAI/2.0/entity#metadata\"><rights><rightsReference ref=\"";
  formats::append_xml_attribute(out, repository.metadata_licence);
  return out + "\"/></rights></rightsManifest>";
}

}  // namespace

std::string branding(const model::Contributor& contributor) {
  if (contributor.logo.empty()) return {};
  std::string out = open_container("branding", "http://www.openarchives.org/OAI/2.0/branding/", "branding.xsd");
  out += ">\n<collectionIcon>\n";
  element(out, "url", contributor.logo);
  if (!contributor.home.empty()) element(out, "link", contributor.home);
  element(out, "title", contributor.name);
  return out + "</collectionIcon>\n</branding>";
}

std::string identify(const Repository& repository, model::Datestamp earliest, std::string_view sample) {
  std::string out = "<Identify>\n";
  element(out, "repositoryName", repository.name);
  element(out, "baseURL", repository.oai_url());
  element(out, "protocolVersion", "2.0");
  element(out, "adminEmail", repository.admin_email);
  element(out, "earliestDatestamp", model::format_datestamp(earliest));
  element(out, "deletedRecord", "persistent");
  element(out, "granularity", "YYYY-MM-DDThh:mm:ssZ");
  element(out, "compression", "gzip");
  const std::string icon = branding(repository.own);
  for (const auto& description : {oai_identifier(repository, sample), rights_manifest(repository), friends(repository), icon})
    if (!description.empty()) out.append("<description>").append(description).append("</description>\n");
  return out + "</Identify>\n";
}

// friends and branding are left out: gateways know the two containers that the guidelines name.
std::string static_identify(const Repository& repository, std::string_view url, model::Datestamp earliest,
                            std::string_view sample) {
  constexpr std::size_t day = std::string_view("2026-11-20").size();
  std::string out;
  element(out, "repositoryName", repository.name);
  element(out, "baseURL", url);
  element(out, "protocolVersion", "2.0");
  element(out, "adminEmail", repository.admin_email);
  element(out, "earliestDatestamp", model::format_datestamp(earliest).substr(0, day));
  element(out, "deletedRecord", "no");
  element(out, "granularity", "YYYY-MM-DD");
  for (const auto& description : {oai_identifier(repository, sample), rights_manifest(repository)})
    out.append("<description>").append(description).append("</description>\n");
  return out;
}

}  // namespace commonplace::oai
