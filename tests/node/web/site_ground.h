// A whole site without network: a store in a folder of its own, an index that follows it, forty invented resources of
// four invented organisations, a small framework; and the handler that answers for them.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "node/app/aligner.h"
#include "node/app/follower.h"
#include "node/app/publisher.h"
#include "node/search/index.h"
#include "node/store/store.h"
#include "node/web/site.h"
#include "schemas/formats/json.h"

namespace commonplace::web {

inline constexpr model::Datestamp site_now{1'795'161'600};  // 2026-11-20T08:00:00Z
inline constexpr std::string_view site_url = "https://learn.glanafon.example";
inline constexpr std::string_view site_host = "learn.glanafon.example";

class SiteGround {
 public:
  SiteGround();
  ~SiteGround();
  SiteGround(const SiteGround&) = delete;
  SiteGround& operator=(const SiteGround&) = delete;

  // `target` as sent: path and query, encoded. Throws when the query cannot be decoded and the test did not mean it.
  http::Request request(const std::string& method, const std::string& target, const std::string& accept = "") const;
  http::Response answer(const http::Request& request) const { return handler_(request); }
  http::Response get(const std::string& target, const std::string& accept = "text/html,*/*") const;
  http::Response get_json(const std::string& target) const { return get(target, "application/json"); }
  json::Value json(const std::string& target) const;  // of an answer 200

  // Writes and lets the index follow. Returns the public id.
  std::string publish(const model::Resource& resource, const std::string& reference, const std::string& slug = "");
  void withdraw(const std::string& public_id);
  void follow();

  store::Store& store() { return *store_; }
  Site site() const;
  const std::vector<std::string>& ids() const { return ids_; }
  std::string media_folder() const { return (folder_ / "media").string(); }
  void set_ready(bool ready) { *ready_ = ready; }

 private:
  void add_contributors();
  void add_framework();
  void add_resources();
  void add_visitors();

  std::filesystem::path folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<search::Index> index_;
  curriculum::AlignmentBook book_;
  std::unique_ptr<app::Aligner> aligner_;
  std::unique_ptr<app::Follower> follower_;
  std::shared_ptr<const Profile> profile_;
  std::shared_ptr<bool> ready_ = std::make_shared<bool>(true);
  http::Handler handler_;
  std::vector<std::string> ids_;
};

// Resource number `index` of the forty.
model::Resource invented(int index);

std::optional<std::string> header(const http::Response& response, std::string_view name);

// One site for tests that only read.
SiteGround& shared_site();

}  // namespace commonplace::web
