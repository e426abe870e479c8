#include "harvest/web_addresses.h"

#include <algorithm>
#include <string_view>

#include "schemas/formats/identifier.h"

namespace commonplace::harvest {

namespace {

bool is_web_address(std::string_view text) {
  return text.empty() || text.starts_with("https://") || text.starts_with("http://");
}

bool is_name_or_web_address(std::string_view text) {
  return text.empty() || text.starts_with("did:") || formats::is_recognised_identifier(text);
}

}  // namespace

bool has_only_web_addresses(const model::Resource& resource) {
  const auto ref = [](const model::Ref& r) { return is_web_address(r.url) && is_name_or_web_address(r.id); };
  const auto agent = [](const model::Agent& a) { return is_web_address(a.url) && is_name_or_web_address(a.id); };
  const auto file = [](const model::Encoding& e) { return is_web_address(e.content_url); };
  const auto alignment = [](const model::Alignment& a) { return is_web_address(a.target_url); };
  const auto all = [](const auto& list, const auto& holds) { return std::all_of(list.begin(), list.end(), holds); };
  return is_web_address(resource.url) && is_web_address(resource.thumbnail_url) &&
         is_name_or_web_address(resource.at_id) && (!resource.image || is_web_address(resource.image->url)) &&
         ref(resource.publisher) && all(resource.creator, agent) && all(resource.contributor, agent) &&
         all(resource.encoding, file) && all(resource.educational_alignment, alignment) &&
         all(resource.is_part_of, ref) && all(resource.has_part, ref) && all(resource.is_based_on, ref) &&
         all(resource.mentions, ref);
}

}  // namespace commonplace::harvest
