#include "node/app/desk.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "federation/identity.h"
#include "federation/keys.h"
#include "node/app/clock.h"
#include "node/app/frameworks.h"
#include "node/app/media.h"
#include "node/app/organisations.h"
#include "node/app/renewal.h"
#include "node/store/sqlite_store.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"

namespace commonplace::app {
namespace {

namespace fs = std::filesystem;
using model::Failure;
using model::Outcome;
using model::Problem;

constexpr const char* root_key = "/root.key";
constexpr const char* signing_key = "/signing.key";
constexpr const char* token_key = "/token.key";

Failure make_keys(const Folder& folder) {
  fs::create_directories(folder.keys());
  chmod(folder.keys().c_str(), 0700);
  for (const auto* name : {root_key, signing_key}) {
    if (fs::exists(folder.keys() + name)) continue;  // an init that was cut short is simply finished
    if (auto failure = federation::save_key_pair(federation::KeyPair::generate(), folder.keys() + name)) return failure;
  }
  if (fs::exists(folder.keys() + token_key)) return {};
  return federation::make_token_key(folder.keys() + token_key);
}

Failure read_keys(Desk& desk) {
  const auto token = federation::load_token_key(desk.folder.keys() + token_key);
  if (!token) return token.problem();
  desk.token_key.assign(token->begin(), token->end());
  const auto root = federation::load_key_pair(desk.folder.keys() + root_key);
  if (!root) return root.problem();
  desk.identity_host = desk.config.oai_repository_identifier.empty()
                           ? federation::identity_host(desk.config.base_url, root->public_key())
                           : desk.config.oai_repository_identifier;
  return {};
}

Failure read_config(Desk& desk) {
  auto loaded = config::load(desk.folder.config(), config::process_environment());
  if (!loaded) return loaded.problem();
  desk.config = std::move(loaded->config);
  desk.warnings = std::move(loaded->warnings);
  return {};
}

store::SqliteOptions database(const Folder& folder, bool create, const Opening& opening = {}) {
  store::SqliteOptions options;
  if (opening.serves) options.ticks = processor_time;
  options.path = folder.database();
  options.create = create;
  options.now = now();
  return options;
}

Outcome<model::Contributor> first_contributor(const NewNode& node, const Desk& desk) {
  model::Contributor own;
  own.name = formats::normalise_text(node.name);
  own.slug = node.slug.empty() ? formats::slug(own.name) : node.slug;
  own.home = node.home.empty() ? desk.config.base_url : node.home;
  own.colour = node.colour;
  if (auto failure = check_kit(own)) return *failure;
  if (formats::slug(own.slug) != own.slug)
    return Problem{"bad-slug", "slug", "the short name may hold a-z, 0-9 and - only and begins with a letter",
                   "Try " + formats::slug(own.slug) + "."};
  if (!node.logo_file.empty()) {
    const auto logo = keep_logo_file(desk.folder.media(), node.logo_file);
    if (!logo) return logo.problem();
    own.logo = desk.config.base_url + "/media/" + *logo;
  }
  federation::name_contributor(own, desk.identity_host, true);
  return own;
}

// Last of all, so that a folder without it is one that init has not finished.
Failure write_config(const Folder& folder, const std::string& text) {
  std::ofstream file(folder.config());
  file << text;
  file.close();
  if (file) return {};
  return Problem{"not-written", folder.config(), "the configuration could not be written",
                 "Look whether the disk is full and whether the folder may be written."};
}

// OAI-36: approved, and has agreed.
bool is_named(const store::Peer& peer) {
  const bool has_list = peer.kind == "oai" || peer.kind == "node";
  return peer.is_friend && has_list && !peer.probation && peer.state != store::PeerState::blocked;
}

}  // namespace

std::string Folder::locks() const {
  const auto locks = path + "/visits";
  std::error_code error;
  fs::create_directory(locks, error);
  return locks;
}

Outcome<Desk> make_desk(const NewNode& node) {
  Desk desk;
  desk.folder.path = node.path;
  if (fs::exists(desk.folder.config()))
    return Problem{"exists", node.path, "there is a node in this folder already", "Name another folder with --data."};
  const auto base_url = config::checked_base_url(node.base_url);
  if (!base_url) return base_url.problem();
  std::error_code error;
  fs::create_directories(desk.folder.media(), error);
  if (error)
    return Problem{"not-written", node.path, "the data folder cannot be made: " + error.message(), "Choose a folder you may write."};

  if (auto failure = read_config(desk)) return *failure;
  desk.config.base_url = *base_url;
  if (auto failure = make_keys(desk.folder)) return *failure;
  if (auto failure = read_keys(desk)) return *failure;
  const auto own = first_contributor(node, desk);
  if (!own) return own.problem();
  desk.store = store::open_sqlite(database(desk.folder, true));
  desk.store->put_contributor(*own, true);
  mark_as_renewed(*desk.store, now());
  if (auto failure = write_config(desk.folder, config::commented_file({{"base_url", config::toml_string(*base_url)}})))
    return *failure;
  return desk;
}

Outcome<Desk> open_desk(const std::string& path, const Opening& opening) {
  Desk desk;
  desk.folder.path = path;
  if (!fs::exists(desk.folder.config()))
    return Problem{"no-node", path, "there is no node in this folder",
                   "Make one with \"commonplace init\", or name the right folder with --data."};
  if (auto failure = read_config(desk)) return *failure;
  if (auto failure = read_keys(desk)) return *failure;
  desk.store = store::open_sqlite(database(desk.folder, false, opening));
  if (!desk.store->contributor_by_set(formats::contributor_set(desk.identity_host, "")))
    return Problem{"identity-changed", path, "the records in this folder were made under another host name",
                   "Set base_url (or oai.repository_identifier) back to what it was."};
  return desk;
}

store::StoredContributor Desk::own() const {
  return *store->contributor_by_set(formats::contributor_set(identity_host, ""));
}

Imprint Desk::imprint(const store::StoredContributor& contributor) const {
  return {config.base_url, identity_host, config.oai_metadata_licence, contributor};
}

curriculum::Resolver Desk::resolver() const {
  return resolver_of(*store);
}

oai::Repository Desk::repository() const {
  oai::Repository repository;
  repository.own = own().profile;
  repository.name = repository.own.name;
  repository.base_url = config.base_url;
  repository.identity_host = identity_host;
  repository.admin_email = config.oai_admin_email.empty() ? "keeper@" + identity_host : config.oai_admin_email;
  repository.metadata_licence = config.oai_metadata_licence;
  repository.page_size = config.oai_page_size;
  repository.token_key = token_key;
  for (const auto& peer : store->peers())
    if (is_named(peer)) repository.friends.push_back(peer.url);
  return repository;
}

std::string Desk::user_agent() const { return fmt::format("Commonplace/{} (+{})", program_version, config.base_url); }

}  // namespace commonplace::app
