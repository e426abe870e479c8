#include "node/http/error_body.h"

#include <algorithm>
#include <array>
#include <string>

namespace commonplace::http {
namespace {

struct Words {
  int status;
  std::string_view kind;
  std::string_view what;
  std::string_view fix;
};

constexpr std::array words{
    Words{400, "bad_request", "The request could not be understood.", "Check the address and try again."},
    Words{401, "unauthorized", "This needs a token or a signed-in person.", "Sign in, or send a token."},
    Words{403, "forbidden", "This is not allowed for you.", "Ask the keeper of this node."},
    Words{404, "not_found", "There is nothing at this address.", "Check the address, or search from the front page."},
    Words{405, "method_not_allowed", "This address does not take that method.", "Use a method of the Allow header."},
    Words{408, "request_timeout", "The request did not arrive in time.", "Send it again on a new connection."},
    Words{410, "gone", "This was here and has been withdrawn.", "Remove your link to it."},
    Words{413, "too_large", "The request body is too large.", "Send it in smaller parts."},
    Words{414, "target_too_long", "The address is too long.", "Use fewer or shorter parameters."},
    Words{417, "expectation_failed", "Only the expectation 100-continue is known.", "Leave out the Expect header."},
    Words{421, "misdirected", "This node does not answer for that host.", "Use the public address of this node."},
    Words{429, "too_many_requests", "There were too many requests.", "Wait, then try again."},
    Words{431, "header_too_large", "The request headers are too large.", "Clear the cookies of this site."},
    Words{500, "internal", "Something went wrong on this node.", "Tell the keeper the number of this request."},
    Words{501, "not_implemented", "This node does not know that method or coding.", "Use GET or POST, plainly."},
    Words{503, "busy", "This node is busy.", "Wait, then try again."},
    Words{505, "version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.", "Use HTTP/1.1."},
};

const Words& words_for(int status) {
  const auto same = [](int wanted) { return std::ranges::find(words, wanted, &Words::status); };
  if (const auto found = same(status); found != words.end()) return *found;
  return *same(status >= 500 ? 500 : 400);
}

}  // namespace

ErrorForm error_form(const Request& request) {
  const std::string_view path = request.path.empty() ? request.target : request.path;
  if (path.starts_with("/api/") || path.starts_with("/.well-known/")) return ErrorForm::json;
  const std::string_view accept = request.header("Accept");
  const bool names_json = accept.find("application/json") != std::string_view::npos;
  return names_json && accept.find("text/html") == std::string_view::npos ? ErrorForm::json : ErrorForm::plain;
}

Response error_response(int status, std::string_view request_id, ErrorForm form) {
  const Words& said = words_for(status);
  std::string body;
  if (form == ErrorForm::plain) {
    body.append(said.what).append(" ").append(said.fix).append("\nRequest: ").append(request_id).append("\n");
    return Response::text(status, "text/plain; charset=utf-8", std::move(body));
  }
  body.append(R"({"error": {"kind": ")").append(said.kind).append(R"(", "where": "request", "what": ")");
  body.append(said.what).append(R"(", "fix": ")").append(said.fix);
  body.append(R"("}, "request": ")").append(request_id).append("\"}\n");
  return Response::text(status, "application/json", std::move(body));
}

std::string_view reason_phrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  // Source: IANA HTTP Status Code Registry.
  static constexpr std::array phrases{
      Phrase{100, "Continue"},
      Phrase{200, "OK"},
      Phrase{201, "Created"},
      Phrase{202, "Accepted"},
      Phrase{204, "No Content"},
      Phrase{206, "Partial Content"},
      Phrase{301, "Moved Permanently"},
      Phrase{302, "Found"},
      Phrase{303, "See Other"},
      Phrase{304, "Not Modified"},
      Phrase{307, "Temporary Redirect"},
      Phrase{308, "Permanent Redirect"},
      Phrase{400, "Bad Request"},
      Phrase{401, "Unauthorized"},
      Phrase{403, "Forbidden"},
      Phrase{404, "Not Found"},
      Phrase{405, "Method Not Allowed"},
      Phrase{406, "Not Acceptable"},
      Phrase{408, "Request Timeout"},
      Phrase{409, "Conflict"},
      Phrase{410, "Gone"},
      Phrase{411, "Length Required"},
      Phrase{412, "Precondition Failed"},
      Phrase{413, "Content Too Large"},
      Phrase{414, "URI Too Long"},
      Phrase{415, "Unsupported Media Type"},
      Phrase{417, "Expectation Failed"},
      Phrase{421, "Misdirected Request"},
      Phrase{422, "Unprocessable Content"},
      Phrase{428, "Precondition Required"},
      Phrase{429, "Too Many Requests"},
      Phrase{431, "Request Header Fields Too Large"},
      Phrase{500, "Internal Server Error"},
      Phrase{501, "Not Implemented"},
      Phrase{502, "Bad Gateway"},
      Phrase{503, "Service Unavailable"},
      Phrase{504, "Gateway Timeout"},
      Phrase{505, "HTTP Version Not Supported"},
      Phrase{507, "Insufficient Storage"},
  };
  const auto found = std::ranges::find(phrases, status, &Phrase::status);
  return found == phrases.end() ? std::string_view("Unknown") : found->text;
}

}  // namespace commonplace::http
