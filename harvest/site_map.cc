#include "harvest/site_map.h"

#include <fmt/format.h>

#include "harvest/gunzip.h"
#include "schemas/formats/xml.h"

namespace commonplace::harvest {

namespace {

constexpr std::string_view map_namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
constexpr std::string_view sync_namespace = "http://www.openarchives.org/rs/terms/";
constexpr std::size_t longest_address = 2048;  // sitemaps.org

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

class MapReader : public formats::XmlVisitor {
 public:
  void open(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) override {
    ++depth_;
    text_.clear();
    if (depth_ == 1) return look_at_root(name);
    if (problem) return;
    if (name.space == sync_namespace && name.local == "md") return depth_ == 2 ? take_own(attributes) : take_md(attributes);
    const bool is_entry = depth_ == 2 && (name.local == "url" || name.local == "sitemap");
    if (is_entry && is_of_maps(name)) begin_entry();
  }

  void close(const formats::XmlName& name) override {
    if (!problem && depth_ == 3 && !map.entries.empty() && is_of_maps(name)) {
      auto& entry = map.entries.back();
      if (name.local == "loc") entry.url = trimmed(text_).substr(0, longest_address);
      if (name.local == "lastmod") entry.last_modified = trimmed(text_).substr(0, 64);
    }
    --depth_;
  }

  void text(std::string_view text) override {
    if (depth_ == 3 && text_.size() < longest_address * 2) text_ += text;
  }

  SiteMap map;
  std::optional<model::Problem> problem;

 private:
  // Many maps leave out the namespace, or write it with https.
  static bool is_of_maps(const formats::XmlName& name) {
    return name.space == map_namespace || name.space.empty() || name.space.find("sitemap") != std::string_view::npos;
  }

  void look_at_root(const formats::XmlName& name) {
    map.is_index = name.local == "sitemapindex";
    if (is_of_maps(name) && (map.is_index || name.local == "urlset")) return;
    problem = model::Problem{"not_a_map", "", fmt::format("The answer is XML ({}), but not a sitemap.", name.local.substr(0, 60)),
                             "Look at the address."};
  }

  void begin_entry() {
    if (map.entries.size() < most_map_entries) return void(map.entries.emplace_back());
    problem = model::Problem{"too_big", "", "The sitemap has more than 50,000 addresses.", "Ask its keeper to split it."};
  }

  void take_own(const std::vector<formats::XmlAttribute>& attributes) {
    for (const auto& [name, value] : attributes) {
      if (name.local == "capability") map.capability = value;
      if (name.local == "at") map.at = value;
      if (name.local == "from") map.from = value;
      if (name.local == "until") map.until = value;
    }
  }

  void take_md(const std::vector<formats::XmlAttribute>& attributes) {
    if (depth_ != 3 || map.entries.empty()) return;
    auto& entry = map.entries.back();
    for (const auto& [name, value] : attributes) {
      if (name.local == "capability") entry.capability = value;
      if (name.local == "change") entry.change = value;
      if (name.local == "datetime") entry.datetime = value;
      if (name.local == "hash") entry.hash = value;
      if (name.local == "from") entry.from = value;
      if (name.local == "until") entry.until = value;
      if (name.local == "path") entry.path = value;
    }
  }

  int depth_ = 0;
  std::string text_;
};

}  // namespace

model::Outcome<std::string> unpacked_map(std::string bytes) {
  if (!bytes.starts_with(gzip_magic)) return bytes;
  auto text = gunzip(bytes, most_map_bytes);
  if (text && text->starts_with(gzip_magic))
    return model::Problem{"not_wellformed", "", "The sitemap is packed twice; only one layer is read.", "Ask its keeper to pack it once."};
  return text;
}

model::Outcome<SiteMap> read_site_map(std::string_view bytes) {
  const auto prepared = formats::prepare_xml(bytes, {.page_bytes = most_map_bytes});
  if (!prepared) return prepared.problem();
  MapReader reader;
  if (auto problem = formats::stream_xml(*prepared, reader)) return *problem;
  if (reader.problem) return *reader.problem;
  std::erase_if(reader.map.entries, [](const MapEntry& entry) { return entry.url.empty(); });
  return std::move(reader.map);
}

}  // namespace commonplace::harvest
