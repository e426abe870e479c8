// Text on its way into HTML: what is escaped, what is already safe, which addresses may be linked (SEC-23, UI-195,
// UI-196). Knows nothing of templates; ui/render.h is where values meet them.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace commonplace::ui::html {

// Bytes that are HTML already. Only this type may stand in a raw tag of a template; whoever makes one vouches for it.
class Safe {
 public:
  Safe() = default;
  explicit Safe(std::string bytes) : bytes_(std::move(bytes)) {}
  const std::string& bytes() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;
};

// & < > " ' become references; everything else stays. Fit for element text and for double-quoted attributes.
std::string escape(std::string_view text);

// The address itself when it is http, https, mailto or relative to this node, else "#" (UI-195). Control characters,
// white space and backslashes in it make it "#" too, as does "//host" (browsers read it as another site).
std::string safe_url(std::string_view url);

// Only addresses of this node ("/…"), for pictures and sheets (CSP: img-src 'self'); empty for all others.
std::string own_url(std::string_view url);

// A <script type="application/ld+json"> block round JSON text: < > & U+2028 U+2029 are written as JSON escapes, so that
// the text can never end the element (UI-196). Empty for empty text.
Safe json_ld(std::string_view json);

}  // namespace commonplace::ui::html
