#include "tests/ui/sample.h"

#include "ui/html.h"

namespace commonplace::ui::sample {
namespace {

struct Known {
  const char* slug;
  const char* name;
  const char* colour;
  const char* message;
};
constexpr Known known[] = {
    {"kiln-street", "Kiln Street Pottery Museum", "#B5451F", "Clay, fire and 300 years of tiles"},
    {"harrow-loom", "Harrow & Loom Textile Trust", "#2B3A8F", "Pattern books from 1790 to now"},
    {"lantern-opera", "Lantern Opera Learning", "#A3123A", "Every voice on stage"},
    {"saltmarsh", "Saltmarsh Maritime Archive", "#0B6E73", "Boats, maps and the people of the estuary"},
    {"northgate", "Northgate Art Gallery", "#F2B705", "Looking closely since 1884"},
    {"glasshouse", "Glasshouse Theatre", "#1E7A3C", "Plays made with young people"},
    {"caer-dathlu", "Amgueddfa Caer Dathlu", "#6B2C91", "Hanes a chelf y mynydd"},
    {"drumlight", "Drumlight Youth Music", "#C8327D", "Play first, notes later"}};

Organisation by(std::size_t which) {
  const Known& one = known[which % std::size(known)];
  Organisation organisation;
  organisation.slug = one.slug;
  organisation.name = one.name;
  organisation.home = "https://" + std::string(one.slug) + ".example/";
  organisation.message = one.message;
  organisation.links = {{"Plan a visit", "https://" + std::string(one.slug) + ".example/visit"}};
  return organisation;
}

std::vector<Organisation> everyone() {
  std::vector<Organisation> out;
  for (std::size_t i = 0; i < std::size(known); ++i) out.push_back(by(i));
  return out;
}

Frame frame(std::string title, Section section) {
  Frame made;
  made.site.name = "Commonplace";
  made.site.keeper = "Northgate Art Gallery";
  made.site.keeper_home = "https://northgate.example/";
  made.site.resources = 1204;
  made.site.organisations = 8;
  made.site.version = "0.1.0";
  made.section = section;
  made.title = std::move(title);
  made.description = "Learning resources from arts and heritage organisations.";
  made.canonical = "https://commonplace.example/";
  made.alternate_json = "/api/v1/search?q=victorian";
  made.feed = "/feed.atom";
  made.oembed = "/oembed?url=x";
  made.brand_sheets = {"/assets/orgs.css"};
  return made;
}

Rights cc_by() {
  return {"https://creativecommons.org/licenses/by/4.0/",
          "CC BY 4.0",
          Answer::yes,
          Answer::yes,
          Answer::yes,
          Answer::yes,
          Answer::yes,
          "Say if you changed it."};
}

Rights cc_by_nc_nd() {
  return {"https://creativecommons.org/licenses/by-nc-nd/4.0/",
          "CC BY-NC-ND 4.0",
          Answer::yes,
          Answer::no,
          Answer::yes,
          Answer::no,
          Answer::yes,
          "unchanged, not commercial"};
}

Rights in_copyright() {
  return {"https://rightsstatements.org/vocab/InC/1.0/",
          "In copyright",
          Answer::ask,
          Answer::ask,
          Answer::ask,
          Answer::ask,
          Answer::ask,
          "in copyright"};
}

Card card(std::string id, std::size_t owner, std::string title, std::string description, std::string type_id,
          std::string type, int minutes) {
  Card made;
  made.id = std::move(id);
  made.url = "/r/" + made.id;
  made.title = {std::move(title), "en-GB", {}};
  made.description = {std::move(description), "en-GB", {}};
  made.by = by(owner);
  made.type_id = std::move(type_id);
  made.type = std::move(type);
  made.ages = model::AgeRange{7, 11};
  made.minutes = minutes;
  made.format = "PDF, 3.1 MB";
  made.rights = cc_by();
  return made;
}

std::vector<Card> cards() {
  std::vector<Card> out;
  out.push_back(
      card("8f3kq2m7x1cd9hvt", 1, "Design a repeat pattern like a Victorian wallpaper maker",
           "Children draw three leaves from the school grounds, turn them into a repeat tile, and print a class "
           "frieze. Starts from six 1870s pattern-book pages you can zoom into.",
           "lesson-plan", "Lesson plan", 60));
  out.back().title.marks = {{31, 40}};
  out.back().statement = CardStatement{"Art and design KS2",
                                       {"about great artists, architects and designers in history", "en-GB"},
                                       Alignment::publisher};
  out.back().why = {"“Victorian” is in the title.", "Its publisher chose the statement you asked for.",
                    "From loom.example, checked 14 minutes ago."};
  out.push_back(
      card("2b9xw4n6p8ra5tgy", 0, "Encaustic tiles: geometry under your feet",
           "A two-part clay workshop using photographs of a Victorian church floor. Includes a no-kiln version "
           "with air-drying clay and a risk assessment.",
           "activity", "Activity", 100));
  out.back().description.marks = {{48, 57}};
  out.back().statement =
      CardStatement{"Expressive Arts, step 3", {"I can explore how creative work is made", "en-GB"}, Alignment::close};
  out.push_back(
      card("6h1jz9q3c7ve2kwm", 3, "Oyster boats on the estuary, 1851: a source set",
           "Six photographs, two maps and a harbour ledger, with questions that build from looking to arguing.",
           "source-set", "Source set", 45));
  out.back().rights = in_copyright();
  out.push_back(card("9d4fy5s2b6nt8pqr", 7, "Body percussion from a factory floor",
                     "Warm up, listen to a loom, and build a layered class piece from its rhythm.", "audio", "Audio",
                     30));
  out.push_back(card("3c8gm1k5v7zx4hja", 6, "Tirlun a chwedl: paentio’r mynydd",
                     "Pecyn dwyieithog am baentio tirlun, gyda lluniau o’r casgliad.", "image", "Image", 50));
  out.back().title.lang = "cy";
  out.back().language = "Welsh";
  out.push_back(card("7e2nw6r9t3by5dkc", 2, "Who is singing? Voices and characters in one act",
                     "Match eight short arias to portraits, then write a line for a character who never speaks.",
                     "video", "Video", 40));
  out.back().rights = cc_by_nc_nd();
  out.push_back(card("5k7pv3x8h1mq9gzs", 4, "Silhouette studio: portraits before photographs",
                     "Cut a profile from black paper, and compare what it tells with a painted portrait.", "artwork",
                     "Artwork or object", 60));
  out.push_back(
      card("4t6by8d2n9wc1rjf", 5, "Stage a street: a devised scene from a census page", "", "game", "Game", 90));
  return out;
}

Facet facet(std::string name, std::string title, std::vector<FacetOption> options) {
  Facet made;
  made.name = std::move(name);
  made.title = std::move(title);
  made.options = std::move(options);
  return made;
}

FacetOption option(std::string value, std::string label, std::int64_t count, bool chosen = false) {
  return {std::move(value), std::move(label), count, chosen, {}, {}};
}

std::vector<Facet> facets() {
  std::vector<FacetOption> from;
  for (const Organisation& one : everyone()) from.push_back({one.slug, one.name, 5, false, one.slug, {}});
  from.push_back(option("other", "One more organisation", 1));
  return {facet("type", "What it is",
                {option("lesson-plan", "Lesson plan", 19), option("image", "Image", 8),
                 option("primary-source", "Primary source", 7), option("activity", "Activity", 5)}),
          facet("may", "What you may do with it",
                {option("adapt", "Change it for my class", 38, true), option("print", "Print and hand out", 43),
                 option("sell", "Use in something sold", 6)}),
          facet("time_max", "Time needed", {option("30", "Up to 30 min", 9), option("60", "Up to 1 hour", 31)}),
          facet("contributor", "From", std::move(from)),
          facet("language", "Language", {option("en", "English", 40), option("cy", "Welsh", 3)})};
}

}  // namespace

std::vector<Brand> brands() {
  std::vector<Brand> out;
  for (const Known& one : known) out.push_back({one.slug, one.colour});
  return out;
}

HomePage home() {
  HomePage page;
  page.frame = frame("", Section::find);
  page.frameworks = {{"england", "England: National Curriculum", true}, {"wales", "Curriculum for Wales", false}};
  page.subjects = {{"Art and design", "/search?subject=art-and-design", 412},
                   {"History", "/search?subject=history", 288},
                   {"Music", "/search?subject=music", 164},
                   {"Drama", "/search?subject=drama", 97},
                   {"Design and technology", "/search?subject=dt", 71},
                   {"English", "/search?subject=english", 66},
                   {"Geography", "/search?subject=geography", 42},
                   {"Dance", "/search?subject=dance", 18}};
  page.levels = {{"Early years", "/search?level=eyfs", 61},
                 {"Key stage 1", "/search?level=england-ks1", 244},
                 {"Key stage 2", "/search?level=england-ks2", 498},
                 {"Key stage 3", "/search?level=england-ks3", 301}};
  page.newest = cards();
  page.organisations = everyone();
  return page;
}

HomePage empty_home() {
  HomePage page;
  page.frame = frame("", Section::find);
  page.frame.site.resources = 0;
  page.frame.site.organisations = 0;
  return page;
}

ResultsPage results() {
  ResultsPage page;
  page.frame = frame("victorian", Section::find);
  page.frame.query = "victorian";
  page.total = 43;
  page.chips = {{"Key stage 2", "/search?q=victorian", "KS2", "/search?q=ks2+victorian&parse=0"},
                {"I may change it", "/search?q=victorian", "", ""}};
  page.clear_url = "/search?q=victorian";
  page.ignored = {"We did not know the filter value “purple” and left it out."};
  page.frameworks = {{"england", "England: National Curriculum", true}};
  page.tree = {{"Art and design", "/search?a", 58, 0, false},
               {"Key stage 1", "/search?b", 12, 1, false},
               {"Key stage 2", "/search?c", 43, 1, true},
               {"Sketch books", "/search?d", 9, 2, false},
               {"Techniques and materials", "/search?e", 21, 2, false},
               {"Great artists and designers", "/search?f", 18, 2, false},
               {"Key stage 3", "/search?g", 15, 1, false},
               {"History", "/search?h", 49, 0, false}};
  page.facets = facets();
  page.filter_hidden = {{"sort", "best"}};
  page.sorts = {{"best", "Best match", true}, {"newest", "Newest", false}, {"shortest", "Shortest", false}};
  page.sort_hidden = {{"q", "victorian"}, {"may", "adapt"}};
  page.federation = {everyone(), 8, {}, "/about/status"};
  page.cards = cards();
  page.paging = {1, 3, "", "/search?q=victorian&page=2"};
  return page;
}

ResultsPage no_results() {
  ResultsPage page = results();
  page.frame.query = "victoriann wallpapr";
  page.total = 0;
  page.cards.clear();
  page.paging = {};
  page.ignored.clear();
  page.federation.trouble = {"Kiln Street not reached since Tuesday; its 9 resources may be old."};
  page.help.spelling = {{"victorian wallpaper", "/search?q=victorian+wallpaper", 3}};
  page.help.without = {{"Without Wales", "/search?q=victoriann", 12}};
  page.help.broader = {{"Art and design, key stage 2", "/search?statement=x", -1}};
  page.missing_url = "/search/missing";
  return page;
}

ResourcePage resource() {
  ResourcePage page;
  const auto all = cards();
  page.frame = frame("Design a repeat pattern like a Victorian wallpaper maker", Section::find);
  page.id = all[0].id;
  page.by = by(1);
  page.back_url = "/search?q=victorian";
  page.back_label = "Back to 43 results for “victorian”";
  page.title = {"Design a repeat pattern like a Victorian wallpaper maker", "en-GB"};
  page.summary = {
      "Children draw three leaves from the school grounds, turn them into a repeat tile, and print a class frieze.",
      "en-GB"};
  page.description = {
      "A pattern that repeats has no beginning and no end. This lesson starts from six pages of an 1870s "
      "pattern book and ends with a frieze round the classroom.\n\nThe half-drop repeat is the trick that "
      "wallpaper makers used to hide the joins. Pupils find it, test it with tracing paper, and use it.",
      "en-GB"};
  page.type_id = "lesson-plan";
  page.type = "Lesson plan";
  page.link = "https://harrow-loom.example/learn/repeat";
  page.objectives = {{"I can find the part of a pattern that repeats.", "en-GB"},
                     {"I can turn a drawing into a printed half-drop.", "en-GB"}};
  page.materials = {{"Tracing paper", "en-GB"}, {"Lino or foam, and printing ink", "en-GB"}};
  page.steps = {{"Look for two minutes without speaking. What repeats?", "en-GB"},
                {"Draw three leaves, large.", "en-GB"}};
  page.vocabulary = {{{"half-drop", "en-GB"}, {"a repeat moved down by half its height in the next column", "en-GB"}}};
  page.misconceptions = {{{"A pattern must be symmetrical.", "en-GB"}, {"It must only repeat.", "en-GB"}}};
  page.keywords = {{"wallpaper", "/search?q=wallpaper", 0},
                   {"printmaking", "/search?q=printmaking", 0},
                   {"leaves", "/search?q=leaves", 0}};
  page.facts = {{"For", "Ages 7–11", ""},
                {"Time", "60 minutes", ""},
                {"Subject", "Art and design", "/search?subject=art-and-design"},
                {"Language", "English, Welsh", ""},
                {"Access", "Captions, tagged PDF", ""}};
  page.files = {{"Lesson plan", "https://harrow-loom.example/plan.pdf", "PDF", "0.6 MB", ""},
                {"Slides", "https://harrow-loom.example/slides.pptx", "PowerPoint", "2.1 MB", ""},
                {"Leaf templates", "https://harrow-loom.example/leaves.pdf", "PDF", "0.4 MB",
                 "This file did not answer on 3 November 2026"}};
  page.rights = cc_by();
  page.credit_line =
      "“Design a repeat pattern like a Victorian wallpaper maker” by Harrow & Loom Textile Trust, "
      "https://harrow-loom.example/learn/repeat, licensed under CC BY 4.0.";
  page.ask_url = "mailto:learning@harrow-loom.example";
  page.statements = {
      {"England, Art and design KS2",
       "",
       {"Pupils should be taught about great artists, architects and designers in history", "en-GB"},
       "/curriculum/england/1",
       Alignment::publisher,
       "",
       ""},
      {"Wales, Expressive Arts, step 3",
       "",
       {"I can explore how creative work is used to represent and celebrate cultures", "en-GB"},
       "/curriculum/wales/2",
       Alignment::close,
       "",
       ""},
      {"Scotland",
       "EXA 2-07a",
       {"I can respond to the work of artists and designers by discussing my thoughts and feelings", "en-GB"},
       "",
       Alignment::node,
       "",
       "Added by Northgate on 3 November 2026"}};
  page.similar = {all[1], all[6], all[2]};
  page.similar[0].reason = "Same curriculum statement";
  page.similar[1].reason = "Same age, shorter";
  page.similar[2].reason = "Next step: pattern and trade";
  page.citations = {{"Harvard",
                     "Harrow & Loom Textile Trust (2026) Design a repeat pattern. Available at: "
                     "https://harrow-loom.example/learn/repeat."}};
  page.details = {{"Identifier", "oai:harrow-loom.example:repeat", ""},
                  {"Version", "3", ""},
                  {"Licence of this description", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"}};
  page.machine_links = {{"JSON", "", "/api/v1/resources/8f3kq2m7x1cd9hvt"},
                        {"OAI-PMH record", "", "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=x"}};
  page.provenance = {{"Published by", "Harrow & Loom Textile Trust, 2 November 2026", "https://harrow-loom.example/"},
                     {"Carried by", "hub.example, 3 November 2026", ""},
                     {"Seen here", "20 November 2026, 07:46", ""}};
  page.newer_url = "/r/8f3kq2m7x1cd9hvt?v=4";
  page.json_ld = html::json_ld(R"({"@context":"https://schema.org","@type":"LearningResource","name":"</script><b>"})");
  return page;
}

ResourcePage pictured_resource() {
  ResourcePage page = resource();
  page.newer_url.clear();
  page.pictures = {{"/media/one.svg", "A wallpaper of leaves", 800, 600},
                   {"/media/two.svg", "Blue prints", 400, 300},
                   {"/media/two.svg", "Blue prints again", 400, 300},
                   {"/media/one.svg", "Leaves", 400, 300}};
  page.picture_credit = "4 images. Photographs: Harrow & Loom Textile Trust";
  page.by.logo = "/media/logo.svg";
  return page;
}

OrganisationPage organisation() {
  OrganisationPage page;
  page.frame = frame("Harrow & Loom Textile Trust", Section::organisations);
  page.organisation = by(1);
  page.resources = 128;
  page.types = {{"Lesson plan", "/search?contributor=harrow-loom&type=lesson-plan", 64},
                {"Image", "/search?contributor=harrow-loom&type=image", 31}};
  page.subjects = {{"Art and design", "/search?contributor=harrow-loom&subject=art-and-design", 90}};
  page.cards = cards();
  for (Card& one : page.cards) one.by = by(1);
  page.paging = {2, 7, "/by/harrow-loom", "/by/harrow-loom?page=3"};
  page.all_url = "/search?contributor=harrow-loom";
  page.data_source = {{"Node", "harrow-loom.example", "https://harrow-loom.example/"},
                      {"Last checked", "14 minutes ago", ""}};
  return page;
}

OrganisationsPage organisations() {
  OrganisationsPage page;
  page.frame = frame("Organisations", Section::organisations);
  std::int64_t count = 9;
  for (const Organisation& one : everyone()) {
    page.rows.push_back({one, count, one.slug + ".example", "Up to date", false});
    count = count * 5 % 211;
  }
  page.rows[3].status = "Not reached since Tuesday";
  page.rows[3].trouble = true;
  page.invite_url = "/join";
  return page;
}

CurriculumPage curriculum() {
  CurriculumPage page;
  page.frame = frame("Curriculum", Section::curriculum);
  page.groups = {
      {"England",
       {{"/curriculum/england", {"National Curriculum 2014", "en-GB"}, "Department for Education", "2014", 1204, 811}}},
      {"Wales", {{"/curriculum/wales", {"Cwricwlwm i Gymru", "cy"}, "Welsh Government", "", 96, 140}}}};
  page.subjects = home().subjects;
  return page;
}

FrameworkPage framework() {
  FrameworkPage page;
  page.frame = frame("National Curriculum 2014", Section::curriculum);
  page.title = {"National Curriculum 2014", "en-GB"};
  page.publisher = "Department for Education";
  page.statements = 1204;
  page.resources = 811;
  const auto leaf = [](std::string code, std::string text, std::int64_t count) {
    TreeNode node;
    node.code = std::move(code);
    node.text = {std::move(text), "en-GB"};
    node.url = "/curriculum/england/x";
    node.count = count;
    return node;
  };
  TreeNode art = leaf("", "Art and design", 58);
  art.kind = "Subject";
  art.open = true;
  TreeNode second = leaf("KS2", "Key stage 2", 43);
  second.open = true;
  second.children = {leaf("AD2.1", "to create sketch books to record their observations", 9),
                     leaf("AD2.2", "to improve their mastery of art and design techniques", 21),
                     leaf("AD2.3", "about great artists, architects and designers in history", 0)};
  art.children = {leaf("KS1", "Key stage 1", 12), second};
  art.children[0].more = true;
  TreeNode history = leaf("", "History", 49);
  history.children = {leaf("H2.1", "Changes in Britain from the Stone Age to the Iron Age", 7)};
  page.roots = {art, history, leaf("", "Music", 7)};
  page.source = {{"Source", "www.gov.uk", "https://www.gov.uk/"}, {"Licence", "OGL 3.0", ""}};
  page.machine_links = {{"CASE", "", "/ims/case/v1p0/CFPackages/x"}};
  return page;
}

StatementPage statement() {
  StatementPage page;
  page.frame = frame("about great artists", Section::curriculum);
  page.framework = "National Curriculum 2014";
  page.framework_url = "/curriculum/england";
  page.place = {{"Art and design", "/curriculum/england/art", 0}, {"Key stage 2", "/curriculum/england/art-ks2", 0}};
  page.code = "AD2.3";
  page.kind = "Content descriptor";
  page.text = {"Pupils should be taught about great artists, architects and designers in history.", "en-GB"};
  page.facts = {{"Levels", "Key stage 2, ages 7–11", ""}};
  page.narrower = {{"Architects", "/curriculum/england/1", 4}};
  page.elsewhere = {
      {"Wales", {"I can explore how creative work is used", "en-GB"}, "/curriculum/wales/2", "close"}};
  page.total = 8;
  page.cards = cards();
  page.search_url = "/search?statement=x";
  page.source = {{"Source", "www.gov.uk", "https://www.gov.uk/"}, {"Address", "https://example.org/statement/1", ""}};
  return page;
}

TextPage text() {
  TextPage page;
  page.frame = frame("How results are ordered", Section::none);
  page.lead = "Organisations take turns when their resources fit equally well.";
  TextSection section;
  section.heading = "The last 30 days";
  section.paragraphs = {"Shares are counted per organisation."};
  section.points = {"No payment changes an order.", "No clicks are counted."};
  section.table = {{"Organisation", "Share"}, {{"Kiln Street", "12 %"}, {"Harrow & Loom", "13 %"}}};
  section.links = {{"The same as JSON", "/api/v1/fairness"}};
  page.sections = {section};
  return page;
}

std::vector<std::pair<std::string, std::string>> all_pages() {
  NotFoundPage not_found;
  not_found.frame = frame("", Section::none);
  not_found.near = {{"Kiln Street Pottery Museum", "/by/kiln-street", -1}};
  GonePage gone;
  gone.frame = frame("", Section::none);
  gone.title = {"Encaustic tiles", "en-GB"};
  gone.by = by(0);
  gone.reason = "A new edition is out.";
  gone.when = "3 November 2026";
  gone.replacement_url = "/r/2b9xw4n6p8ra5tgy";
  gone.replacement_title = "Encaustic tiles, second edition";
  ErrorPage error;
  error.frame = frame("", Section::none);
  error.request_id = "7f3a91";
  CurriculumPage no_curriculum;
  no_curriculum.frame = frame("Curriculum", Section::curriculum);
  return {{"home", home_page(home())},
          {"home-empty", home_page(empty_home())},
          {"results", results_page(results())},
          {"results-none", results_page(no_results())},
          {"resource", resource_page(resource())},
          {"resource-pictures", resource_page(pictured_resource())},
          {"organisation", organisation_page(organisation())},
          {"organisations", organisations_page(organisations())},
          {"curriculum", curriculum_page(curriculum())},
          {"curriculum-empty", curriculum_page(no_curriculum)},
          {"framework", framework_page(framework())},
          {"statement", statement_page(statement())},
          {"text", text_page(text())},
          {"not-found", not_found_page(not_found)},
          {"gone", gone_page(gone)},
          {"error", error_page(error)}};
}

}  // namespace commonplace::ui::sample
