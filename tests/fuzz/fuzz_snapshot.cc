// Snapshots of the search index (SRCH-56): refused, or searched without harm. Each input is tried as it is and with
// checksums that hold.
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "node/search/index.h"
#include "tests/node/search/resealed.h"

namespace {

using namespace commonplace;
using search::Index;

// A file without a name.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("snapshot", MFD_CLOEXEC)) { FUZZ_EXPECT(descriptor_ >= 0); }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }
  void write(std::string_view bytes) const {
    FUZZ_EXPECT(::ftruncate(descriptor_, 0) == 0);
    FUZZ_EXPECT(::pwrite(descriptor_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  }

 private:
  int descriptor_;
};

void use(const Index& index) {
  for (const char* text : {"", "copper kettle", "\"copper kettle\"", "title:copper -tin", "co*", "kettel ks2"}) {
    for (const auto sort : {search::Sort::best, search::Sort::title, search::Sort::shortest}) {
      search::Query query;
      query.text = text;
      query.sort = sort;
      query.explain = true;
      query.now = 1'700'000'000;
      const auto all = index.search(query);
      FUZZ_EXPECT(all.total >= static_cast<std::int64_t>(all.hits.size()));
      query.filters = {{"subject", {"history"}}, {"level", {"england-ks2"}}, {"time_max", {"30"}}, {"statement", {"C1"}}};
      index.search(query);
      for (const auto& hit : all.hits) index.similar(hit.key, 3);
    }
    index.suggest(text, 8);
  }
}

void try_snapshot(const MemoryFile& file, std::string_view bytes) {
  file.write(bytes);
  const auto index = search::make_index();
  if (index->load(file.path()))
    use(*index);
  else
    FUZZ_EXPECT(index->size() == 0);
}

model::Resource resource_number(int i) {
  model::Resource resource;
  resource.name = {{i % 4 == 0 ? "cy" : "en", "Copper kettle " + std::to_string(i)}};
  resource.description = {{"en", "A kettle of copper and tin"}};
  resource.in_language = {"en"};
  resource.about = {"history"};
  resource.educational_level = {"england-ks2"};
  resource.time_required = "PT20M";
  resource.keywords = {{"en", {"kettle", "tin ware"}}};
  model::StatementRef statement;
  statement.code = "C" + std::to_string(i % 3);
  resource.teaches = {statement};
  return resource;
}

std::string snapshot_of(int records, int removed) {
  const auto index = search::make_index();
  std::vector<model::Resource> resources;
  for (int i = 0; i < records; ++i) resources.push_back(resource_number(i));
  std::vector<search::Document> documents;
  for (int i = 0; i < records; ++i) {
    documents.push_back({.key = i,
                         .public_id = "id" + std::to_string(i),
                         .contributor = 1 + i % 3,
                         .contributor_name = "House",
                         .origin = 0,
                         .changed = {.seconds = 1'700'000'000 + i},
                         .resource = &resources[static_cast<std::size_t>(i)]});
  }
  if (!documents.empty()) index->put(documents);
  for (int i = 0; i < removed; ++i) index->remove({i});
  index->set_seq(records);
  const auto path = "/tmp/fuzz_snapshot." + std::to_string(::getpid());
  FUZZ_EXPECT(index->save(path));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  std::string bytes(1 << 20, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
  std::fclose(file);
  ::unlink(path.c_str());
  return bytes;
}

}  // namespace

std::vector<std::string> commonplace::fuzz::made_seeds() {
  return {snapshot_of(0, 0), snapshot_of(1, 0), snapshot_of(12, 3)};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file;
  const auto bytes = fuzz::text_of(data, size);
  try_snapshot(file, bytes);
  try_snapshot(file, search::resealed(std::string(bytes)));
  return 0;
}
