#include "harvest/page_resources.h"

#include <algorithm>
#include <array>

#include "harvest/tags.h"
#include "schemas/formats/schema_org.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t most_blocks = 100;
constexpr std::size_t most_resources = 500;

// Types that are something to learn with whatever else is said.
constexpr std::array<std::string_view, 7> learning_types = {"LearningResource", "Course", "CourseInstance",    "Quiz",
                                                            "Syllabus",         "MathSolver", "EducationEvent"};
// Members that only something to learn with has (LRMI).
constexpr std::array<std::string_view, 11> learning_members = {
    "learningResourceType", "educationalLevel",     "educationalUse",     "educationalAlignment",
    "teaches",              "assesses",             "competencyRequired", "typicalAgeRange",
    "timeRequired",         "educationalFramework", "educationalProgramMode"};

std::string_view bare(std::string_view name) {
  const auto place = name.find_last_of("/:#");
  return place == std::string_view::npos ? name : name.substr(place + 1);
}

bool is_learning_type(const json::Value& type) {
  if (type.is_array()) return std::any_of(type.begin(), type.end(), is_learning_type);
  if (!type.is_string()) return false;
  const auto name = bare(type.get_ref<const std::string&>());
  return std::find(learning_types.begin(), learning_types.end(), name) != learning_types.end();
}

std::string_view without_comment(std::string_view block) {
  const auto begin = block.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  block = block.substr(begin, block.find_last_not_of(" \t\r\n;") - begin + 1);
  if (block.starts_with("<!--")) block.remove_prefix(4);
  if (block.ends_with("-->")) block.remove_suffix(3);
  return block;
}

bool is_json_ld(const Tags& tags) {
  if (tags.name() != "script") return false;
  std::string type = tags.attribute("type");
  for (char& c : type) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return type.substr(0, type.find_first_of("; ")) == "application/ld+json";
}

class BlockReader {
 public:
  BlockReader(PageReading& reading, const std::string& url) : reading_(reading), url_(url) {}

  void read(std::string_view block) {
    if (block.size() > most_block_bytes) return set_aside("too_big", block);
    const auto document = json::parse(without_comment(block), {.bytes = most_block_bytes, .depth = 32});
    if (!document) return set_aside(document.problem().kind == "too-deep" ? "too_deep" : "not_wellformed", block);
    auto objects = formats::schema_org_objects(*document);
    std::erase_if(objects, [](const auto& object) { return !describes_learning(object); });
    for (const auto& object : objects) take(object, objects.size() == 1 ? std::string(block) : object.dump());
  }

 private:
  void take(const json::Value& object, std::string bytes) {
    if (reading_.resources.size() == most_resources) return;
    auto read = formats::read_schema_org(object);
    if (!read) return set_aside("crosswalk_failed", bytes);
    if (read->resource.url.empty()) read->resource.url = url_;
    reading_.resources.push_back({std::move(read->resource), std::move(bytes)});
  }

  void set_aside(std::string reason, std::string_view bytes) { reading_.broken.push_back({std::move(reason), std::string(bytes)}); }

  PageReading& reading_;
  const std::string& url_;
};

}  // namespace

bool describes_learning(const json::Value& object) {
  if (!object.is_object()) return false;
  for (const char* name : {"@type", "type"}) {
    if (const auto type = object.find(name); type != object.end() && is_learning_type(*type)) return true;
  }
  for (const auto& [name, value] : object.items()) {
    if (std::find(learning_members.begin(), learning_members.end(), bare(name)) != learning_members.end()) return true;
  }
  return false;
}

PageReading read_page_resources(std::string_view page, const std::string& url) {
  PageReading reading;
  BlockReader reader(reading, url);
  std::size_t blocks = 0;
  for (Tags tags(page.substr(0, most_page_bytes)); tags.next() && blocks < most_blocks;) {
    if (!is_json_ld(tags)) continue;
    ++blocks;
    reader.read(tags.raw_text());
  }
  return reading;
}

}  // namespace commonplace::harvest
