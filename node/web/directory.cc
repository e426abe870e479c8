#include "node/web/directory.h"

#include <algorithm>

#include "schemas/formats/digest.h"

namespace commonplace::web {

namespace {

std::string fingerprint(const std::vector<store::StoredContributor>& contributors) {
  constexpr std::size_t digits = 16;
  std::string text;
  for (const auto& [id, hosted_here, profile, records] : contributors)
    for (const auto& part : {std::to_string(id), profile.did, profile.name, profile.logo}) text.append(part) += '\0';
  return formats::sha256_hex(text).substr(0, digits);
}

}  // namespace

Directory::Directory(std::vector<store::StoredContributor> contributors, std::vector<store::Peer> peers, store::Counts totals)
    : contributors_(std::move(contributors)), peers_(std::move(peers)), totals_(totals), looks_(fingerprint(contributors_)) {
  for (const auto& contributor : contributors_) {
    by_id_[contributor.id] = &contributor;
    by_slug_[contributor.profile.slug] = &contributor;
  }
}

const store::StoredContributor* Directory::by_id(store::ContributorId id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const store::StoredContributor* Directory::by_slug(std::string_view slug) const {
  const auto found = by_slug_.find(slug);
  return found == by_slug_.end() ? nullptr : found->second;
}

const store::Peer* Directory::peer(store::PeerId id) const {
  const auto found = std::find_if(peers_.begin(), peers_.end(), [&](const auto& peer) { return peer.id == id; });
  return found == peers_.end() ? nullptr : &*found;
}

std::optional<model::Datestamp> Directory::silent_since(store::PeerId id, model::Datestamp now) const {
  constexpr std::int64_t seven_days = std::int64_t{7} * 24 * 3600;
  const auto* source = peer(id);
  const bool is_silent = source && source->state == store::PeerState::unreachable && source->last_good.seconds > 0 &&
                         now.seconds - source->last_good.seconds > seven_days;
  return is_silent ? std::optional(source->last_good) : std::nullopt;
}

std::int64_t Directory::with_records() const {
  return std::count_if(contributors_.begin(), contributors_.end(), [](const auto& c) { return c.records.live > 0; });
}

std::shared_ptr<const Directory> DirectoryCache::now() const {
  const auto version = store_.data_version();
  const std::lock_guard lock(mutex_);
  if (!directory_ || version != version_) {
    directory_ = std::make_shared<Directory>(store_.contributors(), store_.peers(), store_.totals());
    version_ = version;
  }
  return directory_;
}

}  // namespace commonplace::web
