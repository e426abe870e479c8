// One row of a spreadsheet, or one JSON object of somebody else's system, to a Resource (MD §8.1, CONTRACT §2 mapping
// file). Knows nothing of files or stores; the caller reads, and decides what is new and what an update.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/formats/csv.h"
#include "schemas/formats/json.h"
#include "schemas/formats/schema_org.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

// A mapping file, read (CONTRACT §2). A canonical field is a name of MD §2 ("name", "learningResourceType"), a text
// field with a language ("name@cy", "description@cy"), "imageAlt" for the alternative text of the image, "reference"
// for the publisher's own reference, or "" to leave the column out on purpose. Several columns may lead to one field:
// lists grow, texts are joined as paragraphs, single values are taken from the first column that has one. Order is the
// file's.
struct Mapping {
  std::vector<std::pair<std::string, std::string>> columns;  // source column or dotted path → canonical field
  std::map<std::string, std::string> defaults;               // canonical field → value for rows that have none
  std::map<std::string, std::map<std::string, std::string>> values;  // canonical field → source value → canonical value
  std::string key;        // source column or path that decides new or update; empty: the column of "reference"
  std::string separator;  // between columns of CSV; empty: found out
  std::string encoding;   // empty: found out

  friend bool operator==(const Mapping&, const Mapping&) = default;
};

// The canonical fields that a mapping may name, for messages and forms; in the order of the spreadsheet template.
std::vector<std::string_view> mappable_fields();

// A canonical field as the form and the spreadsheet template call it ("learningResourceType" → "Type"); itself when
// unknown.
std::string field_label(std::string_view field);

// What is wrong with a mapping itself: a field that does not exist (the fix names the nearest).
std::vector<model::Problem> check_mapping(const Mapping& mapping);

// The mapping that a spreadsheet's headers say by themselves (MD-34): English, Welsh, German, French and Spanish names
// and synonyms, language suffixes ("Title (cy)"), names of canonical fields. Headers not understood are in `unmatched`.
struct HeaderReading {
  Mapping mapping;
  std::vector<std::string> unmatched;
};
HeaderReading recognise_header(const std::vector<std::string>& header);

// One row, read. Without `resource` when it could not be read at all; the problems say why.
struct RowOutcome {
  std::optional<model::Resource> resource;
  std::string reference;                 // value of the key; empty: none
  std::vector<model::Problem> problems;  // where: the field or column as the person knows it; they stop this row
  std::vector<model::Problem> warnings;  // they do not
  std::vector<std::string> unread_fields;  // canonical names of the fields that the problems are about: a check that finds
                                           // one of them empty says nothing new
};

// Rows of one spreadsheet. Made once per file, so that columns are looked up once.
class CsvRows {
 public:
  CsvRows(const std::vector<std::string>& header, const Mapping& mapping, ReadingHints hints = {});
  ~CsvRows();
  CsvRows(CsvRows&&) noexcept;

  // Requires as many cells as the header has. Safe from any thread.
  RowOutcome read(const std::vector<std::string>& cells) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

// Which reader a JSON row wants.
enum class RowShape { canonical, schema_org, needs_mapping };
RowShape shape_of(const json::Value& row);

// JSON rows with one mapping. A path is dotted ("creator.0.full_name"); meeting an array without an index it collects
// from all elements ("keywords.term"); "*" is every element, "-1" the last one. Where it ends at an array of arrays,
// each inner one is a path of words from broad to narrow, and its last word is the value. A row that is itself
// schema.org is first read as such, then mapped columns win. Texts over the limits of MD §2 are cut with a warning:
// whoever maps the records of another system cannot rewrite them.
class JsonRows {
 public:
  explicit JsonRows(const Mapping& mapping, ReadingHints hints = {});
  ~JsonRows();
  JsonRows(JsonRows&&) noexcept;

  RowOutcome read(const json::Value& row) const;

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

// A JSON row without mapping: canonical or schema.org; "needs-mapping" as problem otherwise.
RowOutcome read_json_row(const json::Value& row, const ReadingHints& hints = {});

}  // namespace commonplace::formats
