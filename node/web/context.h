// What every page and every answer of one request is made from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "node/http/message.h"
#include "node/web/case_shelf.h"
#include "node/web/change_parts.h"
#include "node/web/crosswalk_cache.h"
#include "node/web/directory.h"
#include "node/web/frameworks.h"
#include "node/web/names.h"
#include "node/web/site.h"
#include "ui/frame.h"

namespace commonplace::web {

// Lives as long as the handler; shared by all requests.
struct House {
  explicit House(Site given) : site(std::move(given)), directory(site.store), frameworks(site.store), crosswalks(site.store), case_shelf(site.store), kept_parts(site.cache_folder) {}
  Site site;
  DirectoryCache directory;
  FrameworkCache frameworks;
  NamesCache known_names;
  CrosswalkCache crosswalks;
  CaseShelf case_shelf;
  KeptParts kept_parts;
};

struct Context {
  const House& house;
  const http::Request& request;
  std::shared_ptr<const Profile> profile;
  std::shared_ptr<const Directory> directory;
  std::shared_ptr<const Frameworks> frameworks;

  Context(const House& from, const http::Request& asked)
      : house(from),
        request(asked),
        profile(from.site.profile()),
        directory(from.directory.now()),
        frameworks(from.frameworks.now()) {}

  const store::Store& store() const { return house.site.store; }
  const search::Index& index() const { return house.site.index; }
  // Of organisations and statements, as people write them.
  std::shared_ptr<const Names> names() const { return house.known_names.now(*directory, frameworks); }
  // "/r/x" → "https://learn.museum.example/r/x"
  std::string absolute(std::string_view path) const { return profile->base_url + std::string(path); }
  // Whether the client asks for JSON rather than a page: Accept names application/json before text/html (UI-2).
  bool wants_json() const;
  // Head, black bar and footer; `path` becomes the canonical URL.
  ui::Frame frame(std::string title, std::string_view path) const;
};

}  // namespace commonplace::web
