#include "node/web/conventions.h"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

#include "node/web/json_shapes.h"
#include "node/web/pages.h"
#include "node/web/search_request.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/xml.h"

namespace commonplace::web {
namespace {

constexpr int feed_entries = 50;            // ECO-80
constexpr int addresses_per_sitemap = 10'000;  // the protocol allows 50,000; a page of 10,000 stays small
constexpr std::int64_t no_byte_limit = INT64_MAX;

http::Response xml(std::string body, std::string_view type = "application/xml; charset=utf-8") {
  return http::Response::text(200, std::string(type), std::move(body));
}

void element(std::string& out, std::string_view name, std::string_view text) {
  out.append("<").append(name).append(">");
  formats::append_xml_text(out, text);
  out.append("</").append(name).append(">");
}

constexpr std::string_view prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// The digits at the front of `text`, which is cut; nullopt when there are none or the number is too large.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isdigit(static_cast<unsigned char>(text.front()))) return {};
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// Where a part of the sitemap begins: its name is "<seconds>-<key>.xml" of the record before.
std::optional<store::Place> place_named(std::string_view name) {
  const auto seconds = take_number(name);
  if (!seconds || !name.starts_with('-')) return {};
  name.remove_prefix(1);
  const auto key = take_number(name);
  if (!key || name != ".xml") return {};
  return store::Place{{*seconds}, *key};
}

void entry(const Context& context, const Shown& shown, std::string& out) {
  const auto& r = shown.resource;
  out += "<entry>";
  element(out, "id", "urn:commonplace:" + shown.record.public_id);
  element(out, "title", model::best(r.name, r.in_language).text);
  element(out, "updated", model::format_datestamp(shown.record.datestamp));
  out += "<author>";
  element(out, "name", shown.contributor ? shown.contributor->profile.name : context.profile->own.profile.name);
  out += "</author><link rel=\"alternate\" type=\"text/html\" href=\"";
  formats::append_xml_attribute(out, context.absolute(shown.path()));
  out += "\"/>";
  if (!r.license.empty()) {
    out += "<link rel=\"license\" href=\"";
    formats::append_xml_attribute(out, r.license);
    out += "\"/>";
  }
  element(out, "summary", model::best(r.description, r.in_language).text);
  out += "</entry>\n";
}

}  // namespace

http::Response robots(const Context& context, const http::Captures&) {
  return http::Response::text(200, "text/plain; charset=utf-8",
                              "User-agent: *\nDisallow: /search\nDisallow: /admin/\nDisallow: /publish/\nAllow: /\nSitemap: " +
                                  context.absolute("/sitemap.xml") + "\n");
}

// An index of parts, each of which begins where the one before ended; only what was published here (ECO-83).
http::Response sitemap(const Context& context, const http::Captures&) {
  store::Selection local;
  local.peer = 0;
  std::string out(prolog);
  out += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  std::optional<store::Place> place;
  bool more = true;
  while (more) {
    const auto begin = place.value_or(store::Place{});
    out += "<sitemap>";
    element(out, "loc", context.absolute(fmt::format("/sitemap/{}-{}.xml", begin.datestamp.seconds, begin.key)));
    out += "</sitemap>\n";
    const int rows = context.store().list(local, place, addresses_per_sitemap, no_byte_limit, store::Body::none,
                                          [&](const store::Row& row) { place = {row.datestamp, row.key}; });
    more = rows == addresses_per_sitemap && context.store().has_more(local, *place);
  }
  return xml(out + "</sitemapindex>\n");
}

http::Response sitemap_part(const Context& context, const http::Captures& captures) {
  const auto place = place_named(captures["part"]);
  if (!place) return not_found(context);
  store::Selection local;
  local.peer = 0;
  std::string out(prolog);
  out += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  // The home page stands first, so that no part is ever empty (the schema wants one address).
  out += "<url>";
  element(out, "loc", context.absolute("/"));
  out += "</url>\n";
  context.store().list(local, place, addresses_per_sitemap, no_byte_limit, store::Body::none, [&](const store::Row& row) {
    if (row.deleted) return;
    out += "<url>";
    element(out, "loc", context.absolute("/r/" + std::string(row.public_id)));
    element(out, "lastmod", model::format_datestamp(row.datestamp));
    out += "</url>\n";
  });
  return xml(out + "</urlset>\n");
}

http::Response opensearch(const Context& context, const http::Captures&) {
  std::string out(prolog);
  out += "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">";
  element(out, "ShortName", "Commonplace");
  element(out, "Description", "Learning resources of arts and heritage organisations, found at " + context.profile->own.profile.name);
  out += "<InputEncoding>UTF-8</InputEncoding>";
  for (const auto& [type, path] : {std::pair{"text/html", "/search?q={searchTerms}&page={startPage?}"},
                                   {"application/json", "/api/v1/search?q={searchTerms}&page={startPage?}"},
                                   {"application/x-suggestions+json", "/api/v1/suggest?format=browser&q={searchTerms}"}}) {
    out.append("<Url type=\"").append(type).append("\" template=\"");
    formats::append_xml_attribute(out, context.absolute(path));
    out += "\"/>";
  }
  return xml(out + "</OpenSearchDescription>\n", "application/opensearchdescription+xml; charset=utf-8");
}

http::Response feed(const Context& context, const http::Captures&) {
  auto request = read_search(context, context.request.query);
  if (!request.problems.empty()) return problems_response(400, request.problems);
  const auto self = context.absolute("/feed.atom" + request.on_page(1).substr(std::string_view("/search").size()));
  std::vector<std::int64_t> keys;
  if (context.house.site.search_is_ready()) {
    auto& newest = request.query;
    newest.sort = search::Sort::newest;
    newest.per_page = feed_entries;
    newest.page = 1;
    newest.facets = false;
    for (const auto& hit : context.index().search(newest).hits) keys.push_back(hit.key);
  }
  const auto shown = show_keys(context, keys);
  std::string out(prolog);
  out += "<feed xmlns=\"http://www.w3.org/2005/Atom\">";
  element(out, "id", self);
  element(out, "title", "New at " + context.profile->own.profile.name);
  const auto changed = shown.empty() ? context.store().created() : shown.front().record.datestamp;
  element(out, "updated", model::format_datestamp(changed));
  out += "<link rel=\"self\" type=\"application/atom+xml\" href=\"";
  formats::append_xml_attribute(out, self);
  out += "\"/>\n";
  for (const auto& item : shown) entry(context, item, out);
  return xml(out + "</feed>\n", "application/atom+xml; charset=utf-8");
}

http::Response healthz(const Context&, const http::Captures&) { return http::Response::text(200, "text/plain; charset=utf-8", "ok\n"); }

http::Response readyz(const Context& context, const http::Captures&) {
  const bool ready = context.house.site.search_is_ready();
  auto response = http::Response::text(ready ? 200 : 503, "text/plain; charset=utf-8", ready ? "ready\n" : "search is being prepared\n");
  if (!ready) response.headers.push_back({"Retry-After", "2"});
  return response;
}

http::Response node_document(const Context& context, const http::Captures&) {
  return http::Response::text(200, "application/json; charset=utf-8", context.profile->node_document);
}

http::Response record_schema(const Context&, const http::Captures&) { return xml(std::string(formats::cpl_schema())); }

}  // namespace commonplace::web
