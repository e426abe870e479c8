// A request and a response as the rest of the house sees them: decoded once, repeats and order kept.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/datestamp.h"

namespace commonplace::http {

struct Header {
  std::string name;
  std::string value;
};

// One name=value of a query string or form, percent- and plus-decoded.
struct Argument {
  std::string name;
  std::string value;
};

// Decodes application/x-www-form-urlencoded text, keeping order and repeats. nullopt if a percent escape is broken or
// the result is not UTF-8. "a" without "=" is {"a", ""}; empty pieces between "&" are dropped.
std::optional<std::vector<Argument>> parse_form(std::string_view text);

// "/" alone or a path that stays on this node: not "//host", not "/\\host", no scheme. What a redirect that came out of
// an argument must be (security.md SEC-10; Datasette 0.65.2 had this hole).
bool is_local_path(std::string_view location);

struct Request {
  std::string method;  // "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"
  std::string target;  // as sent: path and query, still encoded
  std::string path;    // decoded; begins with "/"; never holds NUL; "." and ".." segments refused before
  std::vector<Argument> query;
  bool query_is_malformed = false;  // parse_form refused it; `query` is empty then
  std::vector<Header> headers;      // names as sent
  std::string body;
  std::string remote_address;  // numeric, without port
  std::string id;              // short random text; stands in the log line and in error bodies
  model::Datestamp now;        // read once, when the request is complete

  // The first header of that name (ASCII case ignored), or empty.
  std::string_view header(std::string_view name) const;
  // The first argument of that name, or nullopt.
  std::optional<std::string_view> argument(std::string_view name) const;
};

// `body` is moved out to the socket. content_type goes out as Content-Type when not empty.
struct Response {
  int status = 200;
  std::string content_type;
  std::vector<Header> headers;
  std::string body;
  // Set: the server sends ETag, answers If-None-Match with 304, and adds nothing else. Quotes included: "\"abc\"".
  std::string etag;
  // gzip is offered by the server for text, JSON and XML bodies over 1 KiB; level 1 to 9.
  int gzip_level = 5;
  bool compressible = true;

  static Response text(int status, std::string content_type, std::string body);
  static Response redirect(int status, std::string location);
};

// Called on a worker thread; blocks it. Must not throw: what is thrown becomes a 500 with a constant body.
using Handler = std::function<Response(const Request&)>;

}  // namespace commonplace::http
