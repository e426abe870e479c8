// Everything the pages and the JSON API are made of, handed in by node/app. The web room owns nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "node/curriculum/alignment_book.h"
#include "node/http/message.h"
#include "node/search/index.h"
#include "node/store/store.h"
#include "node/web/search_ledger.h"

namespace commonplace::web {

// What the node says about itself; changes when a keeper edits it.
struct Profile {
  std::string base_url;       // without a slash at the end
  std::string identity_host;  // FED-13
  std::string version;        // of this program
  store::StoredContributor own;  // the node's own organisation
  std::string node_document;  // JSON of /.well-known/commonplace/node.json (federation.md §2.1, without proof)
};

struct Site {
  const store::Store& store;
  const search::Index& index;
  std::function<std::shared_ptr<const Profile>()> profile;  // cheap; called once a request
  std::string media_folder;                                 // files <sha256>.<png|jpg|webp>
  http::Handler oai;                                        // answers /oai
  std::function<bool()> search_is_ready;                    // false while the index is prepared: 503 for search only
  std::shared_ptr<SearchLedger> ledger = {};  // what searches are counted in; nullptr: nowhere
  std::string cache_folder = {};  // for what can be made again (packed parts of the dump); made when needed; empty: none
  const curriculum::AlignmentBook* alignments = nullptr;  // nullptr: nothing beyond what the records say themselves
  // Of documents in one archive of the ResourceSync dump, which is whole in memory; harvesters take 64 MiB (HAR-46).
  std::int64_t archive_bytes = std::int64_t{48} * 1024 * 1024;
};

// The whole web of a node (CONTRACT §4): pages, JSON API, OAI-PMH, conventions. Any thread.
struct Front {
  http::Handler answer;
  // For ServerOptions::on_refusal: the error page or its JSON, with the same security headers (security.md §8).
  std::function<http::Response(const http::Request&, int status)> refuse;
};
Front make_front(Site site);

// Its first half alone.
http::Handler make_handler(Site site);

}  // namespace commonplace::web
