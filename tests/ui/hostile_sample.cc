#include "tests/ui/sample.h"
#include "ui/html.h"

// One text in every field that words of a person can reach. In the namespace of the views, so that the list template
// below finds the overload of each.
namespace commonplace::ui {

using Hostile = const std::string&;

static void say_in(Text& it, Hostile said) {
  it = {said, said};
}
static void say_in(MarkedText& it, Hostile said) {
  it = {said, said, {{0, said.size()}}};
}
static void say_in(Fact& it, Hostile said) {
  it = {said, said, said};
}
static void say_in(model::Link& it, Hostile said) {
  it = {said, said};
}
static void say_in(CountedLink& it, Hostile said) {
  it = {said, said, 1};
}
static void say_in(HelpLink& it, Hostile said) {
  it = {said, said, 1};
}
static void say_in(HiddenField& it, Hostile said) {
  it = {said, said};
}
static void say_in(SortOption& it, Hostile said) {
  it = {said, said, true};
}
static void say_in(FrameworkOption& it, Hostile said) {
  it = {said, said, true};
}
static void say_in(FacetOption& it, Hostile said) {
  it = {said, said, 1, true, said, said};
}
static void say_in(TreeLine& it, Hostile said) {
  it = {said, said, 1, 99, true};
}
static void say_in(Citation& it, Hostile said) {
  it = {said, said};
}
static void say_in(Picture& it, Hostile said) {
  it = {"/media/" + said, said, 400, 300};
}
static void say_in(FileLink& it, Hostile said) {
  it = {said, said, said, said, said};
}
static void say_in(std::string& it, Hostile said) {
  it = said;
}

template <typename T>
static void say_in(std::vector<T>& items, Hostile said) {
  for (T& item : items) say_in(item, said);
}

static void say_in(Chip& it, Hostile said) {
  it = {said, said, said, said};
}

static void say_in(Definition& it, Hostile said) {
  say_in(it.term, said);
  say_in(it.meaning, said);
}

static void say_in(StatementRow& it, Hostile said) {
  it.framework = it.code = it.url = it.added = said;
  say_in(it.text, said);
}

static void say_in(Facet& it, Hostile said) {
  it.name = it.title = said;
  say_in(it.options, said);
}

static void say_in(Organisation& it, Hostile said) {
  it.slug = it.name = it.home = it.mark = it.message = said;
  it.logo = "/media/" + said;
  say_in(it.links, said);
}

// The label three times over: a short one is drawn in a place of its own.
static void say_in(Rights& it, Hostile said) {
  it.uri = it.condition = said;
  it.label = said + said + said;
}

static void say_in(Card& it, Hostile said) {
  it.id = it.url = it.type_id = it.type = it.format = it.language = it.reason = said;
  say_in(it.title, said);
  say_in(it.description, said);
  say_in(it.by, said);
  it.statement = CardStatement{said, {said, said}, Alignment::related};
  say_in(it.rights, said);
  say_in(it.why, said);
}

static void say_in(Frame& it, Hostile said) {
  it.site.name = it.site.keeper = it.site.keeper_home = it.site.version = said;
  it.title = it.description = it.canonical = it.alternate_json = it.feed = it.oembed = it.opensearch = it.query = said;
  say_in(it.brand_sheets, said);
  say_in(it.site.help_links, said);
}

static void say_in(Paging& it, Hostile said) {
  it.pages = 9;
  it.previous = it.next = said;
}

static void say_in(TreeNode& it, Hostile said) {
  it.code = it.kind = it.url = said;
  say_in(it.text, said);
  say_in(it.children, said);
}

static void say_in(Elsewhere& it, Hostile said) {
  it.framework = it.url = said;
  say_in(it.text, said);
}

static void say_in(FrameworkCard& it, Hostile said) {
  it.url = it.publisher = it.version = said;
  say_in(it.title, said);
}

static void say_in(JurisdictionGroup& it, Hostile said) {
  it.name = said;
  say_in(it.frameworks, said);
}

static void say_in(OrganisationRow& it, Hostile said) {
  it.place = it.status = said;
  say_in(it.organisation, said);
}

static void say_in(TextSection& it, Hostile said) {
  it.heading = said;
  say_in(it.paragraphs, said);
  say_in(it.points, said);
  say_in(it.table.head, said);
  say_in(it.table.rows, said);
  say_in(it.links, said);
}

template <typename... Members>
static void say_in_all(Hostile said, Members&... members) {
  (say_in(members, said), ...);
}

namespace sample {

std::vector<std::pair<std::string, std::string>> all_pages_with(const std::string& said) {
  HomePage home_it = home();
  say_in_all(said, home_it.frame, home_it.frameworks, home_it.subjects, home_it.levels, home_it.newest,
             home_it.organisations);
  ResultsPage results_it = results();
  results_it.help = no_results().help;
  say_in_all(said, results_it.frame, results_it.chips, results_it.clear_url, results_it.ignored, results_it.frameworks,
             results_it.tree, results_it.facets, results_it.filter_hidden, results_it.sorts, results_it.sort_hidden,
             results_it.federation.organisations, results_it.federation.trouble, results_it.federation.status_url,
             results_it.cards, results_it.paging, results_it.help.spelling, results_it.help.without,
             results_it.help.broader, results_it.missing_url);
  ResourcePage resource_it = pictured_resource();
  say_in_all(said, resource_it.frame, resource_it.id, resource_it.by, resource_it.back_url, resource_it.back_label,
             resource_it.title, resource_it.summary, resource_it.description, resource_it.type_id, resource_it.type,
             resource_it.link, resource_it.pictures, resource_it.picture_credit, resource_it.objectives,
             resource_it.materials, resource_it.steps, resource_it.vocabulary, resource_it.misconceptions,
             resource_it.keywords, resource_it.facts, resource_it.files, resource_it.rights, resource_it.credit_line,
             resource_it.ask_url, resource_it.statements, resource_it.similar, resource_it.citations,
             resource_it.details, resource_it.machine_links, resource_it.provenance, resource_it.newer_url);
  resource_it.json_ld = html::json_ld(said);
  OrganisationPage organisation_it = organisation();
  say_in_all(said, organisation_it.frame, organisation_it.organisation, organisation_it.types, organisation_it.subjects,
             organisation_it.cards, organisation_it.paging, organisation_it.all_url, organisation_it.data_source);
  OrganisationsPage organisations_it = organisations();
  say_in_all(said, organisations_it.frame, organisations_it.rows, organisations_it.invite_url);
  CurriculumPage curriculum_it = curriculum();
  say_in_all(said, curriculum_it.frame, curriculum_it.groups, curriculum_it.subjects);
  FrameworkPage framework_it = framework();
  say_in_all(said, framework_it.frame, framework_it.title, framework_it.publisher, framework_it.roots,
             framework_it.source, framework_it.machine_links, framework_it.filters);
  StatementPage statement_it = statement();
  say_in_all(said, statement_it.frame, statement_it.framework, statement_it.framework_url, statement_it.place,
             statement_it.code, statement_it.kind, statement_it.text, statement_it.facts, statement_it.narrower,
             statement_it.elsewhere, statement_it.cards, statement_it.paging, statement_it.search_url,
             statement_it.source, statement_it.replaced_by);
  statement_it.is_retired = true;
  statement_it.source_is_known = false;
  statement_it.before = {{said, {said, said}}};
  TextPage text_it = text();
  say_in_all(said, text_it.frame, text_it.lead, text_it.sections);
  NotFoundPage lost;
  lost.near.resize(1);
  say_in_all(said, lost.frame, lost.near);
  GonePage gone;
  say_in_all(said, gone.frame, gone.title, gone.by, gone.reason, gone.when, gone.replacement_url,
             gone.replacement_title);
  ErrorPage error;
  error.paragraphs.resize(1);
  say_in_all(said, error.frame, error.heading, error.paragraphs, error.request_id);
  return {{"home", home_page(home_it)},
          {"results", results_page(results_it)},
          {"resource", resource_page(resource_it)},
          {"organisation", organisation_page(organisation_it)},
          {"organisations", organisations_page(organisations_it)},
          {"curriculum", curriculum_page(curriculum_it)},
          {"framework", framework_page(framework_it)},
          {"statement", statement_page(statement_it)},
          {"text", text_page(text_it)},
          {"not-found", not_found_page(lost)},
          {"gone", gone_page(gone)},
          {"error", error_page(error)}};
}

}  // namespace sample
}  // namespace commonplace::ui
