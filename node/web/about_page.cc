// What the node says about itself to readers: who runs it, what it keeps of them, how results are ordered.
#include "node/web/pages.h"
#include "schemas/vocabularies/licences.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

ui::TextSection section(std::string heading, std::vector<std::string> paragraphs, std::vector<std::string> points = {}) {
  ui::TextSection out;
  out.heading = std::move(heading);
  out.paragraphs = std::move(paragraphs);
  out.points = std::move(points);
  return out;
}

// "National Curriculum: Department for Education, OGL 3.0" (CUR-80).
std::vector<std::string> attributions(const Context& context) {
  std::vector<std::string> lines;
  for (const auto& tree : context.frameworks->all()) {
    const auto& framework = tree.framework;
    const std::string& owner = framework.attribution.empty() ? framework.publisher : framework.attribution;
    std::string line(model::best(framework.title).text);
    line.append(": ").append(owner.empty() ? "source not known" : owner);
    if (!framework.licence.empty()) line.append(", ").append(vocabularies::licence_label(framework.licence));
    lines.push_back(std::move(line));
  }
  return lines;
}

ui::TextPage site(const Context& context) {
  const auto& keeper = context.profile->own.profile;
  ui::TextPage page;
  page.frame = context.frame("About this site", "/about/site");
  page.lead = "One search over the learning resources of many arts and heritage organisations. Each resource belongs to the "
              "organisation named beside it and links back to its own website.";
  page.sections.push_back(section("Who runs it", {"This node is run by " + keeper.name + ". Resources of other organisations come from "
                                                  "their own nodes and repositories; who takes part is listed under Organisations."}));
  page.sections.push_back(section("What it keeps of you", {"Nothing. Searching needs no account and sets no cookies, and no page loads "
                                                           "anything from another site."}));
  page.sections.push_back(section("Open data", {"Everything published here is offered to everyone over OAI-PMH 2.0 and as JSON. What you "
                                                "may do with a resource is said on its page."}));
  if (auto curricula = attributions(context); !curricula.empty())
    page.sections.push_back(section("Curricula", {"The texts of these curricula belong to others:"}, std::move(curricula)));
  return page;
}

ui::TextPage results(const Context& context) {
  ui::TextPage page;
  page.frame = context.frame("How results are ordered", "/about/results");
  page.lead = "By how well the words fit, so that a small organisation is as easy to find as a large one.";
  page.sections.push_back(section("Best match",
                                  {"A resource comes first when more of your words are in it, in more telling places:"},
                                  {"words of the title count most, then keywords and key vocabulary, then aims, then the description;",
                                   "rare words count more than common ones;", "forms of a word count as the word: prints, printing, printed."}));
  page.sections.push_back(section("Taking turns", {"Where several resources fit about equally well, organisations take turns: at most three "
                                                   "of one organisation stand among the first ten while others have something as good. Choosing "
                                                   "one organisation or another order turns this off."}));
  page.sections.push_back(section("What does not count", {"Popularity, payment, and who you are."}));
  return page;
}

}  // namespace

http::Response about_page(const Context& context, const http::Captures& captures) {
  if (captures["topic"] == "site") return html_response(ui::text_page(site(context)));
  if (captures["topic"] == "results") return html_response(ui::text_page(results(context)));
  return not_found(context);
}

}  // namespace commonplace::web
