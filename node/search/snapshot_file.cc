#include "node/search/snapshot_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <type_traits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "node/search/document_terms.h"

namespace commonplace::search {

namespace {

constexpr std::uint64_t magic = 0x00315844495F5043ULL;  // "CP_IDX1" in a little-endian file; tells the byte order too
constexpr std::uint32_t version = 1;
constexpr std::uint64_t most_parts = 10000;

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

// Blocks of: length in bytes, the bytes, their checksum chained to the block before. Small blocks go by a buffer.
class BlockWriter {
 public:
  explicit BlockWriter(int descriptor) : descriptor_(descriptor) {}

  template <typename T>
  void operator()(const std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    block({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
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

class BlockReader {
 public:
  BlockReader(int descriptor, std::uint64_t file_size) : descriptor_(descriptor), left_(file_size) {}

  template <typename T>
  void operator()(std::vector<T>& values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t length = read_length();
    good_ = good_ && length % sizeof(T) == 0;
    if (!good_) return;
    values.resize(length / sizeof(T));
    read_content(reinterpret_cast<char*>(values.data()), length);
  }
  void operator()(std::string& text) {
    const std::uint64_t length = read_length();
    if (!good_) return;
    text.resize(length);
    read_content(text.data(), length);
  }
  template <typename T>
  requires std::is_arithmetic_v<T>
  void operator()(T& number) {
    good_ = read_length() == sizeof number && good_;
    if (good_) read_content(reinterpret_cast<char*>(&number), sizeof number);
  }
  bool is_good() const { return good_; }
  bool is_at_end() const { return good_ && left_ == 0; }

 private:
  // Never more than what is left of the file, so that a wrong length reserves nothing.
  std::uint64_t read_length() {
    std::uint64_t length = 0;
    read(reinterpret_cast<char*>(&length), sizeof length);
    good_ = good_ && length <= left_;
    return length;
  }
  void read_content(char* to, std::uint64_t length) {
    read(to, length);
    if (!good_) return;
    chain_ = quick_hash({to, length}, chain_);
    std::uint64_t written = 0;
    read(reinterpret_cast<char*>(&written), sizeof written);
    good_ = good_ && written == chain_;
  }
  void read(char* to, std::uint64_t length) {
    good_ = good_ && length <= left_;
    while (good_ && length > 0) {
      if (at_ == buffer_.size()) fill();
      const std::uint64_t taken = std::min<std::uint64_t>(length, buffer_.size() - at_);
      std::memcpy(to, buffer_.data() + at_, taken);
      at_ += taken;
      to += taken;
      length -= taken;
      left_ -= taken;
    }
  }
  void fill() {
    constexpr std::size_t buffer_size = 1 << 16;
    buffer_.resize(buffer_size);
    ssize_t got = 0;
    do {
      got = ::read(descriptor_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    good_ = got > 0;
    buffer_.resize(good_ ? static_cast<std::size_t>(got) : 0);
    at_ = 0;
  }

  int descriptor_;
  std::uint64_t left_;
  bool good_ = true;
  std::uint64_t chain_ = magic;
  std::string buffer_;
  std::size_t at_ = 0;
};

// What a segment holds, once for both directions.
template <typename Direction, typename SomeSegment>
void visit(Direction& direction, SomeSegment& segment) {
  direction(segment.terms.bytes);
  direction(segment.terms.starts);
  direction(segment.posting_starts);
  direction(segment.postings);
  direction(segment.keys);
  direction(segment.ties);
  direction(segment.changed);
  direction(segment.minutes);
  direction(segment.languages);
  direction(segment.titles);
  for (auto& column : segment.columns) {
    direction(column.starts);
    direction(column.values);
    direction(column.of_record);
  }
  direction(segment.characteristic_starts);
  direction(segment.characteristic);
}

void write_values(BlockWriter& writer, const Values& values) {
  for (const StringTable& table : values) {
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
  for (StringTable& table : values) {
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

std::optional<Part> read_part(BlockReader& reader, const Values& values) {
  auto segment = std::make_shared<Segment>();
  visit(reader, *segment);
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
  BlockReader reader(file.number(), static_cast<std::uint64_t>(status.st_size));
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
  if (!read_values(reader, *values)) return std::nullopt;
  for (std::uint64_t i = 0; i < parts; ++i) {
    auto part = read_part(reader, *values);
    if (!part) return std::nullopt;
    state.parts.push_back(*std::move(part));
  }
  if (!reader.is_at_end() || !keys_are_unique(state)) return std::nullopt;
  state.values = std::move(values);
  derive(state);
  return state;
}

}  // namespace commonplace::search
