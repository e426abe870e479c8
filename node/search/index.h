// The search port: what the rest of the house may ask of the index (SRCH). Knows nothing of SQL, HTTP or HTML.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/datestamp.h"
#include "schemas/model/resource.h"

namespace commonplace::search {

// What the index is told of one record. `key` is the store's record key.
struct Document {
  std::int64_t key = 0;
  std::string public_id;
  std::int64_t contributor = 0;  // store's contributor id
  std::string contributor_name;
  std::int64_t origin = 0;  // store's peer id; 0: published here
  model::Datestamp changed;
  const model::Resource* resource = nullptr;  // read during the call only
  // What the node found out about its statements (CUR §4, §6), beside what the resource says.
  std::vector<model::StatementRef> found_statements = {};
  std::vector<std::string> general_statements = {};  // URIs (codes where there is none) that tell nothing: filed as general_use()
};

// As which value of the filter "statement" a use is filed that does not count for more than a tenth (CUR-41). Asked for
// beside the statement itself, such uses are found too.
std::string general_use(std::string_view statement);

// Filters: facet name → values (concept ids, slugs, URIs, "7-11" for age, "60" for time_max). OR within, AND between.
// Names: subject, level, age, type, may, licence, contributor, language, statement, framework, time_max, origin.
using Filters = std::map<std::string, std::vector<std::string>>;

enum class Sort { best, newest, shortest, title };

class KnownNames;
class Thesaurus;

// Where a hit stands in an order, so that a list can be read on from there while records come and go (SRCH-25).
struct Place {
  std::uint64_t rank = 0;
  std::uint32_t tie = 0;
  std::int64_t key = 0;
  std::string title;  // the folded beginning, where the order is by title

  friend bool operator==(const Place&, const Place&) = default;
};

// How deep pages go; what comes behind is read with Query::after (SRCH-25).
inline constexpr std::int64_t deepest_paged_hit = 10'000;

struct Query {
  std::string text;  // at most 500 bytes are read
  Filters filters;
  Sort sort = Sort::best;
  int page = 1;
  int per_page = 20;  // 1…100
  bool facets = true;
  bool literal = false;  // words are words, as they are spelt
  bool explain = false;  // fills Hit::why (SRCH-36)
  bool fair = true;      // contributors take turns (SRCH-34)
  const KnownNames* names = nullptr;  // of this node; read during the call only
  std::int64_t now = 0;  // seconds, for how old a resource is (SRCH-32); 0: age does not count
  // Asked now and then; from "true" on nothing more is looked at, and the answer says that it is partial (SRCH-57).
  std::function<bool()> is_over = {};
  // Statements that were asked for → what they raise, in percent of the score (SRCH-31).
  std::map<std::string, int> statement_raise;
  // Where, or in which language, the reader teaches: the country of levels ("england"), or the tag of a language. Such
  // resources count 1.1 times (SRCH-33), and years and grades are read as there (SRCH-4).
  std::string teaching = {};
  std::optional<Place> after = {};     // only hits behind it, by their order alone; `page` does not count then
};

// A stretch of a text to highlight, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A word of the query in a hit, and what it adds to the score (SRCH-36).
enum class FoundAs { typed, guessed, variant, synonym, corrected, related };
struct WordFound {
  std::string word;  // folded, as typed
  std::string form;  // as people write it, or the stem by which it was found
  FoundAs as = FoundAs::typed;
  double part = 0;
};

// score = sum of the words' parts × every factor, within a unit of the last place.
struct Why {
  std::vector<WordFound> words;
  double soft = 1;  // what was read out of the words and is passed
  std::vector<std::string> soft_parts;  // names of the filters that were passed
  double curriculum = 1;
  std::string statement;  // that raised it; empty: none
  double near = 1;  // words that stand next to each other in the question and near each other in the name (SRCH-21)
  double named = 1;  // how much of the name the words make up
  double teaching = 1;
  double quality = 1;
  double freshness = 1;
  int moved = 0;            // places up (or, below zero, down) so that contributors take turns
};

// What two records have most in common (SRCH-42).
enum class Likeness { none, statement, unit, words };

struct Hit {
  std::int64_t key = 0;
  double score = 0;
  std::shared_ptr<const Why> why = {};     // with Query::explain
  Likeness likeness = Likeness::none;  // of similar() only
};

struct FacetCount {
  std::string value;
  std::int64_t count = 0;
};

// A word that stands in no record, or nearly none, and was read as another (SRCH-22).
struct Corrected {
  std::string word;  // folded, as typed
  std::string term;  // as the index files words: a stem
};

// Words that were read as a filter or a preference (SRCH-1). `filters`: only what passes was listed; else it was raised.
struct UnderstoodPart {
  std::string words;  // as typed
  std::string as;     // name of a filter
  std::vector<std::string> values;
  bool is_preference = false;  // a kind or a subject: never filters
  bool filters = false;
  bool is_hard = false;                // asked for by name ("from:tate"): always filters
  std::vector<std::string> shown = {};  // the values as readers write them, where they are not those of the index
};

// What a ranking gave one contributor: the sums of 1/log2(1 + rank) and of scores over the hits that take part in fair
// turns, as shares of all (SRCH-35).
struct Exposure {
  std::int64_t contributor = 0;
  double exposure = 0;
  double relevance = 0;
};

// A line offered while somebody types (SRCH-40).
struct Suggestion {
  std::string text;
  std::int64_t records = 0;  // about so many hold it
};

struct Results {
  std::int64_t total = 0;
  std::vector<Hit> hits;  // of the page asked
  std::map<std::string, std::vector<FacetCount>> facets;  // most frequent first; counts ignore their own selection
  std::vector<UnderstoodPart> understood;
  std::vector<Corrected> corrections;
  bool partial = false;   // there was no time for all records: total, counts and hits are of those that were looked at
  bool any_word = false;  // so few hold enough of the words that one was enough (SRCH-20)
  std::vector<Exposure> exposures;  // of the first page of a fair ranking
  std::optional<Place> end;         // of the last hit, where the next page must be read with Query::after
  std::vector<std::string> rarest;  // words of the query by how few records hold them, rarest first
  std::int64_t seq = 0;  // the change up to which the index knows
};

// Groups of statements, numbered from 0: the branches of a framework, each with all that stands below it.
struct StatementGroups {
  std::size_t count = 0;
  std::map<std::string, std::vector<std::uint32_t>> of_statement;  // URI → the groups that it is in
};

class Index {
 public:
  virtual ~Index() = default;

  // Adds or replaces records; searches see all of one call or none of it. One writer thread at a time.
  virtual void put(const std::vector<Document>& documents) = 0;
  virtual void remove(const std::vector<std::int64_t>& keys) = 0;
  // The change log position that has been applied.
  virtual void set_seq(std::int64_t seq) = 0;
  virtual std::int64_t seq() const = 0;
  // Between the two, searches need not see what is put, and seq() may lag: many records cost less so. Same thread as put().
  virtual void hold() = 0;
  virtual void show() = 0;

  // Safe from any thread, also beside put().
  virtual Results search(const Query& query) const = 0;
  virtual std::int64_t size() const = 0;
  // For each group, how many records that pass the filters are aligned to a statement in it; each record once.
  virtual std::vector<std::int64_t> count_groups(const Filters& filters, const StatementGroups& groups) const = 0;
  // Where words of `query_text` occur in `text`, by the same analysis; ascending, not overlapping.
  virtual std::vector<Span> highlight(const std::string& query_text, const std::string& text,
                                      const std::string& language) const = 0;
  // Words and phrases of names and keywords that may be meant by what has been typed so far, likeliest first, at most
  // `limit` (SRCH-40). The last word is a beginning; what is offered stands in a record together with the others.
  virtual std::vector<Suggestion> suggest(const std::string& typed, int limit) const = 0;
  // Whether any record passes the filters.
  virtual bool holds(const Filters& filters) const = 0;
  // Other words for words, from now on; nullptr: none. Until told, those that come with the program.
  virtual void set_thesaurus(std::shared_ptr<const Thesaurus> thesaurus) = 0;
  // Up to `limit` other records that share alignments and words with the record; best first.
  virtual std::vector<Hit> similar(std::int64_t key, int limit) const = 0;

  // Returns when there is nothing left to join in the background. Never needed for right answers.
  virtual void finish_merging() const = 0;

  // A snapshot that load() reads back. Written beside and renamed. False when it could not be written.
  virtual bool save(const std::string& path) const = 0;
  // False when the file is absent, of another version, or damaged: the index is empty then.
  virtual bool load(const std::string& path) = 0;
};

std::unique_ptr<Index> make_index();

}  // namespace commonplace::search
