// What is offered while somebody types (SRCH-40): words, organisations, subjects, types and statements. Other people's
// searches are never a source, and nothing that is typed is kept.
#include "node/web/api.h"
#include "node/web/json_shapes.h"
#include "node/web/names.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_lines = 8;
constexpr std::size_t most_of_a_kind = 2;  // beside words

struct Line {
  std::string kind;
  std::string text;
  std::string url;
};

// Names first in what they may take of the eight lines, last in the list.
std::vector<Line> lines_for(const Context& context, const std::string& typed) {
  std::vector<Line> names;
  for (const auto& name : context.names()->lines(typed, most_of_a_kind)) {
    if (names.size() == most_lines / 2 || !context.index().holds({{name.filter, name.indexed}})) continue;
    names.push_back({name.filter, name.text, "/search?q=&" + name.filter + "=" + formats::percent_encode(name.value)});
  }
  std::vector<Line> lines;
  for (const auto& words : context.index().suggest(typed, static_cast<int>(most_lines - names.size())))
    lines.push_back({"words", words.text, "/search?q=" + formats::percent_encode(words.text)});
  lines.insert(lines.end(), names.begin(), names.end());
  return lines;
}

// As browsers read what /opensearch.xml names.
http::Response for_browsers(const Context& context, const std::string& typed, const std::vector<Line>& lines) {
  json::Value texts = json::Value::array(), urls = json::Value::array(), empty = json::Value::array();
  for (const auto& line : lines) {
    texts.push_back(line.text);
    urls.push_back(context.absolute(line.url));
    empty.push_back("");
  }
  auto response = json_response(json::Value::array({typed, texts, empty, urls}));
  response.content_type = "application/x-suggestions+json; charset=utf-8";
  return response;
}

}  // namespace

http::Response api_suggest(const Context& context, const http::Captures&) {
  if (!context.house.site.search_is_ready()) return being_prepared();
  const auto& request = context.request;
  if (request.query_is_malformed)
    return problems_response(400, {{"bad-encoding", "query", "the address is not percent-encoded UTF-8", "Encode the parameters."}});
  for (const auto& argument : request.query)
    if (argument.name != "q" && argument.name != "format")
      return problems_response(400, {{"unknown-parameter", "query", "a parameter of this address is not known", "Give q, and format=browser or none."}});
  const auto format = request.argument("format").value_or("");
  if (!format.empty() && format != "browser")
    return problems_response(400, {{"bad-value", "format", "format has a value that is not known", "Give browser, or leave it out."}});
  const std::string typed = formats::normalise_text(request.argument("q").value_or(""));
  const auto lines = lines_for(context, typed);
  if (format == "browser") return for_browsers(context, typed, lines);
  json::Value all = json::Value::array();
  for (const auto& line : lines) all.push_back({{"kind", line.kind}, {"text", line.text}, {"url", context.absolute(line.url)}});
  return json_response({{"q", typed}, {"lines", all}});
}

}  // namespace commonplace::web
