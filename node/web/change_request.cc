#include "node/web/change_request.h"

#include <fmt/format.h>

#include <charconv>

#include "node/web/json_shapes.h"

namespace commonplace::web {
namespace {

constexpr std::string_view form = "1";  // of the lines: raised when their bytes change, so that old tags fit no more

std::optional<store::Seq> whole_number(std::string_view text) {
  store::Seq value = 0;
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return {};
  return value;
}

class Reading {
 public:
  explicit Reading(ChangeRequest& asked) : asked_(asked) {}

  void take(const http::Argument& argument, bool is_repeated) {
    if (is_repeated) return refuse("repeated", argument.name, "this stands there more than once", "Give it once.");
    if (argument.name == "since") return since(argument.value);
    if (argument.name == "limit") return limit(argument.value);
    asked_.life = argument.value;
    if (argument.value.empty()) refuse("empty", "life", "this is empty", "Give the value of Commonplace-Life, or leave it out.");
  }
  void refuse(std::string kind, std::string where, std::string what, std::string fix) {
    asked_.problems.push_back({std::move(kind), std::move(where), std::move(what), std::move(fix)});
  }

 private:
  void since(std::string_view text) {
    const auto number = whole_number(text);
    if (!number) return refuse("bad-number", "since", "this is no sequence number", "Give the last seq that you saw, or 0.");
    asked_.since = *number;
  }
  void limit(std::string_view text) {
    const auto number = whole_number(text);
    if (!number || *number < 1 || *number > most_changes)
      return refuse("bad-number", "limit", "this is no number of changes that fits one page", fmt::format("Give 1 to {}.", most_changes));
    asked_.limit = static_cast<int>(*number);
  }

  ChangeRequest& asked_;
};

}  // namespace

ChangeRequest read_change_request(const http::Request& request) {
  ChangeRequest asked;
  Reading reading(asked);
  if (request.query_is_malformed)
    reading.refuse("bad-encoding", "query", "the address is not percent-encoded UTF-8", "Encode the parameters.");
  std::vector<std::string_view> seen;
  for (const auto& argument : request.query) {
    const bool is_known = argument.name == "since" || argument.name == "limit" || argument.name == "life";
    const bool is_repeated = std::find(seen.begin(), seen.end(), argument.name) != seen.end();
    if (is_known) reading.take(argument, is_repeated);
    if (!is_known && asked.problems.empty())
      reading.refuse("unknown-parameter", "query", "there is a parameter that the change log does not know",
                     "Use since, limit and life.");
    seen.push_back(argument.name);
  }
  return asked;
}

std::optional<http::Response> refusal_of(const ChangeRequest& asked, const store::Store& store, store::Seq last) {
  if (!asked.problems.empty()) return problems_response(400, asked.problems);
  const bool is_other_life = !asked.life.empty() && asked.life != store.life();
  if (!is_other_life && asked.since <= last) return {};
  const std::string what = is_other_life ? "this node was made anew or restored since you last asked"
                                         : "the change log of this node has not come that far: it was restored, or it is another node";
  auto response = problems_response(
      410, {{"other-life", is_other_life ? "life" : "since", what,
             "Take everything again from since=0, and remember the new Commonplace-Life."}});
  add_feed_headers(response, store);
  return response;
}

std::string state_tag(const Context& context, store::Seq last) {
  return fmt::format("\"{}-{}-{}-{}\"", form, context.store().life().substr(0, 12), last, context.directory->looks());
}

void add_feed_headers(http::Response& response, const store::Store& store) {
  response.headers.push_back({"Commonplace-Life", store.life()});
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"Access-Control-Expose-Headers", "Commonplace-Life, ETag, Link"});
}

}  // namespace commonplace::web
