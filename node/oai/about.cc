#include "node/oai/about.h"

#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

std::string rights_about(std::string_view licence) {
  std::string out =
      "<about><rights xmlns=\"http://www.openarchives.org/OAI/2.0/rights/\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/rights/"
      " http://www.openarchives.org/OAI/2.0/rights.xsd\"><rightsReference ref=\"";
  formats::append_xml_attribute(out, licence);
  return out + "\"/></rights></about>";
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  formats::append_xml_text(out, text);
  out.append("</").append(name).append(">");
}

void append_hop(std::string& out, const std::vector<model::Hop>& hops, std::size_t index) {
  const auto& hop = hops[index];
  out += "<originDescription harvestDate=\"";
  formats::append_xml_attribute(out, hop.harvest_date);
  out.append("\" altered=\"").append(hop.altered ? "true" : "false").append("\">");
  append_element(out, "baseURL", hop.base_url);
  append_element(out, "identifier", hop.identifier);
  append_element(out, "datestamp", hop.datestamp);
  append_element(out, "metadataNamespace", hop.metadata_namespace);
  if (index + 1 < hops.size()) append_hop(out, hops, index + 1);
  out += "</originDescription>";
}

}  // namespace

std::string about_of(std::string_view metadata_licence, const std::vector<model::Hop>& hops) {
  std::string out;
  if (!metadata_licence.empty() && metadata_licence != cc0) out += rights_about(metadata_licence);
  if (hops.empty()) return out;
  out +=
      "<about><provenance xmlns=\"http://www.openarchives.org/OAI/2.0/provenance\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/provenance"
      " http://www.openarchives.org/OAI/2.0/provenance.xsd\">";
  append_hop(out, hops, 0);
  return out + "</provenance></about>";
}

std::string_view default_rights() {
  static const std::string text = rights_about(cc0);
  return text;
}

}  // namespace commonplace::oai
