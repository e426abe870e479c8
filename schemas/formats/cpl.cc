// The envelope (federation.md §3.1) as JSON, and the one XML element that carries it through OAI-PMH.
#include "schemas/formats/cpl.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "schemas/formats/json.h"
#include "schemas/formats/json_walk.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Problem;

constexpr std::string_view record_type = "CommonplaceRecord";
constexpr std::string_view contexts =
    R"(["https://www.w3.org/ns/credentials/v2","https://w3id.org/commonplace/ns/record/1"])";
constexpr std::int64_t greatest_version = (std::int64_t{1} << 53) - 1;  // FED-19

// A document of 256 KiB and depth 16 (MD-3), and the envelope around it.
constexpr json::Limits envelope_limits = {.bytes = 272 * 1024, .depth = 17};

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out.append("\"").append(name).append("\":");
  json::append_string(out, value);
}

// Takes the members out of an envelope; remembers the first that is not what it must be.
class EnvelopeReader {
 public:
  explicit EnvelopeReader(Value& envelope) : envelope_(envelope) {}

  std::string text(const char* name) {
    const auto found = envelope_.find(name);
    if (found != envelope_.end() && found->is_string() && !found->get_ref<const std::string&>().empty()) return *found;
    refuse(name, "This must be a text.");
    return {};
  }

  std::int64_t version() {
    const auto found = envelope_.find("version");
    const bool is_number = found != envelope_.end() && found->is_number_unsigned();
    const auto number = is_number ? found->get<std::uint64_t>() : 0;
    if (number < 1 || number > std::uint64_t{greatest_version})
      refuse("version", "This must be a whole number from 1.");
    return static_cast<std::int64_t>(number);
  }

  // Moved out of the envelope.
  Value document() {
    const auto found = envelope_.find("metadata");
    if (found != envelope_.end() && found->is_object()) return std::move(*found);
    refuse("metadata", "This must be the canonical document, an object.");
    return {};
  }

  void require(const char* name, bool holds, std::string_view what) {
    if (!holds) refuse(name, what);
  }

  const std::optional<Problem>& problem() const { return problem_; }

 private:
  void refuse(const char* name, std::string_view what) {
    if (problem_) return;
    problem_ =
        Problem{"wrong-kind", fmt::format("/{}", name), std::string(what), "Ask the keeper of the source to mend it."};
  }

  Value& envelope_;
  std::optional<Problem> problem_;
};

// A JSON text without escapes, without its quotation marks; nullopt for any other value.
std::optional<std::string> plain_text(std::string_view value) {
  if (value.size() < 3 || value.front() != '"') return std::nullopt;
  value = value.substr(1, value.size() - 2);
  const bool is_plain = std::none_of(value.begin(), value.end(), [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20; });
  return is_plain ? std::optional(std::string(value)) : std::nullopt;
}

// Takes one member after the other, in the order of JCS.
class PlainReader {
 public:
  explicit PlainReader(std::string_view text) : members_(text, envelope_limits.depth + 1) { more_ = members_.open_object() && members_.next(); }

  // The value of the member if it stands here.
  std::optional<std::string_view> take(std::string_view quoted_name) {
    if (!more_ || members_.name() != quoted_name) return std::nullopt;
    const auto value = members_.value();
    more_ = members_.next();
    return value;
  }
  bool take_text(std::string_view quoted_name, std::string& out) {
    const auto value = take(quoted_name);
    auto text = value ? plain_text(*value) : std::nullopt;
    if (text) out = std::move(*text);
    return text.has_value();
  }
  bool take_exactly(std::string_view quoted_name, std::string_view wanted) { return take(quoted_name) == wanted; }
  bool is_whole() { return !more_ && members_.is_whole(); }

 private:
  json::Walk members_;
  bool more_;
};

bool take_brand(PlainReader& reader, Envelope& envelope) {
  const auto brand = reader.take("\"brand\"");
  if (!brand) return true;
  PlainReader members(*brand);
  if (const auto logo = members.take("\"logo\"")) {
    auto text = plain_text(*logo);
    if (!text) return false;
    envelope.brand_logo = std::move(*text);
  }
  return members.take_text("\"name\"", envelope.brand_name) && members.is_whole();
}

bool take_version(PlainReader& reader, Envelope& envelope) {
  const auto text = reader.take("\"version\"").value_or("");
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), envelope.version);
  return error == std::errc() && end == text.data() + text.size() && text.front() != '0' && envelope.version >= 1 &&
         envelope.version <= greatest_version;
}

bool has_fixed_context(const Value& envelope) {
  static const Value wanted = Value::parse(contexts);
  const auto found = envelope.find("@context");
  return found != envelope.end() && *found == wanted;
}

}  // namespace

// Members stand in the order of JCS: @context, brand, contributor, id, metadata, modified, reason, status, type, version.
EnvelopeWriter::EnvelopeWriter(std::string_view contributor, std::string_view brand_name, std::string_view brand_logo) {
  opening_.append("{\"@context\":").append(contexts);
  if (!brand_name.empty()) {
    opening_ += ",\"brand\":{";
    if (!brand_logo.empty()) {
      append_member(opening_, "logo", brand_logo);
      opening_ += ",";
    }
    append_member(opening_, "name", brand_name);
    opening_ += "}";
  }
  opening_ += ",";
  append_member(opening_, "contributor", contributor);
  opening_ += ",";
}

void EnvelopeWriter::append(std::string& out, const Record& record) const {
  out += opening_;
  append_member(out, "id", record.identifier);
  out.append(",\"metadata\":").append(record.deleted ? "{}" : record.document).append(",");
  append_member(out, "modified", record.modified);
  out += record.deleted ? R"(,"reason":"withdrawn","status":"deleted")" : R"(,"status":"published")";
  out.append(",\"type\":\"").append(record_type).append("\",\"version\":").append(std::to_string(record.version)) += "}";
}

std::string write_envelope(const Envelope& envelope) {
  std::string out;
  EnvelopeWriter(envelope.contributor, envelope.brand_name, envelope.brand_logo)
      .append(out, {envelope.identifier, envelope.version, envelope.deleted, envelope.modified, envelope.document});
  return out;
}

model::Outcome<Envelope> read_envelope(std::string_view json_text) {
  auto opened = open_envelope(json_text);
  if (!opened) return opened.problem();
  opened->envelope.document = json::canonical(opened->document);
  return std::move(opened->envelope);
}

std::optional<PlainEnvelope> view_plain_envelope(std::string_view json_text) {
  if (json_text.size() > envelope_limits.bytes || !is_utf8(json_text)) return std::nullopt;
  PlainReader reader(json_text);
  PlainEnvelope plain;
  Envelope& envelope = plain.envelope;
  if (!reader.take_exactly("\"@context\"", contexts) || !take_brand(reader, envelope)) return std::nullopt;
  if (!reader.take_text("\"contributor\"", envelope.contributor) || !reader.take_text("\"id\"", envelope.identifier))
    return std::nullopt;
  plain.document = reader.take("\"metadata\"").value_or("");
  if (!plain.document.starts_with('{') || !reader.take_text("\"modified\"", envelope.modified)) return std::nullopt;
  envelope.deleted = reader.take_exactly("\"reason\"", "\"withdrawn\"");
  if (!reader.take_exactly("\"status\"", envelope.deleted ? "\"deleted\"" : "\"published\"")) return std::nullopt;
  if (!reader.take_exactly("\"type\"", "\"CommonplaceRecord\"") || !take_version(reader, envelope) || !reader.is_whole())
    return std::nullopt;
  return plain;
}

model::Outcome<OpenEnvelope> open_envelope(std::string_view json_text) {
  auto value = json::parse(json_text, envelope_limits);
  if (!value) return value.problem();
  if (!value->is_object()) return Problem{"wrong-kind", "", "This must be an object.", "Send one signed record."};

  EnvelopeReader reader(*value);
  reader.require("@context", has_fixed_context(*value), "This must be the list of contexts of a record.");
  reader.require("type", reader.text("type") == record_type, "This must be CommonplaceRecord.");
  OpenEnvelope opened;
  Envelope& envelope = opened.envelope;
  envelope.identifier = reader.text("id");
  envelope.contributor = reader.text("contributor");
  envelope.version = reader.version();
  envelope.modified = reader.text("modified");
  const std::string status = reader.text("status");
  reader.require("status", status == "published" || status == "deleted", "This must be published or deleted.");
  envelope.deleted = status == "deleted";
  opened.document = reader.document();
  if (envelope.deleted) opened.document = Value::object();
  if (const auto found = value->find("brand"); found != value->end()) {
    envelope.brand_name = json::text_or(*found, "name");
    envelope.brand_logo = json::text_or(*found, "logo");
  }
  if (reader.problem()) return *reader.problem();
  return opened;
}

std::string write_cpl(const Envelope& envelope, std::string_view schema_url) {
  std::string out = "<cpl:record xmlns:cpl=\"";
  out.append(cpl_namespace);
  out += "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"";
  out.append(cpl_namespace).append(" ");
  append_xml_attribute(out, schema_url);
  out += "\" encoding=\"jcs\">";
  append_xml_text(out, write_envelope(envelope));
  out += "</cpl:record>";
  return out;
}

std::string_view cpl_schema() {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://w3id.org/commonplace/ns/record/1"
           elementFormDefault="qualified" attributeFormDefault="unqualified">
  <xs:annotation>
    <xs:documentation>One learning resource as Commonplace nodes exchange it: a JSON record in its RFC 8785 (JCS) form.</xs:documentation>
  </xs:annotation>
  <xs:element name="record">
    <xs:complexType>
      <xs:simpleContent>
        <xs:extension base="xs:string">
          <xs:attribute name="encoding" type="xs:string" fixed="jcs" use="required"/>
        </xs:extension>
      </xs:simpleContent>
    </xs:complexType>
  </xs:element>
</xs:schema>
)";
}

}  // namespace commonplace::formats
