// The keeper's desk: an opened data folder with everything a command works with (ARCHITECTURE §5).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "node/app/publisher.h"
#include "node/config/config.h"
#include "node/curriculum/resolver.h"
#include "node/oai/repository.h"
#include "node/store/store.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

// Where things are in a data folder.
struct Folder {
  std::string path;

  std::string config() const { return path + "/commonplace.toml"; }
  std::string database() const { return path + "/commonplace.db"; }
  std::string keys() const { return path + "/keys"; }
  std::string media() const { return path + "/media"; }
  std::string index() const { return path + "/index/search.index"; }
  std::string cache() const { return path + "/cache"; }  // may be emptied at any time
  std::string synonyms() const { return path + "/synonyms"; }     // <language>.txt, of the node's own (SRCH-15)
  std::string searches() const { return path + "/searches.tsv"; }  // what is counted of searches (SRCH-35, 41)
  std::string lock() const { return path + "/lock"; }
  std::string locks() const;  // of visits under way: made when it is not there
};

struct Desk {
  Folder folder;
  config::Config config;
  std::vector<std::string> warnings;  // of the configuration
  std::string identity_host;
  std::string token_key;
  std::unique_ptr<store::Store> store;

  store::StoredContributor own() const;  // the node's own organisation
  Imprint imprint(const store::StoredContributor& contributor) const;
  curriculum::Resolver resolver() const;  // over all frameworks of the store
  oai::Repository repository() const;
  std::string user_agent() const;
};

struct NewNode {
  std::string path;
  std::string name;
  std::string base_url;
  std::string slug;       // empty: from the name
  std::string home;       // empty: the base URL
  std::string colour;     // "#RRGGBB" or empty
  std::string logo_file;  // or empty
};

// Makes the data folder: configuration, database, keys, first contributor. Refuses a folder that holds a node already;
// a folder it could not finish is left without a configuration, so that init can be called again.
model::Outcome<Desk> make_desk(const NewNode& node);

// What a data folder is opened for.
struct Opening {
  bool serves = false;  // strangers ask: no read may take long (OAI-70)
};

// Opens a data folder that init has made. Problems name the file and what to do.
model::Outcome<Desk> open_desk(const std::string& path, const Opening& opening = {});

// Checked values of an organisation's kit; the problem names the field.
model::Failure check_kit(const model::Contributor& profile);

inline constexpr std::string_view program_version = "0.1.0";

}  // namespace commonplace::app
