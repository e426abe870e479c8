#include "harvest/gunzip.h"

#include <stdexcept>

#include <zlib.h>

namespace commonplace::harvest {

namespace {

constexpr std::size_t ratio_counts_from = 1024 * 1024;
constexpr std::size_t most_ratio = 100;

}  // namespace

struct Gunzip::Stream {
  z_stream zlib{};
  bool ended = false;

  Stream() {
    if (inflateInit2(&zlib, 16 + MAX_WBITS) != Z_OK) throw std::runtime_error("zlib cannot start");
  }
  ~Stream() { inflateEnd(&zlib); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Bytes behind the last member that begin no other one are padding, which gzip(1) ignores too.
  bool begin_next_member() {
    if (zlib.next_in[0] != 0x1f) return false;
    ended = false;
    return inflateReset(&zlib) == Z_OK;
  }
};

Gunzip::Gunzip() : stream_(std::make_unique<Stream>()) {}
Gunzip::~Gunzip() = default;

bool Gunzip::ended() const {
  return stream_->ended;
}

Gunzip::Step Gunzip::feed(std::string_view bytes, std::string& out, const std::function<bool(std::size_t)>& may_grow_to) {
  char buffer[32 * 1024];
  z_stream& zlib = stream_->zlib;
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  zlib.avail_in = static_cast<uInt>(bytes.size());
  do {
    if (stream_->ended && (zlib.avail_in == 0 || !stream_->begin_next_member())) return Step::fed;
    zlib.next_out = reinterpret_cast<Bytef*>(buffer);
    zlib.avail_out = sizeof buffer;
    const int status = inflate(&zlib, Z_NO_FLUSH);
    const std::size_t made = sizeof buffer - zlib.avail_out;
    if (!may_grow_to(out.size() + made)) return Step::enough;  // before there is room for more than is allowed
    out.append(buffer, made);
    stream_->ended = status == Z_STREAM_END;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return Step::bad;
  } while (zlib.avail_in > 0 || zlib.avail_out == 0);
  return Step::fed;
}

bool is_within_ratio(std::size_t decoded, std::size_t packed, std::size_t ratio) {
  return decoded <= ratio_counts_from || decoded / ratio <= packed;
}

model::Outcome<std::string> gunzip(std::string_view file, std::size_t most_bytes) {
  std::string out;
  Gunzip unpacker;
  const auto may_grow_to = [&](std::size_t size) { return size <= most_bytes && is_within_ratio(size, file.size(), most_ratio); };
  switch (unpacker.feed(file, out, may_grow_to)) {
    case Gunzip::Step::enough:
      return model::Problem{"too_big", "", "The packed file is larger than allowed once it is unpacked.", "Ask its keeper to split it."};
    case Gunzip::Step::bad:
      return model::Problem{"not_wellformed", "", "The packed file (gzip) is damaged.", "Ask its keeper to make it anew."};
    case Gunzip::Step::fed:
      break;
  }
  if (!unpacker.ended())
    return model::Problem{"not_wellformed", "", "The packed file (gzip) breaks off.", "Ask its keeper to make it anew."};
  return out;
}

}  // namespace commonplace::harvest
