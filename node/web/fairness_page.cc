// How much of what is seen each organisation has, against how much of it fits what was searched for (SRCH-35).
#include <fmt/format.h>

#include <algorithm>

#include "node/web/api.h"
#include "node/web/json_shapes.h"
#include "node/web/pages.h"
#include "ui/pages.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_rows = 200;  // of the page; the JSON has all
constexpr std::int64_t small = 20;      // resources of an organisation that the goal is about
constexpr double least_goal = 0.8;
constexpr double most_goal = 1.25;

struct Row {
  const store::StoredContributor* contributor;
  SeenShare share;
};

std::vector<Row> rows_of(const Context& context) {
  std::vector<Row> rows;
  if (!context.house.site.ledger) return rows;
  for (const auto& share : context.house.site.ledger->shares())
    if (const auto* contributor = context.directory->by_id(share.contributor)) rows.push_back({contributor, share});
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.share.searches > b.share.searches; });
  return rows;
}

SeenShare sum_of(const std::vector<Row>& rows, bool of_small) {
  SeenShare sum;
  for (const auto& row : rows) {
    if ((row.contributor->records.live < small) != of_small) continue;
    sum.searches += row.share.searches;
    sum.exposure += row.share.exposure;
    sum.relevance += row.share.relevance;
  }
  return sum;
}

std::string ratio_in_words(const SeenShare& share) { return share.relevance > 0 ? fmt::format("{:.2f}", share.ratio()) : "–"; }

json::Value share_json(const SeenShare& share) {
  return {{"searches", share.searches}, {"exposure", share.exposure}, {"relevance", share.relevance},
          {"ratio", share.relevance > 0 ? json::Value(share.ratio()) : json::Value()}};
}

ui::TextSection section(std::string heading, std::vector<std::string> paragraphs, std::vector<std::string> points = {}) {
  ui::TextSection out;
  out.heading = std::move(heading);
  out.paragraphs = std::move(paragraphs);
  out.points = std::move(points);
  return out;
}

ui::TextSection table_of(const std::vector<Row>& rows) {
  auto out = section("What each organisation had",
                     {rows.empty() ? "Nobody has searched here since this was first counted."
                                   : "Seen is the organisation’s part of what readers came past: the first result counts most, later ones less "
                                     "and less. Fitting is its part of how well the results fitted the words. 1.00 means that it is seen as much "
                                     "as it fits."});
  if (rows.empty()) return out;
  out.table.head = {"Organisation", "Resources", "Searches", "Seen", "Fitting", "Seen for fitting"};
  for (std::size_t i = 0; i < std::min(rows.size(), most_rows); ++i) {
    const auto& [contributor, share] = rows[i];
    const auto searches = static_cast<double>(std::max<std::int64_t>(share.searches, 1));
    out.table.rows.push_back({contributor->profile.name, std::to_string(contributor->records.live), std::to_string(share.searches),
                              fmt::format("{:.1f} %", 100 * share.exposure / searches), fmt::format("{:.1f} %", 100 * share.relevance / searches),
                              ratio_in_words(share)});
  }
  return out;
}

}  // namespace

http::Response fairness_page(const Context& context, const http::Captures&) {
  const auto rows = rows_of(context);
  ui::TextPage page;
  page.frame = context.frame("How results are ordered", "/fairness");
  page.frame.alternate_json = "/api/v1/fairness";
  page.lead = "By how well they fit your words; and among those that fit about equally well, organisations take turns, so that a small one is "
              "as easy to find as a large one.";
  page.sections.push_back(section("Best match", {"A resource comes first when more of your words are in it, in more telling places:"},
                                  {"words of the title count most, then keywords, then aims, then the description;",
                                   "rare words count more than common ones; forms of a word count as the word;",
                                   "a resource that says more of what teachers want to know (level, licence, time needed, a picture), and a newer "
                                   "one, comes a little before one that is equal otherwise."}));
  page.sections.push_back(section("Taking turns", {"Results within five in a hundred of each other count as equally good. Among them organisations take "
                                                   "turns, and while another has something as good, at most three of the first ten results are of one "
                                                   "organisation. Choosing one organisation, or another order, turns this off."}));
  page.sections.push_back(section("What does not count", {"How often something was opened, payment, and who you are. Your words are not kept."}));
  auto measured = section("Is it fair?", {fmt::format("Our goal is that organisations with fewer than {} resources are seen for {:.2f} to {:.2f} of what fits. "
                                                      "Here they have {}; larger ones {}.",
                                                      small, least_goal, most_goal, ratio_in_words(sum_of(rows, true)), ratio_in_words(sum_of(rows, false)))});
  page.sections.push_back(std::move(measured));
  page.sections.push_back(table_of(rows));
  return html_response(ui::text_page(page));
}

http::Response api_fairness(const Context& context, const http::Captures&) {
  if (auto refused = refuse_unknown(context.request, {"contributor"})) return *std::move(refused);
  const auto rows = rows_of(context);
  const auto asked = context.request.argument("contributor").value_or("");
  if (!asked.empty() && !context.directory->by_slug(asked))
    return problems_response(400, {{"bad-value", "contributor", "no organisation here has this short name", "Take it from /api/v1/contributors."}});
  json::Value contributors = json::Value::array();
  for (const auto& [contributor, share] : rows) {
    if (!asked.empty() && contributor->profile.slug != asked) continue;
    auto one = share_json(share);
    one["slug"] = contributor->profile.slug;
    one["name"] = contributor->profile.name;
    one["records"] = contributor->records.live;
    contributors.push_back(std::move(one));
  }
  return json_response({{"goal", {{"least", least_goal}, {"most", most_goal}, {"fewer_records_than", small}}},
                        {"small", share_json(sum_of(rows, true))},
                        {"large", share_json(sum_of(rows, false))},
                        {"contributors", contributors}});
}

// Somebody says that what they searched for should be here (SRCH-41).
http::Response missing_page(const Context& context, const http::Captures&) {
  const bool tells = context.request.method == "POST";
  const auto form = tells ? http::parse_form(context.request.body) : std::nullopt;
  const auto words = form ? std::find_if(form->begin(), form->end(), [](const auto& a) { return a.name == "q"; }) : decltype(form->begin()){};
  if (form && words != form->end() && context.house.site.ledger) context.house.site.ledger->note_missing(words->value, context.request.now);
  ui::TextPage page;
  page.frame = context.frame(tells ? "Thank you" : "Something is missing?", "/missing");
  page.frame.index = false;
  page.lead = !tells ? "Search for it. Where nothing is found, a button tells the organisations." : "The keeper of this site can see what is missing once it was asked for on two days. Nothing about you is kept.";
  auto next = section("", {});
  next.links = {{"Search for something else", "/search"}, {"Browse the curriculum", "/curriculum"}};
  page.sections.push_back(std::move(next));
  return html_response(ui::text_page(page));
}

}  // namespace commonplace::web
