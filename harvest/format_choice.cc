#include "harvest/format_choice.h"

#include <algorithm>

#include "harvest/crosswalk.h"

namespace commonplace::harvest {
namespace {

constexpr std::size_t longest_name = 200;

template <typename Format>
const FormatOffered* find(const std::vector<FormatOffered>& offered, const Format& format) {
  const auto there = std::find_if(offered.begin(), offered.end(), [&](const FormatOffered& one) {
    return one.prefix == format.prefix || one.metadata_namespace == format.metadata_namespace;
  });
  return there == offered.end() ? nullptr : &*there;
}

}  // namespace

std::string FormatChoice::best_of(const std::vector<FormatOffered>& offered) const {
  for (const auto& format : readable_formats()) {
    const auto* there = find(offered, format);
    if (there != nullptr && !is_refused(there->prefix)) return there->prefix;
  }
  return offered.empty() && !is_refused("oai_dc") ? "oai_dc" : "";
}

bool is_of_a_node(const std::vector<FormatOffered>& offered) {
  const auto& formats = readable_formats();
  return std::any_of(formats.begin(), formats.end(), [&](const auto& format) { return format.prefix == "cpl" && find(offered, format) != nullptr; });
}

std::string names_of(const std::vector<FormatOffered>& offered) {
  std::string names;
  for (const auto& format : offered) names += (names.empty() ? "" : ", ") + format.prefix.substr(0, longest_name);
  return names;
}

}  // namespace commonplace::harvest
