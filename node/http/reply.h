// From a response to the bytes of a reply: conditional, encoded, framed. Nothing is sent here.
#pragma once

#include <string>
#include <string_view>

#include "node/http/message.h"

namespace commonplace::http {

struct Reply {
  std::string head;  // status line, fields and the empty line
  std::string body;  // moved, not copied, from the response; empty for HEAD, 204 and 304
  int status = 0;
  bool closes = false;  // the connection ends after this reply
};

// What the connection decides about a reply.
struct Framing {
  bool keep_alive = true;
  bool is_http_1_0 = false;
  std::string_view date;  // IMF-fixdate
};

// Content-Length, Date, Server, Connection, Transfer-Encoding and Keep-Alive of the handler are left out: they are ours
// ("Connection: close" is obeyed). Throws std::runtime_error if a field name is no token, or a value, type or tag holds
// a control character: response splitting ends here (security.md SEC-10).
Reply make_reply(const Request& request, Response response, const Framing& framing);

}  // namespace commonplace::http
