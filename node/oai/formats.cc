#include "node/oai/formats.h"

#include "node/oai/about.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

formats::Envelope envelope_of(const store::Row& row, const SetTable& sets) {
  formats::Envelope envelope;
  envelope.identifier = row.identifier;
  envelope.version = row.version;
  envelope.modified = model::format_datestamp(row.datestamp);
  envelope.document = row.body;
  if (const auto* contributor = sets.contributor(row.contributor)) {
    envelope.contributor = contributor->did;
    envelope.brand_name = contributor->name;
    envelope.brand_logo = contributor->logo;
  }
  return envelope;
}

}  // namespace

FormatDescription describe(Format format, const Repository& repository) {
  switch (format) {
    case Format::oai_dc: return {"oai_dc", std::string(formats::oai_dc_schema), formats::oai_dc_namespace};
    case Format::cpl: return {"cpl", repository.cpl_schema_url(), formats::cpl_namespace};
  }
  return {};
}

std::optional<Format> find_format(std::string_view prefix) {
  if (prefix == "oai_dc") return Format::oai_dc;
  if (prefix == "cpl") return Format::cpl;
  return {};
}

store::Body body_for(Format format) { return format == Format::oai_dc ? store::Body::oai_dc : store::Body::document; }

void append_header(std::string& out, const store::Row& row, const SetTable& sets) {
  out += row.deleted ? "<header status=\"deleted\"><identifier>" : "<header><identifier>";
  formats::append_xml_text(out, row.identifier);
  out.append("</identifier><datestamp>").append(model::format_datestamp(row.datestamp)).append("</datestamp>");
  if (const auto spec = sets.spec_of(row.contributor); !spec.empty())
    out.append("<setSpec>").append(spec).append("</setSpec>");
  out += "</header>";
}

void append_record(std::string& out, const store::Row& row, Format format, const Repository& repository,
                   const SetTable& sets) {
  out += "<record>";
  append_header(out, row, sets);
  if (!row.deleted) {
    out += "<metadata>";
    if (format == Format::oai_dc)
      out += row.body;
    else
      out += formats::write_cpl(envelope_of(row, sets), repository.cpl_schema_url());
    out += "</metadata>";
    if (row.about.find("<rights ") == std::string_view::npos) out += default_rights();
    out += row.about;
  }
  out += "</record>\n";
}

}  // namespace commonplace::oai
