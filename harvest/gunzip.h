// One layer of gzip, piece by piece, within limits. Members one after another are one body (RFC 1952 §2.2).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/model/outcome.h"

namespace commonplace::harvest {

inline constexpr std::string_view gzip_magic = "\x1f\x8b";

class Gunzip {
 public:
  Gunzip();  // throws std::runtime_error where zlib has no memory
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  enum class Step { fed, bad, enough };

  // Appends to `out` what the bytes decode to, as long as `may_grow_to` lets it grow to that size.
  Step feed(std::string_view bytes, std::string& out, const std::function<bool(std::size_t)>& may_grow_to);

  // Whether the last member is whole.
  bool ended() const;

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

// Decoded : packed; the first MiB is always allowed (harvest.md §8).
bool is_within_ratio(std::size_t decoded, std::size_t packed, std::size_t ratio);

// A whole file. Problem kinds: "too_big" (over `most_bytes`, or 100 : 1), "not_wellformed" (no gzip, or broken off).
model::Outcome<std::string> gunzip(std::string_view file, std::size_t most_bytes);

}  // namespace commonplace::harvest
