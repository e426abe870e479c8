#include "node/oai/sets.h"

#include <fmt/format.h>

#include "node/oai/identify.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/xml.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::oai {
namespace {

struct TopSet {
  std::string_view spec;
  std::string_view name;
};
constexpr TopSet top_sets[] = {{"contributor", "All contributors"},      {"framework", "Curriculum frameworks"},
                               {"level", "Educational levels"},          {"origin", "Where records come from"},
                               {"subject", "Subjects"},                  {"type", "Types of resource"}};

std::string_view top_of(std::string_view spec) { return spec.substr(0, spec.find(':')); }
std::string_view last_part(std::string_view spec) { return spec.substr(spec.rfind(':') + 1); }

// "northern-ireland" → "Northern Ireland"
std::string country(std::string_view jurisdiction) {
  std::string out(jurisdiction);
  bool begins = true;
  for (char& c : out) {
    if (c == '-') c = ' ';
    if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    begins = c == ' ';
  }
  return out;
}

// level:england:ks2 is the level england-ks2, level:primary the level primary; level:england all of a country's.
std::string level_name(std::string_view spec) {
  std::string id(spec.substr(sizeof "level:" - 1));
  if (const auto colon = id.find(':'); colon != std::string::npos) id[colon] = '-';
  if (const auto* level = vocabularies::find_level(id)) return std::string(level->label);
  return country(id);
}

std::string concept_name(std::string_view spec) {
  const auto top = top_of(spec);
  if (top == "level") return level_name(spec);
  if (top == "type")
    if (const auto* type = vocabularies::find_resource_type(last_part(spec))) return std::string(type->label);
  if (top == "subject")
    if (const auto* subject = vocabularies::find_subject(last_part(spec))) return std::string(subject->label);
  if (top == "origin") return spec == "origin:local" ? "Published here" : "From " + formats::plain_set_part(last_part(spec));
  return {};
}

// framework:<key>[:<code>…] → framework:<key>
std::string_view framework_of(std::string_view spec) {
  const auto key = spec.find(':');
  return key == std::string_view::npos ? std::string_view() : spec.substr(0, spec.find(':', key + 1));
}

// "KS2 / 1.1", of framework:<key>:KS2:1.1
std::string codes_of(std::string_view spec) {
  std::string out;
  std::string_view rest = spec.substr(std::min(spec.size(), framework_of(spec).size() + 1));
  while (!rest.empty()) {
    const auto end = std::min(rest.find(':'), rest.size());
    out.append(out.empty() ? "" : " / ").append(formats::plain_set_part(rest.substr(0, end)));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return out;
}

void append_dc(std::string& out, std::string_view element, std::string_view text) {
  if (text.empty()) return;
  out.append("<dc:").append(element).append(">");
  formats::append_xml_text(out, text);
  out.append("</dc:").append(element).append(">");
}

std::string framework_description(const model::Framework& framework) {
  std::string out = fmt::format(
      "<oai_dc:dc xmlns:oai_dc=\"{0}\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"{0} {1}\">",
      formats::oai_dc_namespace, formats::oai_dc_schema);
  append_dc(out, "title", model::best(framework.title).text);
  append_dc(out, "publisher", framework.publisher);
  append_dc(out, "identifier", framework.uri);
  if (framework.source_url != framework.uri) append_dc(out, "source", framework.source_url);
  return out + "</oai_dc:dc>";
}

}  // namespace

const model::Framework* SetNames::framework(std::string_view spec) {
  if (!std::exchange(frameworks_are_read_, true))
    for (auto& one : store_.frameworks()) {
      auto set = formats::framework_set(one.id);
      frameworks_.emplace(std::move(set), std::move(one));
    }
  const auto found = frameworks_.find(framework_of(spec));
  return found == frameworks_.end() ? nullptr : &found->second;
}

std::string SetNames::name(const store::ListedSet& set) {
  if (set.contributor) return set.contributor->name.empty() ? set.spec : set.contributor->name;
  for (const auto& top : top_sets)
    if (top.spec == set.spec) return std::string(top.name);
  std::string name = concept_name(set.spec);
  if (top_of(set.spec) == "framework") {
    const auto* known = framework(set.spec);
    name = known ? std::string(model::best(known->title).text) : formats::plain_set_part(last_part(framework_of(set.spec)));
    if (const auto codes = codes_of(set.spec); !codes.empty()) name += ": " + codes;
  }
  return name.empty() ? set.spec : name;
}

std::string SetNames::description(const store::ListedSet& set) {
  if (set.contributor) return branding(*set.contributor);
  if (top_of(set.spec) != "framework" || framework_of(set.spec) != set.spec) return {};
  const auto* known = framework(set.spec);
  return known ? framework_description(*known) : std::string();
}

}  // namespace commonplace::oai
