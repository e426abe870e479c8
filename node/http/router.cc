#include "node/http/router.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "node/http/error_body.h"
#include "schemas/formats/url.h"

namespace commonplace::http {

struct Router::Leaf {
  std::string pattern;
  std::vector<std::string> names;
  RouteHandler handler;
};

// One segment of the tree. `rest` is a leaf place only: nothing stands behind it.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> capture;
  std::unique_ptr<Node> rest;
  std::map<std::string, Leaf, std::less<>> methods;
};

namespace {

std::vector<std::string_view> split_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(1);
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  segments.push_back(path);
  return segments;
}

// The reader refused broken escapes already; a segment that will not decode is then nothing we have.
std::string decoded(std::string_view segment) {
  if (segment.find('%') == std::string_view::npos) return std::string(segment);
  return formats::percent_decode(segment).value_or(std::string());
}

std::string_view path_as_sent(const Request& request) {
  const std::string_view target = request.target;
  return target.substr(0, target.find('?'));
}

[[noreturn]] void refuse_pattern(const std::string& pattern) {
  throw std::logic_error("route pattern is broken or there already: " + pattern);
}

}  // namespace

const std::string& Captures::operator[](std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &Argument::name);
  if (found == values_.end()) throw std::logic_error("the route has no capture " + std::string(name));
  return found->value;
}

Router::Router()
    : root_(std::make_unique<Node>()), make_body_([](const Request& request, int status) {
        return error_response(status, request.id, error_form(request));
      }) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::on_refusal(std::function<Response(const Request&, int status)> make_body) {
  make_body_ = std::move(make_body);
}

void Router::add(std::string method, std::string pattern, RouteHandler handler) {
  if (!pattern.starts_with('/') || method.empty() || method == "HEAD" || !handler) refuse_pattern(pattern);
  Node* node = root_.get();
  std::vector<std::string> names;
  const auto segments = split_segments(pattern);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string_view segment = segments[i];
    if (!segment.starts_with('{')) {
      if (segment.find_first_of("{}*%") != std::string_view::npos) refuse_pattern(pattern);
      auto& next = node->literals[std::string(segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    if (!segment.ends_with('}') || segment.size() < 3) refuse_pattern(pattern);
    std::string name(segment.substr(1, segment.size() - 2));
    const bool takes_rest = name.ends_with('*');
    if (takes_rest) name.pop_back();
    if (name.empty() || (takes_rest && i + 1 != segments.size())) refuse_pattern(pattern);
    auto& next = takes_rest ? node->rest : node->capture;
    if (!next) next = std::make_unique<Node>();
    node = next.get();
    names.push_back(std::move(name));
  }
  if (node->methods.contains(method)) refuse_pattern(pattern);
  node->methods.emplace(std::move(method), Leaf{std::move(pattern), std::move(names), std::move(handler)});
}

const Router::Node* Router::find(const Node& node, const std::vector<std::string_view>& segments, std::size_t at,
                                 std::vector<std::string>& values, std::string_view raw_path) {
  if (at == segments.size()) return node.methods.empty() ? nullptr : &node;
  const std::string segment = decoded(segments[at]);
  if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
    if (const Node* found = find(*literal->second, segments, at + 1, values, raw_path)) return found;
  }
  if (node.capture && !segment.empty()) {
    values.push_back(segment);
    if (const Node* found = find(*node.capture, segments, at + 1, values, raw_path)) return found;
    values.pop_back();
  }
  if (!node.rest) return nullptr;
  const auto rest = static_cast<std::size_t>(segments[at].data() - raw_path.data());
  std::string text = decoded(raw_path.substr(rest));
  if (text.empty()) return nullptr;
  values.push_back(std::move(text));
  return node.rest.get();
}

Response Router::answer(const Request& request) const {
  const std::string_view raw_path = path_as_sent(request);
  if (!raw_path.starts_with('/')) return refuse(request, request.method == "OPTIONS" ? 204 : 404, nullptr);

  std::vector<std::string> values;
  const Node* node = find(*root_, split_segments(raw_path), 0, values, raw_path);
  if (node == nullptr) return refuse(request, 404, nullptr);

  auto leaf = node->methods.find(request.method);
  if (leaf == node->methods.end() && request.method == "HEAD") leaf = node->methods.find("GET");
  if (leaf == node->methods.end()) return refuse(request, request.method == "OPTIONS" ? 204 : 405, node);

  std::vector<Argument> captures;
  for (std::size_t i = 0; i < values.size(); ++i) {
    captures.push_back({leaf->second.names[i], std::move(values[i])});
  }
  return leaf->second.handler(request, Captures(std::move(captures)));
}

Response Router::refuse(const Request& request, int status, const Node* node) const {
  Response response = status == 204 ? Response() : make_body_(request, status);
  response.status = status;
  if (status == 404) return response;

  std::string allow = "OPTIONS";
  if (node == nullptr) allow = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
  for (const auto& [method, leaf] : node ? node->methods : decltype(node->methods){}) {
    if (method == "OPTIONS") continue;
    allow += ", " + method;
    if (method == "GET") allow += ", HEAD";
  }
  response.headers.push_back({"Allow", std::move(allow)});
  return response;
}

std::vector<Route> Router::list() const {
  std::vector<Route> routes;
  const auto collect = [&routes](const auto& self, const Node& node) -> void {
    for (const auto& [method, leaf] : node.methods) routes.push_back({method, leaf.pattern});
    for (const auto& [text, next] : node.literals) self(self, *next);
    if (node.capture) self(self, *node.capture);
    if (node.rest) self(self, *node.rest);
  };
  collect(collect, *root_);
  std::ranges::sort(routes, {}, [](const Route& route) { return std::tie(route.pattern, route.method); });
  return routes;
}

}  // namespace commonplace::http
