// The plain data of a visit as bytes, for the border between the process that reads strangers' pages and the one that
// keeps the store (security.md §1). Writing is for either side. Reading takes the bytes for hostile: every length,
// number of elements and enumeration is checked, and what is made of them is counted against a limit of memory.
// Not a format for files: both ends are the same program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harvest/curl_fetcher.h"
#include "harvest/detect.h"
#include "harvest/second_reading.h"
#include "harvest/visit.h"

namespace commonplace::harvest {

// What the reading process is told to visit.
struct VisitOrder {
  CurlOptions curl;  // its stop token stays behind
  Source source;
  VisitLimits limits;
  std::optional<Resumption> resumption;
  std::optional<model::Datestamp> now;  // empty: there is no clock (House::now)
  std::uint64_t seed = 0;               // of its jitter
  bool shows_bodies = false;            // sends a Body before each reply is read
};

struct FetchOrder {
  CurlOptions curl;
  Ask ask;
};

struct DetectOrder {
  CurlOptions curl;
  std::string url;
};

struct RetryOrder {
  CurlOptions curl;
  KeptRecord kept;
};

// What came of a RetryOrder.
struct RetryNews {
  std::optional<Delivered> record;
};

// A page, or a part of one: the records and unread ones of all parts belong to the last, whose other members hold.
struct PageNews {
  Delivery delivery;
  Standing standing;  // of the last part
};

struct EndNews {
  VisitOutcome outcome;
  Standing standing;
};

// What is about to be read, should the reader not survive it.
struct Body {
  std::string sha256;
  std::string first_bytes;  // at most 256 KiB (HAR-30)
};

template <typename Message>
std::string to_wire(const Message& message);

// False for bytes that are not exactly one such message, or that would take more memory than `memory_left`, which is
// lowered by what they took. `message` is new; after false it is not to be used.
template <typename Message>
bool from_wire(std::string_view bytes, std::size_t& memory_left, Message& message);

// Makes names, dates and sentences valid UTF-8 where a source's were not; what is kept verbatim stays as it came.
void mend_texts(PageNews& news);
void mend_texts(EndNews& news);
void mend_texts(RetryNews& news);
void mend_texts(Found& found);

}  // namespace commonplace::harvest
