// The node's configuration: commonplace.toml in the data folder, then COMMONPLACE_<SECTION>_<KEY>, then flags
// (CONTRACT §3). One table of keys makes the reader, `config show`, the commented file of `init` and the docs.
#pragma once

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"

namespace commonplace::config {

struct Config {
  std::string base_url;  // without a slash at the end; empty: the first address that serve prints
  std::vector<std::string> listen = {"*:8080"};
  int workers = 0;  // 0: one per core
  int max_connections = 1024;
  bool harvest_enabled = true;
  int harvest_interval_hours = 24;
  int harvest_parallel = 4;
  std::vector<std::string> harvest_allow_private;  // CIDR
  std::string oai_admin_email;                     // empty: keeper@<identity host>
  int oai_page_size = 500;
  std::string oai_metadata_licence = "https://creativecommons.org/publicdomain/zero/1.0/";
  std::string oai_repository_identifier;  // empty: FED-13
  std::string log_level = "info";
  std::string log_format = "auto";

  // Key ("server.listen") → "default", "commonplace.toml" or the environment variable it came from.
  std::map<std::string, std::string> origin;
};

// One key as people know it. `shown` writes the effective value as TOML.
struct Key {
  std::string_view name;  // "harvest.allow_private"
  std::string_view meaning;
  std::string_view default_text;  // as TOML
  std::string (*shown)(const Config&);
};
std::span<const Key> keys();

using Environment = std::map<std::string, std::string>;

// The COMMONPLACE_… variables of this process.
Environment process_environment();

struct Loaded {
  Config config;
  std::vector<std::string> warnings;  // unknown COMMONPLACE_ variables
};

// Reads the file (absent: defaults) and the variables. A problem names file, line, key and the nearest known key.
model::Outcome<Loaded> load(const std::string& path, const Environment& environment);

// The commented file that `init` writes: every key explained, those in `set` (key → TOML value) given.
std::string commented_file(const std::map<std::string, std::string>& set);

// A TOML basic string.
std::string toml_string(std::string_view text);

// Checks a value of base_url: an absolute http(s) URL without query, fragment or user. The slash at the end is dropped.
model::Outcome<std::string> checked_base_url(std::string_view text);

}  // namespace commonplace::config
