#include "harvest/crosswalk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "harvest/web_addresses.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t most_name_bytes = 16 * 1024;
constexpr std::size_t most_publisher_bytes = 1000;
constexpr std::string_view cc0 = "https://creativecommons.org/publicdomain/zero/1.0/";
constexpr std::string_view not_evaluated = "http://rightsstatements.org/vocab/CNE/1.0/";

model::Problem failed(std::string_view kind, std::string what) {
  return {std::string(kind), "", std::move(what), "Ask the source's keeper to mend the record."};
}

// Whole characters, at most that many bytes.
std::string beginning_of(std::string_view text, std::size_t most) {
  const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
  while (most < text.size() && most > 0 && goes_on(text[most])) --most;
  return std::string(text.substr(0, most));
}

void name_it(model::Resource& resource, const std::string& identifier) {
  if (!resource.name.empty()) return;
  resource.name["und"] = resource.url.empty() ? identifier : resource.url;
}

// MD §2 requires what old repositories often lack. Nothing is claimed that the record does not say: the language is
// unknown, the type is "other", the rights were not evaluated.
void fill_required(model::Resource& resource, std::string_view rights, const Origin& origin) {
  if (resource.types.empty()) resource.types = {"LearningResource"};
  if (resource.in_language.empty()) resource.in_language = {"und"};
  if (resource.learning_resource_type.empty()) resource.learning_resource_type = {"other"};
  const bool says_rights =
      !resource.license.empty() || !resource.rights_statement.empty() || !resource.copyright_notice.empty();
  if (!says_rights) resource.rights_statement = not_evaluated;
  if (resource.metadata_license.empty()) {
    resource.metadata_license = vocabularies::normalise_licence(rights).value_or(std::string(cc0));
  }
  if (resource.publisher.name.empty() && resource.publisher.id.empty() && resource.publisher.url.empty()) {
    resource.publisher.type = "Organization";
    resource.publisher.name["und"] = origin.source_name;
  }
}

// False where the resource says so already.
bool identify(model::Resource& resource, const Delivered& delivered) {
  const bool renamed = resource.identifier != delivered.identifier;
  if (renamed) resource.identifier = delivered.identifier;
  const bool replaced = delivered.identifier != delivered.source_identifier;
  if (!replaced || !formats::parse_http_url(delivered.source_identifier)) return renamed;
  resource.same_as.push_back(delivered.source_identifier);
  return true;
}

void say_whose(const model::Resource& resource, Delivered& delivered) {
  delivered.publisher = beginning_of(model::best(resource.publisher.name).text, most_publisher_bytes);
  delivered.metadata_license = resource.metadata_license;
}

void finish(const model::Resource& resource, Delivered& delivered) {
  say_whose(resource, delivered);
  delivered.document = formats::write_canonical(resource);
  delivered.document.shrink_to_fit();  // a page of thousands is held until it is stored
}

// Whether the document of `envelope` differs from the one in the text. Nodes write envelopes in one way only, so that
// comparing the whole text nearly always tells without reading it again.
bool is_another(const formats::Envelope& envelope, std::string_view text) {
  if (formats::write_envelope(envelope) == text) return false;
  const auto sent = formats::read_envelope(text);
  return !sent || sent->document != envelope.document;
}

// Whether it is a record that can be shown.
model::Failure look_at(const model::Resource& resource) {
  if (resource.name.empty()) return failed("crosswalk_failed", "The record has no name.");
  if (has_only_web_addresses(resource)) return std::nullopt;
  return failed("crosswalk_failed", "The record has an address that is no web address.");
}

// Takes a document as a node publishes it.
model::Failure take_document(model::Outcome<model::Resource> resource, Delivered& delivered) {
  if (!resource) return failed("crosswalk_failed", resource.problem().what);
  if (auto problem = look_at(*resource)) return problem;
  identify(*resource, delivered);
  finish(*resource, delivered);
  return std::nullopt;
}

// The same of its text, which is written anew only where it would not come out as it is.
model::Failure take_document(std::string_view text, Delivered& delivered) {
  auto read = formats::read_document(text);
  if (!read) return failed("crosswalk_failed", read.problem().what);
  auto& resource = read->resource;
  if (auto problem = look_at(resource)) return problem;
  if (identify(resource, delivered) || !read->is_written_so) {
    finish(resource, delivered);
  } else {
    say_whose(resource, delivered);
    delivered.document = text;
  }
  return std::nullopt;
}

model::Failure take_envelope(formats::OpenEnvelope& opened, Delivered& delivered) {
  delivered.deleted = opened.envelope.deleted;
  if (delivered.deleted) return std::nullopt;
  if (auto problem = take_document(formats::read_canonical(std::move(opened.document)), delivered)) return problem;
  opened.envelope.document = delivered.document;
  return std::nullopt;
}

// Taken as it is (MD §8). The text is written anew only where it is not canonical or does not name the record as the
// header does; then the hop says so.
model::Failure cross_cpl(const Offered& offered, Delivered& delivered, bool& altered) {
  if (const auto plain = formats::view_plain_envelope(offered.metadata.text);
      plain && !plain->envelope.deleted && plain->envelope.identifier == offered.identifier) {
    if (auto problem = take_document(plain->document, delivered)) return problem;
    delivered.deleted = false;
    altered = delivered.document != plain->document;
    return std::nullopt;
  }
  auto opened = formats::open_envelope(offered.metadata.text);
  if (!opened) return failed("crosswalk_failed", opened.problem().what);
  auto& envelope = opened->envelope;
  if (envelope.identifier != offered.identifier) {
    return failed("crosswalk_failed", "The record inside has another identifier than its header.");
  }
  if (auto problem = take_envelope(*opened, delivered)) return problem;
  if (delivered.deleted) return std::nullopt;
  altered = is_another(envelope, offered.metadata.text);
  return std::nullopt;
}

// Every format but cpl is a rendering: what it leaves out and we require is filled in.
model::Failure cross_rendering(model::Outcome<model::Resource> resource, const Offered& offered, const Origin& origin,
                               Delivered& delivered) {
  if (!resource) return failed("crosswalk_failed", resource.problem().what);
  if (!has_only_web_addresses(*resource))
    return failed("crosswalk_failed", "The record has an address that is no web address.");
  const auto publisher = beginning_of(model::best(resource->publisher.name).text, most_publisher_bytes);
  identify(*resource, delivered);
  name_it(*resource, offered.identifier);
  fill_required(*resource, offered.rights, origin);
  finish(*resource, delivered);
  delivered.publisher = publisher;  // as found, not as filled in
  return std::nullopt;
}

model::Outcome<model::Resource> resource_in(model::Outcome<formats::Reading> reading) {
  if (!reading) return reading.problem();
  return std::move(reading->resource);
}

bool is_rdf(const formats::XmlNode& root) { return root.space == formats::lrmi_namespace && root.local == "RDF"; }

// Of any version 3.
bool is_mods(const formats::XmlNode& root) {
  return root.space.starts_with("http://www.loc.gov/mods/") && (root.local == "mods" || root.local == "modsCollection");
}

model::Failure cross_metadata(const Offered& offered, const Origin& origin, Delivered& delivered, bool& altered) {
  const formats::XmlNode& root = offered.metadata;
  if (root.space == formats::cpl_namespace && root.local == "record") return cross_cpl(offered, delivered, altered);
  const bool is_dc = root.space == formats::oai_dc_namespace || root.local != "dc";
  if (is_dc && formats::is_dublin_core(root)) return cross_rendering(formats::read_oai_dc(root), offered, origin, delivered);
  // LOM travels under the namespaces of IEEE, IMS and many application profiles.
  if (root.local == "lom") return cross_rendering(resource_in(formats::read_lom(root)), offered, origin, delivered);
  if (is_mods(root)) return cross_rendering(resource_in(formats::read_mods(root)), offered, origin, delivered);
  if (is_rdf(root)) return cross_rendering(resource_in(formats::read_lrmi(root)), offered, origin, delivered);
  return failed("unknown_format", fmt::format("The metadata is {} ({}), which cannot be read.",
                                              root.local.substr(0, 60), root.space.substr(0, 120)));
}

// What is a name or a date is short; whoever sends a book in its place is not believed.
bool is_endless(const Offered& offered) {
  const auto is_long = [](const std::string& text) { return text.size() > most_name_bytes; };
  const auto is_long_hop = [&](const model::Hop& hop) {
    return is_long(hop.base_url) || is_long(hop.identifier) || is_long(hop.datestamp) || is_long(hop.metadata_namespace) ||
           is_long(hop.harvest_date);
  };
  return is_long(offered.identifier) || is_long(offered.datestamp) || is_long(offered.rights) ||
         std::any_of(offered.sets.begin(), offered.sets.end(), is_long) ||
         std::any_of(offered.hops.begin(), offered.hops.end(), is_long_hop);
}

model::Hop hop_to(const Delivered& delivered, const Origin& origin, bool altered) {
  return {.base_url = origin.base_url,
          .identifier = delivered.source_identifier,
          .datestamp = delivered.datestamp,
          .metadata_namespace = delivered.metadata_namespace,
          .harvest_date = {},  // of the page: known when it is read whole
          .altered = altered || origin.mended};
}

}  // namespace

std::span<const ReadableFormat> readable_formats() {
  // RDF/XML is sent for much else: by its own namespace nobody could tell that it is LRMI.
  constexpr std::string_view lrmi_terms = "http://purl.org/dcx/lrmi-terms/";
  static constexpr std::array formats = {
      ReadableFormat{"cpl", formats::cpl_namespace}, ReadableFormat{"lom", formats::lom_namespace},
      ReadableFormat{"lrmi", lrmi_terms}, ReadableFormat{"mods", formats::mods_namespace},
      ReadableFormat{"oai_dc", formats::oai_dc_namespace}};
  return formats;
}

std::string identifier_host(std::string_view url) {
  const auto parsed = formats::parse_http_url(url);
  const std::string host = parsed ? parsed->host : std::string(url);
  if (formats::parse_oai_identifier("oai:" + host + ":x")) return host;
  const std::string place = parsed ? fmt::format("{}:{}", host, parsed->port) : host;
  return "s" + formats::sha256_hex(place).substr(0, 16) + ".source.invalid";
}

std::string kept_identifier(std::string_view offered, const Origin& origin) {
  if (formats::is_recognised_identifier(offered)) return std::string(offered);
  const std::string digest = formats::sha256_hex(fmt::format("{}\n{}", origin.base_url, offered));
  return fmt::format("oai:{}:id-{}", origin.host, digest.substr(0, 32));
}

model::Outcome<Delivered> cross(Offered& offered, const Origin& origin) {
  if (offered.identifier.empty()) return failed("no_identifier", "The record has no identifier.");
  if (is_endless(offered)) return failed("too_big", "A name or date in the head of the record is longer than allowed.");
  if (offered.raw.size() > origin.record_bytes) return failed("too_big", "The record is larger than allowed.");
  if (!offered.deleted && !offered.has_metadata) return failed("no_metadata", "The record has no metadata.");

  Delivered delivered;
  delivered.source_identifier = offered.identifier;
  delivered.identifier = kept_identifier(offered.identifier, origin);
  delivered.datestamp = offered.datestamp;
  delivered.sets = std::move(offered.sets);
  delivered.deleted = offered.deleted;
  delivered.prefix = origin.prefix;
  bool altered = true;  // every format but cpl is a rendering (OAI-64)
  if (!offered.deleted) {
    delivered.metadata_namespace = offered.metadata.space;
    delivered.bytes = offered.bytes;
    if (auto problem = cross_metadata(offered, origin, delivered, altered)) return *problem;
    if (delivered.document.size() > formats::most_document_bytes)
      return failed("too_big", "The record is larger than allowed.");
  }
  delivered.hops.push_back(hop_to(delivered, origin, altered));
  delivered.hops.insert(delivered.hops.end(), offered.hops.begin(), offered.hops.end());
  return delivered;
}

std::string page_identifier(std::string_view claimed, std::string_view url) {
  if (formats::is_recognised_identifier(claimed)) return std::string(claimed);
  const std::string page = formats::normalise_http_url(url).value_or(std::string(url));
  return fmt::format("oai:{}:url-{}", identifier_host(url), formats::sha256_hex(page).substr(0, 32));
}

namespace {

// What the envelope of a carried record says beside its document.
model::Failure take_carried(const formats::Envelope& envelope, const Carried& carried, Delivered& delivered) {
  if (envelope.identifier != carried.identifier || envelope.deleted != carried.deleted)
    return failed("crosswalk_failed", "The record inside is another than its line says.");
  delivered.datestamp = envelope.modified;
  if (!carried.deleted) delivered.bytes = carried.record;
  if (const auto name = formats::parse_contributor_did(envelope.contributor))
    delivered.sets.push_back(formats::contributor_set(name->host, name->slug));
  return std::nullopt;
}

// As nodes write it: read along its text. Anything else is read as a tree.
model::Failure cross_carried_record(const Carried& carried, Delivered& delivered, bool& altered) {
  if (const auto plain = formats::view_plain_envelope(carried.record)) {
    if (auto problem = take_carried(plain->envelope, carried, delivered)) return problem;
    if (carried.deleted) return std::nullopt;
    if (auto problem = take_document(plain->document, delivered)) return problem;
    altered = delivered.document != plain->document;
    return std::nullopt;
  }
  auto opened = formats::open_envelope(carried.record);
  if (!opened) return failed("crosswalk_failed", opened.problem().what);
  if (auto problem = take_carried(opened->envelope, carried, delivered)) return problem;
  if (auto problem = take_envelope(*opened, delivered)) return problem;
  altered = !delivered.deleted && is_another(opened->envelope, carried.record);
  return std::nullopt;
}

}  // namespace

model::Outcome<Delivered> cross_carried(Carried& carried, const Origin& origin) {
  if (carried.identifier.empty()) return failed("no_identifier", "The record has no identifier.");
  if (carried.record.size() > origin.record_bytes) return failed("too_big", "The record is larger than allowed.");
  if (carried.record.empty() && !carried.deleted) return failed("no_metadata", "The record has no metadata.");
  Delivered delivered;
  delivered.source_identifier = carried.identifier;
  delivered.identifier = kept_identifier(carried.identifier, origin);
  delivered.prefix = origin.prefix;
  delivered.metadata_namespace = formats::cpl_namespace;
  delivered.deleted = carried.deleted;
  bool altered = false;
  if (!carried.record.empty())
    if (auto problem = cross_carried_record(carried, delivered, altered)) return *problem;
  delivered.hops.push_back(hop_to(delivered, origin, altered));
  delivered.hops.insert(delivered.hops.end(), carried.hops.begin(), carried.hops.end());
  return delivered;
}

model::Outcome<Delivered> cross_described(Described described, const Origin& origin) {
  if (described.bytes.size() > origin.record_bytes) return failed("too_big", "The record is larger than allowed.");
  Delivered delivered;
  delivered.identifier = std::move(described.identifier);
  delivered.source_identifier = std::move(described.source_identifier);
  delivered.datestamp = std::move(described.datestamp);
  delivered.prefix = origin.prefix;
  delivered.metadata_namespace = std::move(described.metadata_namespace);
  delivered.bytes = described.bytes;
  auto& resource = described.resource;
  if (!has_only_web_addresses(resource))
    return failed("crosswalk_failed", "The record has an address that is no web address.");
  const auto publisher = beginning_of(model::best(resource.publisher.name).text, most_publisher_bytes);
  identify(resource, delivered);
  name_it(resource, delivered.source_identifier);
  fill_required(resource, {}, origin);
  finish(resource, delivered);
  delivered.publisher = publisher;  // as found, not as filled in
  if (delivered.document.size() > formats::most_document_bytes)
    return failed("too_big", "The record is larger than allowed.");
  delivered.hops.push_back(hop_to(delivered, origin, true));
  return delivered;
}

}  // namespace commonplace::harvest
