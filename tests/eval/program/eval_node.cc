#include "tests/eval/program/eval_node.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "node/app/follower.h"
#include "node/app/importer.h"
#include "node/config/mapping_file.h"

namespace commonplace::eval {

void give_up(const std::string& why) {
  fmt::print(stderr, "eval: {}\n", why);
  std::exit(2);
}

namespace {

std::string make_folder() {
  std::string pattern = std::filesystem::temp_directory_path() / "search-eval-XXXXXX";
  return mkdtemp(pattern.data());
}

void import(app::Desk& desk, const Corpus& corpus) {
  auto mapping = config::load_mapping(corpus.mapping);
  if (!mapping) give_up(mapping.problem().what);
  app::ImportOptions import;
  import.format = app::ImportFormat::ndjson;
  import.mapping = std::move(*mapping);
  import.contributor = corpus.contributor;
  const auto report = app::import_file(desk, corpus.path, import);
  if (!report) give_up(report.problem().what);
  if (report->set_aside > 0) fmt::print(stderr, "{} rows of the corpus were set aside\n", report->set_aside);
}

}  // namespace

EvalNode::EvalNode(const std::vector<Corpus>& corpora) : folder_(make_folder()) {
  auto desk = app::make_desk({folder_, "Evaluation", "https://evaluation.example", "", "", "", ""});
  if (!desk) give_up(desk.problem().what);
  desk_ = std::move(*desk);
  for (const auto& corpus : corpora) import(*desk_, corpus);
  index_ = search::make_index();
  app::Follower(*desk_->store, *index_, "").start();
  profile_ = std::make_shared<const web::Profile>(web::Profile{desk_->config.base_url, desk_->identity_host, "", desk_->own(), {}});
  house_.emplace(web::Site{*desk_->store, *index_, [this] { return profile_; }, "", {}, [] { return true; }});
}

EvalNode::~EvalNode() { std::filesystem::remove_all(folder_); }

web::Answered EvalNode::ask(const std::string& text, const std::vector<http::Argument>& more, bool fair) const {
  http::Request request;
  const web::Context context(*house_, request);
  std::vector<http::Argument> arguments = {{"q", text}, {"per_page", "10"}};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto asked = web::read_search(context, arguments);
  for (const auto& problem : asked.problems) fmt::print(stderr, "{}: {}\n", text, problem.what);
  asked.query.fair = fair;
  return web::answer_search(context, std::move(asked));
}

std::vector<search::Exposure> EvalNode::exposures(const std::string& text, bool fair) const {
  search::Query query;
  query.text = text;
  query.facets = false;
  query.fair = fair;
  if (fair) return index_->search(query).exposures;
  return exposures_by_score(query);
}

std::int64_t EvalNode::records_of(std::int64_t contributor) const {
  const auto found = desk_->store->contributor(contributor);
  return found ? found->records.live : 0;
}

// The same sums over the same depth.
std::vector<search::Exposure> EvalNode::exposures_by_score(search::Query query) const {
  query.per_page = 100;
  std::map<std::int64_t, search::Exposure> by;
  double exposure = 0, relevance = 0;
  int rank = 0;
  for (query.page = 1; query.page <= 2; ++query.page)
    for (const auto& hit : index_->search(query).hits) {
      const double seen = 1 / std::log2(2.0 + rank++);
      auto& one = by[desk_->store->find_keys({hit.key}).at(0).contributor];
      one.exposure += seen;
      one.relevance += hit.score;
      exposure += seen;
      relevance += hit.score;
    }
  std::vector<search::Exposure> out;
  for (auto& [id, one] : by) out.push_back({id, one.exposure / exposure, one.relevance / relevance});
  return out;
}

}  // namespace commonplace::eval
