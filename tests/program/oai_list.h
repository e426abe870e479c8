// OAI-PMH as a plain client sees it: whole lists by text search, so that our own reader is no judge in its own case.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/program/node.h"

namespace commonplace::testing {

struct OaiHeader {
  std::string identifier;
  std::string datestamp;
  bool deleted = false;
  std::vector<std::string> sets;

  friend bool operator==(const OaiHeader&, const OaiHeader&) = default;
};

struct OaiList {
  std::vector<OaiHeader> headers;
  std::vector<std::string> replies;  // whole, one a page

  // A multiset would hide nothing, but the lists of a test must have no doubles: throws if there is one.
  std::set<std::string> live() const;
  std::set<std::string> deleted() const;
};

// Follows the list to its end. `arguments`: "metadataPrefix=oai_dc&…". An empty list is no error; another OAI-PMH
// error, a reply that is not 200 or a list of more than 2,000 pages throws std::runtime_error.
OaiList oai_list(const Node& node, const std::string& verb, const std::string& arguments);

// The reply to one request.
std::string oai_reply(const Node& node, const std::string& query);

// The texts of all elements of that name, in order, unescaped: texts_of("identifier",
// "<identifier>a&amp;b</identifier>").
std::vector<std::string> texts_of(const std::string& element, const std::string& xml);

}  // namespace commonplace::testing
