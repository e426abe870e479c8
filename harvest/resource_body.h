// One resource at an address of its own, whatever it is written in: the signed record of a node, JSON of ours or
// schema.org's, a web page with JSON-LD, Dublin Core or another format that is read here (HAR-46).
#pragma once

#include <string>
#include <string_view>

#include "harvest/crosswalk.h"
#include "harvest/framed_visit.h"

namespace commonplace::harvest {

struct ResourceBody {
  std::string text;
  std::string url;
  std::string datestamp;     // of the source, or empty
  std::string harvest_date;  // of the hop to it
};

// Keeps what the body says, or sets it aside with the reason. False where it says nothing about something to learn with.
bool read_resource_body(const ResourceBody& body, const Origin& origin, Gathering& gathering);

// The identifier that a node's record (also a withdrawn one) names; empty for any other body.
std::string identifier_of_record(std::string_view body);

}  // namespace commonplace::harvest
