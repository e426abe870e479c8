#include "node/web/record_writer.h"

#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"
#include "schemas/formats/url.h"

namespace commonplace::web {
namespace {

void append_text(std::string& out, std::string_view name, std::string_view value) {
  out.append(",\"").append(name).append("\":");
  json::append_string(out, value);
}

// The node at that address, as far as an address can tell: did:web of its host, the port only where it is unusual.
std::string node_at(std::string_view base_url) {
  const auto url = formats::parse_http_url(base_url);
  if (!url) return {};
  const bool is_usual = url->port == (url->scheme == "https" ? 443 : 80);
  return formats::contributor_did(url->host + (is_usual ? "" : ":" + std::to_string(url->port)), "");
}

// `node` and `at` as federation.md §4; the others are what OAI-PMH's provenance says of the same hop (OAI-63).
void append_hop(std::string& out, const model::Hop& hop) {
  out += "{\"node\":";
  json::append_string(out, node_at(hop.base_url));
  append_text(out, "at", hop.harvest_date);
  append_text(out, "url", hop.base_url);
  append_text(out, "identifier", hop.identifier);
  append_text(out, "datestamp", hop.datestamp);
  append_text(out, "namespace", hop.metadata_namespace);
  out += hop.altered ? ",\"altered\":true}" : ",\"altered\":false}";
}

constexpr std::size_t digest_digits = 64;

}  // namespace

std::string_view RecordWriter::date(model::Datestamp datestamp) {
  if (datestamp != dated_) {
    date_ = model::format_datestamp(datestamp);
    dated_ = datestamp;
  }
  return date_;
}

const formats::EnvelopeWriter& RecordWriter::writer_for(store::ContributorId contributor) {
  const auto found = writers_.find(contributor);
  if (found != writers_.end()) return found->second;
  const auto* known = directory_->by_id(contributor);
  met_a_stranger_ = met_a_stranger_ || known == nullptr;
  const auto profile = known ? known->profile : model::Contributor();
  return writers_.try_emplace(contributor, profile.did, profile.name, profile.logo).first->second;
}

void RecordWriter::append(std::string& out, store::ContributorId contributor, const formats::EnvelopeWriter::Record& record) {
  writer_for(contributor).append(out, record);
}

void RecordWriter::append_envelope(std::string& out, const store::ChangeRow& row) {
  append(out, row.contributor, {row.identifier, row.version, row.deleted, date(row.datestamp), row.document});
}

void RecordWriter::append_envelope(std::string& out, const store::StoredRecord& record) {
  append(out, record.contributor,
         {record.identifier, record.version, record.deleted, date(record.datestamp), record.document});
}

void RecordWriter::append_line(std::string& out, const store::ChangeRow& row) {
  out.append("{\"seq\":").append(std::to_string(row.seq));
  append_text(out, "identifier", row.identifier);
  out.append(",\"version\":").append(std::to_string(row.version)).append(",\"digest\":\"sha-256:");
  const auto digest = out.size();
  out.append(digest_digits, '0').append(row.deleted ? "\",\"deleted\":true,\"record\":" : "\",\"deleted\":false,\"record\":");
  const auto envelope = out.size();
  append_envelope(out, row);
  out.replace(digest, digest_digits, formats::sha256_hex(std::string_view(out).substr(envelope)));
  out += ",\"via\":[";
  for (const auto& hop : row.hops) {
    if (&hop != row.hops.data()) out += ",";
    append_hop(out, hop);
  }
  out += "]}\n";
}

std::string record_address(const Context& context, std::string_view public_id) {
  std::string address = context.absolute("/api/v1/resources/");
  return address.append(public_id).append("/signed");
}

}  // namespace commonplace::web
