#include "harvest/dump_package.h"

#include <sstream>

#include "schemas/formats/digest.h"

namespace commonplace::harvest {

namespace {

model::Problem no_manifest() {
  return {"not_wellformed", "manifest.xml", "The package has no manifest that says what its files are.",
          "Ask its keeper to make the dump anew."};
}

}  // namespace

std::string sha256_in(const std::string& hashes) {
  std::istringstream words(hashes);
  for (std::string word; words >> word;) {
    if (word.starts_with("sha-256:")) return word.substr(8);
  }
  return {};
}

model::Outcome<DumpPackage> DumpPackage::open(std::string archive) {
  auto zip = formats::ZipReader::open(std::move(archive));
  if (!zip) return zip.problem();
  const auto text = zip->read("manifest.xml", most_map_bytes);
  if (!text) return text.problem().kind == "no_entry" ? no_manifest() : text.problem();
  auto manifest = read_site_map(*text);
  if (!manifest) return manifest.problem();
  if (manifest->capability != "resourcedump-manifest" || manifest->is_index) return no_manifest();
  return DumpPackage(std::move(*zip), std::move(*manifest));
}

model::Outcome<std::string> DumpPackage::body(const MapEntry& entry, std::size_t most_bytes) {
  const auto begin = entry.path.find_first_not_of('/');
  auto bytes = zip_.read(begin == std::string::npos ? "" : entry.path.substr(begin), most_bytes);
  const std::string wanted = sha256_in(entry.hash);
  if (bytes && !wanted.empty() && formats::sha256_hex(*bytes) != wanted)
    return model::Problem{"not_wellformed", entry.path, "A file of the package is not what its manifest says (sha-256).",
                          "Ask its keeper to make the dump anew."};
  return bytes;
}

}  // namespace commonplace::harvest
