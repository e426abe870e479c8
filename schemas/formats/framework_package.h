// A curriculum framework with its statements, as every reader of frameworks hands it over (CUR §2), and what all of
// them do the same way: order of siblings, cycles and orphans (CUR-5), short ids (CONTRACT §4).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/crosswalk.h"
#include "schemas/model/framework.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

struct FrameworkPackage {
  model::Framework framework;                // id, sha256 and imported_at are the importer's
  std::vector<model::Statement> statements;  // parents before children, siblings in order
  std::vector<model::StatementLink> links;   // to statements here and elsewhere; asserted_by is the framework's publisher
  std::vector<model::Problem> warnings;      // grouped: one per kind, with the count and the first five (CUR-20)
};

// Limits of CUR-20.
inline constexpr std::size_t most_framework_bytes = 100u * 1024 * 1024;
inline constexpr std::size_t most_statements = 500'000;

// Behind the URI of the framework: the heading that orphans hang under (CUR-5).
inline constexpr std::string_view other_statements = "#other-statements";

// How levels and texts are read where the framework does not say.
struct FrameworkHints {
  std::string jurisdiction = "england";  // for "Year 4", "Grade 3"
  std::string language = "en";
  std::string title;  // where the file has none (CSV)
  std::string uri;    // where the file has none; statement URIs of a CSV are made from it
  // What the importer knows and the file does not say (CUR-11: no licence inside).
  std::string publisher = {};
  std::string licence = {};
  std::string source_url = {};  // where the file was fetched from, or the keeper says it is from
};

// What relative addresses of an RDF file are taken from: its own address, else one that nobody has.
std::string base_of(const FrameworkHints& hints);

// A statement while its place is not known yet.
struct PlacedStatement {
  model::Statement statement;
  std::string order;         // sequence number or list enumeration as written; compared as natural order
  std::size_t position = 0;  // in the file: the last word where nothing else decides
};

// Cuts cycles, hangs orphans under "Other statements" (both reported), orders siblings (order, else code, else text in
// natural order: 2 before 10), and numbers them. A statement without ages gets those of its levels, else those of its
// parent (CUR-60). Sets `id` of each: its code where that is unique in the framework and
// fit for a URL, else 16 characters made from its URI. A link without an owner is its publisher's.
void arrange(std::vector<PlacedStatement> placed, FrameworkPackage& package);

// Short ids for statements of which some have theirs already, unique among all: see arrange. For a merged framework.
void set_statement_ids(std::vector<model::Statement>& statements);

// "10" after "9", "b2" before "B10"; digits as numbers, letters folded to lower case.
bool natural_less(std::string_view a, std::string_view b);

// The same warning many times is one line (CUR-20).
class Warnings {
 public:
  void add(std::string kind, std::string where, std::string what, std::string fix);
  std::vector<model::Problem> take();

 private:
  struct Group {
    model::Problem first;
    std::size_t count = 0;
    std::vector<std::string> places;
  };
  std::vector<Group> groups_;
};

}  // namespace commonplace::formats
