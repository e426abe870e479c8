// The metadata formats of this node, and how a stored record is written in each (OAI §5).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "node/oai/repository.h"
#include "node/store/store.h"

namespace commonplace::oai {

enum class Format { oai_dc, lom, lrmi, mods, cpl };
inline constexpr std::array all_formats = {Format::oai_dc, Format::lom, Format::lrmi, Format::mods, Format::cpl};

struct FormatDescription {
  std::string_view prefix;
  std::string schema;
  std::string_view name_space;
};
FormatDescription describe(Format format, const Repository& repository);
std::optional<Format> find_format(std::string_view prefix);

// Of what writes records in this format: a record's bytes may differ between two versions (OAI-48).
int crosswalk_version(Format format);

// Which stored body list() must bring for this format.
store::Body body_for(Format format);

// Appends the whole <record>, or the <header> alone. A format that is not stored is rendered from the stored document;
// throws std::runtime_error where that cannot be read: only a broken store holds such a one.
void append_record(std::string& out, const store::Row& row, Format format, const Repository& repository);
void append_header(std::string& out, const store::Row& row);

}  // namespace commonplace::oai
