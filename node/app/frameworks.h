// Curriculum frameworks: from files and addresses into the store, and out again (CUR-3, CUR-4, CUR-22, CUR-80).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "harvest/fetcher.h"
#include "node/app/desk.h"
#include "node/curriculum/framework_merge.h"

namespace commonplace::app {

// What is imported, and what its keeper knows of it. Empty texts: as the source says.
struct FrameworkOrder {
  std::string source;  // a file, a folder of RDF files, or an http(s) address
  std::string id;      // slug to give it; empty: that of the framework with the same address, else from the title
  std::string title;
  std::string publisher;
  std::string licence;
  std::string source_url;
  std::string jurisdiction;  // for "Year 4", "Grade 3"; empty: england, but as ASN and the BBC say
  std::string language;
  std::string imported_by;
  bool is_local = false;
  bool is_rehearsal = false;  // a preview: nothing is stored
};

struct FrameworkReport {
  model::Framework framework;
  std::int64_t statements = 0;  // present ones
  std::map<std::string, std::int64_t> types;   // how many of each, "" for those without
  std::map<std::string, std::int64_t> levels;  // concept id → how many
  std::vector<std::string> beginning;          // of the tree, two blanks for each level; at most 12 lines
  std::int64_t links = 0;
  curriculum::FrameworkChanges changes;
  bool changed = true;  // false: this very file was imported before
  std::vector<model::Problem> warnings;
};

// The format is told apart by content. Stored in one transaction; a framework that is there already (same id, or same
// address) is merged with what is there. `fetcher` is needed for addresses alone.
// Problem kinds: those of read_framework; "not-found", "too-large", "not-fetched".
model::Outcome<FrameworkReport> import_framework(const Desk& desk, const FrameworkOrder& order,
                                                 harvest::Fetcher* fetcher = nullptr);

enum class FrameworkFormat { case_package, skos, json_ld, csv };
std::optional<FrameworkFormat> read_framework_format(std::string_view word);  // "case", "skos", "jsonld", "csv"

// The framework as text; "not-found" when there is none with that id.
model::Outcome<std::string> export_framework(const store::Store& store, const std::string& id, FrameworkFormat format);

// Over all frameworks of the store.
curriculum::Resolver resolver_of(const store::Store& store);

}  // namespace commonplace::app
