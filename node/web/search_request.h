// The parameters of a search (CONTRACT §4.1), from the address to a question for the index, and back.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node/http/message.h"
#include "node/search/index.h"
#include "node/web/context.h"
#include "schemas/model/outcome.h"

namespace commonplace::web {

struct SearchRequest {
  search::Query query;                  // filter values as the index knows them
  std::vector<http::Argument> filters;  // as the reader knows them: canonical ids, slugs, URIs; in the order given
  bool explain = false;
  bool literal = false;  // parse=0
  std::string teaching;  // where or in which language the reader teaches, as in addresses
  bool general = false;  // general=1: alignments that tell little are counted too (CUR-41)
  // Statements that answer by a link between frameworks, by URI (CUR-50); none that were asked for themselves.
  std::map<std::string, curriculum::Reached> reached;
  std::shared_ptr<const Names> names = {};  // that query.names points to
  std::vector<model::Problem> problems;  // unknown parameters and values; each names what is allowed

  // The same search with one filter value taken out, or put in, on page one; as path and query.
  std::string without(std::string_view name, std::string_view value) const;
  std::string with(std::string_view name, std::string_view value) const;
  std::string cleared() const;
  std::string literally() const;                        // the words as words (parse=0)
  std::string without_words(std::string_view words) const;  // as typed in query.text
  std::string with_words(std::string_view words) const;     // in place of query.text
  std::string on_page(int page) const;
  std::string behind(const search::Place& place) const;  // what follows the deepest page
  std::string sorted_by(std::string_view sort) const;
  bool has(std::string_view name, std::string_view value) const;
};

// How deep one may page (SRCH-25).
inline constexpr std::int64_t deepest_hit = search::deepest_paged_hit;

// Values may be ids, URIs or labels, in any case; `time_max` minutes, `age` "7-11".
SearchRequest read_search(const Context& context, const std::vector<http::Argument>& arguments);

// Name → title of the filters, in the order in which facets are shown (UI-30).
struct FilterName {
  std::string_view name;
  std::string_view title;
};
const std::vector<FilterName>& filter_names();

// What a filter value is called: "Key stage 2", "River Gallery", "CC BY 4.0", "I may change it".
std::string filter_label(const Context& context, std::string_view name, std::string_view value);

std::string_view sort_word(search::Sort sort);

}  // namespace commonplace::web
