// A look (name, colour, logo) is changed in place and stamps no record; a slug is given once and for ever.
#include "node/store/sqlite_contributors.h"

#include <fmt/format.h>

#include <algorithm>

#include "node/store/packed_text.h"
#include "schemas/formats/identifier.h"

namespace commonplace::store {
namespace {

constexpr std::size_t longest_slug = 40;  // CONTRACT §4

#define COMMONPLACE_CONTRIBUTOR                                                                                 \
  "SELECT c.id, c.hosted_here, c.slug, c.did, c.oai_set, c.name, c.home, c.logo, c.colour, c.mark, c.message, " \
  "c.links, c.host, coalesce(n.live, 0), coalesce(n.deleted, 0) "                                               \
  "FROM contributor c LEFT JOIN contributor_count n ON n.contributor = c.id "

constexpr std::string_view by_name =
    COMMONPLACE_CONTRIBUTOR "WHERE c.hosted_here OR n.live > 0 OR n.deleted > 0 ORDER BY c.name COLLATE NOCASE, c.id";
constexpr std::string_view by_id = COMMONPLACE_CONTRIBUTOR "WHERE c.id = ?1";
constexpr std::string_view by_slug = COMMONPLACE_CONTRIBUTOR "WHERE c.slug = ?1";
constexpr std::string_view by_set = COMMONPLACE_CONTRIBUTOR "WHERE c.oai_set = ?1";
#undef COMMONPLACE_CONTRIBUTOR

StoredContributor read(const Query& row) {
  return {.id = row.integer(0),
          .hosted_here = row.integer(1) != 0,
          .profile = {.slug = row.string(2),
                      .did = row.string(3),
                      .set = row.string(4),
                      .name = row.string(5),
                      .home = row.string(6),
                      .logo = row.string(7),
                      .colour = row.string(8),
                      .mark = row.string(9),
                      .message = row.string(10),
                      .links = unpack_links(row.text(11)),
                      .host = row.string(12)},
          .records = {row.integer(13), row.integer(14)}};
}

template <typename Name>
std::optional<StoredContributor> read_one(Connection& reader, std::string_view sql, const Name& name) {
  Query row = reader.query(sql);
  row.bind(name);
  if (!row.step()) return std::nullopt;
  return read(row);
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_slug_character(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= longest_slug && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), is_slug_character);
}

// To whom the slug was ever given; 0: nobody.
ContributorId holder(Connection& writer, std::string_view slug) {
  Query row = writer.query("SELECT contributor FROM slug_given WHERE slug = ?1");
  row.bind(slug);
  return row.step() ? row.integer(0) : 0;
}

// "<slug>-<ending>" within 40 characters: the ending is what tells the two apart, so that the slug gives way.
std::string with_ending(std::string_view slug, std::string_view ending) {
  const std::string tail = fmt::format("-{}", ending.substr(0, longest_slug / 2));
  return std::string(slug.substr(0, longest_slug - tail.size())) + tail;
}

std::string first_label(std::string_view host) {
  std::string label(host.substr(0, host.find_first_of(".:")));
  std::transform(label.begin(), label.end(), label.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::erase_if(label, [](char c) { return !is_slug_character(c); });
  return label;
}

// CONTRACT §4: the slug itself where free; for one of another node "<slug>-<first label of its host>"; then a number.
std::string free_slug(Connection& writer, const model::Contributor& profile, bool hosted_here) {
  std::string slug = is_slug(profile.slug) ? profile.slug : formats::slug(profile.name);
  if (holder(writer, slug) == 0) return slug;
  if (const auto label = first_label(profile.host); !hosted_here && !label.empty()) {
    slug = with_ending(slug, label);
    if (holder(writer, slug) == 0) return slug;
  }
  for (int number = 2;; ++number) {
    auto numbered = with_ending(slug, std::to_string(number));
    if (holder(writer, numbered) == 0) return numbered;
  }
}

void give(Connection& writer, std::string_view slug, ContributorId id) {
  writer.query("INSERT OR IGNORE INTO slug_given (slug, contributor) VALUES (?1, ?2)").bind(slug, id).run();
}

ContributorId add(Connection& writer, const model::Contributor& profile, bool hosted_here) {
  const std::string slug = free_slug(writer, profile, hosted_here);
  const std::string links = pack(profile.links);
  ContributorId id = 0;
  {
    Query row = writer.query(
        "INSERT INTO contributor (oai_set, slug, hosted_here, did, name, home, logo, colour, mark, message, links, "
        "host) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id");
    row.bind(profile.set, slug, hosted_here, profile.did, profile.name, profile.home, profile.logo, profile.colour,
             profile.mark, profile.message, links, profile.host);
    while (row.step()) id = row.integer(0);
  }
  give(writer, slug, id);
  return id;
}

void update(Connection& writer, ContributorId id, const model::Contributor& profile, bool hosted_here) {
  const std::string links = pack(profile.links);
  writer
      .query(
          "UPDATE contributor SET hosted_here = ?2, did = ?3, name = ?4, home = ?5, logo = ?6, colour = ?7, "
          "mark = ?8, message = ?9, links = ?10, host = ?11 WHERE id = ?1")
      .bind(id, hosted_here, profile.did, profile.name, profile.home, profile.logo, profile.colour, profile.mark,
            profile.message, links, profile.host)
      .run();
}

}  // namespace

std::vector<StoredContributor> read_contributors(Connection& reader) {
  std::vector<StoredContributor> contributors;
  Query row = reader.query(by_name);
  while (row.step()) contributors.push_back(read(row));
  return contributors;
}

std::optional<StoredContributor> read_contributor(Connection& reader, ContributorId id) {
  return read_one(reader, by_id, id);
}

std::optional<StoredContributor> read_contributor_by_slug(Connection& reader, std::string_view slug) {
  return read_one(reader, by_slug, slug);
}

std::optional<StoredContributor> read_contributor_by_set(Connection& reader, std::string_view set) {
  return read_one(reader, by_set, set);
}

ContributorId put_contributor(Connection& writer, const model::Contributor& profile, bool hosted_here) {
  if (profile.set.empty()) throw StoreError("store: a contributor needs a set");
  const auto there = read_contributor_by_set(writer, profile.set);
  if (!there) return add(writer, profile, hosted_here);
  update(writer, there->id, profile, hosted_here);
  return there->id;
}

bool rename_contributor(Connection& writer, ContributorId id, std::string_view slug) {
  const ContributorId held_by = holder(writer, slug);
  if (!is_slug(slug) || (held_by != 0 && held_by != id) || !read_contributor(writer, id)) return false;
  writer.query("UPDATE contributor SET slug = ?2 WHERE id = ?1").bind(id, slug).run();
  give(writer, slug, id);
  return true;
}

}  // namespace commonplace::store
