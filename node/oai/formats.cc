#include "node/oai/formats.h"

#include <fmt/format.h>

#include <stdexcept>

#include "node/oai/about.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

formats::Envelope envelope_of(const store::Row& row) {
  formats::Envelope envelope;
  envelope.identifier = row.identifier;
  envelope.version = row.version;
  envelope.modified = model::format_datestamp(row.datestamp);
  envelope.document = row.body;
  if (row.look) {
    envelope.contributor = row.look->did;
    envelope.brand_name = row.look->name;
    envelope.brand_logo = row.look->logo;
  }
  return envelope;
}

model::Resource resource_of(const store::Row& row) {
  if (auto resource = formats::read_canonical(row.body)) return *std::move(resource);
  auto tree = json::parse(row.body);  // larger than what is let in today
  auto resource = tree ? formats::read_canonical(*std::move(tree)) : model::Outcome<model::Resource>(tree.problem());
  if (!resource) throw std::runtime_error(fmt::format("The stored document of {} cannot be read", row.identifier));
  return *std::move(resource);
}

void append_metadata(std::string& out, const store::Row& row, Format format, const Repository& repository) {
  switch (format) {
    case Format::oai_dc: out += row.body; return;
    case Format::lom: out += formats::write_lom(resource_of(row)); return;
    case Format::lrmi: out += formats::write_lrmi(resource_of(row)); return;
    case Format::mods: out += formats::write_mods(resource_of(row)); return;
    case Format::cpl: out += formats::write_cpl(envelope_of(row), repository.cpl_schema_url()); return;
  }
}

}  // namespace

FormatDescription describe(Format format, const Repository& repository) {
  switch (format) {
    case Format::oai_dc: return {"oai_dc", std::string(formats::oai_dc_schema), formats::oai_dc_namespace};
    case Format::lom: return {"lom", std::string(formats::lom_schema), formats::lom_namespace};
    case Format::lrmi: return {"lrmi", std::string(formats::lrmi_schema), formats::lrmi_namespace};
    case Format::mods: return {"mods", std::string(formats::mods_schema), formats::mods_namespace};
    case Format::cpl: return {"cpl", repository.cpl_schema_url(), formats::cpl_namespace};
  }
  return {};
}

std::optional<Format> find_format(std::string_view prefix) {
  static const Repository any;
  for (const Format format : all_formats)
    if (describe(format, any).prefix == prefix) return format;
  return {};
}

int crosswalk_version(Format format) {
  switch (format) {
    case Format::oai_dc: return formats::oai_dc_crosswalk_version;
    case Format::lom: return formats::lom_crosswalk_version;
    case Format::lrmi: return formats::lrmi_crosswalk_version;
    case Format::mods: return formats::mods_crosswalk_version;
    case Format::cpl: return formats::cpl_crosswalk_version;
  }
  return 0;
}

store::Body body_for(Format format) { return format == Format::oai_dc ? store::Body::oai_dc : store::Body::document; }

void append_header(std::string& out, const store::Row& row) {
  out += row.deleted ? "<header status=\"deleted\"><identifier>" : "<header><identifier>";
  formats::append_xml_text(out, row.identifier);
  out.append("</identifier><datestamp>").append(model::format_datestamp(row.datestamp)).append("</datestamp>");
  for (const auto spec : row.sets) out.append("<setSpec>").append(spec).append("</setSpec>");
  out += "</header>";
}

void append_record(std::string& out, const store::Row& row, Format format, const Repository& repository) {
  out += "<record>";
  append_header(out, row);
  if (!row.deleted) {
    out += "<metadata>";
    append_metadata(out, row, format, repository);
    out += "</metadata>";
    if (row.about.find("<rights ") == std::string_view::npos) out += default_rights();
    out += row.about;
  }
  out += "</record>\n";
}

}  // namespace commonplace::oai
