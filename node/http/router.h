// A small route table: method and pattern to a function. It answers 404, 405 and OPTIONS itself.
// Not for: what a page says; nor for HEAD bodies, which the door drops.
#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/http/message.h"

namespace commonplace::http {

// What stood where a pattern has braces: percent-decoded, in the order of the pattern.
class Captures {
 public:
  Captures() = default;
  explicit Captures(std::vector<Argument> values) : values_(std::move(values)) {}

  // The text of that name. Throws std::logic_error for a name that the pattern does not have.
  const std::string& operator[](std::string_view name) const;
  const std::vector<Argument>& all() const { return values_; }

 private:
  std::vector<Argument> values_;
};

using RouteHandler = std::function<Response(const Request&, const Captures&)>;

struct Route {
  std::string method;
  std::string pattern;

  friend auto operator<=>(const Route&, const Route&) = default;
};

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // A pattern begins with "/". A segment is literal ("brand.css"), a capture of one segment that is not empty ("{id}"),
  // or, as the last one only, a capture of all that is left ("{path*}", slashes included, at least one byte).
  // A literal wins over a capture, a capture over a rest. The method is GET, POST, PUT or DELETE; GET serves HEAD too.
  // Throws std::logic_error for a broken pattern and for a method and shape that are there already.
  void add(std::string method, std::string pattern, RouteHandler handler);

  // Who writes 404 and 405 (the web layer has pages for people). The status and an Allow header are put on what it
  // returns. By default: the constant body of error_body.h.
  void on_refusal(std::function<Response(const Request&, int status)> make_body);

  // Matches the path as sent (`target` without query), segment by segment, so that an encoded slash stays in its
  // capture. 404 if no pattern fits; 405 with Allow if another method does; OPTIONS: 204 with Allow.
  // An OPTIONS route that was added goes first. Safe from any thread once nothing is added any more.
  Response answer(const Request& request) const;

  // All routes, sorted by pattern, then method: for tests and the OpenAPI page.
  std::vector<Route> list() const;

 private:
  struct Node;
  struct Leaf;
  static const Node* find(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                          std::vector<std::string>& values, std::string_view raw_path);
  Response refuse(const Request& request, int status, const Node* node) const;

  std::unique_ptr<Node> root_;
  std::function<Response(const Request&, int status)> make_body_;
};

}  // namespace commonplace::http
