#include <fmt/format.h>

#include "node/web/pages.h"
#include "node/web/search_answer.h"
#include "node/curriculum/alignment_book.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/schema_org.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "ui/pages.h"
#include "ui/words.h"

namespace commonplace::web {
namespace {

constexpr int similar_cards = 6;

std::string joined(const std::vector<std::string>& ids, std::string (*label)(std::string_view)) {
  std::string out;
  for (const auto& id : ids) out += (out.empty() ? "" : ", ") + label(id);
  return out;
}

std::string concept_name(std::string_view id) { return vocabularies::concept_label(id); }
std::string language_name(std::string_view tag) { return vocabularies::language_own_name(tag); }

void add(std::vector<ui::Fact>& facts, std::string label, std::string value, std::string url = {}) {
  if (!value.empty()) facts.push_back({std::move(label), std::move(value), std::move(url)});
}

// "alternativeText" → "alternative text": the schema.org terms are words run together.
std::string in_words(std::string_view term) {
  std::string out;
  for (char c : term) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool goes_on = !out.empty() && out.back() >= 'A' && out.back() <= 'Z';
    if (capital && !out.empty() && !goes_on) out += ' ';
    out += capital && !goes_on && !term.ends_with("PDF") ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::vector<ui::Fact> at_a_glance(const Shown& shown) {
  const auto& r = shown.resource;
  std::vector<ui::Fact> facts;
  add(facts, "For", ui::ages_in_words(shown.ages));
  add(facts, "Level", joined(r.educational_level, concept_name));
  if (!shown.found_levels.empty()) add(facts, "Level", joined(shown.found_levels, concept_name) + " (from curriculum)");
  add(facts, "Time", ui::minutes_in_words(shown.minutes));
  add(facts, "Subject", joined(r.about, concept_name));
  add(facts, "Language", joined(r.in_language, language_name));
  std::string access;
  for (const auto& feature : r.accessibility_feature) access += (access.empty() ? "" : ", ") + in_words(feature);
  add(facts, "Access", access);
  return facts;
}

std::vector<ui::FileLink> files(const model::Resource& resource) {
  std::vector<ui::FileLink> out;
  for (const auto& encoding : resource.encoding) {
    ui::FileLink file;
    file.url = encoding.content_url;
    file.name = encoding.name.empty() ? encoding.content_url.substr(encoding.content_url.rfind('/') + 1)
                                      : std::string(model::best(encoding.name).text);
    const auto slash = encoding.encoding_format.rfind('/');
    if (slash != std::string::npos && encoding.encoding_format.size() - slash <= 5) {
      file.kind = encoding.encoding_format.substr(slash + 1);
      for (auto& c : file.kind) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    if (encoding.content_size_bytes) file.size = ui::bytes_in_words(*encoding.content_size_bytes);
    out.push_back(std::move(file));
  }
  return out;
}

ui::StatementRow statement_row(const Context& context, const model::StatementRef& ref, const curriculum::AlignmentNotes& notes) {
  ui::StatementRow row;
  for (const auto& use : notes.general)
    if (use.statement == (ref.uri.empty() ? ref.code : ref.uri)) row.general = curriculum::words_of(use.reason);
  row.code = ref.code;
  row.text = text_of(ref.text);
  const auto found = context.frameworks->statement(ref.uri);
  if (found) {
    const auto& statement = found.tree->statements[found.place];
    row.framework = model::best(found.tree->framework.title).text;
    row.url = "/curriculum/" + found.tree->framework.id + "/" + formats::percent_encode(statement.id);
    if (row.text.empty()) row.text = text_of(statement.text);
    if (row.code.empty()) row.code = statement.code;
  }
  return row;
}

std::vector<ui::Text> texts(const std::vector<model::LangMap>& maps, const std::vector<std::string>& preferred) {
  std::vector<ui::Text> out;
  for (const auto& map : maps) out.push_back(text_of(map, preferred));
  return out;
}

std::vector<ui::Fact> provenance(const Context& context, const Shown& shown) {
  std::vector<ui::Fact> out;
  const auto& record = shown.record;
  if (record.peer == 0) {
    add(out, "Published", "on this node on " + model::format_datestamp(record.first_seen, model::Granularity::day));
    return out;
  }
  const auto* peer = context.directory->peer(record.peer);
  for (const auto& hop : record.hops)
    add(out, "Harvested from", fmt::format("{}, which changed it on {}", hop.base_url, hop.datestamp.substr(0, 10)), hop.base_url + "?verb=Identify");
  add(out, "Received", model::format_datestamp(record.first_seen, model::Granularity::day) + (peer ? " from " + peer->name : ""));
  add(out, "Last seen there", model::format_datestamp(record.last_seen, model::Granularity::day));
  if (const auto silent = context.directory->silent_since(record.peer, context.request.now))
    add(out, "Source not reached since", model::format_datestamp(*silent, model::Granularity::day));
  return out;
}

std::vector<ui::Fact> details(const Shown& shown) {
  const auto& r = shown.resource;
  std::vector<ui::Fact> out;
  add(out, "Identifier", shown.record.identifier);
  for (const auto& other : r.same_as) add(out, "Also known as", other, formats::parse_http_url(other) ? other : "");
  add(out, "Version", std::to_string(shown.record.version));
  add(out, "Changed", model::format_datestamp(shown.record.datestamp, model::Granularity::day));
  add(out, "Licence of this description", vocabularies::licence_label(r.metadata_license), r.metadata_license);
  return out;
}

std::vector<ui::Fact> machine_links(const Shown& shown) {
  const auto get = "/oai?verb=GetRecord&identifier=" + formats::percent_encode(shown.record.identifier) + "&metadataPrefix=";
  return {{"JSON", "", "/api/v1/resources/" + shown.record.public_id}, {"OAI-PMH, Dublin Core", "", get + "oai_dc"},
          {"OAI-PMH, whole record", "", get + "cpl"}};
}

http::Response gone(const Context& context, const Shown& shown) {
  ui::GonePage page;
  page.frame = context.frame("Withdrawn", shown.path());
  page.frame.index = false;
  page.by = organisation_of(shown.contributor);
  page.when = model::format_datestamp(shown.record.datestamp, model::Granularity::day);
  const auto versions = context.store().versions(shown.record.key);
  for (auto version = versions.rbegin(); version != versions.rend() && page.title.empty(); ++version)
    if (const auto before = formats::read_canonical(version->document)) page.title = text_of(before->name, before->in_language);
  if (!page.by.slug.empty()) page.frame.brand_sheets = {"/by/" + page.by.slug + "/brand.css"};
  return html_response(ui::gone_page(page), 410);
}

void add_texts(const Context& context, const Shown& shown, ui::ResourcePage& page) {
  const auto& r = shown.resource;
  const auto& languages = r.in_language;
  page.title = text_of(r.name, languages);
  page.summary = text_of(r.abstract, languages);
  page.description = text_of(r.description, languages);
  page.objectives = texts(r.learning_objectives, languages);
  page.materials = texts(r.materials, languages);
  for (const auto& term : r.key_vocabulary) page.vocabulary.push_back({text_of(term.term, languages), text_of(term.definition, languages)});
  for (const auto& m : r.misconceptions) page.misconceptions.push_back({text_of(m.statement, languages), text_of(m.correction, languages)});
  for (const auto& [language, words] : r.keywords)
    for (const auto& word : words) page.keywords.push_back({word, "/search?q=" + formats::percent_encode(word), 0});
  const auto* book = context.house.site.alignments;
  const auto notes = book ? book->notes(shown.record.key) : curriculum::AlignmentNotes();
  for (const auto* list : {&r.teaches, &r.assesses, &r.competency_required})
    for (const auto& ref : *list) page.statements.push_back(statement_row(context, ref, notes));
  for (const auto& ref : notes.found) {
    page.statements.push_back(statement_row(context, ref, notes));
    page.statements.back().how = ui::Alignment::node;
  }
}

// Why it is shown (SRCH-42).
std::string reason(search::Likeness likeness) {
  switch (likeness) {
    case search::Likeness::statement: return "Same curriculum statement";
    case search::Likeness::unit: return "Part of the same unit";
    case search::Likeness::words: return "About the same things";
    case search::Likeness::none: return {};
  }
  return {};
}

void add_similar(const Context& context, const Shown& shown, ui::ResourcePage& page) {
  if (!context.house.site.search_is_ready()) return;
  std::vector<std::int64_t> keys;
  std::map<std::int64_t, search::Likeness> likeness;
  for (const auto& hit : context.index().similar(shown.record.key, similar_cards)) {
    keys.push_back(hit.key);
    likeness[hit.key] = hit.likeness;
  }
  for (const auto& other : show_keys(context, keys)) {
    page.similar.push_back(card_of(context, other, ""));
    page.similar.back().reason = reason(likeness[other.record.key]);
  }
}

}  // namespace

http::Response resource_page(const Context& context, const http::Captures& captures) {
  auto record = context.store().find_public(captures["id"]);
  if (!record) return not_found(context);
  const auto shown = show(context, std::move(*record));
  if (shown.record.deleted) return gone(context, shown);
  const auto& r = shown.resource;

  ui::ResourcePage page;
  page.frame = context.frame(std::string(model::best(r.name, r.in_language).text), shown.path());
  page.frame.section = ui::Section::find;
  page.frame.alternate_json = "/api/v1/resources/" + shown.record.public_id;
  page.frame.description = beginning_of(model::best(r.abstract.empty() ? r.description : r.abstract, r.in_language).text, 300);
  page.id = shown.record.public_id;
  page.by = organisation_of(shown.contributor);
  add_texts(context, shown, page);
  if (!r.learning_resource_type.empty()) {
    page.type_id = r.learning_resource_type.front();
    page.type = vocabularies::concept_label(page.type_id);
  }
  page.link = shown.link;
  page.facts = at_a_glance(shown);
  page.files = files(r);
  page.rights = rights_of(shown);
  page.credit_line = sentence_of_credit(context, shown);
  page.details = details(shown);
  page.machine_links = machine_links(shown);
  page.provenance = provenance(context, shown);
  page.json_ld = ui::html::json_ld(json::canonical(formats::write_schema_org(r, context.absolute(shown.path()))));
  add_similar(context, shown, page);
  page.frame.brand_sheets = brand_sheets(page.similar);
  if (!page.by.slug.empty()) page.frame.brand_sheets.insert(page.frame.brand_sheets.begin(), "/by/" + page.by.slug + "/brand.css");
  return html_response(ui::resource_page(page));
}

}  // namespace commonplace::web
