#include "node/web/change_feed.h"

#include <fmt/format.h>

#include "node/http/conditional.h"
#include "node/http/encoding.h"
#include "node/web/change_parts.h"
#include "node/web/change_request.h"
#include "node/web/json_shapes.h"
#include "node/web/record_writer.h"
#include "schemas/formats/digest.h"

namespace commonplace::web {
namespace {

constexpr std::int64_t most_page_bytes = 4 * 1024 * 1024;   // of documents; a reader takes 32 MiB decoded (harvest.md §8)
constexpr std::int64_t most_part_bytes = 16 * 1024 * 1024;
constexpr std::string_view ndjson = "application/x-ndjson";

struct Lines {
  std::string text;
  store::Seq last = 0;  // the seq of the last line; `since` when there is none
  bool more = false;    // within the bounds, after it
};

Lines lines_of(const Context& context, const store::ChangeBounds& bounds) {
  Lines lines;
  write_records(context, [&](RecordWriter& writer) {
    lines = {{}, bounds.since, false};
    lines.more = context.store().visit_changes(bounds, [&](const store::ChangeRow& row) {
      writer.append_line(lines.text, row);
      lines.last = row.seq;
    });
  });
  return lines;
}

std::string link(const std::string& address, std::string_view relation) {
  return fmt::format("<{}>; rel=\"{}\"", address, relation);
}

std::string changes_address(const Context& context, store::Seq since, int limit) {
  return context.absolute(fmt::format("/api/v1/changes?since={}&limit={}&life={}", since, limit, context.store().life()));
}

std::string dump_address(const Context& context, store::Seq since) {
  return context.absolute(fmt::format("/api/v1/dump?since={}&life={}", since, context.store().life()));
}

void add_link(http::Response& response, std::string value) {
  response.headers.push_back({"Link", std::move(value)});
}

http::Response opened(const Context& context, std::string etag) {
  auto response = http::Response::text(200, std::string(ndjson), {});
  response.gzip_level = 1;
  response.etag = std::move(etag);
  add_feed_headers(response, context.store());
  return response;
}

// Whoever begins and has more than one part to take may have it packed already.
std::string feed_links(const Context& context, const ChangeRequest& asked, const Lines& lines, store::Seq last) {
  std::string links;
  if (lines.more) links = link(changes_address(context, lines.last, asked.limit), "next");
  if (asked.since > 0 || last <= changes_per_part) return links;
  return links + (links.empty() ? "" : ", ") + link(dump_address(context, 0), "alternate") + "; type=\"application/gzip\"";
}

// ---- the dump ----------------------------------------------------------------------------------------------------------

// What comes after a part: the next one that has changes, else the feed. What is too fat for one part is left to the feed.
std::string after_part(const Context& context, const ChangePart& part, const Lines& lines) {
  const auto next = lines.more ? std::nullopt : next_part(context.store(), part.until, false);
  return next ? dump_address(context, next->part.since) : changes_address(context, lines.last, usual_changes);
}

struct Packed {
  Lines lines;  // without text
  std::string bytes;
};

// A part that the log has left behind is packed once, and again only when one of its records has changed since.
Packed packed(const Context& context, const ChangePart& part, store::Seq last, const std::string& made_from) {
  constexpr int level = 3;  // in a worker: a part costs tens of milliseconds, and hardly more bytes than at 6
  const auto name = fmt::format("changes-{}.ndjson.gz", part.number());
  const auto& kept = context.house.kept_parts;
  const bool is_closed = part.is_closed(last);
  if (auto bytes = is_closed ? kept.find(name, made_from) : std::nullopt) return {{{}, part.until, false}, std::move(*bytes)};

  auto lines = lines_of(context, {.since = part.since,
                                  .until = part.until,
                                  .limit = static_cast<int>(changes_per_part),
                                  .most_bytes = most_part_bytes,
                                  .detail = store::Detail::documents_and_hops});
  auto bytes = http::gzip(lines.text, level);
  if (is_closed && !lines.more) kept.keep(name, made_from, bytes);
  lines.text.clear();
  return {std::move(lines), std::move(bytes)};
}

// Who takes gzip gets lines in it; who does not, a file to be unpacked later.
void set_form(http::Response& response, const http::Request& request, const ChangePart& part) {
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (http::accepts_gzip(request)) return response.headers.push_back({"Content-Encoding", "gzip"});
  response.content_type = "application/gzip";
  response.headers.push_back(
      {"Content-Disposition", fmt::format("attachment; filename=\"changes-{}.ndjson.gz\"", part.number())});
}

}  // namespace

http::Response api_changes(const Context& context, const http::Captures&) {
  const auto asked = read_change_request(context.request);
  const auto last = context.store().last_seq();
  if (auto refusal = refusal_of(asked, context.store(), last)) return std::move(*refusal);
  auto response = opened(context, state_tag(context, last));
  if (asked.since == last || http::is_unchanged(context.request, response)) return response;

  auto lines = lines_of(context, {.since = asked.since,
                                  .limit = asked.limit,
                                  .most_bytes = most_page_bytes,
                                  .detail = store::Detail::documents_and_hops});
  if (auto links = feed_links(context, asked, lines, last); !links.empty()) add_link(response, std::move(links));
  response.body = std::move(lines.text);
  return response;
}

http::Response api_dump(const Context& context, const http::Captures&) {
  auto asked = read_change_request(context.request);
  if (asked.since % changes_per_part != 0)
    asked.problems.push_back({"no-such-part", "since", "no part of the dump begins here",
                              "Begin at /api/v1/dump and go on with the address in the Link field."});
  const auto last = context.store().last_seq();
  if (auto refusal = refusal_of(asked, context.store(), last)) return std::move(*refusal);

  const auto part = part_numbered(asked.since / changes_per_part);
  const auto made_from = fingerprint(context.store(), part) + "-" + context.directory->looks();
  const bool as_lines = http::accepts_gzip(context.request);
  auto response = opened(context, fmt::format("\"{}-{}-{}\"", part.number(), made_from, as_lines ? "lines" : "file"));
  set_form(response, context.request, part);
  if (http::is_unchanged(context.request, response)) return response;

  auto made = packed(context, part, last, made_from);
  add_link(response, link(after_part(context, part, made.lines), "next"));
  response.body = std::move(made.bytes);
  return response;
}

// The same bytes as `record` in the feed, so that its digest is theirs.
http::Response api_record(const Context& context, const http::Captures& captures) {
  const auto record = context.store().find_public(captures["id"]);
  if (!record)
    return problems_response(404, {{"not-found", "path", "no resource here has this id", "Look it up with /api/v1/search."}});
  std::string text;
  write_records(context, [&](RecordWriter& writer) {
    text.clear();
    writer.append_envelope(text, *record);
  });
  auto response = http::Response::text(record->deleted ? 410 : 200, "application/json; charset=utf-8", std::move(text));
  response.etag = "\"" + formats::sha256_hex(response.body) + "\"";
  return response;
}

}  // namespace commonplace::web
