#include "node/search/snapshot_file.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <type_traits>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/search/document_terms.h"

namespace commonplace::search {

namespace {

constexpr std::uint64_t magic = 0x00315844495F5043ULL;  // "CP_IDX1" in a little-endian file; tells the byte order too
constexpr std::uint32_t version = 2;
constexpr std::size_t alignment = 8;  // of every block: rows are read where they lie
constexpr std::uint64_t most_parts = 10000;

constexpr std::size_t padding(std::size_t length) {
  return (alignment - length % alignment) % alignment;
}

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

// Blocks of: length in bytes, the bytes, zeros up to a multiple of eight, their checksum chained to the block before.
// Small blocks go by a buffer.
class BlockWriter {
 public:
  explicit BlockWriter(int descriptor) : descriptor_(descriptor) {}

  template <typename T>
  void operator()(const Row<T>& values) {
    block({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  }
  template <typename T>
  void operator()(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    block({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  }
  void operator()(const PackedNumbers& numbers) {
    (*this)(numbers.width());
    (*this)(numbers.bytes());
  }
  void operator()(const std::string& text) { block(text); }
  template <typename T>
  requires std::is_arithmetic_v<T>
  void operator()(const T& number) { block({reinterpret_cast<const char*>(&number), sizeof number}); }
  bool finish() {
    flush();
    return good_ && ::fsync(descriptor_) == 0;
  }

 private:
  void block(std::string_view bytes) {
    const std::uint64_t length = bytes.size();
    append({reinterpret_cast<const char*>(&length), sizeof length});
    append(bytes);
    append(std::string_view("\0\0\0\0\0\0\0", padding(bytes.size())));
    chain_ = quick_hash(bytes, chain_);
    append({reinterpret_cast<const char*>(&chain_), sizeof chain_});
  }
  void append(std::string_view bytes) {
    constexpr std::size_t buffer_size = 1 << 16;
    if (buffer_.size() + bytes.size() > buffer_size) flush();
    if (bytes.size() > buffer_size) {
      write(bytes);
    } else {
      buffer_.append(bytes);
    }
  }
  void flush() {
    write(buffer_);
    buffer_.clear();
  }
  void write(std::string_view bytes) {
    while (good_ && !bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      good_ = written > 0;
      if (good_) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  int descriptor_;
  bool good_ = true;
  std::uint64_t chain_ = magic;
  std::string buffer_;
};

// A whole file in memory, as long as somebody holds it. Whoever writes a snapshot writes beside and renames, so that a
// mapped one is never cut.
class Mapping {
 public:
  explicit Mapping(int descriptor, std::size_t size)
      : bytes_(size == 0 ? MAP_FAILED : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0)), size_(size) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() {
    if (is_open()) ::munmap(bytes_, size_);
  }
  bool is_open() const { return bytes_ != MAP_FAILED; }
  std::string_view bytes() const { return {static_cast<const char*>(bytes_), size_}; }

 private:
  void* bytes_;
  std::size_t size_;
};

class BlockReader {
 public:
  explicit BlockReader(std::string_view bytes) : left_(bytes) {}

  template <typename T>
  void operator()(Row<T>& values) {
    const std::span<const T> lying = block<T>();
    values = Row<T>::lying_at(lying);
  }
  template <typename T>
  void operator()(std::vector<T>& values) {
    const std::span<const T> lying = block<T>();
    values.assign(lying.begin(), lying.end());
  }
  void operator()(std::string& text) {
    const std::span<const char> lying = block<char>();
    text.assign(lying.begin(), lying.end());
  }
  template <typename T>
  requires std::is_arithmetic_v<T>
  void operator()(T& number) {
    const std::span<const T> lying = block<T>();
    good_ = good_ && lying.size() == 1;
    if (good_) number = lying.front();
  }
  // Numbers of `records` records, each below `limit`.
  void read(PackedNumbers& numbers, std::size_t records, std::uint32_t limit) {
    std::uint32_t width = 0;
    Row<std::uint8_t> bytes;
    (*this)(width);
    (*this)(bytes);
    if (!good_) return;
    auto restored = PackedNumbers::restored(std::move(bytes), width, records, limit);
    good_ = restored.has_value();
    if (good_) numbers = *std::move(restored);
  }
  bool is_good() const { return good_; }
  bool is_at_end() const { return good_ && left_.empty(); }

 private:
  // Nothing when the block is cut short, of another size of values, or not what was written.
  template <typename T>
  std::span<const T> block() {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignment);
    const std::uint64_t length = take_number();
    good_ = good_ && length <= left_.size() && length % sizeof(T) == 0;
    const std::size_t padded = good_ ? length + padding(length) : 0;
    good_ = good_ && padded <= left_.size();
    if (!good_) return {};
    const std::string_view content = left_.substr(0, length);
    good_ = left_.substr(length, padded - length).find_first_not_of('\0') == std::string_view::npos;
    left_.remove_prefix(padded);
    chain_ = quick_hash(content, chain_);
    good_ = take_number() == chain_ && good_;
    if (!good_) return {};
    return {reinterpret_cast<const T*>(content.data()), length / sizeof(T)};
  }
  std::uint64_t take_number() {
    std::uint64_t number = 0;
    good_ = good_ && left_.size() >= sizeof number;
    if (!good_) return 0;
    std::memcpy(&number, left_.data(), sizeof number);
    left_.remove_prefix(sizeof number);
    return number;
  }

  std::string_view left_;
  bool good_ = true;
  std::uint64_t chain_ = magic;
};

// What a segment holds, once for both directions; columns apart.
template <typename Direction, typename SomeSegment>
void visit(Direction& direction, SomeSegment& segment) {
  direction(segment.terms.bytes);
  direction(segment.terms.starts);
  direction(segment.postings.counts);
  direction(segment.postings.first_blocks);
  direction(segment.postings.blocks);
  direction(segment.postings.bytes);
  direction(segment.postings.positions);
  direction(segment.keys);
  direction(segment.ties);
  direction(segment.changed);
  direction(segment.minutes);
  direction(segment.languages);
  direction(segment.titles);
  direction(segment.field_ends);
  direction(segment.characteristic_starts);
  direction(segment.characteristic);
}

void write_column(BlockWriter& writer, const SetColumn& column) {
  writer(column.starts);
  writer(column.values);
  writer(column.of_record);
}

void read_column(BlockReader& reader, std::size_t records, SetColumn& column) {
  reader(column.starts);
  reader(column.values);
  if (reader.is_good() && !column.starts.empty()) reader.read(column.of_record, records, column.set_count());
}

void write_values(BlockWriter& writer, const Values& values) {
  for (const SharedTable& table : values) {
    std::string bytes;
    std::vector<std::uint32_t> ends;
    for (std::uint32_t id = 0; id < table.size(); ++id) {
      bytes += table.text(id);
      ends.push_back(static_cast<std::uint32_t>(bytes.size()));
    }
    writer(bytes);
    writer(ends);
  }
}

bool read_values(BlockReader& reader, Values& values) {
  for (SharedTable& table : values) {
    std::string bytes;
    std::vector<std::uint32_t> ends;
    reader(bytes);
    reader(ends);
    if (!reader.is_good()) return false;
    std::uint32_t begin = 0;
    for (std::uint32_t end : ends) {
      if (end < begin || end > bytes.size()) return false;
      table.add(std::string_view(bytes).substr(begin, end - begin));
      begin = end;
    }
    if (begin != bytes.size() || table.size() != ends.size()) return false;  // a text twice
  }
  return true;
}

// Contributors are numbers of the store.
bool contributors_are_numbers(const Values& values) {
  const SharedTable& contributors = values[static_cast<std::size_t>(Column::contributor)];
  for (std::uint32_t id = 0; id < contributors.size(); ++id) {
    const std::string_view text = contributors.text(id);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return false;
  }
  return true;
}

// The deleted bits beyond the records must be zero, and the count theirs.
std::optional<Live> restored_live(std::vector<std::uint64_t> bits, const Segment& segment) {
  Live live = all_live(segment);
  if (bits.size() != live.bits.size()) return std::nullopt;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if ((bits[i] & ~live.bits[i]) != 0) return std::nullopt;
  }
  for (std::uint32_t record = 0; record < segment.size(); ++record) {
    if ((bits[record / 64] >> (record % 64) & 1U) == 0) live.remove(record, segment.languages[record]);
  }
  return live;
}

std::optional<Part> read_part(BlockReader& reader, const Values& values, const std::shared_ptr<const Mapping>& file) {
  auto segment = std::make_shared<Segment>();
  segment->file = file;
  visit(reader, *segment);
  for (SetColumn& column : segment->columns) read_column(reader, segment->keys.size(), column);
  std::vector<std::uint64_t> bits;
  reader(bits);
  if (!reader.is_good() || !segment->is_sound(values)) return std::nullopt;
  segment->terms.note_letters();
  auto live = restored_live(std::move(bits), *segment);
  if (!live) return std::nullopt;
  return Part{.segment = std::move(segment), .live = std::make_shared<const Live>(*std::move(live))};
}

bool keys_are_unique(const State& state) {
  std::vector<std::int64_t> keys;
  for (const Part& part : state.parts) {
    for (std::uint32_t record = 0; record < part.segment->size(); ++record) {
      if (part.live->has(record)) keys.push_back(part.segment->keys[record]);
    }
  }
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
}

bool write_file(const State& state, const std::string& path) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) return false;
  BlockWriter writer(file.number());
  writer(magic);
  writer(version);
  writer(analysis_settings_hash());
  writer(state.seq);
  writer(static_cast<std::uint64_t>(state.parts.size()));
  write_values(writer, *state.values);
  for (const Part& part : state.parts) {
    visit(writer, *part.segment);
    for (const SetColumn& column : part.segment->columns) write_column(writer, column);
    writer(part.live->bits);
  }
  return writer.finish();
}

void sync_folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const Descriptor opened(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
  if (opened.is_open()) ::fsync(opened.number());
}

}  // namespace

bool write_snapshot(const State& state, const std::string& path) {
  const std::string beside = path + ".new";
  if (!write_file(state, beside) || ::rename(beside.c_str(), path.c_str()) != 0) {
    ::unlink(beside.c_str());
    return false;
  }
  sync_folder_of(path);
  return true;
}

std::optional<State> read_snapshot(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  struct stat status {};
  if (!file.is_open() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  const auto mapping = std::make_shared<const Mapping>(file.number(), static_cast<std::size_t>(status.st_size));
  if (!mapping->is_open()) return std::nullopt;
  BlockReader reader(mapping->bytes());
  std::uint64_t found_magic = 0;
  std::uint32_t found_version = 0;
  std::uint64_t found_settings = 0;
  std::uint64_t parts = 0;
  State state;
  reader(found_magic);
  reader(found_version);
  reader(found_settings);
  reader(state.seq);
  reader(parts);
  if (!reader.is_good() || found_magic != magic || found_version != version) return std::nullopt;
  if (found_settings != analysis_settings_hash() || parts > most_parts) return std::nullopt;
  auto values = std::make_shared<Values>();
  if (!read_values(reader, *values) || !contributors_are_numbers(*values)) return std::nullopt;
  for (std::uint64_t i = 0; i < parts; ++i) {
    auto part = read_part(reader, *values, mapping);
    if (!part) return std::nullopt;
    state.parts.push_back(*std::move(part));
  }
  if (!reader.is_at_end() || !keys_are_unique(state)) return std::nullopt;
  state.values = std::move(values);
  derive(state);
  return state;
}

}  // namespace commonplace::search
