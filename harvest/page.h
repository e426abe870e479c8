// One page of a list, read: the reply's frame, the records in our own shape, what could not be read. The place where
// bytes, reader and crosswalk meet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harvest/crosswalk.h"
#include "harvest/delivery.h"
#include "harvest/ending.h"
#include "harvest/oai_reply.h"

namespace commonplace::harvest {

struct Page {
  OaiReply reply;
  Delivery delivery;     // without cursor and looks
  bool cut = false;      // the end of the page is missing: ask again (HAR-7)
  std::string tail;      // of a cut page: the first 256 KiB behind its last whole record
  std::size_t tail_offset = 0;
  bool in_order = true;  // datestamps never go down within the page
  std::string first_datestamp, last_datestamp;
  std::string lowest_datestamp, highest_datestamp;
  int strange_datestamps = 0;
};

// Why a page cannot be read at all, as the outcome of the visit.
using PageOrEnd = std::variant<Page, VisitOutcome>;

struct Reading {
  Origin origin;  // `mended` is filled in here
  bool mend = true;
};

// Takes one more record into a delivery: the later of two with one identifier stays, unless it is the older (HAR-21).
// offered and duplicate are counted.
void add_record(Delivery& delivery, Delivered record);

PageOrEnd read_page(std::string_view body, const Reading& reading);

}  // namespace commonplace::harvest
