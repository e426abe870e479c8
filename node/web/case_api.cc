#include "node/web/case_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "node/web/json_shapes.h"
#include "node/web/search_request.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/uuid.h"

namespace commonplace::web {
namespace {

using formats::CaseForm;
using formats::CaseWriter;
using json::Value;

constexpr std::size_t usual_limit = 100;
constexpr std::size_t most_limit = 1'000;
constexpr int most_exemplars = 100;

// imsx_StatusInfo, the error of all 1EdTech services.
http::Response failure(int status, std::string_view code, std::string_view words) {
  const Value body = {{"imsx_codeMajor", "failure"},
                      {"imsx_severity", "error"},
                      {"imsx_description", words},
                      {"imsx_codeMinor",
                       {{"imsx_codeMinorField",
                         {{{"imsx_codeMinorFieldName", "TargetEndSystem"}, {"imsx_codeMinorFieldValue", code}}}}}}};
  auto response = json_response(body);
  response.status = status;
  return response;
}

http::Response not_known(std::string_view what) {
  return failure(404, "unknownobject", fmt::format("No {} here has this identifier.", what));
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// The identifier of the path; nullopt when it is no UUID.
std::optional<std::string> identifier_in(const http::Captures& captures) {
  const std::string& given = captures["id"];
  if (!formats::is_uuid(given)) return std::nullopt;
  return lower(given);
}

http::Response no_uuid() {
  return failure(400, "invaliduuid", "This is not a UUID. GET /ims/case/v1p0/CFDocuments lists what is here.");
}

struct Page {
  std::size_t limit = usual_limit;
  std::size_t offset = 0;
};

std::optional<std::size_t> number_of(const Context& context, std::string_view name, std::size_t fallback) {
  const auto text = context.request.argument(name);
  if (!text) return fallback;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return number;
}

std::optional<Page> page_of(const Context& context) {
  const auto limit = number_of(context, "limit", usual_limit);
  const auto offset = number_of(context, "offset", 0);
  if (!limit || !offset || *limit == 0) return std::nullopt;
  return Page{std::min(*limit, most_limit), *offset};
}

http::Response bad_page() {
  return failure(400, "invalid_selection_field", "limit is a whole number from 1, offset one from 0.");
}

// The slice, with the count of all and where the next one is.
http::Response paged(const Context& context, Value whole, const char* member, const Page& page) {
  Value& list = whole[member];
  const std::size_t total = list.size();
  Value slice = Value::array();
  for (std::size_t i = page.offset; i < total && slice.size() < page.limit; ++i) slice.push_back(std::move(list[i]));
  const std::size_t next = page.offset + slice.size();
  list = std::move(slice);
  auto response = json_response(whole);
  response.headers.push_back({"X-Total-Count", std::to_string(total)});
  if (next < total)
    response.headers.push_back(
        {"Link", fmt::format("<{}?limit={}&offset={}>; rel=\"next\"", context.absolute(context.request.path), page.limit, next)});
  return response;
}

CaseWriter writer_of(const CaseBook& book) {
  return CaseWriter(book.package.framework, book.package.framework.changed_at, CaseForm::strict);
}

Value child_of(const CaseBook& book, const model::Statement& statement) {
  return writer_of(book).child_of(statement, book.find(statement.parent));
}

Value association_of(const CaseBook& book, const model::StatementLink& link) {
  return writer_of(book).association(link, book.find(link.origin), book.find(link.destination));
}

// Resources of this node that are aligned to the statement.
void add_exemplars(const Context& context, const CaseBook& book, const model::Statement& statement, Value& list) {
  if (!context.house.site.search_is_ready()) return;
  search::Query query;
  query.filters = {{"statement", {statement.uri}}, {"origin", {"0"}}};
  query.filters["statement"].insert(query.filters["statement"].end(), statement.same_as.begin(), statement.same_as.end());
  query.per_page = most_exemplars;
  query.facets = false;
  std::vector<std::int64_t> keys;
  for (const auto& hit : context.index().search(query).hits) keys.push_back(hit.key);
  for (const auto& record : context.store().find_keys(keys)) {
    model::StatementLink link;
    link.origin = statement.uri;
    link.relation = model::Relation::exemplar;
    link.destination = context.absolute("/r/" + record.public_id);
    link.reviewed_at = model::format_datestamp(record.datestamp);
    list.push_back(association_of(book, link));
  }
}

}  // namespace

http::Response case_documents(const Context& context, const http::Captures&) {
  const auto page = page_of(context);
  if (!page) return bad_page();
  const auto library = context.house.case_shelf.now();
  Value all = Value::array();
  for (const auto& book : library->books) all.push_back(writer_of(book).document_alone());
  return paged(context, {{"CFDocuments", std::move(all)}}, "CFDocuments", *page);
}

http::Response case_document(const Context& context, const http::Captures& captures) {
  const auto identifier = identifier_in(captures);
  if (!identifier) return no_uuid();
  const auto library = context.house.case_shelf.now();
  const auto* book = library->document(*identifier);
  return book ? json_response(writer_of(*book).document_alone()) : not_known("framework");
}

http::Response case_package(const Context& context, const http::Captures& captures) {
  const auto identifier = identifier_in(captures);
  if (!identifier) return no_uuid();
  const auto library = context.house.case_shelf.now();
  const auto* book = library->document(*identifier);
  return book ? json_response(writer_of(*book).package(book->package)) : not_known("framework");
}

http::Response case_item(const Context& context, const http::Captures& captures) {
  const auto identifier = identifier_in(captures);
  if (!identifier) return no_uuid();
  const auto library = context.house.case_shelf.now();
  const auto found = library->item(*identifier);
  return found.book ? json_response(writer_of(*found.book).item_alone(found.book->package.statements[found.place])) : not_known("statement");
}

http::Response case_item_associations(const Context& context, const http::Captures& captures) {
  const auto identifier = identifier_in(captures);
  if (!identifier) return no_uuid();
  const auto page = page_of(context);
  if (!page) return bad_page();
  const auto library = context.house.case_shelf.now();
  const auto found = library->item(*identifier);
  if (!found.book) return not_known("statement");
  const auto& book = *found.book;
  const auto& statement = book.package.statements[found.place];
  Value all = Value::array();
  all.push_back(child_of(book, statement));
  for (const auto& other : book.package.statements)
    if (other.parent == statement.uri) all.push_back(child_of(book, other));
  for (const auto& link : book.package.links)
    if (link.origin == statement.uri || link.destination == statement.uri) all.push_back(association_of(book, link));
  add_exemplars(context, book, statement, all);
  return paged(context, {{"CFItem", writer_of(book).item_alone(statement)}, {"CFAssociations", std::move(all)}}, "CFAssociations", *page);
}

http::Response case_association(const Context& context, const http::Captures& captures) {
  const auto identifier = identifier_in(captures);
  if (!identifier) return no_uuid();
  const auto library = context.house.case_shelf.now();
  if (const auto found = library->child(*identifier); found.book)
    return json_response(child_of(*found.book, found.book->package.statements[found.place]));
  if (const auto found = library->link(*identifier); found.book)
    return json_response(association_of(*found.book, found.book->package.links[found.place]));
  return not_known("association");
}

}  // namespace commonplace::web
