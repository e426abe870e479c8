#include "node/app/organisations.h"

#include <fmt/format.h>

#include "federation/identity.h"
#include "node/app/media.h"
#include "node/config/nearest.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

using model::Contributor;
using model::Failure;
using model::Outcome;
using model::Problem;

bool is_colour(const std::string& text) {
  return text.size() == 7 && text[0] == '#' && text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

bool is_slug(const std::string& text) { return !text.empty() && formats::slug(text) == text; }

Failure apply(const Desk& desk, Contributor& profile, const KitChange& change) {
  const auto take = [](std::string& field, const std::optional<std::string>& value) {
    if (value) field = formats::normalise_text(*value);
  };
  take(profile.name, change.name);
  take(profile.home, change.home);
  take(profile.colour, change.colour);
  take(profile.mark, change.mark);
  take(profile.message, change.message);
  if (auto failure = check_kit(profile)) return failure;
  if (!change.logo_file || change.logo_file->empty()) return {};
  const auto kept = keep_logo_file(desk.folder.media(), *change.logo_file);
  if (!kept) return kept.problem();
  profile.logo = desk.config.base_url + "/media/" + *kept;
  return {};
}

// A slug no hosted organisation has: the set of a contributor is made from it and lasts for ever.
std::string free_slug(const Desk& desk, const std::string& wished) {
  std::string slug = wished;
  for (int number = 2; desk.store->contributor_by_set(formats::contributor_set(desk.identity_host, slug)) ||
                       desk.store->contributor_by_slug(slug);
       ++number)
    slug = wished.substr(0, 36) + "-" + std::to_string(number);
  return slug;
}

store::StoredContributor put(const Desk& desk, const Contributor& profile) {
  return *desk.store->contributor(desk.store->put_contributor(profile, true));
}

}  // namespace

Failure check_kit(const Contributor& profile) {
  if (profile.name.empty() || profile.name.size() > 300)
    return Problem{"missing-name", "name", "the organisation needs a name of at most 300 characters", "Give --name."};
  if (!profile.home.empty() && !formats::parse_http_url(profile.home))
    return Problem{"bad-url", "home", "the website is no web address", "Write it with https:// in front."};
  if (!profile.colour.empty() && !is_colour(profile.colour))
    return Problem{"bad-colour", "colour", "the colour cannot be read", "Write a colour such as #2B3A8F."};
  if (profile.mark.size() > 12)
    return Problem{"too-long", "mark", "the mark has more than two characters", "Give one or two letters."};
  if (profile.message.size() > 560)
    return Problem{"too-long", "message", "the message is longer than 140 characters", "Shorten it to one line."};
  return {};
}

Outcome<store::StoredContributor> hosted_organisation(const Desk& desk, const std::string& slug) {
  auto found = desk.store->contributor_by_slug(slug);
  if (found && found->hosted_here) return std::move(*found);
  const auto all = desk.store->contributors();
  std::vector<std::string_view> slugs;
  for (const auto& contributor : all)
    if (contributor.hosted_here) slugs.push_back(contributor.profile.slug);
  return Problem{"no-such-contributor", "contributor", "no organisation hosted here has this short name",
                 fmt::format("Did you mean {}? \"commonplace contributor list\" shows them all.", config::nearest(slug, slugs))};
}

Outcome<store::StoredContributor> add_organisation(const Desk& desk, const KitChange& kit) {
  Contributor profile;
  if (auto failure = apply(desk, profile, kit)) return *failure;
  if (kit.slug && !is_slug(*kit.slug))
    return Problem{"bad-slug", "slug", "the short name may hold a-z, 0-9 and - only and begins with a letter",
                   "Try " + formats::slug(*kit.slug) + "."};
  profile.slug = free_slug(desk, kit.slug.value_or(formats::slug(profile.name)));
  if (kit.slug && profile.slug != *kit.slug)
    return Problem{"slug-taken", "slug", "another organisation has this short name", "Try " + profile.slug + "."};
  federation::name_contributor(profile, desk.identity_host, false);
  return put(desk, profile);
}

Outcome<store::StoredContributor> edit_organisation(const Desk& desk, const std::string& slug, const KitChange& change) {
  auto found = hosted_organisation(desk, slug);
  if (!found) return found;
  if (auto failure = apply(desk, found->profile, change)) return *failure;
  if (change.slug && *change.slug != slug) {
    if (!is_slug(*change.slug) || !desk.store->rename_contributor(found->id, *change.slug))
      return Problem{"slug-taken", "slug", "this short name cannot be used, or belongs or belonged to another organisation",
                     "Choose another with a-z, 0-9 and -."};
    found->profile.slug = *change.slug;
  }
  desk.store->put_contributor(found->profile, true);
  return *desk.store->contributor(found->id);
}

store::StoredContributor planned_organisation(const Desk& desk, const std::string& name, const std::string& home) {
  if (auto own = desk.own(); own.profile.name == name) return own;
  // By name: two names can make one slug ("Smith & Co", "Smith Co"), and a slug may have been changed since.
  for (auto& known : desk.store->contributors())
    if (known.hosted_here && known.profile.name == name) return std::move(known);
  store::StoredContributor planned;
  planned.hosted_here = true;
  planned.profile.name = name;
  planned.profile.home = formats::parse_http_url(home) ? home : "";
  planned.profile.slug = free_slug(desk, formats::slug(name));
  federation::name_contributor(planned.profile, desk.identity_host, false);
  return planned;
}

store::StoredContributor organisation_named(const Desk& desk, const std::string& name, const std::string& home) {
  auto planned = planned_organisation(desk, name, home);
  return planned.id != 0 ? planned : put(desk, planned.profile);
}

}  // namespace commonplace::app
