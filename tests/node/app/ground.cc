#include "tests/node/app/ground.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "schemas/formats/json.h"

namespace commonplace::app {
namespace {

void append_big_endian(std::string& out, unsigned value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFu);
}

}  // namespace

Ground::Ground() {
  std::string pattern = std::filesystem::temp_directory_path() / "app #test XXXXXX";
  folder_ = mkdtemp(pattern.data());
}

Ground::~Ground() {
  std::filesystem::remove_all(folder_);
}

std::string Ground::file(const std::string& name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

Desk Ground::desk(const std::string& host, const std::string& name) const {
  auto made = make_desk({path(host), name, "https://" + host, "", "", "#2B3A8F", ""});
  if (!made) throw std::runtime_error(made.problem().what);
  return std::move(*made);
}

std::string png(unsigned width, unsigned height) {
  std::string out("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  append_big_endian(out, width, 4);
  append_big_endian(out, height, 4);
  return out + std::string(30, '\1');
}

std::string jpeg(unsigned width, unsigned height) {
  std::string out("\xff\xd8\xff\xe0\0\x04xx\xff\xc0\0\x11\x08", 13);
  append_big_endian(out, height, 2);
  append_big_endian(out, width, 2);
  return out + std::string(30, '\1');
}

std::string webp() {
  // VP8X: flags, three reserved bytes, width - 1 and height - 1 in three bytes each, little-endian.
  return std::string("RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\0\0\x3f\0\0", 30) + std::string(30, '\1');
}

model::Resource resource(const std::string& title, const std::string& url) {
  model::Resource out;
  out.name = {{"en", title}};
  out.description = {{"en", "Pupils look closely, talk about what they see and make something."}};
  out.in_language = {"en"};
  out.learning_resource_type = {"lesson-plan"};
  out.about = {"history"};
  out.educational_level = {"england-ks2"};
  out.license = "https://creativecommons.org/licenses/by/4.0/";
  out.url = url;
  return out;
}

std::string line(const std::string& title, const std::string& id, const std::string& publisher) {
  json::Value out = {{"@type", "LearningResource"},
                     {"name", title},
                     {"description", "Pupils look closely, talk about what they see and make something."},
                     {"inLanguage", "en"},
                     {"learningResourceType", "Lesson plan"},
                     {"about", "History"},
                     {"educationalLevel", "KS2"},
                     {"license", "https://creativecommons.org/licenses/by/4.0/"},
                     {"url", "https://river.example/learn/" + std::to_string(std::hash<std::string>()(title))}};
  if (!id.empty()) out["@id"] = id;
  if (!publisher.empty())
    out["publisher"] = {{"@type", "Organization"}, {"name", publisher}, {"url", "https://publisher.example/"}};
  return out.dump() + "\n";
}

std::vector<std::string> documents(const store::Store& store) {
  std::vector<std::string> out;
  store.list({}, {}, 100'000, INT64_MAX, store::Body::document, [&](const store::Row& row) {
    if (!row.deleted) out.emplace_back(row.body);
  });
  std::sort(out.begin(), out.end());
  return out;
}

ImportReport imported(const Desk& desk, const std::string& path, const ImportOptions& options) {
  auto report = import_file(desk, path, options);
  if (!report) throw std::runtime_error(report.problem().what);
  return std::move(*report);
}

}  // namespace commonplace::app
