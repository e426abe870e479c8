#include "node/oai/provider.h"

#include <fmt/format.h>

#include "node/oai/envelope.h"
#include "node/oai/identify.h"
#include "node/oai/sets.h"
#include "schemas/formats/xml.h"

namespace commonplace::oai {
namespace {

constexpr std::int64_t most_page_bytes = 4 * 1024 * 1024;  // OAI-60
constexpr std::string_view seconds_to_wait = "10";
constexpr int sets_per_page = 500;

// Arguments of query string and form together; repeats stay repeats (OAI-1, OAI-8).
Arguments arguments_of(const http::Request& request) {
  auto sent = request.query;
  bool malformed = request.query_is_malformed;
  if (request.method == "POST") {
    const auto form = http::parse_form(request.body);
    if (form) sent.insert(sent.end(), form->begin(), form->end());
    malformed = malformed || !form;
  }
  return read_arguments(sent, malformed);
}

// Media types know no case, and blanks may stand before the semicolon (RFC 9110 §8.3.1).
bool is_form(const http::Request& request) {
  auto type = request.header("Content-Type");
  type = type.substr(0, type.find(';'));
  type = type.substr(0, type.find_last_not_of(" \t") + 1);
  constexpr std::string_view form = "application/x-www-form-urlencoded";
  return std::equal(type.begin(), type.end(), form.begin(), form.end(),
                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

const Error no_such_format{"cannotDisseminateFormat", "This node has no such format. See ListMetadataFormats."};
const Error no_such_record{"idDoesNotExist", "No record here has this identifier."};
const Error no_such_set{"noRecordsMatch", "No record is in this set."};

http::Response refused(int status, std::string words) {
  auto response = http::Response::text(status, "text/plain; charset=utf-8", std::move(words));
  if (status == 405) response.headers.push_back({"Allow", "GET, HEAD, POST"});
  return response;
}

// <resumptionToken> with cursor and size; an empty token completes a paged list (OAI-52).
void append_token(std::string& out, const std::string& token, std::uint64_t cursor, std::uint64_t size) {
  out += fmt::format("<resumptionToken completeListSize=\"{}\" cursor=\"{}\"", size, cursor);
  out += token.empty() ? "/>\n" : ">" + token + "</resumptionToken>\n";
}

void append_set(std::string& out, const store::ListedSet& set, SetNames& names) {
  out.append("<set><setSpec>").append(set.spec).append("</setSpec><setName>");
  formats::append_xml_text(out, names.name(set));
  out += "</setName>";
  if (const auto description = names.description(set); !description.empty())
    out.append("<setDescription>").append(description).append("</setDescription>");
  out += "</set>\n";
}

}  // namespace

struct Provider::Exchange {
  model::Datestamp now;
  Arguments arguments;
  std::shared_ptr<const Repository> repository;

  std::string open() const { return open_reply(repository->oai_url(), now, arguments, true); }
  http::Response fail(const std::vector<Error>& errors) const {
    return error_reply(repository->oai_url(), now, arguments, errors);
  }
  http::Response fail(std::string code, std::string text) const { return fail({{std::move(code), std::move(text)}}); }
  http::Response bad_token() const {
    return fail("badResumptionToken", "This resumption token is not of this list. Start the list again.");
  }
};

Provider::Provider(const store::Store& store, RepositorySource repository)
    : store_(store), repository_(std::move(repository)) {}

// What cannot be had in time is no half page and no error of the client's: a harvester knows 503 and comes again (OAI-70).
http::Response Provider::answer(const http::Request& request) const {
  try {
    return answer_in_time(request);
  } catch (const store::StoreLate&) {
    auto response = refused(503, "This took too long. Ask again a little later.\n");
    response.headers.push_back({"Retry-After", std::string(seconds_to_wait)});
    return response;
  }
}

http::Response Provider::answer_in_time(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
    return refused(405, "OAI-PMH is asked with GET or POST.\n");
  if (request.method == "POST" && !is_form(request))
    return refused(415, "Send the arguments as application/x-www-form-urlencoded.\n");

  // Before anything is listed: never later than a write still under way (OAI-21, OAI-49).
  const Exchange x{store_.answer_date(request.now), arguments_of(request), repository_()};
  if (!x.arguments.errors.empty()) return x.fail(x.arguments.errors);
  switch (*x.arguments.verb) {
    case Verb::identify: return identify(x);
    case Verb::list_metadata_formats: return list_metadata_formats(x);
    case Verb::list_sets: return list_sets(x);
    case Verb::get_record: return get_record(x);
    case Verb::list_identifiers:
    case Verb::list_records: return list_records(x);
  }
  return x.fail("badVerb", "This verb is not known.");
}

http::Response Provider::identify(const Exchange& x) const {
  std::string sample;
  store::Selection local;
  local.peer = 0;
  store_.list(local, {}, 1, most_page_bytes, store::Body::none, [&](const store::Row& row) { sample = row.identifier; });
  return close_reply(x.open() + oai::identify(*x.repository, store_.created(), sample));
}

http::Response Provider::list_metadata_formats(const Exchange& x) const {
  if (x.arguments.identifier && !store_.get(*x.arguments.identifier, store::Body::none, [](const store::Row&) {}))
    return x.fail({no_such_record});
  std::string out = x.open() + "<ListMetadataFormats>\n";
  for (const auto format : all_formats) {
    const auto description = describe(format, *x.repository);
    out += "<metadataFormat><metadataPrefix>";
    out.append(description.prefix).append("</metadataPrefix><schema>");
    formats::append_xml_text(out, description.schema);
    out.append("</schema><metadataNamespace>").append(description.name_space);
    out += "</metadataNamespace></metadataFormat>\n";
  }
  return close_reply(out + "</ListMetadataFormats>\n");
}

http::Response Provider::list_sets(const Exchange& x) const {
  Token place;
  place.verb = Verb::list_sets;
  if (x.arguments.resumption_token) {
    const auto token = read_token(*x.arguments.resumption_token, x.repository->identity_host, x.repository->token_key);
    if (!token || token->verb != Verb::list_sets) return x.bad_token();
    place = *token;
  }
  auto sets = store_.sets(place.last_set, sets_per_page + 1);
  const bool more = sets.size() > static_cast<std::size_t>(sets_per_page);
  if (more) sets.pop_back();
  std::string out = x.open() + "<ListSets>\n";
  SetNames names(store_);
  for (const auto& set : sets) append_set(out, set, names);
  if (sets.empty()) return x.bad_token();  // no list of ours ends so: some set always stands behind a token

  const auto cursor = place.cursor;
  place.last_set = sets.back().spec;
  place.cursor += sets.size();
  if (more || x.arguments.resumption_token) {
    const auto size = more ? std::max(static_cast<std::uint64_t>(store_.count_sets()), place.cursor + 1) : place.cursor;
    append_token(out, more ? write_token(place, x.repository->identity_host, x.repository->token_key) : "", cursor, size);
  }
  return close_reply(out + "</ListSets>\n");
}

http::Response Provider::get_record(const Exchange& x) const {
  const auto format = find_format(*x.arguments.metadata_prefix);
  std::string record;
  const bool exists = store_.get(*x.arguments.identifier, format ? body_for(*format) : store::Body::none,
                                 [&](const store::Row& row) {
                                   if (format) append_record(record, row, *format, *x.repository);
                                 });
  std::vector<Error> errors;
  if (!exists) errors.push_back(no_such_record);
  if (!format) errors.push_back(no_such_format);
  if (!errors.empty()) return x.fail(errors);
  return close_reply(x.open() + "<GetRecord>\n" + record + "</GetRecord>\n");
}

http::Response Provider::list_records(const Exchange& x) const {
  return x.arguments.resumption_token ? next_page(x) : first_page(x);
}

// The clock may have been set back since the last write: what is stamped later than it is visible all the same (OAI-49).
model::Datestamp Provider::latest_moment(model::Datestamp now) const { return std::max(now, store_.last_stamp()); }

// False: there is no such set.
bool Provider::restrict_to_set(store::Selection& selection, const std::string& spec) const {
  if (spec.empty() || spec == contributor_top_set) return true;
  if (const auto contributor = store_.contributor_by_set(spec)) {
    selection.contributor = contributor->id;
    return true;
  }
  selection.set = spec;
  return store_.has_set(spec);
}

http::Response Provider::first_page(const Exchange& x) const {
  if (!find_format(*x.arguments.metadata_prefix)) {
    store::Selection unused;
    return restrict_to_set(unused, x.arguments.set.value_or("")) ? x.fail({no_such_format}) : x.fail({no_such_format, no_such_set});
  }
  Token place;
  place.verb = *x.arguments.verb;
  place.prefix = *x.arguments.metadata_prefix;
  place.set = x.arguments.set.value_or("");
  place.from = x.arguments.from_moment;
  const auto latest = latest_moment(x.now);
  place.until = std::min(x.arguments.until_moment.value_or(latest), latest);  // frozen: what comes later waits (OAI §8)
  if (place.from && *place.from > place.until) return x.fail("noRecordsMatch", "No record has changed in this time.");
  return page(x, place, true);
}

http::Response Provider::next_page(const Exchange& x) const {
  const auto token = read_token(*x.arguments.resumption_token, x.repository->identity_host, x.repository->token_key);
  if (!token || token->verb != *x.arguments.verb || !find_format(token->prefix)) return x.bad_token();
  return page(x, *token, false);
}

http::Response Provider::page(const Exchange& x, const Token& place, bool is_first) const {
  store::Selection selection;
  selection.from = place.from;
  selection.until = place.until;
  if (!restrict_to_set(selection, place.set)) return x.fail({no_such_set});
  const bool headers_only = place.verb == Verb::list_identifiers;
  const auto format = *find_format(place.prefix);
  std::string out = x.open();
  out.append("<").append(verb_name(place.verb)).append(">\n");

  Token next = place;
  const auto after = is_first ? std::nullopt : std::optional(place.last);
  int written = 0;
  store_.list(selection, after, x.repository->page_size, most_page_bytes,
              headers_only ? store::Body::none : body_for(format), [&](const store::Row& row) {
                // What is rendered may be several times as long as what is stored; the rest waits for the next page.
                if (written > 0 && static_cast<std::int64_t>(out.size()) >= most_page_bytes) return;
                if (headers_only)
                  append_header(out, row);
                else
                  append_record(out, row, format, *x.repository);
                ++written;
                next.last = {row.datestamp, row.key};
              });
  if (written == 0 && is_first) return x.fail("noRecordsMatch", "No record matches these arguments.");
  // Everything behind the token has changed since and waits for the next list; an empty list would be invalid (OAI-50).
  if (written == 0) return x.fail("noRecordsMatch", "The rest of this list has changed since. Ask again from its responseDate.");

  next.cursor = place.cursor + static_cast<std::uint64_t>(written);
  const bool more = store_.has_more(selection, next.last);
  if (!is_first || more) {
    if (is_first) next.complete_list_size = static_cast<std::uint64_t>(store_.count(selection));
    next.complete_list_size = more ? std::max(next.complete_list_size, next.cursor + 1) : next.cursor;
    append_token(out, more ? write_token(next, x.repository->identity_host, x.repository->token_key) : "", place.cursor,
                 next.complete_list_size);
  }
  out.append("</").append(verb_name(place.verb)).append(">\n");
  return close_reply(std::move(out));
}

}  // namespace commonplace::oai
