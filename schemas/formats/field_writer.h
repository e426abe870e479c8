// Puts words, as a person or a system wrote them, into the fields of a Resource: normalised, looked up in the
// vocabularies, or remarked upon when nobody can make sense of them. Shared by the readers of schema.org and of rows;
// not for others.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/schema_org.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

// One value on its way into a field.
struct Given {
  std::string_view words;
  std::string_view where;     // as the person knows the place: column, path or member
  std::string_view language;  // of a text; empty: the language of the record
};

class FieldWriter {
 public:
  FieldWriter(model::Resource& resource, const ReadingHints& hints);

  // The language of texts that do not say theirs: from the record's languages, else from the hints.
  void settle_language();
  const std::string& language() const { return language_; }

  // ---- texts
  void name(const Given& given);
  void alternate_name(const Given& given);
  void description(const Given& given);  // more than one is joined as paragraphs
  void abstract(const Given& given);
  void keyword(const Given& given);
  void learning_objective(const Given& given);
  void material(const Given& given);
  void key_vocabulary(const Given& given);  // "term: definition"
  void misconception(const Given& given);
  void credit_text(const Given& given);
  void copyright_notice(const Given& given);
  void image_alt(const Given& given);
  // ---- concepts
  void resource_type(const Given& given);
  void subject(const Given& given);
  void level(const Given& given);
  void age_range(const Given& given);
  void language_of_resource(const Given& given);
  void licence(const Given& given);  // licence or rights statement, whichever the words mean
  void metadata_licence(const Given& given);
  void audience(const Given& given);
  void educational_use(const Given& given);
  void accessibility_feature(const Given& given);
  void conditions_of_access(const Given& given);
  void is_free(const Given& given);
  void type(const Given& given);  // schema.org type
  // ---- links, people, time
  void at_id(const Given& given);
  void identifier(const Given& given);
  void same_as(const Given& given);
  void url(const Given& given);
  void encoding(const Given& given);
  void image(const Given& given);
  void thumbnail(const Given& given);
  void creator(const Given& given);
  void contributor(const Given& given);
  void publisher(const Given& given);
  void is_part_of(const Given& given);
  void has_part(const Given& given);
  void is_based_on(const Given& given);
  void mention(const Given& given);
  void teaches(const Given& given);
  void assesses(const Given& given);
  void competency_required(const Given& given);
  void spatial_coverage(const Given& given);
  void temporal_coverage(const Given& given);
  void date_created(const Given& given);
  void date_published(const Given& given);
  void date_modified(const Given& given);
  void time_required(const Given& given);
  void duration(const Given& given);
  void reference(const Given& given);  // the publisher's own; kept beside the resource

  // What belongs together although it came in pieces; call once, at the end.
  void finish();
  // A page without an address is often named by its identifier alone.
  void take_address_from_id();

  model::Resource& resource() { return resource_; }
  std::string take_reference() { return std::move(reference_); }

  // Stops publishing / does not.
  void problem(const Given& given, std::string kind, std::string what, std::string fix);
  void warning(const Given& given, std::string kind, std::string what, std::string fix);
  std::vector<model::Problem> problems;
  std::vector<model::Problem> warnings;
  // Both, for who stops at neither; they are gone then.
  std::vector<model::Problem> take_notes();

  // An absolute http(s) address in one spelling; nothing, and a problem, for anything else.
  std::optional<std::string> address(const Given& given);
  // Text without HTML in the language that is said, cut at `most_bytes`.
  std::string clean(const Given& given, std::size_t most_bytes);
  std::string language_of(const Given& given) const;

 private:
  model::StatementRef statement(const Given& given);
  model::Ref ref(const Given& given);
  model::Agent agent(const Given& given);
  void date(std::string& field, const Given& given);
  void refs(std::vector<model::Ref>& field, const Given& given, std::size_t most);
  void statements(std::vector<model::StatementRef>& field, const Given& given);

  model::Resource& resource_;
  const ReadingHints& hints_;
  std::string language_;
  std::string reference_;
  model::LangMap image_alt_;
};

// What the table knows of a field that words can be put into.
struct FieldRule {
  std::string_view name;   // canonical, as in MD §2
  std::string_view label;  // as in the form and the spreadsheet template
  bool is_list;            // one cell may hold several values, apart at ';' or '|'
  bool is_text;            // takes a language suffix
  void (FieldWriter::*put)(const Given&);
  bool (*is_empty)(const model::Resource&);
  void (*clear)(model::Resource&);
};
std::span<const FieldRule> field_rules();
const FieldRule* find_field_rule(std::string_view name);

// Adds a value to a list unless it is there or the list has `most` already. Returns whether it stands in the list.
template <typename T>
bool add_once(std::vector<T>& list, T value, std::size_t most) {
  for (const auto& one : list)
    if (one == value) return true;
  if (list.size() >= most) return false;
  list.push_back(std::move(value));
  return true;
}

}  // namespace commonplace::formats
