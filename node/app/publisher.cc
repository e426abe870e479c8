#include "node/app/publisher.h"

#include "node/app/membership.h"
#include "node/oai/about.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/validate.h"

namespace commonplace::app {
namespace {

std::string hashed_reference(std::string_view text) { return "id-" + formats::sha256_hex(text).substr(0, 32); }

// What stands for a resource that has no reference of its own.
std::string made_reference(const model::Resource& resource) {
  if (!resource.at_id.empty()) return hashed_reference(resource.at_id);
  return hashed_reference(resource.url + "\n" + std::string(model::best(resource.name, resource.in_language).text));
}

void keep_as_same(model::Resource& resource, const std::string& address) {
  auto& same = resource.same_as;
  if (!address.empty() && std::find(same.begin(), same.end(), address) == same.end()) same.push_back(address);
}

void complete(model::Resource& resource, const Imprint& imprint) {
  if (resource.types.empty()) resource.types = {"LearningResource"};
  if (resource.metadata_license.empty()) resource.metadata_license = imprint.metadata_licence;
  if (resource.publisher.name.empty() && resource.publisher.url.empty() && resource.publisher.id.empty()) {
    resource.publisher.type = "Organization";
    resource.publisher.name = {{"und", imprint.contributor.profile.name}};
    resource.publisher.url = imprint.contributor.profile.home;
  }
}

// What this very node has exported comes back under the identifier it had.
bool is_ours_already(const model::Resource& resource, const Imprint& imprint) {
  const auto beginning = identifier_for("", imprint);
  return resource.identifier.size() > beginning.size() && resource.identifier.starts_with(beginning) &&
         (beginning.ends_with('/') || resource.identifier.substr(beginning.size(), 3) != "by/") &&
         formats::parse_oai_identifier(resource.identifier).has_value();
}

std::string choose_identifier(const model::Resource& resource, std::string_view reference, const Imprint& imprint) {
  if (!reference.empty()) return identifier_for(reference, imprint);
  if (is_ours_already(resource, imprint)) return resource.identifier;
  return identifier_for(made_reference(resource), imprint);
}

void identify(model::Resource& resource, std::string_view reference, const Imprint& imprint) {
  const std::string identifier = choose_identifier(resource, reference, imprint);
  const std::string address = imprint.base_url + "/r/" + formats::public_id(identifier);
  if (resource.at_id != address) keep_as_same(resource, resource.at_id);
  if (resource.identifier != identifier) keep_as_same(resource, resource.identifier);
  resource.at_id = address;
  resource.identifier = identifier;
}

void resolve(std::vector<model::StatementRef>& refs, const curriculum::Resolver& statements) {
  for (auto& ref : refs) statements.complete(ref);
}

}  // namespace

std::string identifier_for(std::string_view reference, const Imprint& imprint) {
  // The set keeps the first short name for ever; the one that is shown may change (FED-21).
  const auto name = formats::parse_contributor_set(imprint.contributor.profile.set);
  const bool is_own = !name || name->slug.empty();
  return "oai:" + imprint.identity_host + ":" + (is_own ? "" : "by/" + name->slug + "/") + formats::escape_local(reference);
}

Prepared prepare(model::Resource resource, std::string_view reference, const Imprint& imprint,
                 const curriculum::Resolver& statements, model::Datestamp now) {
  complete(resource, imprint);
  resolve(resource.teaches, statements);
  resolve(resource.assesses, statements);
  resolve(resource.competency_required, statements);
  identify(resource, reference, imprint);

  auto findings = formats::validate(resource, now);
  Prepared out{{}, std::move(findings.errors), std::move(findings.warnings)};
  if (!out.errors.empty()) return out;

  store::Draft draft;
  draft.identifier = resource.identifier;
  draft.public_id = formats::public_id(resource.identifier);
  draft.contributor = imprint.contributor.id;
  draft.document = formats::write_canonical(resource);
  draft.oai_dc = formats::write_oai_dc(resource);
  draft.about = oai::about_of(resource.metadata_license, {});
  draft.sets = sets_of(resource, statements, local_origin);
  out.draft = std::move(draft);
  return out;
}

store::Draft withdrawal(const store::StoredRecord& record) {
  store::Draft draft;
  draft.identifier = record.identifier;
  draft.public_id = record.public_id;
  draft.contributor = record.contributor;
  draft.deleted = true;
  return draft;
}

}  // namespace commonplace::app
