#include "node/web/shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "node/curriculum/alignment_book.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

ui::Answer answer(vocabularies::Answer value) {
  switch (value) {
    case vocabularies::Answer::yes: return ui::Answer::yes;
    case vocabularies::Answer::unsure: return ui::Answer::unsure;
    case vocabularies::Answer::ask: return ui::Answer::ask;
    case vocabularies::Answer::no: return ui::Answer::no;
  }
  return ui::Answer::unsure;
}

std::string link_of(const model::Resource& resource) {
  if (!resource.url.empty()) return resource.url;
  for (const auto& encoding : resource.encoding)
    if (!encoding.content_url.empty()) return encoding.content_url;
  return {};
}

// "Welsh" when it is not in English (UI-35: nothing is hidden, but it is said).
std::string other_language(const model::Resource& resource) {
  for (const auto& tag : resource.in_language)
    if (tag == "en" || tag.starts_with("en-") || tag == "zxx" || tag == "und") return {};
  return resource.in_language.empty() ? "" : vocabularies::language_label(resource.in_language.front());
}

std::vector<ui::Stretch> marks(const Context& context, const std::string& query, const ui::Text& text) {
  std::vector<ui::Stretch> out;
  if (query.empty() || text.empty()) return out;
  for (const auto& span : context.index().highlight(query, text.text, text.lang)) out.push_back({span.begin, span.end});
  return out;
}

// At most two lines of a card: whole words.
std::string shortened(const std::string& text) {
  constexpr std::size_t most = 220;
  if (text.size() <= most) return text;
  const auto blank = text.rfind(' ', most);
  return beginning_of(text, blank == std::string::npos || blank < most / 2 ? most : blank) + " …";
}

ui::MarkedText marked(const Context& context, const std::string& query, ui::Text text) {
  auto found = marks(context, query, text);
  return {std::move(text.text), std::move(text.lang), std::move(found)};
}

std::optional<ui::CardStatement> first_statement(const Context& context, const model::Resource& resource) {
  for (const auto& ref : resource.teaches) {
    if (ref.text.empty() && ref.code.empty()) continue;
    ui::CardStatement out;
    const auto* tree = context.frameworks->by_uri(ref.framework);
    out.place = !ref.code.empty() ? ref.code : tree ? std::string(model::best(tree->framework.title).text) : "Curriculum";
    out.text = text_of(ref.text);
    return out;
  }
  return {};
}

}  // namespace

Shown show(const Context& context, store::StoredRecord record) {
  Shown shown;
  shown.record = std::move(record);
  shown.contributor = context.directory->by_id(shown.record.contributor);
  if (shown.record.deleted) return shown;
  auto resource = formats::read_canonical(shown.record.document);
  if (resource) shown.resource = std::move(*resource);
  const auto& r = shown.resource;
  shown.may = vocabularies::permissions(r.license, r.rights_statement);
  shown.ages = r.age_range ? r.age_range : vocabularies::ages_of(r.educational_level);
  shown.minutes = formats::duration_minutes(r.time_required);
  shown.link = link_of(r);
  if (const auto* book = context.house.site.alignments; book && curriculum::lacks_level(r)) shown.found_levels = book->notes(shown.record.key).levels;
  return shown;
}

std::vector<Shown> show_keys(const Context& context, const std::vector<std::int64_t>& keys) {
  std::vector<Shown> out;
  for (auto& record : context.store().find_keys(keys))
    if (!record.deleted) out.push_back(show(context, std::move(record)));
  return out;
}

std::string beginning_of(std::string_view text, std::size_t most_bytes) {
  const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; };
  if (text.size() > most_bytes)
    while (most_bytes > 0 && goes_on(text[most_bytes])) --most_bytes;
  return std::string(text.substr(0, most_bytes));
}

ui::Text text_of(const model::LangMap& map, const std::vector<std::string>& preferred) {
  const auto said = model::best(map, preferred);
  return {std::string(said.text), std::string(said.language)};
}

ui::Organisation organisation_of(const store::StoredContributor* contributor) {
  if (!contributor) return {};
  const auto& p = contributor->profile;
  ui::Organisation out{p.slug, p.name, p.home, {}, p.mark, p.message, p.links};
  if (const auto media = p.logo.find("/media/"); media != std::string::npos) out.logo = p.logo.substr(media);
  return out;
}

ui::Rights rights_of(const Shown& shown) {
  const auto& r = shown.resource;
  const auto& uri = r.license.empty() ? r.rights_statement : r.license;
  const auto& may = shown.may;
  return {uri,
          vocabularies::licence_label(uri),
          answer(may.print),
          answer(may.adapt),
          answer(may.share),
          answer(may.sell),
          answer(may.credit),
          std::string(may.condition)};
}

ui::Card card_of(const Context& context, const Shown& shown, const std::string& query) {
  const auto& r = shown.resource;
  ui::Card card;
  card.id = shown.record.public_id;
  card.url = shown.path();
  card.title = marked(context, query, text_of(r.name, r.in_language));
  auto words = text_of(r.abstract.empty() ? r.description : r.abstract, r.in_language);
  words.text = shortened(words.text);
  card.description = marked(context, query, std::move(words));
  card.by = organisation_of(shown.contributor);
  if (!r.learning_resource_type.empty()) {
    card.type_id = r.learning_resource_type.front();
    card.type = vocabularies::concept_label(card.type_id);
  }
  card.ages = shown.ages;
  card.minutes = shown.minutes;
  card.language = other_language(r);
  card.statement = first_statement(context, r);
  card.rights = rights_of(shown);
  return card;
}

std::string sentence_of_credit(const Context&, const Shown& shown) {
  const auto& r = shown.resource;
  if (!r.credit_text.empty()) return r.credit_text;
  std::string out = "“" + std::string(model::best(r.name, r.in_language).text) + "”";
  if (!r.creator.empty() && !r.creator.front().name.empty())
    out += " by " + std::string(model::best(r.creator.front().name).text);
  if (shown.contributor) out += ", " + shown.contributor->profile.name;
  if (!shown.link.empty()) out += ", " + shown.link;
  const auto& rights = r.license.empty() ? r.rights_statement : r.license;
  if (!r.license.empty())
    out += ", licensed under " + vocabularies::licence_label(rights);
  else if (!rights.empty())
    out += ", " + vocabularies::licence_label(rights);
  return out + ".";
}

std::vector<std::string> brand_sheets(const std::vector<ui::Card>& cards, const std::vector<ui::Organisation>& more) {
  std::set<std::string> slugs;
  for (const auto& card : cards) slugs.insert(card.by.slug);
  for (const auto& organisation : more) slugs.insert(organisation.slug);
  slugs.erase("");
  // An address holds 8 KiB; a slug at most 40 characters.
  constexpr std::size_t slugs_per_sheet = 100;
  std::vector<std::string> out;
  std::size_t in_sheet = 0;
  for (const auto& slug : slugs) {
    if (in_sheet++ % slugs_per_sheet == 0)
      out.push_back("/assets/orgs.css?only=" + slug);
    else
      out.back() += "," + slug;
  }
  return out;
}

}  // namespace commonplace::web
