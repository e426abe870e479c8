#include "node/oai/static_repository.h"

#include "node/oai/about.h"
#include "node/oai/identify.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

constexpr int rows_a_piece = 500;
constexpr std::int64_t bytes_a_piece = 4 * 1024 * 1024;
constexpr std::size_t day = std::string_view("2026-11-20").size();

// OAI-PMH's namespace is the default one, so that stored bodies and containers stand there as they are.
std::string opening(const Repository& repository, const StaticFile& file, model::Datestamp earliest, std::string_view sample) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<sr:Repository xmlns:sr=\"http://www.openarchives.org/OAI/2.0/static-repository\""
      " xmlns=\"http://www.openarchives.org/OAI/2.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
      " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/static-repository"
      " http://www.openarchives.org/OAI/2.0/static-repository.xsd\">\n<sr:Identify>\n";
  out += static_identify(repository, file.url, earliest, sample);
  out += "</sr:Identify>\n<sr:ListMetadataFormats>\n<metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>";
  out.append(formats::oai_dc_schema).append("</schema><metadataNamespace>").append(formats::oai_dc_namespace);
  return out + "</metadataNamespace></metadataFormat>\n</sr:ListMetadataFormats>\n<sr:ListRecords metadataPrefix=\"oai_dc\">\n";
}

constexpr std::string_view closing = "</sr:ListRecords>\n</sr:Repository>\n";

// The rights container alone: where a record has been is for who asks the node itself.
std::string_view rights_of(std::string_view about) {
  constexpr std::string_view end = "</about>";
  const auto first = about.substr(0, about.find(end) + (about.empty() ? 0 : end.size()));
  return first.find("<rights ") == std::string_view::npos ? default_rights() : first;
}

void append_static_record(std::string& out, const store::Row& row) {
  out += "<record><header><identifier>";
  formats::append_xml_text(out, row.identifier);
  out.append("</identifier><datestamp>").append(model::format_datestamp(row.datestamp).substr(0, day));
  out.append("</datestamp></header><metadata>").append(row.body).append("</metadata>").append(rights_of(row.about));
  out += "</record>\n";
}

}  // namespace

std::int64_t write_static_repository(const store::Store& store, const Repository& repository, const StaticFile& file,
                                     const std::function<void(std::string_view)>& write) {
  std::int64_t written = 0;
  std::optional<store::Place> place;
  std::string piece;
  const auto take = [&](const store::Row& row) {
    place = {row.datestamp, row.key};
    if (row.deleted) return;
    if (written++ == 0) piece = opening(repository, file, store.created(), row.identifier);
    append_static_record(piece, row);
  };
  while (store.list(file.selection, place, rows_a_piece, bytes_a_piece, store::Body::oai_dc, take) > 0) {
    if (!piece.empty()) write(piece);
    piece.clear();
  }
  if (written > 0) write(closing);
  return written;
}

}  // namespace commonplace::oai
