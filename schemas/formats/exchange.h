// The exchange formats beside each other: what each carries of a record, and what a record loses on its way through one
// (MD-23, MD-24). The version of a crosswalk stands in the header of its format.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

enum class Exchange { oai_dc, lom, lrmi, mods, cpl, schema_org };
inline constexpr std::array all_exchanges = {Exchange::oai_dc, Exchange::lom, Exchange::lrmi,
                                             Exchange::mods,   Exchange::cpl, Exchange::schema_org};

// "oai_dc", …, "schema.org".
std::string_view exchange_name(Exchange format);
// Nothing for a name that is none.
std::optional<Exchange> find_exchange(std::string_view name);

// whole: what is written is read again as it was. part: something of it. nothing: it has no place in the format.
enum class Carries { whole, part, nothing };

// What becomes of a field of the canonical document; `remark` says which part, in words.
struct Carriage {
  Carries carries = Carries::whole;
  std::string_view remark;
};
Carriage carriage_of(std::string_view field, Exchange format);
// The fields of MD §2 that the table knows, in its order.
std::span<const std::string_view> exchange_fields();

struct LostField {
  std::string field;
  std::string why;
};
struct NarrowedField {
  std::string field;
  std::vector<std::string> kept;     // languages, where the field is a text in several
  std::vector<std::string> dropped;  // languages
  std::string why;
};
struct LossReport {
  std::string format;
  std::vector<LostField> lost;          // nothing of the field came back
  std::vector<NarrowedField> narrowed;  // it came back otherwise

  bool is_empty() const { return lost.empty() && narrowed.empty(); }
};

// Writes the resource, reads it again and compares. Values are equal that mean the same after normalisation (MD §9):
// a list of words in another order, PT60M and PT1H.
LossReport loss_report(const model::Resource& resource, Exchange format);

// The report as JSON (MD-24).
std::string write_loss_report(const LossReport& report);

// There and back; a problem where what was written cannot be read at all (no title and no address).
model::Outcome<model::Resource> there_and_back(const model::Resource& resource, Exchange format);

}  // namespace commonplace::formats
