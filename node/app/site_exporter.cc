#include "node/app/site_exporter.h"

#include <deque>
#include <filesystem>
#include <fstream>
#include <set>

#include "node/app/clock.h"
#include "node/app/follower.h"
#include "node/app/frameworks.h"
#include "node/curriculum/sharing.h"
#include "node/search/index.h"
#include "node/web/site.h"
#include "node/web/static_copy.h"
#include "schemas/formats/url.h"
#include "schemas/formats/xml.h"

namespace commonplace::app {
namespace {

namespace fs = std::filesystem;

constexpr int addresses_per_sitemap = 50'000;  // of the protocol

// sitemap.xml, or an index by that name and its parts where there are more addresses than one may have.
class Sitemap {
 public:
  explicit Sitemap(std::string url) : url_(std::move(url)) {
    while (url_.ends_with('/')) url_.pop_back();
  }

  void add(const std::string& file, model::Datestamp changed) {
    if (count_++ % addresses_per_sitemap == 0) parts_.emplace_back();
    append(parts_.back(), "url", file, model::format_datestamp(changed));
  }
  // Name and content of each file.
  std::vector<std::pair<std::string, std::string>> files() const {
    if (parts_.size() == 1) return {{"sitemap.xml", document("urlset", parts_.front())}};
    std::vector<std::pair<std::string, std::string>> out;
    std::string index;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      out.emplace_back("sitemap-" + std::to_string(i + 1) + ".xml", document("urlset", parts_[i]));
      append(index, "sitemap", out.back().first, {});
    }
    out.emplace_back("sitemap.xml", document("sitemapindex", index));
    return out;
  }

 private:
  static std::string document(const std::string& root, const std::string& content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n" + content +
           "</" + root + ">\n";
  }
  void append(std::string& out, std::string_view element, const std::string& file, const std::string& changed) const {
    out.append("<").append(element).append("><loc>");
    formats::append_xml_text(out, url_ + "/" + file);
    out += "</loc>";
    if (!changed.empty()) out.append("<lastmod>").append(changed).append("</lastmod>");
    out.append("</").append(element).append(">\n");
  }

  std::string url_;
  std::vector<std::string> parts_;
  int count_ = 0;
};

// The site as a browser sees it, link after link, until there is no new one.
class Copying {
 public:
  Copying(const Desk& desk, std::string folder, const std::string& url)
      : desk_(desk), folder_(std::move(folder)), sitemap_(url), has_sitemap_(!url.empty()), index_(search::make_index()), follower_(*desk.store, *index_, desk.folder.index()) {
    follower_.start();
    auto profile = std::make_shared<web::Profile>();
    profile->base_url = desk.config.base_url;
    profile->identity_host = desk.identity_host;
    profile->version = program_version;
    profile->own = desk.own();
    handler_ = web::make_handler({*desk.store,
                                  *index_,
                                  [profile] { return profile; },
                                  desk.folder.media(),
                                  [](const http::Request&) { return http::Response::text(404, "text/plain", ""); },
                                  [] { return true; }});
  }

  model::Outcome<SiteCopy> run() {
    for (const auto* target : {"/", "/search?q=", "/organisations", "/curriculum", "/about/site", "/about/results"}) meet(target);
    meet_resources();
    for (; !waiting_.empty(); waiting_.pop_front())
      if (!copy(waiting_.front())) return not_written(waiting_.front().file);
    if (has_sitemap_ && copied_.resources > 0)
      for (const auto& [file, content] : sitemap_.files())
        if (!write(file, content)) return not_written(file);
    return write_frameworks();
  }

 private:
  // What may be handed on, whole (CUR-22).
  model::Outcome<SiteCopy> write_frameworks() {
    for (const auto& framework : desk_.store->frameworks()) {
      if (!curriculum::may_be_shared(framework)) continue;
      const auto file = "frameworks/" + framework.id + ".case.json";
      const auto package = export_framework(*desk_.store, framework.id, FrameworkFormat::case_package);
      if (!package) return package.problem();
      if (!write(file, *package)) return not_written(file);
      ++copied_.frameworks;
    }
    return copied_;
  }

  void meet(std::string target) {
    if (auto file = web::static_file(target)) meet({std::move(target), std::move(*file)});
  }
  void meet(web::StaticLink link) {
    if (met_.insert(link.file).second) waiting_.push_back(std::move(link));
  }

  void meet_resources() {
    constexpr int rows = 1'000;
    std::optional<store::Place> place;
    const auto take = [&](const store::Row& row) {
      place = {row.datestamp, row.key};
      if (row.deleted) return;
      const auto target = "/r/" + std::string(row.public_id);
      meet(target);
      sitemap_.add(web::static_file(target).value_or(""), row.datestamp);
      ++copied_.resources;
    };
    while (desk_.store->list({}, place, rows, INT64_MAX, store::Body::none, take) > 0) {
    }
  }

  http::Response ask(const std::string& target) const {
    http::Request request;
    request.method = "GET";
    request.target = target;
    const auto question = std::min(target.find('?'), target.size());
    request.path = formats::percent_decode(target.substr(0, question)).value_or("/");
    if (question < target.size()) request.query = http::parse_form(std::string_view(target).substr(question + 1)).value_or(std::vector<http::Argument>());
    request.headers = {{"Accept", "text/html"}};
    request.id = "copy";
    request.now = now();
    return handler_(request);
  }

  // A page that says that something is gone is copied as well: no link of the copy leads nowhere.
  bool copy(const web::StaticLink& link) {
    auto response = ask(link.target);
    const auto& type = response.content_type;
    web::StaticText text;
    if (type.starts_with("text/html")) {
      text = web::static_page(response.body, link.file, desk_.config.base_url);
    } else if (type.starts_with("text/css")) {
      text = web::static_sheet(response.body, link.file);
    } else {
      text.text = std::move(response.body);
    }
    for (auto& met : text.links) meet(std::move(met));
    return write(link.file, text.text);
  }

  bool write(const std::string& file, const std::string& bytes) {
    const auto path = fs::path(folder_) / file;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out << bytes;
    out.close();
    ++copied_.files;
    return !out.fail();
  }

  static model::Problem not_written(const std::string& file) {
    return {"not-written", file, "the copy could not be written whole", "Look whether the disk is full and whether the folder may be written."};
  }

  const Desk& desk_;
  const std::string folder_;
  Sitemap sitemap_;
  const bool has_sitemap_;
  std::unique_ptr<search::Index> index_;
  Follower follower_;
  http::Handler handler_;
  std::set<std::string> met_;
  std::deque<web::StaticLink> waiting_;
  SiteCopy copied_;
};

}  // namespace

model::Outcome<SiteCopy> export_site(const Desk& desk, const std::string& folder, const std::string& url) {
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder, error)))
    return model::Problem{"not-empty", "out", "this folder holds something already",
                          "Name a new folder: pages of resources that are gone must not stay behind."};
  return Copying(desk, folder, url).run();
}

}  // namespace commonplace::app
